//! Sessions and the secrets that are given for them one after another. A device has one at a time. Only
//! SHA-256 of a secret is ever compared or kept.

use shared::ids::{DeviceId, MemberId, SessionId};
use sqlx::SqliteConnection;

use crate::storage::sqlite::SqliteStore;
use crate::storage::sqlite::convert::{damaged, device_id, failure, member_id};
use crate::storage::{NewSession, OwnSession, Principal, Renew, SecretHash, Session, SessionRow, StorageError};

/// What stands for a secret at a moment: the session's row, if member and device stand as well.
const STANDS: &str = "SELECT s.id, s.member, s.device, s.ends_at FROM session_secret x
     JOIN session s ON s.id = x.session AND s.ends_at > ?2 AND s.idle_ends_at > ?2
     JOIN member m ON m.id = s.member AND m.state = 'active'
     JOIN device d ON d.id = s.device AND d.state = 'active' AND d.member = s.member
     WHERE x.secret_sha256 = ?1 AND (x.until IS NULL OR x.until > ?2)";

type Row = (Vec<u8>, Vec<u8>, Vec<u8>, i64);

fn session_id(bytes: &[u8]) -> Result<SessionId, StorageError> {
    SessionId::from_slice(bytes).ok_or_else(|| damaged("a session's id"))
}

fn session_from((id, member, device, ends_at_ms): Row) -> Result<Session, StorageError> {
    let who = Principal { member: member_id(&member)?, device: device_id(&device)? };
    Ok(Session { id: session_id(&id)?, who, ends_at_ms })
}

async fn standing(
    connection: &mut SqliteConnection,
    secret: SecretHash,
    now_ms: i64,
) -> Result<Option<Session>, StorageError> {
    let row: Option<Row> =
        sqlx::query_as(STANDS).bind(&secret.0[..]).bind(now_ms).fetch_optional(connection).await.map_err(failure)?;
    row.map(session_from).transpose()
}

pub(in crate::storage::sqlite) async fn session(
    store: &SqliteStore,
    secret: SecretHash,
    now_ms: i64,
) -> Result<Option<Session>, StorageError> {
    let mut reading = store.readers().acquire().await.map_err(failure)?;
    standing(&mut reading, secret, now_ms).await
}

/// Begins a session inside a transaction; it is the only one of its device from now on.
pub(super) async fn begin(
    connection: &mut SqliteConnection,
    who: Principal,
    new: &NewSession,
    now_ms: i64,
) -> Result<(), StorageError> {
    end_of_device(connection, who.device).await?;
    sqlx::query(
        "INSERT INTO session (id, member, device, created_at, last_used, idle_ends_at, ends_at)
         VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6)",
    )
    .bind(&new.id.0[..])
    .bind(&who.member.0[..])
    .bind(&who.device.0[..])
    .bind(now_ms)
    .bind(new.idle_ends_at_ms)
    .bind(new.ends_at_ms)
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    give(connection, new.id, new.secret, now_ms).await
}

/// Ends the sessions of a device inside a transaction.
pub(super) async fn end_of_device(connection: &mut SqliteConnection, device: DeviceId) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM session WHERE device = ?")
        .bind(&device.0[..])
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}

async fn give(
    connection: &mut SqliteConnection,
    session: SessionId,
    secret: SecretHash,
    now_ms: i64,
) -> Result<(), StorageError> {
    sqlx::query("INSERT INTO session_secret (secret_sha256, session, given_at) VALUES (?, ?, ?)")
        .bind(&secret.0[..])
        .bind(&session.0[..])
        .bind(now_ms)
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}

pub(in crate::storage::sqlite) async fn renew(
    store: &SqliteStore,
    renew: Renew,
) -> Result<Option<Session>, StorageError> {
    // Nobody waits for the disk who shows what does not stand.
    if session(store, renew.secret, renew.now_ms).await?.is_none() {
        return Ok(None);
    }
    let mut writing = store.writer().begin().await?;
    let result = renew_in(writing.connection(), &renew).await;
    writing.end(result).await
}

async fn renew_in(connection: &mut SqliteConnection, renew: &Renew) -> Result<Option<Session>, StorageError> {
    let Some(session) = standing(connection, renew.secret, renew.now_ms).await? else {
        return Ok(None);
    };
    // Whoever shows one secret has it: all others of the session are on their way out.
    sqlx::query(
        "UPDATE session_secret SET until = min(coalesce(until, ?3), ?3) WHERE session = ?1 AND secret_sha256 <> ?2",
    )
    .bind(&session.id.0[..])
    .bind(&renew.secret.0[..])
    .bind(renew.others_until_ms)
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    give(connection, session.id, renew.next, renew.now_ms).await?;
    sqlx::query("UPDATE session SET last_used = ?2, idle_ends_at = max(idle_ends_at, min(ends_at, ?3)) WHERE id = ?1")
        .bind(&session.id.0[..])
        .bind(renew.now_ms)
        .bind(renew.idle_ends_at_ms)
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    for statement in
        ["DELETE FROM session_secret WHERE until <= ?", "DELETE FROM session WHERE min(ends_at, idle_ends_at) <= ?"]
    {
        sqlx::query(statement).bind(renew.now_ms).execute(&mut *connection).await.map_err(failure)?;
    }
    Ok(Some(session))
}

pub(in crate::storage::sqlite) async fn sessions(
    store: &SqliteStore,
    member: MemberId,
    now_ms: i64,
) -> Result<Vec<SessionRow>, StorageError> {
    let rows: Vec<(Vec<u8>, Vec<u8>, i64, i64)> = sqlx::query_as(
        "SELECT id, device, created_at, last_used FROM session
         WHERE member = ?1 AND ends_at > ?2 AND idle_ends_at > ?2 ORDER BY created_at DESC, id",
    )
    .bind(&member.0[..])
    .bind(now_ms)
    .fetch_all(store.readers())
    .await
    .map_err(failure)?;
    rows.into_iter()
        .map(|(id, device, created_at_ms, last_used_ms)| {
            Ok(SessionRow { id: session_id(&id)?, device: device_id(&device)?, created_at_ms, last_used_ms })
        })
        .collect()
}

pub(in crate::storage::sqlite) async fn end_session(
    store: &SqliteStore,
    own: OwnSession,
) -> Result<Option<DeviceId>, StorageError> {
    let mut writing = store.writer().begin().await?;
    let ended: Result<Option<(Vec<u8>,)>, StorageError> =
        sqlx::query_as("DELETE FROM session WHERE id = ? AND member = ? RETURNING device")
            .bind(&own.session.0[..])
            .bind(&own.member.0[..])
            .fetch_optional(writing.connection())
            .await
            .map_err(failure);
    let ended = writing.end(ended).await?;
    ended.map(|(device,)| device_id(&device)).transpose()
}
