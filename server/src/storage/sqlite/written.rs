//! When something was last written, for whoever decides what ends. A word that was refused is a writing as well.

use shared::ids::DocumentId;

use super::SqliteStore;
use super::convert::{count, failure};
use crate::storage::StorageError;

/// What was last written to a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastWritten {
    /// When the last change was stored, or refused and kept apart, in milliseconds since 1970.
    pub at_ms: Option<i64>,
    /// How many refused changes are kept.
    pub refused: u64,
}

pub(super) async fn last_written(store: &SqliteStore, document: DocumentId) -> Result<LastWritten, StorageError> {
    let (stored_ms, refused_ms, refused): (Option<i64>, Option<i64>, i64) = sqlx::query_as(
        "SELECT (SELECT max(received_at) FROM change WHERE document = ?1), max(at), count(*)
         FROM refused WHERE document = ?1",
    )
    .bind(&document.0[..])
    .fetch_one(store.readers())
    .await
    .map_err(failure)?;
    Ok(LastWritten { at_ms: stored_ms.max(refused_ms), refused: count(refused, "a count of refused changes")? })
}

/// When anybody last wrote or came.
pub(super) async fn newest(store: &SqliteStore) -> Result<Option<i64>, StorageError> {
    let (changed_ms, came_ms): (Option<i64>, Option<i64>) =
        sqlx::query_as("SELECT (SELECT max(received_at) FROM change), (SELECT max(last_contact) FROM device)")
            .fetch_one(store.readers())
            .await
            .map_err(failure)?;
    Ok(changed_ms.max(came_ms))
}
