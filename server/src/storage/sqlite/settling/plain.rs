//! Sealing what an older program stored plain: all rows in one transaction, then the whole file is
//! rewritten, so that no word stays behind in pages that are free. It must never seal twice.

use std::path::Path;

use shared::ids::{ChangeHash, DocumentId};
use sqlx::SqliteConnection;

use crate::keys::{About, Key, KeyRing, seal};
use crate::storage::StorageError;
use crate::storage::sqlite::SqliteStore;
use crate::storage::sqlite::convert::{change_hash, document_id, failure};
use crate::storage::sqlite::imports::{meta, set_meta};

pub(super) const SEALING: &str = "sealing";
/// Rows are as an older program wrote them.
const PLAIN: &[u8] = b"plain";
/// Rows are sealed; the file may still hold old pages.
const SEALED: &[u8] = b"sealed";
/// Nothing plain is left in the file.
const SWEPT: &[u8] = b"swept";

/// Documents whose keys are made with one wait for the disk.
const KEYS_AT_ONCE: usize = 1_000;

pub(super) async fn seal_all(store: &SqliteStore, file: &Path) -> Result<(), StorageError> {
    if state(store).await?.as_deref() == Some(PLAIN) {
        tracing::info!("sealing what an older program stored");
        let mut writing = store.writer().begin().await?;
        let result = seal_in(writing.connection(), &store.keys).await;
        writing.end(result).await?;
    }
    if state(store).await?.as_deref() == Some(SEALED) {
        store.writer().outside("VACUUM", None).await?;
        store.writer().outside("PRAGMA wal_checkpoint(TRUNCATE)", None).await?;
        let mut writing = store.writer().begin().await?;
        let result = set_meta(writing.connection(), SEALING, Some(SWEPT)).await;
        writing.end(result).await?;
        let folder = file.parent().unwrap_or(Path::new("."));
        tracing::warn!(
            folder = %folder.display(),
            "documents are sealed now; the copies before-schema-*.sqlite3 are not: take them away when all is well"
        );
    }
    Ok(())
}

async fn state(store: &SqliteStore) -> Result<Option<Vec<u8>>, StorageError> {
    let mut reading = store.readers().acquire().await.map_err(failure)?;
    meta(&mut reading, SEALING).await
}

async fn seal_in(connection: &mut SqliteConnection, keys: &KeyRing) -> Result<(), StorageError> {
    // Another process may have come first.
    if meta(&mut *connection, SEALING).await?.as_deref() != Some(PLAIN) {
        return Ok(());
    }
    let rows: Vec<(Vec<u8>,)> =
        sqlx::query_as("SELECT id FROM document WHERE state = 'live' UNION SELECT document FROM refused ORDER BY 1")
            .fetch_all(&mut *connection)
            .await
            .map_err(failure)?;
    let documents = rows.iter().map(|(id,)| document_id(id)).collect::<Result<Vec<_>, _>>()?;
    for some in documents.chunks(KEYS_AT_ONCE) {
        keys.make(some, crate::clock::now_ms()).await?;
    }
    for document in documents {
        let key = keys.key_of(document).await?;
        seal_root(&mut *connection, document, &key).await?;
        seal_rows(&mut *connection, document, &key, Table::Change).await?;
        seal_rows(&mut *connection, document, &key, Table::Refused).await?;
    }
    set_meta(connection, SEALING, Some(SEALED)).await
}

async fn seal_root(connection: &mut SqliteConnection, document: DocumentId, key: &Key) -> Result<(), StorageError> {
    let root: Option<(Vec<u8>,)> = sqlx::query_as("SELECT root FROM document WHERE id = ? AND state = 'live'")
        .bind(&document.0[..])
        .fetch_optional(&mut *connection)
        .await
        .map_err(failure)?;
    let Some((root,)) = root else { return Ok(()) };
    sqlx::query("UPDATE document SET root = ? WHERE id = ?")
        .bind(seal(key, About::Root(document), &root)?)
        .bind(&document.0[..])
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}

#[derive(Clone, Copy)]
enum Table {
    Change,
    Refused,
}

impl Table {
    fn hashes(self) -> &'static str {
        match self {
            Self::Change => "SELECT hash FROM change WHERE document = ?",
            Self::Refused => "SELECT hash FROM refused WHERE document = ?",
        }
    }

    fn bytes(self) -> &'static str {
        match self {
            Self::Change => "SELECT bytes FROM change WHERE document = ? AND hash = ?",
            Self::Refused => "SELECT bytes FROM refused WHERE document = ? AND hash = ?",
        }
    }

    fn put(self) -> &'static str {
        match self {
            Self::Change => "UPDATE change SET bytes = ? WHERE document = ? AND hash = ?",
            Self::Refused => "UPDATE refused SET bytes = ? WHERE document = ? AND hash = ?",
        }
    }

    fn about(self, document: DocumentId, hash: ChangeHash) -> About {
        match self {
            Self::Change => About::Change(document, hash),
            Self::Refused => About::Refused(document, hash),
        }
    }
}

async fn seal_rows(
    connection: &mut SqliteConnection,
    document: DocumentId,
    key: &Key,
    table: Table,
) -> Result<(), StorageError> {
    let hashes: Vec<(Vec<u8>,)> =
        sqlx::query_as(table.hashes()).bind(&document.0[..]).fetch_all(&mut *connection).await.map_err(failure)?;
    for (hash,) in hashes {
        let (plain,): (Vec<u8>,) = sqlx::query_as(table.bytes())
            .bind(&document.0[..])
            .bind(&hash)
            .fetch_one(&mut *connection)
            .await
            .map_err(failure)?;
        sqlx::query(table.put())
            .bind(seal(key, table.about(document, change_hash(&hash)?), &plain)?)
            .bind(&document.0[..])
            .bind(&hash)
            .execute(&mut *connection)
            .await
            .map_err(failure)?;
    }
    Ok(())
}
