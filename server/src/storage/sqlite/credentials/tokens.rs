//! Bearer tokens of programs, each with a device of its own. A token is known by its SHA-256 alone.

use shared::ids::MemberId;
use sqlx::SqliteConnection;

use super::{CredentialRow, credential_from, insert_device};
use crate::storage::sqlite::SqliteStore;
use crate::storage::sqlite::convert::{device_id, failure};
use crate::storage::sqlite::members::member_in;
use crate::storage::{Credential, NewToken, Principal, SecretHash, StorageError, TokenRow};

pub(in crate::storage::sqlite) async fn add_token(store: &SqliteStore, token: NewToken) -> Result<(), StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = add_token_in(writing.connection(), &token).await;
    writing.end(result).await
}

async fn add_token_in(connection: &mut SqliteConnection, token: &NewToken) -> Result<(), StorageError> {
    let member = member_in(&mut *connection, token.who.member).await?;
    if !member.is_some_and(|row| row.active) {
        return Err(StorageError::NotAMember);
    }
    insert_device(&mut *connection, token.who, token.created_at_ms).await?;
    sqlx::query(
        "INSERT INTO token (secret_sha256, member, device, label, created_at, expires_at)
         VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(&token.secret.0[..])
    .bind(&token.who.member.0[..])
    .bind(&token.who.device.0[..])
    .bind(&token.label)
    .bind(token.created_at_ms)
    .bind(token.expires_at_ms)
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}

pub(in crate::storage::sqlite) async fn token(
    store: &SqliteStore,
    secret: SecretHash,
    now_ms: i64,
) -> Result<Option<Credential>, StorageError> {
    let row: Option<CredentialRow> = sqlx::query_as(
        "SELECT t.member, t.device, t.expires_at, t.created_at FROM token t
         JOIN member m ON m.id = t.member AND m.state = 'active'
         JOIN device d ON d.id = t.device AND d.state = 'active' AND d.member = t.member
         WHERE t.secret_sha256 = ? AND t.expires_at > ?",
    )
    .bind(&secret.0[..])
    .bind(now_ms)
    .fetch_optional(store.readers())
    .await
    .map_err(failure)?;
    row.as_ref().map(credential_from).transpose()
}

pub(in crate::storage::sqlite) async fn tokens(
    store: &SqliteStore,
    member: MemberId,
) -> Result<Vec<TokenRow>, StorageError> {
    let rows: Vec<(Vec<u8>, String, i64, i64)> = sqlx::query_as(
        "SELECT device, label, created_at, expires_at FROM token
         WHERE member = ? ORDER BY created_at, device",
    )
    .bind(&member.0[..])
    .fetch_all(store.readers())
    .await
    .map_err(failure)?;
    rows.into_iter()
        .map(|(device, label, created_at_ms, expires_at_ms)| {
            Ok(TokenRow { who: Principal { member, device: device_id(&device)? }, label, created_at_ms, expires_at_ms })
        })
        .collect()
}
