//! One person's database: chunks, what is owed, receipts, rows, what was set aside. Everything
//! with content is sealed before a transaction begins. It must never hold two people's things, and
//! never remove a chunk that it was not told to.

mod reading;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use futures::future::try_join_all;
use futures::try_join;
use js_sys::{Array, Uint8Array};
use shared::ids::{Actor, ChangeHash, DocumentId};
use shared::time::Instant;
use wasm_bindgen::JsValue;
use web_sys::IdbKeyRange;

use super::idb::{Database, How, IdbError, OpenEvent, Store};
use super::keep;
use super::outbox::{self, Sealer};
use super::receipts;
use super::row::DocumentRow;
use super::seal::{self, Seal, place};
use super::setup::{CHUNKS, DOCUMENTS, META, OUTBOX, OWED, RECEIPTS, VAULT_VERSION, vault};
use crate::platform::js;

/// What the databases of vaults are called, before their own name.
const NAME: &str = "otozure-vault-";
/// How many rows are opened at a time.
pub const ROWS_PAGE: u32 = 300;
/// How many chunks of one document are read at most: `limits::DOCUMENT_CHANGES_MAX`.
pub(super) const CHUNKS_MAX: u32 = 200_000;
const DEVICE_KEY: &str = "device-key";
pub(super) const PEOPLE: &str = "people";
pub(super) const CURSOR: &str = "cursor";
pub(super) const OFFERING: &str = "offering";
/// The feed must begin anew: no cursor of the line that is open now may stand.
pub(super) const FEED_ANEW: &str = "feed-anew";
pub(super) const SNAPSHOT: &str = "snapshot";
pub(super) const INCREMENTAL: &str = "incremental";

/// A change to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChunk {
    /// Of which document.
    pub document: DocumentId,
    /// Its hash.
    pub hash: ChangeHash,
    /// Its chunk.
    pub bytes: Vec<u8>,
    /// When it was written here, if the relay does not have it.
    pub owed_at: Option<Instant>,
}

/// A row to be kept. Of two writes under way the one with the larger version stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowWrite {
    /// Of which document.
    pub document: DocumentId,
    /// Counts up with every change of the row in this tab.
    pub version: u64,
    /// The row.
    pub row: DocumentRow,
}

/// A change that the relay does not have yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// Its place in the order of writing.
    pub number: u64,
    /// Of which document.
    pub document: DocumentId,
    /// Which change.
    pub hash: ChangeHash,
    /// When it was written.
    pub at: Instant,
}

/// A chunk as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its name within the document: the hash of the change, or of the whole.
    pub name: String,
    /// The opened bytes.
    pub bytes: Vec<u8>,
}

/// What is kept of one document.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Wholes.
    pub snapshots: Vec<Stored>,
    /// Changes.
    pub incrementals: Vec<Stored>,
    /// How many had a broken seal; they were set aside.
    pub broken: usize,
}

impl Found {
    /// Whether nothing at all was there.
    pub fn is_empty(&self) -> bool {
        self.snapshots.is_empty() && self.incrementals.is_empty() && self.broken == 0
    }
}

/// One person's database.
pub struct Vault {
    pub(super) database: Database,
    pub(super) seal: Seal,
    pub(super) row_versions: RefCell<BTreeMap<DocumentId, u64>>,
    /// What seals to the relay what is owed; none while its key is not known.
    pub(super) sealer: Option<Rc<Sealer>>,
}

/// The database of a vault; nothing is opened yet.
pub(super) fn database(name: &str, heard: Rc<dyn Fn(OpenEvent)>) -> Database {
    Database::new(format!("{NAME}{name}"), VAULT_VERSION, vault, heard)
}

/// The seal of a database; its key is made the first time.
pub(super) async fn device_seal(database: &Database) -> Result<Seal, IdbError> {
    let transaction = database.begin(&[META], How::Read).await?;
    let found = transaction.store(META)?.get(&DEVICE_KEY.into()).await?;
    transaction.done().await?;
    if !found.is_undefined() {
        return Seal::from_key(&found);
    }
    let made = Seal::new_key().await?;
    // Another tab may have been first: what stands there then is the key.
    let transaction = database.begin(&[META], How::Strict).await?;
    let store = transaction.store(META)?;
    let found = store.get(&DEVICE_KEY.into()).await?;
    let key = if found.is_undefined() {
        store.put(&DEVICE_KEY.into(), &made)?;
        made.into()
    } else {
        found
    };
    transaction.done().await?;
    Seal::from_key(&key)
}

/// A key of several texts.
pub(super) fn key(parts: &[&str]) -> JsValue {
    parts.iter().map(|part| JsValue::from_str(part)).collect::<Array>().into()
}

/// Every key that begins with this text.
pub(super) fn beginning(with: &str) -> Result<JsValue, IdbError> {
    let last = Array::of2(&with.into(), &Array::new());
    Ok(IdbKeyRange::bound(&key(&[with]), &last)?.into())
}

fn chunk_place(document: &str, kind: &str, name: &str) -> String {
    place(CHUNKS, &[document, kind, name])
}

impl Vault {
    /// A vault whose key is there.
    pub(super) fn of(database: Database, seal: Seal) -> Self {
        Self { database, seal, row_versions: RefCell::default(), sealer: None }
    }

    /// Closes it.
    pub fn close(&self) {
        self.database.close();
    }

    /// Removes a vault and everything in it.
    pub async fn remove(name: &str) -> Result<(), IdbError> {
        Database::remove(&format!("{NAME}{name}")).await
    }

    /// Makes changes durable, with what they change of rows, that they are owed, and the parcels of what is owed, in one
    /// transaction. `mine` are writing sessions that this device has begun.
    pub async fn append(
        &self,
        chunks: &[NewChunk],
        rows: &[RowWrite],
        mine: &[(DocumentId, Actor)],
    ) -> Result<(), IdbError> {
        let sealing = (self.seal_chunks(chunks), self.seal_parcels(chunks), self.seal_rows(rows));
        let (sealed_chunks, parcels, sealed_rows) = try_join!(sealing.0, sealing.1, sealing.2)?;
        let marks = mine.iter().map(|(document, actor)| receipts::seal_mark(&self.seal, *document, *actor));
        let marks = try_join_all(marks).await?;
        let stores = [CHUNKS, OWED, OUTBOX, RECEIPTS, DOCUMENTS];
        let transaction = self.database.begin(&stores, How::Strict).await?;
        outbox::put(&transaction.store(OUTBOX)?, &parcels)?;
        put_chunks(&transaction.store(CHUNKS)?, &transaction.store(OWED)?, chunks, &sealed_chunks)?;
        self.put_rows(&transaction.store(DOCUMENTS)?, rows, &sealed_rows)?;
        for (key, value) in marks {
            transaction.store(RECEIPTS)?.put(&key, &value)?;
        }
        transaction.done().await?;
        self.sealer.iter().for_each(Sealer::make_ahead);
        Ok(())
    }

    /// Keeps rows alone; they can be made again from the documents.
    pub async fn put_rows_alone(&self, rows: &[RowWrite]) -> Result<(), IdbError> {
        let sealed = self.seal_rows(rows).await?;
        let transaction = self.database.begin(&[DOCUMENTS], How::Relaxed).await?;
        self.put_rows(&transaction.store(DOCUMENTS)?, rows, &sealed)?;
        transaction.done().await
    }

    pub(super) async fn seal_chunks(&self, chunks: &[NewChunk]) -> Result<Vec<Uint8Array>, IdbError> {
        let sealing = chunks.iter().map(|chunk| {
            let place = chunk_place(&chunk.document.to_string(), INCREMENTAL, &chunk.hash.to_string());
            async move { self.seal.seal(&place, &chunk.bytes).await }
        });
        try_join_all(sealing).await
    }

    pub(super) async fn seal_rows(&self, rows: &[RowWrite]) -> Result<Vec<Uint8Array>, IdbError> {
        let sealing = rows.iter().map(|write| {
            let place = place(DOCUMENTS, &[&write.document.to_string()]);
            let bytes = write.row.to_bytes();
            async move { self.seal.seal(&place, &bytes).await }
        });
        try_join_all(sealing).await
    }

    /// Documents that went begin anew if they come again.
    pub(super) fn forget_row_versions(&self, removed: &[DocumentId]) {
        self.row_versions.borrow_mut().retain(|id, _| !removed.contains(id));
    }

    /// Transactions on one store run in the order in which they began, so comparing here is enough.
    pub(super) fn put_rows(&self, store: &Store, rows: &[RowWrite], sealed: &[Uint8Array]) -> Result<(), IdbError> {
        let mut versions = self.row_versions.borrow_mut();
        for (write, sealed) in rows.iter().zip(sealed) {
            let newest = versions.entry(write.document).or_default();
            if *newest <= write.version {
                *newest = write.version;
                store.put(&write.document.to_string().into(), sealed)?;
            }
        }
        Ok(())
    }

    /// Replaces what was read of a document by one whole that holds it. Changes that are owed stay
    /// beside it until the relay has them. `wholes` are the names of older wholes it holds. `None`: other wholes stand
    /// there, or the document has gone, so that this one may hold what was refused meanwhile; nothing was done.
    pub async fn compact(
        &self,
        document: DocumentId,
        whole: &[u8],
        wholes: &[String],
        changes: &[ChangeHash],
    ) -> Result<Option<String>, IdbError> {
        let id = document.to_string();
        let name = seal::digest(whole).await?;
        let sealed = self.seal.seal(&chunk_place(&id, SNAPSHOT, &name), whole).await?;
        let transaction = self.database.begin(&[CHUNKS, OWED, DOCUMENTS], How::Strict).await?;
        let (chunks, owed) = (transaction.store(CHUNKS)?, transaction.store(OWED)?);
        let has_gone = transaction.store(DOCUMENTS)?.get(&id.as_str().into()).await?.is_undefined();
        if has_gone || keep::wholes(&chunks, &id).await? != wholes.iter().cloned().collect() {
            return Ok(None);
        }
        chunks.put(&key(&[&id, SNAPSHOT, &name]), &sealed)?;
        for old in wholes.iter().filter(|old| **old != name) {
            chunks.delete(&key(&[&id, SNAPSHOT, old]))?;
        }
        keep::drop_held(&chunks, &owed, &id, changes).await?;
        transaction.done().await?;
        Ok(Some(name))
    }
}

/// Whether a list has no entries.
pub(super) trait EmptyList {
    fn is_empty_list(&self) -> bool;
}

impl EmptyList for Array {
    fn is_empty_list(&self) -> bool {
        self.length() == 0
    }
}

pub(super) fn put_chunks(
    store: &Store,
    owed: &Store,
    chunks: &[NewChunk],
    sealed: &[Uint8Array],
) -> Result<(), IdbError> {
    for (chunk, sealed) in chunks.iter().zip(sealed) {
        let (id, hash) = (chunk.document.to_string(), chunk.hash.to_string());
        store.put(&key(&[&id, INCREMENTAL, &hash]), sealed)?;
        if let Some(at) = chunk.owed_at {
            let value = [("d", id.into()), ("h", hash.into()), ("at", JsValue::from_f64(at.ms() as f64))];
            owed.push(&js::object(&value))?;
        }
    }
    Ok(())
}
