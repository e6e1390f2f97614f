//! Opening a store: file, pragmas, and who else holds it. It must never answer a write before the disk has it.

mod migrating;

use std::path::Path;

use shared::ids::DocumentId;
use sqlx::ConnectOptions;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};

use migrating::migrate;
pub(super) use migrating::schema;

use super::convert::failure;
use super::key_rows::SqliteKeyRows;
use super::writer::Writer;
use super::{Ending, FILE_NAME, LastWritten, Packed, SqliteStore, settling};
use crate::folder::ServedFolder;
use crate::keys::{KeyPlaces, KeyRing, Traces};
use crate::storage::StorageError;

/// The schemas of the database, in order.
pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Connections that read at the same time.
const READERS_MAX: u32 = 4;
/// How long a write waits for another process to finish its own.
const BUSY: std::time::Duration = std::time::Duration::from_secs(5);

impl SqliteStore {
    /// Opens the store of a data folder; makes folder and store when they are missing.
    pub async fn open(folder: &Path) -> Result<Self, StorageError> {
        Self::open_with_keys(folder, KeyPlaces::within(folder)).await
    }

    /// The same with keys in these places.
    pub async fn open_with_keys(folder: &Path, places: KeyPlaces) -> Result<Self, StorageError> {
        Self::open_anew(folder, &places, None).await
    }

    /// The same for the process that serves the folder: it may bring the store to a newer form.
    pub async fn open_to_serve(folder: &Path, places: KeyPlaces, served: &ServedFolder) -> Result<Self, StorageError> {
        Self::open_anew(folder, &places, Some(served)).await
    }

    async fn open_anew(folder: &Path, places: &KeyPlaces, served: Option<&ServedFolder>) -> Result<Self, StorageError> {
        crate::folder::make(folder)
            .map_err(|e| StorageError::Unavailable(format!("cannot make {}: {e}", folder.display())))?;
        let file = folder.join(FILE_NAME);
        crate::folder::make_private(&file).map_err(|error| unusable(&file, &error))?;
        Self::open_with(options(&file, true), &file, (&MIGRATIONS, served), places).await
    }

    /// Opens a store that must be there already.
    pub async fn open_existing(folder: &Path) -> Result<Self, StorageError> {
        Self::open_existing_with_keys(folder, KeyPlaces::within(folder)).await
    }

    /// The same with keys in these places.
    pub async fn open_existing_with_keys(folder: &Path, places: KeyPlaces) -> Result<Self, StorageError> {
        let file = folder.join(FILE_NAME);
        Self::open_with(options(&file, false), &file, (&MIGRATIONS, None), &places).await
    }

    /// Opens with other migrations: a test's.
    #[cfg(test)]
    async fn open_file(file: &Path, create: bool, migrations: &Migrator) -> Result<Self, StorageError> {
        Self::open_with(options(file, create), file, (migrations, None), &beside(file)).await
    }

    /// Opens with other options: a test's disk.
    #[cfg(test)]
    pub(super) async fn open_on(options: SqliteConnectOptions, file: &Path) -> Result<Self, StorageError> {
        Self::open_with(options, file, (&MIGRATIONS, None), &beside(file)).await
    }

    /// Opens with other options for the key store as well: a disk of its own.
    #[cfg(test)]
    pub(super) async fn open_on_two(
        options: SqliteConnectOptions,
        keys: impl FnOnce(SqliteConnectOptions) -> SqliteConnectOptions,
        file: &Path,
    ) -> Result<Self, StorageError> {
        let places = beside(file);
        let keys = keys(SqliteKeyRows::options(&places.folder));
        let store = Self::open_both((options, keys), file, (&MIGRATIONS, None), &places).await?;
        settling::settle(&store, file).await?;
        Ok(store)
    }

    async fn open_with(
        options: SqliteConnectOptions,
        file: &Path,
        (migrations, served): (&Migrator, Option<&ServedFolder>),
        places: &KeyPlaces,
    ) -> Result<Self, StorageError> {
        let keys = SqliteKeyRows::options(&places.folder);
        let store = Self::open_both((options, keys), file, (migrations, served), places).await?;
        settling::settle(&store, file).await?;
        Ok(store)
    }

    /// Opens a copy of a store with the keys of the store, which are told nothing by it: what it says may be
    /// outdated by now.
    pub(crate) async fn open_copy(folder: &Path, places: KeyPlaces) -> Result<Self, StorageError> {
        let file = folder.join(FILE_NAME);
        let both = (options(&file, false), SqliteKeyRows::options(&places.folder));
        let store = Self::open_both(both, &file, (&MIGRATIONS, None), &places).await?;
        settling::settle_copy(&store).await?;
        Ok(store)
    }

    async fn open_both(
        (options, keys): (SqliteConnectOptions, SqliteConnectOptions),
        file: &Path,
        (migrations, served): (&Migrator, Option<&ServedFolder>),
        places: &KeyPlaces,
    ) -> Result<Self, StorageError> {
        crate::folder::keep_private(file);
        let mut connection = options.connect().await.map_err(failure)?;
        migrate(&mut connection, file, migrations, served).await?;
        let keys = settling::open_keys(&mut connection, places, keys).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS_MAX)
            .connect_lazy_with(options.clone().pragma("query_only", "ON"));
        let store = Self { writer: Writer::new(options, connection), readers, keys };
        store.writer.trust(file).await;
        Ok(store)
    }

    /// Makes this the process that serves: it lets others know that the logs are sound, so that a command can
    /// end somebody while something reads for long. And finishes what the key store says has ended: nobody is
    /// served before.
    ///
    /// # Errors
    /// When an ending cannot be written for too long.
    pub async fn begin_to_serve(&self) -> Result<(), StorageError> {
        self.writer.keep_watch(self.writer.options().get_filename()).await;
        self.keys.rows().keep_watch().await?;
        self.tend().await;
        settling::finish_endings(self).await
    }

    /// What the process that serves does every now and then: folds logs of which it is not known that they are
    /// sound, and overwrites what is left of destroyed keys.
    pub async fn tend(&self) {
        for tended in [self.writer.sound().await, self.keys.sound().await, self.keys.rows().sweep().await] {
            if let Err(error) = tended {
                tracing::warn!(%error, "a log cannot be folded into its file yet");
            }
        }
    }

    /// Closes all connections; the WAL is folded into the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
        self.keys.close().await;
    }

    /// The keys of its documents.
    pub fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// Packs some older changes of one document: one bounded turn. None if there is nothing to pack.
    ///
    /// # Errors
    /// When the database cannot be read or written; nothing is packed then.
    pub async fn pack_some(&self) -> Result<Option<Packed>, StorageError> {
        super::packs::pack_some(self).await
    }

    /// When something was last written to a document, and how much of it was refused.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn last_written(&self, document: DocumentId) -> Result<LastWritten, StorageError> {
        super::written::last_written(self, document).await
    }

    /// When this store was last written by anybody, in milliseconds since 1970; none in an empty one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn newest_ms(&self) -> Result<Option<i64>, StorageError> {
        super::written::newest(self).await
    }

    /// Ends a document as `Storage::purge` does, with an entry in the trail of who did it, if it still is what
    /// it was when that was decided. Gives what is left of its key; none where it did not live.
    ///
    /// # Errors
    /// `Stale` when it is not; when key store or database cannot be written.
    pub async fn end_document(
        &self,
        document: DocumentId,
        now_ms: i64,
        ending: Ending,
    ) -> Result<Option<Traces>, StorageError> {
        super::purge::purge(self, document, now_ms, Some(ending)).await
    }

    pub(super) fn readers(&self) -> &SqlitePool {
        &self.readers
    }

    pub(super) fn writer(&self) -> &Writer {
        &self.writer
    }
}

fn unusable(file: &Path, error: &std::io::Error) -> StorageError {
    StorageError::Unavailable(format!("cannot use {}: {error}", file.display()))
}

/// The places of keys beside a database file.
#[cfg(test)]
fn beside(file: &Path) -> KeyPlaces {
    KeyPlaces::within(file.parent().unwrap_or(Path::new(".")))
}

/// How a file is opened: a write is answered when the disk has it.
pub(super) fn options(file: &Path, create: bool) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(create)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .disable_statement_logging()
}

#[cfg(test)]
mod tests;
