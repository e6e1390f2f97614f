//! What no transaction may hold: folding the log, rewriting or copying the whole file. It waits for its
//! turn like a write, and must never run while one is under way.

use super::{Log, Writer, failure, fold};
use crate::storage::StorageError;

impl Writer {
    /// Folds the log into the file and empties it, so that nothing of what was deleted stays in either.
    ///
    /// # Errors
    /// When somebody has been reading for too long, or the disk fails: traces are left then.
    pub(in crate::storage::sqlite) async fn empty_log(&self) -> Result<(), StorageError> {
        let mut slot = self.slot.lock().await;
        let mut connection = self.taken(&mut slot.connection).await?;
        // A connection whose statement failed is not used again.
        fold(&mut connection).await?;
        slot.connection = Some(connection);
        Ok(())
    }

    /// Runs one statement outside of a transaction.
    pub(in crate::storage::sqlite) async fn outside(
        &self,
        statement: &'static str,
        argument: Option<String>,
    ) -> Result<(), StorageError> {
        let mut slot = self.slot.lock().await;
        let mut connection = self.taken(&mut slot.connection).await?;
        // Rewriting the file is a commit like any other: until it is heard of, the log is not trusted.
        let known = std::mem::replace(&mut slot.log, Log::Doubtful);
        let mut query = sqlx::query(statement);
        if let Some(argument) = argument {
            query = query.bind(argument);
        }
        // A connection whose statement failed is not used again.
        query.execute(&mut connection).await.map_err(failure)?;
        slot.connection = Some(connection);
        slot.log = known;
        Ok(())
    }
}
