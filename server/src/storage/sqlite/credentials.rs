//! Devices and what lets them in: one-time links, sessions. Only SHA-256 of a
//! secret is ever compared or kept.

mod tokens;

use shared::ids::{DeviceId, MemberId};
use sqlx::SqliteConnection;

use super::SqliteStore;
use super::access::device_active;
use super::convert::{device_id, failure, member_id};
use super::members::member_in;
use super::settling::known_device;
use crate::storage::{Credential, DeviceRow, Invitation, Principal, Redeem, Redeemed, SecretHash, StorageError};

pub(super) use tokens::{add_token, token, tokens};

/// A session's use is written at most this often.
const SESSION_WRITE_MS: i64 = 60 * 60 * 1000;

pub(super) async fn devices(store: &SqliteStore, member: MemberId) -> Result<Vec<DeviceRow>, StorageError> {
    let rows: Vec<(Vec<u8>, i64, i64, String)> = sqlx::query_as(
        "SELECT id, created_at, last_contact, state FROM device
         WHERE member = ? ORDER BY created_at DESC, id",
    )
    .bind(&member.0[..])
    .fetch_all(store.readers())
    .await
    .map_err(failure)?;
    rows.into_iter()
        .map(|(id, created_at_ms, last_contact_ms, state)| {
            Ok(DeviceRow { id: device_id(&id)?, member, created_at_ms, last_contact_ms, active: state == "active" })
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

pub(super) async fn add_invitation(store: &SqliteStore, invitation: Invitation) -> Result<(), StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = sqlx::query(
        "INSERT INTO invitation (secret_sha256, member, created_at, expires_at)
         SELECT ?, id, ?, ? FROM member WHERE id = ? AND state = 'active'",
    )
    .bind(&invitation.secret.0[..])
    .bind(invitation.created_at_ms)
    .bind(invitation.expires_at_ms)
    .bind(&invitation.member.0[..])
    .execute(writing.connection())
    .await
    .map_err(failure)
    .and_then(|done| match done.rows_affected() {
        0 => Err(StorageError::NotAMember),
        _ => Ok(()),
    });
    writing.end(result).await
}

pub(super) async fn redeem(store: &SqliteStore, redeem: Redeem) -> Result<Redeemed, StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = redeem_in(writing.connection(), &redeem).await;
    writing.end(result).await
}

async fn redeem_in(connection: &mut SqliteConnection, redeem: &Redeem) -> Result<Redeemed, StorageError> {
    let row: Option<(Vec<u8>, i64, Option<i64>)> =
        sqlx::query_as("SELECT member, expires_at, used_at FROM invitation WHERE secret_sha256 = ?")
            .bind(&redeem.secret.0[..])
            .fetch_optional(&mut *connection)
            .await
            .map_err(failure)?;
    let Some((member, expires_at_ms, used_at_ms)) = row else {
        return Ok(Redeemed::Unknown);
    };
    if used_at_ms.is_some() {
        return Ok(Redeemed::Used);
    }
    if redeem.now_ms >= expires_at_ms {
        return Ok(Redeemed::Expired);
    }
    let member = member_id(&member)?;
    let row = member_in(&mut *connection, member).await?;
    let Some(row) = row.filter(|row| row.active) else {
        return Ok(Redeemed::Unknown);
    };
    let device = enrol(connection, member, redeem).await?;
    let who = Principal { member, device };
    insert_session(connection, who, redeem).await?;
    sqlx::query("UPDATE invitation SET used_at = ?, device = ? WHERE secret_sha256 = ?")
        .bind(redeem.now_ms)
        .bind(&device.0[..])
        .bind(&redeem.secret.0[..])
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(Redeemed::Done(row, device))
}

/// The member's own device that asks to stay, or a new one.
async fn enrol(connection: &mut SqliteConnection, member: MemberId, redeem: &Redeem) -> Result<DeviceId, StorageError> {
    if let Some(device) = redeem.keep
        && device_active(&mut *connection, Principal { member, device }).await?
    {
        return Ok(device);
    }
    let device = redeem.device;
    insert_device(connection, Principal { member, device }, redeem.now_ms).await?;
    Ok(device)
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

async fn insert_session(
    connection: &mut SqliteConnection,
    who: Principal,
    redeem: &Redeem,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO session (secret_sha256, member, device, created_at, expires_at, last_used)
         VALUES (?1, ?2, ?3, ?4, ?5, ?4)",
    )
    .bind(&redeem.session.0[..])
    .bind(&who.member.0[..])
    .bind(&who.device.0[..])
    .bind(redeem.now_ms)
    .bind(redeem.session_expires_at_ms)
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

pub(super) async fn session(
    store: &SqliteStore,
    secret: SecretHash,
    now_ms: i64,
    expires_at_ms: i64,
) -> Result<Option<Credential>, StorageError> {
    let row: Option<CredentialRow> = sqlx::query_as(
        "SELECT s.member, s.device, s.expires_at, s.last_used FROM session s
         JOIN member m ON m.id = s.member AND m.state = 'active'
         JOIN device d ON d.id = s.device AND d.state = 'active' AND d.member = s.member
         WHERE s.secret_sha256 = ? AND s.expires_at > ?",
    )
    .bind(&secret.0[..])
    .bind(now_ms)
    .fetch_optional(store.readers())
    .await
    .map_err(failure)?;
    let Some(row) = row else { return Ok(None) };
    let mut credential = credential_from(&row)?;
    let last_used_ms = row.3;
    if now_ms.saturating_sub(last_used_ms) >= SESSION_WRITE_MS {
        let mut writing = store.writer().begin().await?;
        let result = slide(writing.connection(), secret, now_ms, expires_at_ms).await;
        writing.end(result).await?;
        credential.expires_at_ms = expires_at_ms;
    }
    Ok(Some(credential))
}

async fn slide(
    connection: &mut SqliteConnection,
    secret: SecretHash,
    now_ms: i64,
    expires_at_ms: i64,
) -> Result<(), StorageError> {
    sqlx::query("UPDATE session SET last_used = ?, expires_at = ? WHERE secret_sha256 = ?")
        .bind(now_ms)
        .bind(expires_at_ms)
        .bind(&secret.0[..])
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}

pub(super) async fn end_session(store: &SqliteStore, secret: SecretHash) -> Result<(), StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = sqlx::query("DELETE FROM session WHERE secret_sha256 = ?")
        .bind(&secret.0[..])
        .execute(writing.connection())
        .await
        .map(|_| ())
        .map_err(failure);
    writing.end(result).await
}
