//! The one connection that writes. A transaction that does not end well takes its connection
//! with it: closing it rolls back, and the next writer opens a new one, so that no failure (a
//! full disk, a dropped future) can leave the store unable to write once the cause is gone.

use std::sync::atomic::{AtomicU32, Ordering};

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
    /// Connections opened so far: each counts others' writes anew.
    opened: AtomicU32,
}

/// A write transaction. Ends by `end`; dropped, it has changed nothing.
pub(super) struct Writing<'a> {
    slot: MutexGuard<'a, Option<SqliteConnection>>,
    connection: SqliteConnection,
}

impl Writer {
    pub(super) fn new(options: SqliteConnectOptions, connection: SqliteConnection) -> Self {
        Self { options, slot: Mutex::new(Some(connection)), opened: AtomicU32::new(1) }
    }

    /// Waits for the write lock, of this process and of others on the same file.
    pub(super) async fn begin(&self) -> Result<Writing<'_>, StorageError> {
        let mut slot = self.slot.lock().await;
        let mut connection = self.taken(&mut slot).await?;
        // IMMEDIATE: takes the write lock now, so that nothing read here can be outdated.
        connection.execute("BEGIN IMMEDIATE").await.map_err(failure)?;
        Ok(Writing { slot, connection })
    }

    async fn taken(&self, slot: &mut Option<SqliteConnection>) -> Result<SqliteConnection, StorageError> {
        if let Some(connection) = slot.take() {
            return Ok(connection);
        }
        self.opened.fetch_add(1, Ordering::Relaxed);
        self.options.connect().await.map_err(failure)
    }

    /// A number that changes when anybody but this connection has committed: another process.
    pub(super) async fn written_elsewhere(&self) -> Result<u64, StorageError> {
        let mut slot = self.slot.lock().await;
        let mut connection = self.taken(&mut slot).await?;
        let (version,): (u32,) =
            sqlx::query_as("PRAGMA data_version").fetch_one(&mut connection).await.map_err(failure)?;
        *slot = Some(connection);
        Ok(u64::from(self.opened.load(Ordering::Relaxed)) << 32 | u64::from(version))
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
