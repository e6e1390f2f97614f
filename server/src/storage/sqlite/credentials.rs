//! Devices and what lets them in: one-time links, keys and proofs, sessions, tokens. Only SHA-256 of a
//! secret is ever compared or kept.

mod enrolled;
mod links;
mod passkeys;
mod sessions;
mod tokens;

use shared::ids::{DeviceId, MemberId};
use sqlx::SqliteConnection;

use super::SqliteStore;
use super::access::device_active;
use super::convert::{device_id, failure, member_id};
use super::settling::known_device;
use crate::storage::{Credential, DeviceRow, Principal, StorageError};

pub(super) use enrolled::{change_proof, factor, pledged, sign_in};
pub(super) use links::{add_invitation, enrol, invitation};
pub(super) use passkeys::{passkey, put_passkey, sign_in_by_passkey};
pub(super) use sessions::{end_session, renew, session, sessions};
pub(super) use tokens::{add_token, token, tokens};

pub(super) async fn devices(store: &SqliteStore, member: MemberId) -> Result<Vec<DeviceRow>, StorageError> {
    let rows: Vec<(Vec<u8>, i64, i64, String, bool)> = sqlx::query_as(
        "SELECT d.id, d.created_at, d.last_contact, d.state, coalesce(f.locked_at IS NOT NULL, 0) FROM device d
         LEFT JOIN device_factor f ON f.device = d.id
         WHERE d.member = ? ORDER BY d.created_at DESC, d.id",
    )
    .bind(&member.0[..])
    .fetch_all(store.readers())
    .await
    .map_err(failure)?;
    rows.into_iter()
        .map(|(id, created_at_ms, last_contact_ms, state, locked)| {
            let active = state == "active";
            Ok(DeviceRow { id: device_id(&id)?, member, created_at_ms, last_contact_ms, active, locked })
        })
        .collect()
}

pub(super) async fn touch_device(store: &SqliteStore, device: DeviceId, now_ms: i64) -> Result<(), StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = sqlx::query("UPDATE device SET last_contact = max(last_contact, ?) WHERE id = ?")
        .bind(now_ms)
        .bind(&device.0[..])
        .execute(writing.connection())
        .await
        .map(|_| ())
        .map_err(failure);
    writing.end(result).await
}

pub(super) async fn end_device(store: &SqliteStore, device: DeviceId) -> Result<(), StorageError> {
    store.keys.revoke(known_device(store, device).await?, crate::clock::now_ms()).await?;
    let mut writing = store.writer().begin().await?;
    let result = end_device_in(writing.connection(), device).await;
    writing.end(result).await
}

/// Ends a device inside a transaction.
pub(super) async fn end_device_in(connection: &mut SqliteConnection, device: DeviceId) -> Result<(), StorageError> {
    for statement in [
        "UPDATE device SET state = 'ended' WHERE id = ?",
        "DELETE FROM session WHERE device = ?",
        "DELETE FROM token WHERE device = ?",
    ] {
        sqlx::query(statement).bind(&device.0[..]).execute(&mut *connection).await.map_err(failure)?;
    }
    Ok(())
}

pub(super) async fn principal_active(store: &SqliteStore, who: Principal) -> Result<bool, StorageError> {
    let mut connection = store.readers().acquire().await.map_err(failure)?;
    device_active(&mut connection, who).await
}

async fn insert_device(connection: &mut SqliteConnection, who: Principal, now_ms: i64) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO device (id, member, created_at, last_contact, state)
         VALUES (?1, ?2, ?3, ?3, 'active')",
    )
    .bind(&who.device.0[..])
    .bind(&who.member.0[..])
    .bind(now_ms)
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}

type CredentialRow = (Vec<u8>, Vec<u8>, i64, i64);

fn credential_from((member, device, expires_at_ms, _): &CredentialRow) -> Result<Credential, StorageError> {
    Ok(Credential {
        who: Principal { member: member_id(member)?, device: device_id(device)? },
        expires_at_ms: *expires_at_ms,
    })
}
