//! What a key store's database holds, as one small trait: SQLite beside an embedded database, later a
//! second PostgreSQL database that all relays reach. It sees wrapped keys only, and must never answer a
//! write before it is durable.

use shared::documents::Kind;
use shared::ids::{DeviceId, DocumentId, MemberId, PrefectureId};

use super::trail::{Entry, Trail};
use super::{KeyError, KeyId};
use crate::storage::Answer;

/// By what a key store is known to the database whose documents it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyStoreId(pub [u8; 16]);

/// What a key store says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The store, random, made with it.
    pub store: KeyStoreId,
    /// The key file that wraps its keys; none in a new store.
    pub wrapped_by: Option<KeyId>,
    /// The key file that was named last; none if it lies in its usual place.
    pub key_file: Option<String>,
}

/// A wrapped key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrapped {
    /// The key file that wraps it.
    pub by: KeyId,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// A purged document: its id is never taken again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// The document.
    pub document: DocumentId,
    /// What it was.
    pub kind: Kind,
    /// Whose programme.
    pub prefecture: PrefectureId,
    /// When it ended, in milliseconds since 1970.
    pub at_ms: i64,
}

/// What is revoked, whatever a restored database says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Revoked {
    /// A membership that has ended.
    Member(MemberId),
    /// A device that has ended.
    Device(DeviceId),
}

/// What is left of a destroyed key in the files of the key store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traces {
    /// Nothing.
    Gone,
    /// Its bytes, until the log can be emptied: somebody was reading.
    Left,
}

/// What became of a write under a key file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// Durable.
    Done,
    /// Nothing: another key file wraps by now.
    OtherKeyFile,
}

/// Wraps a key anew; `None` stands for the key of receipts.
pub type Rewrap = Box<dyn FnMut(Option<DocumentId>, &[u8]) -> Result<Vec<u8>, KeyError> + Send>;

/// A key store's database. Every call is one transaction; a call that fails has stored nothing.
pub trait KeyRows: Send + Sync + core::fmt::Debug + 'static {
    /// What the store is.
    fn identity(&self) -> Answer<'_, Identity>;
    /// Names the first key file of a new store.
    fn begin(&self, wrapped_by: KeyId) -> Answer<'_, Added>;
    /// Remembers where the key file lies.
    fn remember_file(&self, path: Option<String>) -> Answer<'_, ()>;
    /// A document's key.
    fn wrapped(&self, document: DocumentId) -> Answer<'_, Option<Wrapped>>;
    /// Adds keys of new documents. One that has a key keeps it; a purged one gets none.
    fn add(&self, by: KeyId, keys: Vec<(DocumentId, Vec<u8>)>, now_ms: i64) -> Answer<'_, Added>;
    /// Documents that have a key, in the order of their ids, after the one named.
    fn documents(&self, after: Option<DocumentId>, limit: usize) -> Answer<'_, Vec<DocumentId>>;
    /// The key of the relay's receipts.
    fn receipt(&self) -> Answer<'_, Option<Wrapped>>;
    /// Keeps the key of receipts; one that is there stays.
    fn keep_receipt(&self, by: KeyId, wrapped: Vec<u8>) -> Answer<'_, Added>;
    /// Wraps every key anew under another key file, all or none; gives how many.
    fn rewrap(&self, from: KeyId, to: KeyId, rewrap: Rewrap) -> Answer<'_, (Added, u64)>;

    /// Destroys a document's key for good and keeps its tombstone, with what the trail says of it.
    fn end(&self, tombstone: Tombstone, entry: Entry) -> Answer<'_, Traces>;
    /// Overwrites what is left of destroyed keys; nothing to do where nothing is.
    fn sweep(&self) -> Answer<'_, ()>;
    /// All tombstones.
    fn tombstones(&self) -> Answer<'_, Vec<Tombstone>>;
    /// Documents with both a tombstone and a key, which must not be.
    fn undead(&self) -> Answer<'_, Vec<DocumentId>>;
    /// Keeps what is revoked.
    fn revoke(&self, revoked: Vec<Revoked>, now_ms: i64) -> Answer<'_, ()>;
    /// A membership stands again; its ended devices stay ended.
    fn allow(&self, member: MemberId) -> Answer<'_, ()>;
    /// All that is revoked.
    fn revoked(&self) -> Answer<'_, Vec<Revoked>>;

    /// Adds to the trail of who did what.
    fn write_trail(&self, entries: Vec<Entry>) -> Answer<'_, ()>;
    /// The whole trail, in order.
    fn trail(&self) -> Answer<'_, Vec<Trail>>;
    /// What the database says of its file; empty when all is well.
    fn integrity(&self) -> Answer<'_, Vec<String>>;
    /// Writes a copy of the key store.
    fn copy_to(&self, file: std::path::PathBuf) -> Answer<'_, ()>;
    /// Makes sure that what was read is on the disk: an earlier process may have left writes that can be
    /// read and would not survive a power cut. Nothing may be built on what was only read before this.
    fn sound(&self) -> Answer<'_, ()>;
    /// Tells other processes from now on that what they read is on the disk, as long as it is.
    fn keep_watch(&self) -> Answer<'_, ()>;
    /// A number that changes when another process has written.
    fn written_elsewhere(&self) -> Answer<'_, u64>;
    /// Closes all connections.
    fn close(&self) -> Answer<'_, ()>;
}
