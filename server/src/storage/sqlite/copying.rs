//! Copies of the whole store, and the beginning of a restored one. A copy is one moment of the store; it
//! must never hold what was deleted before that moment.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use shared::ids::DocumentId;
use sqlx::{ConnectOptions, SqliteConnection};

use super::SqliteStore;
use super::confirming::TO_CONFIRM;
use super::convert::{damaged, document_id, failure};
use super::imports::set_meta;
use super::integrity::{documents, held};
use super::key_rows::SqliteKeyRows;
use crate::keys::{KeyId, KeyRing, KeyRows};
use crate::storage::StorageError;

/// Whether a folder holds a key store.
pub fn holds_keys(folder: &Path) -> bool {
    SqliteKeyRows::file(folder).is_file()
}

/// Copies the key store of one folder into another, which is made and has none yet. The keys in it stay
/// wrapped; it is on the disk when this answers. Gives by which key file they are wrapped.
///
/// # Errors
/// When the one cannot be read or the other not be written.
pub async fn copy_keys(from: &Path, to: &Path) -> Result<Option<KeyId>, StorageError> {
    crate::folder::make(to).map_err(|e| StorageError::Unavailable(format!("cannot make {}: {e}", to.display())))?;
    let rows = SqliteKeyRows::open(from).await?;
    let copied = rows.copy_to(SqliteKeyRows::file(to)).await;
    // All that was answered is on the disk already; a failure to close loses nothing.
    let _closed = rows.close().await;
    copied?;
    let copy = SqliteKeyRows::open(to).await?;
    let identity = copy.identity().await;
    let _closed = copy.close().await;
    Ok(identity?.wrapped_by)
}

/// A copy of a key store that was opened and looked through.
#[derive(Debug)]
pub struct KeysCopy {
    /// Its file.
    pub file: PathBuf,
    /// The documents whose keys it holds.
    pub keys: BTreeSet<DocumentId>,
    /// The documents that have ended by it.
    pub ended: BTreeSet<DocumentId>,
}

impl KeysCopy {
    /// Documents that it neither opens nor knows as ended.
    pub fn lost(&self, live: &BTreeSet<DocumentId>) -> Vec<DocumentId> {
        live.iter().filter(|id| !self.keys.contains(id) && !self.ended.contains(id)).copied().collect()
    }
}

/// Copies a key store that is in use into a folder, opens the copy and looks through it. The keys in it stay
/// wrapped; it is on the disk when this answers.
///
/// # Errors
/// When the copy cannot be written, or is not sound.
pub async fn copy_keys_of(keys: &KeyRing, folder: &Path) -> Result<KeysCopy, StorageError> {
    let file = SqliteKeyRows::file(folder);
    keys.rows().copy_to(file.clone()).await?;
    let copy = SqliteKeyRows::open(folder).await?;
    let looked = looked_through(&copy, file).await;
    // All that was answered is on the disk already; a failure to close loses nothing.
    let _closed = copy.close().await;
    looked
}

async fn looked_through(copy: &SqliteKeyRows, file: PathBuf) -> Result<KeysCopy, StorageError> {
    if let Some(problem) = copy.integrity().await?.into_iter().next() {
        return Err(damaged(problem));
    }
    let ended = copy.tombstones().await?.into_iter().map(|tombstone| tombstone.document).collect();
    Ok(KeysCopy { file, keys: held(copy).await?, ended })
}

impl SqliteStore {
    /// The documents that live.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn live(&self) -> Result<BTreeSet<DocumentId>, StorageError> {
        Ok(documents(self).await?.0)
    }

    /// Documents that live, or of which refused changes are kept, and whose key is nowhere: the key store is
    /// older than they are.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn without_key(&self) -> Result<Vec<DocumentId>, StorageError> {
        let mut wanted = self.live().await?;
        let rows: Vec<(Vec<u8>,)> =
            sqlx::query_as("SELECT DISTINCT document FROM refused").fetch_all(self.readers()).await.map_err(failure)?;
        for (id,) in rows {
            wanted.insert(document_id(&id)?);
        }
        let held = held(self.keys.rows()).await?;
        Ok(wanted.difference(&held).copied().collect())
    }

    /// Takes documents out of the store as if they had never been in it, so that devices that have them can
    /// bring them anew. They get no tombstone.
    ///
    /// # Errors
    /// When the store cannot be written; nothing has changed then.
    pub async fn forget(&self, documents: &[DocumentId]) -> Result<(), StorageError> {
        let mut writing = self.writer().begin().await?;
        let mut result = Ok(());
        for document in documents {
            result = forget_in(writing.connection(), *document).await;
            if result.is_err() {
                break;
            }
        }
        writing.end(result).await
    }

    /// Writes a copy into a file that is not there yet. Readers and writers go on meanwhile. The copy is
    /// made row by row, so that nothing of what was deleted is in it; it is not waited for on the disk.
    ///
    /// # Errors
    /// When the store cannot be read or the file not be written.
    pub async fn copy_to(&self, file: &Path) -> Result<(), StorageError> {
        let mut connection = self.writer().options().connect().await.map_err(failure)?;
        sqlx::query("VACUUM INTO ?")
            .bind(file.to_string_lossy().into_owned())
            .execute(&mut connection)
            .await
            .map(|_| ())
            .map_err(failure)
    }

    /// Folds the log into the file, which is all there is then.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn fold(&self) -> Result<(), StorageError> {
        self.writer().empty_log().await
    }

    /// Makes a restored store a new beginning for every device: no cursor that was given before is known
    /// any more, so that each device offers what it has, whatever it heard after the backup was made. And
    /// sign-in links that were open then may have been used since, and sessions ended: none of them stands.
    /// Roles and offices wait for somebody to confirm them.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn begin_anew(&self) -> Result<(), StorageError> {
        let mut writing = self.writer().begin().await?;
        let result = begin_anew_in(writing.connection()).await;
        writing.end(result).await
    }
}

async fn begin_anew_in(connection: &mut SqliteConnection) -> Result<(), StorageError> {
    for statement in [
        "UPDATE feed SET mark = randomblob(8)",
        "UPDATE invitation SET expires_at = 0 WHERE used_at IS NULL",
        // Somebody may have signed out since: everybody signs in anew, with the device that they have.
        "DELETE FROM session",
    ] {
        sqlx::query(statement).execute(&mut *connection).await.map_err(failure)?;
    }
    set_meta(connection, TO_CONFIRM, Some(b"1")).await
}

/// Everything that stands under a document's id, what refers to others first.
const FORGOTTEN: [&str; 7] = [
    "DELETE FROM pack WHERE document = ?",
    "DELETE FROM change WHERE document = ?",
    "DELETE FROM actor WHERE document = ?",
    "DELETE FROM access WHERE document = ?",
    "DELETE FROM refused WHERE document = ?",
    "DELETE FROM feed WHERE document = ?",
    "DELETE FROM document WHERE id = ?",
];
/// Everything that stands under its name among the figures.
const UNCOUNTED: [&str; 3] = [
    "DELETE FROM figure WHERE source = ?",
    "DELETE FROM figure_source WHERE source = ?",
    "DELETE FROM feed WHERE source = ?",
];

async fn forget_in(connection: &mut SqliteConnection, document: DocumentId) -> Result<(), StorageError> {
    for statement in UNCOUNTED {
        sqlx::query(statement).bind(document.to_string()).execute(&mut *connection).await.map_err(failure)?;
    }
    for statement in FORGOTTEN {
        sqlx::query(statement).bind(&document.0[..]).execute(&mut *connection).await.map_err(failure)?;
    }
    Ok(())
}
