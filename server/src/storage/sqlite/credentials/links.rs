//! One-time links: kept, looked at, used up. A link is used in the very transaction that writes what it is
//! used for.

use shared::ids::{DeviceId, MemberId};
use sqlx::SqliteConnection;

use super::{enrolled, insert_device, sessions};
use crate::storage::sqlite::SqliteStore;
use crate::storage::sqlite::convert::{failure, member_id};
use crate::storage::sqlite::members::member_in;
use crate::storage::{Enrol, Invitation, Linked, Principal, Redeemed, SecretHash, StorageError};

pub(in crate::storage::sqlite) async fn add_invitation(
    store: &SqliteStore,
    invitation: Invitation,
) -> Result<(), StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = sqlx::query(
        "INSERT INTO invitation (secret_sha256, member, created_at, expires_at, made_by)
         SELECT ?, id, ?, ?, ? FROM member WHERE id = ? AND state = 'active'",
    )
    .bind(&invitation.secret.0[..])
    .bind(invitation.created_at_ms)
    .bind(invitation.expires_at_ms)
    .bind(invitation.made_by.map(|member| member.0.to_vec()))
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

pub(in crate::storage::sqlite) async fn invitation(
    store: &SqliteStore,
    secret: SecretHash,
    now_ms: i64,
) -> Result<Linked, StorageError> {
    let mut reading = store.readers().begin().await.map_err(failure)?;
    Ok(linked_in(&mut reading, secret, now_ms).await?.0)
}

/// Whom a link is for, when it ends, when it was used, and who made it.
type LinkRow = (Vec<u8>, i64, Option<i64>, Option<Vec<u8>>);

/// What a link is for, and who made it.
async fn linked_in(
    connection: &mut SqliteConnection,
    secret: SecretHash,
    now_ms: i64,
) -> Result<(Linked, Option<MemberId>), StorageError> {
    let row: Option<LinkRow> =
        sqlx::query_as("SELECT member, expires_at, used_at, made_by FROM invitation WHERE secret_sha256 = ?")
            .bind(&secret.0[..])
            .fetch_optional(&mut *connection)
            .await
            .map_err(failure)?;
    let Some((member, expires_at_ms, used_at_ms, made_by)) = row else {
        return Ok((Linked::Unknown, None));
    };
    let made_by = made_by.map(|member| member_id(&member)).transpose()?;
    if used_at_ms.is_some() {
        return Ok((Linked::Used, made_by));
    }
    if now_ms >= expires_at_ms {
        return Ok((Linked::Expired, made_by));
    }
    let row = member_in(connection, member_id(&member)?).await?.filter(|row| row.active);
    Ok((row.map_or(Linked::Unknown, Linked::Stands), made_by))
}

/// Uses a link up inside a transaction.
async fn use_up(
    connection: &mut SqliteConnection,
    secret: SecretHash,
    device: DeviceId,
    now_ms: i64,
) -> Result<(), StorageError> {
    sqlx::query("UPDATE invitation SET used_at = ?, device = ? WHERE secret_sha256 = ?")
        .bind(now_ms)
        .bind(&device.0[..])
        .bind(&secret.0[..])
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}

pub(in crate::storage::sqlite) async fn enrol(store: &SqliteStore, enrol: Enrol) -> Result<Redeemed, StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = enrol_in(writing.connection(), &enrol).await;
    writing.end(result).await
}

async fn enrol_in(connection: &mut SqliteConnection, enrol: &Enrol) -> Result<Redeemed, StorageError> {
    let (row, made_by) = match linked_in(connection, enrol.secret, enrol.now_ms).await? {
        (Linked::Stands(row), made_by) => (row, made_by),
        (refused, _) => return Ok(refusal(refused)),
    };
    let member = row.id;
    let kept = match enrol.keep {
        Some(device) => enrolled::has_not_ended(connection, Principal { member, device }).await?.then_some(device),
        None => None,
    };
    let who = Principal { member, device: kept.unwrap_or(enrol.device) };
    if kept.is_none() {
        insert_device(connection, who, enrol.now_ms).await?;
    }
    enrolled::put(connection, who, enrol, made_by).await?;
    sessions::begin(connection, who, &enrol.session, enrol.now_ms).await?;
    use_up(connection, enrol.secret, who.device, enrol.now_ms).await?;
    Ok(Redeemed::Done(row, who.device))
}

fn refusal(linked: Linked) -> Redeemed {
    match linked {
        Linked::Used => Redeemed::Used,
        Linked::Expired => Redeemed::Expired,
        Linked::Stands(_) | Linked::Unknown => Redeemed::Unknown,
    }
}
