//! What no transaction may hold: folding the log, rewriting or copying the whole file. It waits for its
//! turn like a write, and must never run while one is under way.

use super::{Log, Writer, failure};
use crate::storage::StorageError;

impl Writer {
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
