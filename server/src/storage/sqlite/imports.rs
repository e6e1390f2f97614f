//! The store's own facts and imports. Nothing here counts or changes an import's lines.

use sqlx::SqliteConnection;

use super::SqliteStore;
use super::convert::{damaged, failure};
use super::figures::{self, Source};
use crate::storage::{Import, Line, StorageError, StoreInfo};

const PREFECTURE: &str = "prefecture";
const SAMPLE_LABEL: &str = "sample_label";
/// Where an older program kept the key of receipts.
pub(super) const RECEIPT_KEY: &str = "receipt_key";

/// A fact of the store.
pub(super) async fn meta(connection: &mut SqliteConnection, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
    let row: Option<(Vec<u8>,)> = sqlx::query_as("SELECT value FROM meta WHERE key = ?")
        .bind(key)
        .fetch_optional(connection)
        .await
        .map_err(failure)?;
    Ok(row.map(|(value,)| value))
}

/// Keeps or forgets a fact of the store.
pub(super) async fn set_meta(
    connection: &mut SqliteConnection,
    key: &str,
    value: Option<&[u8]>,
) -> Result<(), StorageError> {
    let query = match value {
        Some(value) => sqlx::query(
            "INSERT INTO meta (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = ?2",
        )
        .bind(key)
        .bind(value),
        None => sqlx::query("DELETE FROM meta WHERE key = ?1").bind(key),
    };
    query.execute(connection).await.map_err(failure)?;
    Ok(())
}

fn text(key: &str, value: Vec<u8>) -> Result<String, StorageError> {
    String::from_utf8(value).map_err(|_| damaged(format!("{key} of the store")))
}

pub(super) async fn info(store: &SqliteStore) -> Result<Option<StoreInfo>, StorageError> {
    let mut reading = store.readers().begin().await.map_err(failure)?;
    info_in(&mut reading).await
}

async fn info_in(connection: &mut SqliteConnection) -> Result<Option<StoreInfo>, StorageError> {
    let Some(prefecture) = meta(&mut *connection, PREFECTURE).await? else {
        return Ok(None);
    };
    let prefecture = text(PREFECTURE, prefecture)?;
    let label = meta(connection, SAMPLE_LABEL).await?;
    Ok(Some(StoreInfo {
        prefecture: prefecture.parse().map_err(|_| damaged("the store's prefecture"))?,
        sample_label: label.map(|label| text(SAMPLE_LABEL, label)).transpose()?,
    }))
}

pub(super) async fn set_info(store: &SqliteStore, info: StoreInfo) -> Result<(), StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = set_info_in(writing.connection(), &info).await;
    writing.end(result).await
}

async fn set_info_in(connection: &mut SqliteConnection, info: &StoreInfo) -> Result<(), StorageError> {
    if let Some(had) = info_in(&mut *connection).await?
        && had.prefecture != info.prefecture
    {
        let what = format!("the store holds the programme of {}", had.prefecture);
        return Err(StorageError::Conflict(what));
    }
    set_meta(&mut *connection, PREFECTURE, Some(info.prefecture.as_str().as_bytes())).await?;
    let label = info.sample_label.as_deref().map(str::as_bytes);
    set_meta(connection, SAMPLE_LABEL, label).await
}

pub(super) async fn receipt_key(store: &SqliteStore) -> Result<[u8; 32], StorageError> {
    Ok(*store.keys.receipt_key(None).await?.bytes())
}

type ImportRow = (String, Vec<u8>, i64, String);

fn import_from((name, sha256, at_ms, report): ImportRow) -> Result<Import, StorageError> {
    Ok(Import {
        content_sha256: sha256.try_into().map_err(|_| damaged(format!("the digest of import {name}")))?,
        name,
        at_ms,
        report,
    })
}

pub(super) async fn imported(store: &SqliteStore, name: String) -> Result<Option<Import>, StorageError> {
    let row: Option<ImportRow> = sqlx::query_as("SELECT name, content_sha256, at, report FROM import WHERE name = ?")
        .bind(name)
        .fetch_optional(store.readers())
        .await
        .map_err(failure)?;
    row.map(import_from).transpose()
}

pub(super) async fn imports(store: &SqliteStore) -> Result<Vec<Import>, StorageError> {
    let rows: Vec<ImportRow> = sqlx::query_as("SELECT name, content_sha256, at, report FROM import ORDER BY name")
        .fetch_all(store.readers())
        .await
        .map_err(failure)?;
    rows.into_iter().map(import_from).collect()
}

pub(super) async fn replace(store: &SqliteStore, import: Import, lines: Vec<Line>) -> Result<(), StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = replace_in(writing.connection(), &import, &lines).await;
    writing.end(result).await
}

async fn replace_in(connection: &mut SqliteConnection, import: &Import, lines: &[Line]) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO import (name, content_sha256, at, report) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (name) DO UPDATE SET content_sha256 = ?2, at = ?3, report = ?4",
    )
    .bind(&import.name)
    .bind(&import.content_sha256[..])
    .bind(import.at_ms)
    .bind(&import.report)
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    let own = Source { name: &import.name, imported: true };
    figures::settle(connection, own, None, Some(lines)).await?;
    Ok(())
}
