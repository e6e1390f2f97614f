//! After a restore roles and offices are those of the backup: whatever was given to somebody since they lack, and
//! whatever was taken from somebody they have again. Nobody is served by them before a person has looked at them.

use super::SqliteStore;
use super::convert::failure;
use super::imports::{meta, set_meta};
use crate::storage::StorageError;

/// Stands as long as nobody has confirmed who has which role and office.
pub(super) const TO_CONFIRM: &str = "members_to_confirm";

impl SqliteStore {
    /// Whether somebody has yet to confirm who has which role and office.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn members_to_confirm(&self) -> Result<bool, StorageError> {
        let mut connection = self.readers().acquire().await.map_err(failure)?;
        Ok(meta(&mut connection, TO_CONFIRM).await?.is_some())
    }

    /// Somebody has looked: it is as it should be, and may be served.
    ///
    /// # Errors
    /// When the store cannot be written; it still waits then.
    pub async fn confirm_members(&self) -> Result<(), StorageError> {
        let mut writing = self.writer().begin().await?;
        let result = set_meta(writing.connection(), TO_CONFIRM, None).await;
        writing.end(result).await
    }
}
