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

/// The first schema whose rows are sealed.
const SEALED_FROM: i64 = 4;

/// Documents whose keys are made with one wait for the disk.
const KEYS_AT_ONCE: usize = 1_000;

pub(super) async fn seal_all(store: &SqliteStore, file: &Path) -> Result<(), StorageError> {
    let folder = file.parent().unwrap_or(Path::new("."));
    if state(store).await?.as_deref() == Some(SWEPT) {
        take_away(folder);
        return Ok(());
    }
    if state(store).await?.as_deref() == Some(PLAIN) {
        tracing::info!("sealing what an older program stored");
        let mut writing = store.writer().begin().await?;
        let result = seal_in(writing.connection(), &store.keys).await;
        writing.end(result).await?;
    }
    if state(store).await?.as_deref() == Some(SEALED) {
        store.writer().outside("VACUUM", None).await?;
        if let Err(error) = store.writer().empty_log().await {
            // Old pages are still there: they are swept at the next opening.
            tracing::warn!(%error, "documents are sealed, and the file still holds what was plain");
            return Ok(());
        }
        let mut writing = store.writer().begin().await?;
        let result = set_meta(writing.connection(), SEALING, Some(SWEPT)).await;
        writing.end(result).await?;
        tracing::warn!(
            folder = %folder.display(),
            "documents are sealed now; copies before-schema-*.sqlite3 from before are not, and go at the next start"
        );
    }
    Ok(())
}

/// Copies that a migration made of a database whose words were plain: once the sealed one has been opened again, they
/// are needed no longer. One that cannot be removed is tried again at the next opening.
fn take_away(folder: &Path) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for copy in entries.filter(|entry| entry.file_name().to_str().is_some_and(is_plain_copy)) {
        let path = copy.path();
        match std::fs::remove_file(&path) {
            Ok(()) => tracing::warn!(copy = %path.display(), "a copy from before sealing was taken away"),
            Err(error) => tracing::error!(%error, copy = %path.display(), "a copy from before sealing is still there"),
        }
    }
}

/// Whether a file is such a copy, by the schema in its name.
fn is_plain_copy(name: &str) -> bool {
    let schema = name.strip_prefix("before-schema-").and_then(|rest| rest.strip_suffix(".sqlite3"));
    let schema = schema.and_then(|rest| rest.split('-').next()).and_then(|number| number.parse::<i64>().ok());
    schema.is_some_and(|schema| schema < SEALED_FROM)
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

#[cfg(test)]
mod tests {
    use super::is_plain_copy;

    #[test]
    fn only_copies_from_before_sealing_are_taken_away() {
        for name in ["before-schema-1.sqlite3", "before-schema-3.sqlite3", "before-schema-3-2.sqlite3"] {
            assert!(is_plain_copy(name), "{name}");
        }
        for name in [
            "before-schema-4.sqlite3",
            "before-schema-12.sqlite3",
            "before-schema-.sqlite3",
            "otozure.sqlite3",
            "3.sqlite3",
        ] {
            assert!(!is_plain_copy(name), "{name}");
        }
    }
}
