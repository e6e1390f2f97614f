//! The one connection that writes. A transaction that does not end well takes its connection
//! with it: closing it rolls back, and the next writer opens a new one, so that no failure (a
//! full disk, a dropped future) can leave the store unable to write once the cause is gone.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Executor, SqliteConnection};
use tokio::sync::{Mutex, MutexGuard};

use super::convert::failure;
use crate::storage::StorageError;

/// Opens write transactions, one at a time.
#[derive(Debug)]
pub(super) struct Writer {
    options: SqliteConnectOptions,
    slot: Mutex<Option<SqliteConnection>>,
}

/// A write transaction. Ends by `end`; dropped, it has changed nothing.
pub(super) struct Writing<'a> {
    slot: MutexGuard<'a, Option<SqliteConnection>>,
    connection: SqliteConnection,
}

impl Writer {
    pub(super) fn new(options: SqliteConnectOptions, connection: SqliteConnection) -> Self {
        Self { options, slot: Mutex::new(Some(connection)) }
    }

    /// Waits for the write lock, of this process and of others on the same file.
    pub(super) async fn begin(&self) -> Result<Writing<'_>, StorageError> {
        let mut slot = self.slot.lock().await;
        let mut connection = match slot.take() {
            Some(connection) => connection,
            None => self.options.connect().await.map_err(failure)?,
        };
        // IMMEDIATE: takes the write lock now, so that nothing read here can be outdated.
        connection.execute("BEGIN IMMEDIATE").await.map_err(failure)?;
        Ok(Writing { slot, connection })
    }

    /// Closes the connection, waiting for a write under way.
    pub(super) async fn close(&self) {
        use sqlx::Connection;
        if let Some(connection) = self.slot.lock().await.take() {
            // Everything committed is on the disk already; a failure to close loses nothing.
            let _closed = connection.close().await;
        }
    }
}

impl Writing<'_> {
    /// The connection, inside the transaction.
    pub(super) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }

    /// Commits what went well and undoes what did not. Returns after the disk has it.
    pub(super) async fn end<T>(self, result: Result<T, StorageError>) -> Result<T, StorageError> {
        let Self { mut slot, mut connection } = self;
        let statement = if result.is_ok() { "COMMIT" } else { "ROLLBACK" };
        let ended = connection.execute(statement).await;
        match (result, ended) {
            (result, Ok(_)) => {
                *slot = Some(connection);
                result
            }
            (Ok(_), Err(error)) => Err(failure(error)),
            (Err(first), Err(_)) => Err(first),
        }
    }
}
