//! What has ended and must stay so: destroyed keys with their tombstones, revocations, and the trail of
//! who did it. Nothing here is ever taken back but a membership that stands again.

use shared::ids::{DocumentId, MemberId};
use sqlx::SqliteConnection;

use super::held::empty_log;
use super::{SqliteKeyRows, kind_from};
use crate::keys::{Entry, EntryHash, Revoked, Tombstone, Traces, Trail, chained};
use crate::storage::StorageError;
use crate::storage::sqlite::convert::{count, damaged, device_id, document_id, failure, member_id, stored};

pub(super) async fn end(rows: &SqliteKeyRows, tombstone: Tombstone, entry: Entry) -> Result<Traces, StorageError> {
    let mut writing = rows.writer.begin().await?;
    let result = end_in(writing.connection(), &tombstone, entry).await;
    writing.end(result).await?;
    Ok(if empty_log(rows).await { Traces::Gone } else { Traces::Left })
}

/// Empties a log that holds anything: what was deleted may be in it.
pub(super) async fn sweep(rows: &SqliteKeyRows) -> Result<(), StorageError> {
    let log = rows.writer.log_file();
    let empty = std::fs::metadata(log).is_ok_and(|log| log.len() == 0);
    if empty { Ok(()) } else { rows.writer.empty_log().await }
}

async fn end_in(connection: &mut SqliteConnection, tombstone: &Tombstone, entry: Entry) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM document_key WHERE document = ?")
        .bind(&tombstone.document.0[..])
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    sqlx::query("INSERT INTO tombstone (document, kind, prefecture, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(&tombstone.document.0[..])
        .bind(tombstone.kind.code())
        .bind(tombstone.prefecture.as_str())
        .bind(tombstone.at_ms)
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    append(connection, entry).await
}

pub(super) async fn tombstones(rows: &SqliteKeyRows) -> Result<Vec<Tombstone>, StorageError> {
    let found: Vec<(Vec<u8>, String, String, i64)> =
        sqlx::query_as("SELECT document, kind, prefecture, at FROM tombstone ORDER BY document")
            .fetch_all(&rows.readers)
            .await
            .map_err(failure)?;
    found
        .into_iter()
        .map(|(document, kind, prefecture, at_ms)| {
            Ok(Tombstone {
                document: document_id(&document)?,
                kind: kind_from(&kind)?,
                prefecture: prefecture.parse().map_err(|_| damaged("the prefecture of a tombstone"))?,
                at_ms,
            })
        })
        .collect()
}

pub(super) async fn undead(rows: &SqliteKeyRows) -> Result<Vec<DocumentId>, StorageError> {
    let found: Vec<(Vec<u8>,)> =
        sqlx::query_as("SELECT document FROM tombstone WHERE document IN (SELECT document FROM document_key)")
            .fetch_all(&rows.readers)
            .await
            .map_err(failure)?;
    found.iter().map(|(id,)| document_id(id)).collect()
}

fn columns(revoked: &Revoked) -> (&'static str, &[u8]) {
    match revoked {
        Revoked::Member(member) => ("member", &member.0),
        Revoked::Device(device) => ("device", &device.0),
    }
}

pub(super) async fn revoke(rows: &SqliteKeyRows, revoked: Vec<Revoked>, now_ms: i64) -> Result<(), StorageError> {
    let mut writing = rows.writer.begin().await?;
    let mut result = Ok(());
    for one in &revoked {
        let (what, id) = columns(one);
        let kept = sqlx::query("INSERT INTO revoked (what, id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
            .bind(what)
            .bind(id)
            .bind(now_ms)
            .execute(writing.connection())
            .await;
        result = kept.map(|_| ()).map_err(failure);
        if result.is_err() {
            break;
        }
    }
    writing.end(result).await
}

pub(super) async fn allow(rows: &SqliteKeyRows, member: MemberId) -> Result<(), StorageError> {
    let mut writing = rows.writer.begin().await?;
    let result = sqlx::query("DELETE FROM revoked WHERE what = 'member' AND id = ?")
        .bind(&member.0[..])
        .execute(writing.connection())
        .await
        .map(|_| ())
        .map_err(failure);
    writing.end(result).await
}

pub(super) async fn revoked(rows: &SqliteKeyRows) -> Result<Vec<Revoked>, StorageError> {
    let found: Vec<(String, Vec<u8>)> = sqlx::query_as("SELECT what, id FROM revoked ORDER BY what, id")
        .fetch_all(&rows.readers)
        .await
        .map_err(failure)?;
    found
        .into_iter()
        .map(|(what, id)| match what.as_str() {
            "member" => Ok(Revoked::Member(member_id(&id)?)),
            "device" => Ok(Revoked::Device(device_id(&id)?)),
            other => Err(damaged(format!("a revocation of a {other}"))),
        })
        .collect()
}

pub(super) async fn write_trail(rows: &SqliteKeyRows, entries: Vec<Entry>) -> Result<(), StorageError> {
    let mut writing = rows.writer.begin().await?;
    let mut result = Ok(());
    for entry in entries {
        result = append(writing.connection(), entry).await;
        if result.is_err() {
            break;
        }
    }
    writing.end(result).await
}

async fn append(connection: &mut SqliteConnection, entry: Entry) -> Result<(), StorageError> {
    let last: Option<(i64, Vec<u8>)> = sqlx::query_as("SELECT number, hash FROM trail ORDER BY number DESC LIMIT 1")
        .fetch_optional(&mut *connection)
        .await
        .map_err(failure)?;
    let (number, before) = match last {
        Some((number, hash)) => (count(number, "a place in the trail")?, entry_hash(hash)?),
        None => (0, EntryHash::default()),
    };
    let number = number + 1;
    let hash = chained(before, number, &entry);
    sqlx::query("INSERT INTO trail (number, at, who, what, hash) VALUES (?, ?, ?, ?, ?)")
        .bind(stored(number))
        .bind(entry.at_ms)
        .bind(entry.who)
        .bind(entry.what)
        .bind(&hash.0[..])
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}

fn entry_hash(bytes: Vec<u8>) -> Result<EntryHash, StorageError> {
    bytes.try_into().map(EntryHash).map_err(|_| damaged("a hash of the trail"))
}

pub(super) async fn trail(rows: &SqliteKeyRows) -> Result<Vec<Trail>, StorageError> {
    let found: Vec<(i64, i64, String, String, Vec<u8>)> =
        sqlx::query_as("SELECT number, at, who, what, hash FROM trail ORDER BY number")
            .fetch_all(&rows.readers)
            .await
            .map_err(failure)?;
    found
        .into_iter()
        .map(|(number, at_ms, who, what, hash)| {
            Ok(Trail {
                number: count(number, "a place in the trail")?,
                entry: Entry { at_ms, who, what },
                hash: entry_hash(hash)?,
            })
        })
        .collect()
}
