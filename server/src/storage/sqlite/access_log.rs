//! The access log as rows: added to, and read in order. Nothing here changes a row or takes one away; triggers
//! hold others to it.

use shared::ids::DeviceId;
use sqlx::SqliteConnection;

use super::SqliteStore;
use super::convert::{count, damaged, device_id, document_id, failure, limit, member_id, stored};
use crate::keys::EntryHash;
use crate::storage::{Access, AccessRow, Deed, HeldDocument, Principal, Reviewed, StorageError, chained_access};

fn entry_hash(bytes: Vec<u8>) -> Result<EntryHash, StorageError> {
    bytes.try_into().map(EntryHash).map_err(|_| damaged("a hash of the access log"))
}

pub(super) async fn write(store: &SqliteStore, accesses: Vec<Access>) -> Result<(), StorageError> {
    if accesses.is_empty() {
        return Ok(());
    }
    let mut writing = store.writer().begin().await?;
    let result = write_in(writing.connection(), &accesses).await;
    writing.end(result).await
}

async fn write_in(connection: &mut SqliteConnection, accesses: &[Access]) -> Result<(), StorageError> {
    let last: Option<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT number, hash FROM access_log ORDER BY number DESC LIMIT 1")
            .fetch_optional(&mut *connection)
            .await
            .map_err(failure)?;
    let (mut number, mut hash) = match last {
        Some((number, hash)) => (count(number, "a place in the access log")?, entry_hash(hash)?),
        None => (0, EntryHash::default()),
    };
    for access in accesses {
        number += 1;
        hash = chained_access(hash, number, access);
        sqlx::query(
            "INSERT INTO access_log (number, at, device_at, member, device, document, what, hash)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(stored(number))
        .bind(access.at_ms)
        .bind(access.device_at_ms)
        .bind(&access.who.member.0[..])
        .bind(&access.who.device.0[..])
        .bind(&access.document.0[..])
        .bind(access.deed.code())
        .bind(&hash.0[..])
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    }
    Ok(())
}

type Row = (i64, i64, Option<i64>, Vec<u8>, Vec<u8>, Vec<u8>, String, Vec<u8>);

pub(super) async fn page(store: &SqliteStore, after: u64, limit_rows: usize) -> Result<Vec<AccessRow>, StorageError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT number, at, device_at, member, device, document, what, hash FROM access_log
         WHERE number > ? ORDER BY number LIMIT ?",
    )
    .bind(stored(after))
    .bind(limit(limit_rows))
    .fetch_all(store.readers())
    .await
    .map_err(failure)?;
    rows.into_iter().map(row_from).collect()
}

/// A part of the log that somebody looks through. Whose doings are wanted goes in as one text of ids in hex.
pub(super) async fn reviewed(store: &SqliteStore, part: Reviewed) -> Result<Vec<AccessRow>, StorageError> {
    let members: String = part.members.iter().map(|member| format!("{member} ")).collect();
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT number, at, device_at, member, device, document, what, hash FROM access_log
         WHERE at >= ? AND at < ? AND number < ? AND instr(?, lower(hex(member)) || ' ') > 0
         ORDER BY number DESC LIMIT ?",
    )
    .bind(part.from_ms)
    .bind(part.until_ms)
    .bind(part.before.map_or(i64::MAX, stored))
    .bind(members)
    .bind(limit(part.limit))
    .fetch_all(store.readers())
    .await
    .map_err(failure)?;
    rows.into_iter().map(row_from).collect()
}

fn row_from(
    (number, at_ms, device_at_ms, member, device, document, what, hash): Row,
) -> Result<AccessRow, StorageError> {
    let deed = Deed::from_code(&what).ok_or_else(|| damaged(format!("an access called {what}")))?;
    let who = Principal { member: member_id(&member)?, device: device_id(&device)? };
    let access = Access { at_ms, device_at_ms, who, document: document_id(&document)?, deed };
    Ok(AccessRow { number: count(number, "a place in the access log")?, access, hash: entry_hash(hash)? })
}

pub(super) async fn held(store: &SqliteStore, device: DeviceId) -> Result<Vec<HeldDocument>, StorageError> {
    let rows: Vec<(Vec<u8>, i64)> =
        sqlx::query_as("SELECT document, max(at) FROM access_log WHERE device = ? GROUP BY document ORDER BY document")
            .bind(&device.0[..])
            .fetch_all(store.readers())
            .await
            .map_err(failure)?;
    rows.into_iter()
        .map(|(document, last_at_ms)| Ok(HeldDocument { document: document_id(&document)?, last_at_ms }))
        .collect()
}
