//! The one connection that writes. A transaction that does not end well takes its connection
//! with it: closing it rolls back, and the next writer opens a new one, so that no failure (a
//! full disk, a dropped future) can leave the store unable to write once the cause is gone.
//!
//! A wait for the disk that failed is never trusted again: the system may call the pages clean that
//! it could not write, and the next wait succeeds without them. A transaction whose end failed so may
//! still stand in the log, whole to whoever reads it and absent from the disk; what is committed after
//! it would be cut off with it at a power cut. So before anything is written, by a new process or after
//! a failure, the whole log is folded into the database, every page of it written and waited for anew,
//! emptied, and begun anew (`settle`). Until that has gone well nothing is stored, and nothing acknowledged.

mod outside;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Executor, SqliteConnection};
use tokio::sync::{Mutex, OwnedMutexGuard};

use self::watch::Watch;
use super::convert::failure;
use crate::storage::StorageError;

/// Opens write transactions, one at a time.
#[derive(Debug)]
pub(super) struct Writer {
    options: SqliteConnectOptions,
    slot: Arc<Mutex<Slot>>,
    /// Connections opened so far: each counts others' writes anew.
    opened: AtomicU32,
}

/// The connection that writes, while no transaction has it.
#[derive(Debug)]
struct Slot {
    connection: Option<SqliteConnection>,
    log: Log,
    /// Tells other processes that the log is sound, where somebody stays to keep it so.
    watch: Option<Watch>,
}

/// What is known of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Log {
    /// This process has not written yet: an earlier one may have ended at a failing disk.
    Unknown,
    /// Everything in it is on the disk.
    Sound,
    /// The end of a transaction failed or was not heard of.
    Doubtful,
}

/// A write transaction. Ends by `end`; dropped, it has changed nothing.
pub(super) struct Writing {
    slot: OwnedMutexGuard<Slot>,
    connection: SqliteConnection,
}

impl Writer {
    pub(super) fn new(options: SqliteConnectOptions, connection: SqliteConnection) -> Self {
        let slot = Slot { connection: Some(connection), log: Log::Unknown, watch: None };
        Self { options, slot: Arc::new(Mutex::new(slot)), opened: AtomicU32::new(1) }
    }

    /// How connections of this store are opened.
    pub(super) fn options(&self) -> &SqliteConnectOptions {
        &self.options
    }

    /// The name of the log.
    pub(super) fn log_file(&self) -> PathBuf {
        let mut name = self.options.get_filename().as_os_str().to_owned();
        name.push("-wal");
        PathBuf::from(name)
    }

    /// Waits for the write lock, of this process and of others on the same file.
    pub(super) async fn begin(&self) -> Result<Writing, StorageError> {
        let mut slot = Arc::clone(&self.slot).lock_owned().await;
        let mut connection = self.taken(&mut slot.connection).await?;
        slot.become_sound(&mut connection).await?;
        // IMMEDIATE: takes the write lock now, so that nothing read here can be outdated.
        connection.execute("BEGIN IMMEDIATE").await.map_err(failure)?;
        Ok(Writing { slot, connection })
    }

    /// Makes sure that whatever can be read is on the disk as well, so that it may be relied on without being
    /// written again. Nothing is left to do once this has gone well.
    pub(super) async fn sound(&self) -> Result<(), StorageError> {
        let mut slot = self.slot.lock().await;
        if slot.log == Log::Sound && slot.watch.as_ref().is_none_or(Watch::is_raised) {
            return Ok(());
        }
        let mut connection = self.taken(&mut slot.connection).await?;
        slot.become_sound(&mut connection).await?;
        slot.connection = Some(connection);
        Ok(())
    }

    /// Says to other processes from now on that the log is sound, as long as it is: they need not fold it
    /// themselves, which nobody can while somebody reads for long. For the process that serves.
    pub(super) async fn keep_watch(&self, file: &Path) {
        self.slot.lock().await.watch = Some(Watch::over(file));
    }

    /// Takes the log for sound if another process keeps watch over it: it was not read anew from the disk when
    /// this one opened it, for that one had it open, and all that can be read in it that one saw on the disk.
    pub(super) async fn trust(&self, file: &Path) {
        let mut slot = self.slot.lock().await;
        if slot.log == Log::Unknown && Watch::is_kept(file) {
            slot.log = Log::Sound;
        }
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
        let mut connection = self.taken(&mut slot.connection).await?;
        let (version,): (u32,) =
            sqlx::query_as("PRAGMA data_version").fetch_one(&mut connection).await.map_err(failure)?;
        slot.connection = Some(connection);
        Ok(u64::from(self.opened.load(Ordering::Relaxed)) << 32 | u64::from(version))
    }

    /// Closes the connection, waiting for a write under way.
    pub(super) async fn close(&self) {
        use sqlx::Connection;
        if let Some(connection) = self.slot.lock().await.connection.take() {
            // Everything committed is on the disk already; a failure to close loses nothing.
            let _closed = connection.close().await;
        }
    }
}

impl Slot {
    async fn become_sound(&mut self, connection: &mut SqliteConnection) -> Result<(), StorageError> {
        if self.log != Log::Sound {
            let folded = settle(connection).await;
            tell(&folded, self.log);
            folded?;
            self.log = Log::Sound;
        }
        self.watch.iter_mut().for_each(Watch::raise);
        Ok(())
    }
}

impl Writing {
    /// The connection, inside the transaction.
    pub(super) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }

    /// Commits what went well and undoes what did not. Returns after the disk has it.
    pub(super) async fn end<T>(self, result: Result<T, StorageError>) -> Result<T, StorageError> {
        let statement = if result.is_ok() { "COMMIT" } else { "ROLLBACK" };
        // A task of its own: whoever asked may go away meanwhile, and its end is heard of all the same.
        let ended = tokio::spawn(self.finish(statement)).await;
        let ended =
            ended.unwrap_or_else(|error| Err(StorageError::Unavailable(format!("a write was cut off: {error}"))));
        match (result, ended) {
            (result, Ok(())) => result,
            (Ok(_), Err(error)) => Err(error),
            (Err(first), Err(_)) => Err(first),
        }
    }

    async fn finish(self, statement: &'static str) -> Result<(), StorageError> {
        let Self { mut slot, mut connection } = self;
        let before = std::mem::replace(&mut slot.log, Log::Doubtful);
        match connection.execute(statement).await {
            Ok(_) => {
                slot.connection = Some(connection);
                slot.log = before;
                Ok(())
            }
            Err(error) => {
                // Nobody may take the log for sound any more: said while this connection still holds it.
                slot.watch.iter_mut().for_each(Watch::drop_flag);
                Err(failure(error))
            }
        }
    }
}

/// Writes everything the log holds into the database, waits for the disk, and empties the log.
pub(super) async fn fold(connection: &mut SqliteConnection) -> Result<(), StorageError> {
    let folded = sqlx::query_as::<_, (i64, i64, i64)>("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(connection).await;
    match folded.map_err(failure)? {
        (0, _, _) => Ok(()),
        _ => Err(StorageError::Unavailable("the log is still being read".to_owned())),
    }
}

/// Folds the log, and begins it anew on the disk. A log that was only cut off may be whole again after a power
/// cut, without what a failed wait had left out of it, and would take back what was folded in. Its next
/// header, which comes with any write, makes an end of that.
async fn settle(connection: &mut SqliteConnection) -> Result<(), StorageError> {
    fold(connection).await?;
    // Writes the first page as it is.
    connection.execute("PRAGMA user_version = 0").await.map(|_| ()).map_err(failure)
}

/// Says what a fold means to who runs the relay.
fn tell(folded: &Result<(), StorageError>, log: Log) {
    match (folded, log) {
        (Err(error), _) => tracing::error!(
            %error,
            "the log cannot be folded into the database: nothing is stored until it can; what was acknowledged is safe"
        ),
        (Ok(()), Log::Doubtful) => tracing::warn!("a write had failed; the log is folded in and storing goes on"),
        (Ok(()), _) => {}
    }
}
