//! The keys that are held, and by which key file they are wrapped. A key that is there is never replaced
//! but by itself, wrapped anew.

use std::path::PathBuf;

use shared::ids::DocumentId;
use sqlx::SqliteConnection;

use super::{SqliteKeyRows, store_id};
use crate::keys::{Added, Identity, KeyId, Rewrap, Wrapped};
use crate::storage::StorageError;
use crate::storage::sqlite::convert::{damaged, document_id, failure, limit};

const STORE: &str = "store";
const WRAPPED_BY: &str = "wrapped_by";
const KEY_FILE: &str = "key_file";
const RECEIPT_KEY: &str = "receipt_key";

async fn meta(connection: &mut SqliteConnection, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
    let row: Option<(Vec<u8>,)> = sqlx::query_as("SELECT value FROM meta WHERE key = ?")
        .bind(key)
        .fetch_optional(connection)
        .await
        .map_err(failure)?;
    Ok(row.map(|(value,)| value))
}

async fn set_meta(connection: &mut SqliteConnection, key: &str, value: &[u8]) -> Result<(), StorageError> {
    sqlx::query("INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2")
        .bind(key)
        .bind(value)
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}

async fn wrapped_by(connection: &mut SqliteConnection) -> Result<Option<KeyId>, StorageError> {
    let bytes = meta(connection, WRAPPED_BY).await?;
    bytes.map(|bytes| key_id(&bytes)).transpose()
}

fn key_id(bytes: &[u8]) -> Result<KeyId, StorageError> {
    KeyId::from_slice(bytes).ok_or_else(|| damaged("the id of the key file"))
}

pub(super) async fn identity(rows: &SqliteKeyRows) -> Result<Identity, StorageError> {
    let mut reading = rows.readers.begin().await.map_err(failure)?;
    let store = meta(&mut reading, STORE).await?.ok_or_else(|| damaged("the id of the key store"))?;
    let key_file = meta(&mut reading, KEY_FILE).await?;
    Ok(Identity {
        store: store_id(&store)?,
        wrapped_by: wrapped_by(&mut reading).await?,
        key_file: key_file
            .map(|path| String::from_utf8(path).map_err(|_| damaged("the name of the key file")))
            .transpose()?,
    })
}

pub(super) async fn begin(rows: &SqliteKeyRows, by: KeyId) -> Result<Added, StorageError> {
    let mut writing = rows.writer.begin().await?;
    let result = begin_in(writing.connection(), by).await;
    writing.end(result).await
}

async fn begin_in(connection: &mut SqliteConnection, by: KeyId) -> Result<Added, StorageError> {
    match wrapped_by(&mut *connection).await? {
        Some(had) if had == by => Ok(Added::Done),
        Some(_) => Ok(Added::OtherKeyFile),
        None => set_meta(connection, WRAPPED_BY, &by.0).await.map(|()| Added::Done),
    }
}

pub(super) async fn remember_file(rows: &SqliteKeyRows, path: Option<String>) -> Result<(), StorageError> {
    let mut writing = rows.writer.begin().await?;
    let result = match path {
        Some(path) => set_meta(writing.connection(), KEY_FILE, path.as_bytes()).await,
        None => sqlx::query("DELETE FROM meta WHERE key = ?")
            .bind(KEY_FILE)
            .execute(writing.connection())
            .await
            .map(|_| ())
            .map_err(failure),
    };
    writing.end(result).await
}

pub(super) async fn wrapped(rows: &SqliteKeyRows, document: DocumentId) -> Result<Option<Wrapped>, StorageError> {
    // One statement, so that a rotation cannot come between key and key file.
    let row: Option<(Vec<u8>, Vec<u8>)> =
        sqlx::query_as("SELECT k.wrapped, m.value FROM document_key k JOIN meta m ON m.key = ? WHERE k.document = ?")
            .bind(WRAPPED_BY)
            .bind(&document.0[..])
            .fetch_optional(&rows.readers)
            .await
            .map_err(failure)?;
    row.map(|(bytes, by)| Ok(Wrapped { by: key_id(&by)?, bytes })).transpose()
}

pub(super) async fn add(
    rows: &SqliteKeyRows,
    by: KeyId,
    keys: Vec<(DocumentId, Vec<u8>)>,
    now_ms: i64,
) -> Result<Added, StorageError> {
    let mut writing = rows.writer.begin().await?;
    let result = add_in(writing.connection(), by, &keys, now_ms).await;
    writing.end(result).await
}

async fn add_in(
    connection: &mut SqliteConnection,
    by: KeyId,
    keys: &[(DocumentId, Vec<u8>)],
    now_ms: i64,
) -> Result<Added, StorageError> {
    if wrapped_by(&mut *connection).await? != Some(by) {
        return Ok(Added::OtherKeyFile);
    }
    for (document, wrapped) in keys {
        sqlx::query(
            "INSERT INTO document_key (document, wrapped, created_at) SELECT ?1, ?2, ?3
             WHERE NOT EXISTS (SELECT 1 FROM tombstone WHERE document = ?1) ON CONFLICT DO NOTHING",
        )
        .bind(&document.0[..])
        .bind(wrapped)
        .bind(now_ms)
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    }
    Ok(Added::Done)
}

pub(super) async fn documents(
    rows: &SqliteKeyRows,
    after: Option<DocumentId>,
    rows_max: usize,
) -> Result<Vec<DocumentId>, StorageError> {
    let found: Vec<(Vec<u8>,)> =
        sqlx::query_as("SELECT document FROM document_key WHERE document > ? ORDER BY document LIMIT ?")
            .bind(after.map(|id| id.0.to_vec()).unwrap_or_default())
            .bind(limit(rows_max))
            .fetch_all(&rows.readers)
            .await
            .map_err(failure)?;
    found.iter().map(|(id,)| document_id(id)).collect()
}

pub(super) async fn receipt(rows: &SqliteKeyRows) -> Result<Option<Wrapped>, StorageError> {
    let mut reading = rows.readers.begin().await.map_err(failure)?;
    let Some(bytes) = meta(&mut reading, RECEIPT_KEY).await? else {
        return Ok(None);
    };
    let by = wrapped_by(&mut reading).await?.ok_or_else(|| damaged("a wrapped key without a key file"))?;
    Ok(Some(Wrapped { by, bytes }))
}

pub(super) async fn keep_receipt(rows: &SqliteKeyRows, by: KeyId, wrapped: Vec<u8>) -> Result<Added, StorageError> {
    let mut writing = rows.writer.begin().await?;
    let result = keep_receipt_in(writing.connection(), by, &wrapped).await;
    writing.end(result).await
}

async fn keep_receipt_in(connection: &mut SqliteConnection, by: KeyId, wrapped: &[u8]) -> Result<Added, StorageError> {
    if wrapped_by(&mut *connection).await? != Some(by) {
        return Ok(Added::OtherKeyFile);
    }
    if meta(&mut *connection, RECEIPT_KEY).await?.is_none() {
        set_meta(connection, RECEIPT_KEY, wrapped).await?;
    }
    Ok(Added::Done)
}

pub(super) async fn rewrap(
    rows: &SqliteKeyRows,
    from: KeyId,
    to: KeyId,
    rewrap: Rewrap,
) -> Result<(Added, u64), StorageError> {
    let mut writing = rows.writer.begin().await?;
    let result = rewrap_in(writing.connection(), (from, to), rewrap).await;
    let done = writing.end(result).await?;
    // What is left is wrapped by a key that goes; the next turn empties it.
    let _later = empty_log(rows).await;
    Ok(done)
}

async fn rewrap_in(
    connection: &mut SqliteConnection,
    (from, to): (KeyId, KeyId),
    mut rewrap: Rewrap,
) -> Result<(Added, u64), StorageError> {
    if wrapped_by(&mut *connection).await? != Some(from) {
        return Ok((Added::OtherKeyFile, 0));
    }
    let mut count = 0;
    let mut after = Vec::new();
    loop {
        let page: Vec<(Vec<u8>, Vec<u8>)> =
            sqlx::query_as("SELECT document, wrapped FROM document_key WHERE document > ? ORDER BY document LIMIT 500")
                .bind(&after)
                .fetch_all(&mut *connection)
                .await
                .map_err(failure)?;
        let Some((last, _)) = page.last() else { break };
        after.clone_from(last);
        for (document, wrapped) in page {
            let wrapped = rewrap(Some(document_id(&document)?), &wrapped)?;
            sqlx::query("UPDATE document_key SET wrapped = ? WHERE document = ?")
                .bind(wrapped)
                .bind(document)
                .execute(&mut *connection)
                .await
                .map_err(failure)?;
            count += 1;
        }
    }
    if let Some(wrapped) = meta(&mut *connection, RECEIPT_KEY).await? {
        set_meta(&mut *connection, RECEIPT_KEY, &rewrap(None, &wrapped)?).await?;
        count += 1;
    }
    set_meta(connection, WRAPPED_BY, &to.0).await?;
    Ok((Added::Done, count))
}

/// Folds the log into the file, which overwrites what was deleted, and empties it. Says whether it could.
pub(super) async fn empty_log(rows: &SqliteKeyRows) -> bool {
    let emptied = rows.writer.empty_log().await;
    if let Err(error) = &emptied {
        tracing::warn!(%error, "the key store's log could not be emptied yet: bytes of destroyed keys are left in it");
    }
    emptied.is_ok()
}

pub(super) async fn integrity(rows: &SqliteKeyRows) -> Result<Vec<String>, StorageError> {
    let checked: Vec<(String,)> =
        sqlx::query_as("PRAGMA integrity_check(100)").fetch_all(&rows.readers).await.map_err(failure)?;
    Ok(checked.into_iter().map(|(line,)| line).filter(|line| line != "ok").collect())
}

pub(super) async fn copy_to(rows: &SqliteKeyRows, file: PathBuf) -> Result<(), StorageError> {
    rows.writer.outside("VACUUM INTO ?", Some(file.to_string_lossy().into_owned())).await?;
    let cannot = |e| StorageError::Unavailable(format!("cannot keep {}: {e}", file.display()));
    // The copy holds wrapped keys: nobody but its owner reads it. VACUUM INTO does not wait for the disk.
    let own = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(&file, own).and_then(|()| std::fs::File::open(&file)?.sync_all()).map_err(cannot)
}
