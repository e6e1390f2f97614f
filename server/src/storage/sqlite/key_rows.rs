//! The key store in one SQLite file of its own. What is deleted is overwritten, and the log is emptied
//! after a key was destroyed, so that its bytes do not linger. It must never be part of a backup of the
//! database.

mod ended;
mod held;

use std::path::{Path, PathBuf};

use shared::documents::Kind;
use shared::ids::{DocumentId, MemberId};
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, SqliteConnection};

use super::convert::{damaged, failure};
use super::writer::{self, Writer};
use crate::keys::{
    Added, Entry, Identity, KeyId, KeyRows, KeyStoreId, Revoked, Rewrap, Tombstone, Traces, Trail, Wrapped,
};
use crate::storage::{Answer, StorageError};

/// The name of the database in the folder of the key store.
pub const KEYS_FILE_NAME: &str = "keys.sqlite3";

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations/keys");

/// Connections that read at the same time.
const READERS_MAX: u32 = 2;
const BUSY: std::time::Duration = std::time::Duration::from_secs(5);

/// A key store in one SQLite file.
#[derive(Debug)]
pub struct SqliteKeyRows {
    writer: Writer,
    readers: SqlitePool,
}

impl SqliteKeyRows {
    /// The file of a key store in a folder.
    pub fn file(folder: &Path) -> PathBuf {
        folder.join(KEYS_FILE_NAME)
    }

    /// Opens the key store of a folder; makes folder and store when they are missing.
    ///
    /// # Errors
    /// What the file or the database says.
    pub async fn open(folder: &Path) -> Result<Self, StorageError> {
        Self::open_with(folder, Self::options(folder)).await
    }

    /// How the file of a key store is opened: a write is answered when the disk has it.
    pub(super) fn options(folder: &Path) -> SqliteConnectOptions {
        SqliteConnectOptions::new()
            .filename(Self::file(folder))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("secure_delete", "ON")
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .disable_statement_logging()
    }

    /// Opens with these options: a test's disk.
    pub(super) async fn open_with(folder: &Path, options: SqliteConnectOptions) -> Result<Self, StorageError> {
        crate::folder::make(folder)
            .map_err(|e| StorageError::Unavailable(format!("cannot make {}: {e}", folder.display())))?;
        let file = Self::file(folder);
        crate::folder::make_private(&file)
            .map_err(|e| StorageError::Unavailable(format!("cannot use {}: {e}", file.display())))?;
        crate::folder::keep_private(&file);
        let mut connection = options.connect().await.map_err(failure)?;
        migrate(&mut connection).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS_MAX)
            .connect_lazy_with(options.clone().pragma("query_only", "ON"));
        let writer = Writer::new(options, connection);
        writer.trust(&Self::file(folder)).await;
        Ok(Self { writer, readers })
    }
}

async fn migrate(connection: &mut SqliteConnection) -> Result<(), StorageError> {
    let found = super::open::schema(connection).await?;
    let known = MIGRATIONS.iter().map(|m| m.version).max().unwrap_or(0);
    if found > known {
        return Err(StorageError::Newer { found, known });
    }
    if found == known {
        return Ok(());
    }
    // Nothing is written after what a failing disk may have left in the log.
    writer::fold(connection).await?;
    let failed = |e| StorageError::Unavailable(format!("cannot migrate the key store: {e}"));
    MIGRATIONS.run(connection).await.map_err(failed)
}

fn kind_from(code: &str) -> Result<Kind, StorageError> {
    Kind::from_code(code).ok_or_else(|| damaged(format!("kind {code} of a tombstone")))
}

impl KeyRows for SqliteKeyRows {
    fn identity(&self) -> Answer<'_, Identity> {
        Box::pin(held::identity(self))
    }

    fn begin(&self, wrapped_by: KeyId) -> Answer<'_, Added> {
        Box::pin(held::begin(self, wrapped_by))
    }

    fn remember_file(&self, path: Option<String>) -> Answer<'_, ()> {
        Box::pin(held::remember_file(self, path))
    }

    fn wrapped(&self, document: DocumentId) -> Answer<'_, Option<Wrapped>> {
        Box::pin(held::wrapped(self, document))
    }

    fn add(&self, by: KeyId, keys: Vec<(DocumentId, Vec<u8>)>, now_ms: i64) -> Answer<'_, Added> {
        Box::pin(held::add(self, by, keys, now_ms))
    }

    fn documents(&self, after: Option<DocumentId>, limit: usize) -> Answer<'_, Vec<DocumentId>> {
        Box::pin(held::documents(self, after, limit))
    }

    fn receipt(&self) -> Answer<'_, Option<Wrapped>> {
        Box::pin(held::receipt(self))
    }

    fn keep_receipt(&self, by: KeyId, wrapped: Vec<u8>) -> Answer<'_, Added> {
        Box::pin(held::keep_receipt(self, by, wrapped))
    }

    fn rewrap(&self, from: KeyId, to: KeyId, rewrap: Rewrap) -> Answer<'_, (Added, u64)> {
        Box::pin(held::rewrap(self, from, to, rewrap))
    }

    fn end(&self, tombstone: Tombstone, entry: Entry) -> Answer<'_, Traces> {
        Box::pin(ended::end(self, tombstone, entry))
    }

    fn sweep(&self) -> Answer<'_, ()> {
        Box::pin(ended::sweep(self))
    }

    fn keep_watch(&self) -> Answer<'_, ()> {
        Box::pin(async {
            self.writer.keep_watch(self.writer.options().get_filename()).await;
            Ok(())
        })
    }

    fn tombstones(&self) -> Answer<'_, Vec<Tombstone>> {
        Box::pin(ended::tombstones(self))
    }

    fn undead(&self) -> Answer<'_, Vec<DocumentId>> {
        Box::pin(ended::undead(self))
    }

    fn revoke(&self, revoked: Vec<Revoked>, now_ms: i64) -> Answer<'_, ()> {
        Box::pin(ended::revoke(self, revoked, now_ms))
    }

    fn allow(&self, member: MemberId) -> Answer<'_, ()> {
        Box::pin(ended::allow(self, member))
    }

    fn revoked(&self) -> Answer<'_, Vec<Revoked>> {
        Box::pin(ended::revoked(self))
    }

    fn write_trail(&self, entries: Vec<Entry>) -> Answer<'_, ()> {
        Box::pin(ended::write_trail(self, entries))
    }

    fn trail(&self) -> Answer<'_, Vec<Trail>> {
        Box::pin(ended::trail(self))
    }

    fn integrity(&self) -> Answer<'_, Vec<String>> {
        Box::pin(held::integrity(self))
    }

    fn copy_to(&self, file: PathBuf) -> Answer<'_, ()> {
        Box::pin(held::copy_to(self, file))
    }

    fn sound(&self) -> Answer<'_, ()> {
        Box::pin(self.writer.sound())
    }

    fn written_elsewhere(&self) -> Answer<'_, u64> {
        Box::pin(self.writer.written_elsewhere())
    }

    fn close(&self) -> Answer<'_, ()> {
        Box::pin(async {
            self.readers.close().await;
            self.writer.close().await;
            Ok(())
        })
    }
}

/// A store's identity from its bytes.
fn store_id(bytes: &[u8]) -> Result<KeyStoreId, StorageError> {
    bytes.try_into().map(KeyStoreId).map_err(|_| damaged("the id of the key store"))
}
