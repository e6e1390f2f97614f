//! Copies of the whole store, and the beginning of a restored one. A copy is one moment of the store; it
//! must never hold what was deleted before that moment.

use std::path::Path;

use sqlx::{ConnectOptions, SqliteConnection};

use super::SqliteStore;
use super::convert::failure;
use super::key_rows::SqliteKeyRows;
use crate::keys::KeyRows;
use crate::storage::StorageError;

/// Whether a folder holds a key store.
pub fn holds_keys(folder: &Path) -> bool {
    SqliteKeyRows::file(folder).is_file()
}

/// Copies the key store of one folder into another, which is made and has none yet. The keys in it stay
/// wrapped; it is on the disk when this answers.
///
/// # Errors
/// When the one cannot be read or the other not be written.
pub async fn copy_keys(from: &Path, to: &Path) -> Result<(), StorageError> {
    crate::folder::make(to).map_err(|e| StorageError::Unavailable(format!("cannot make {}: {e}", to.display())))?;
    let rows = SqliteKeyRows::open(from).await?;
    let copied = rows.copy_to(SqliteKeyRows::file(to)).await;
    // All that was answered is on the disk already; a failure to close loses nothing.
    let _closed = rows.close().await;
    copied
}

impl SqliteStore {
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

    /// Makes a restored store a new beginning for every device: no cursor that was given before is known
    /// any more, so that each device offers what it has, whatever it heard after the backup was made. And
    /// sign-in links that were open then may have been used since: none of them stands.
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
    for statement in
        ["UPDATE feed SET mark = randomblob(8)", "UPDATE invitation SET expires_at = 0 WHERE used_at IS NULL"]
    {
        sqlx::query(statement).execute(&mut *connection).await.map_err(failure)?;
    }
    Ok(())
}
