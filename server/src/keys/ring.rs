//! The keys in use: unwraps them with the key file, makes those of new documents, destroys those of
//! documents that end. A key must be durable here before the database commits anything sealed with it.

mod opening;
mod rotating;

use std::sync::{Mutex, PoisonError, RwLock};

use shared::ids::{DocumentId, MemberId};

use super::cache::Cache;
use super::rows::{Added, KeyRows, KeyStoreId, Revoked, Tombstone, Traces, Wrapped};
use super::seal::{About, open, seal};
use super::{Entry, Key, KeyError, KeyFile, KeyId, Trail};
use crate::storage::StorageError;

pub use rotating::Rotated;
#[cfg(test)]
pub(crate) use rotating::Step;

/// How often a write is tried anew when the key file was replaced meanwhile.
const TRIES_MAX: usize = 3;

/// The keys in use.
#[derive(Debug)]
pub struct KeyRing {
    rows: Box<dyn KeyRows>,
    file: KeyFile,
    store: KeyStoreId,
    made: bool,
    wrapping: RwLock<Key>,
    cache: Mutex<Cache>,
    heard: Mutex<Option<[u64; 2]>>,
}

impl KeyRing {
    /// By what the key store is known to its database.
    pub fn store(&self) -> KeyStoreId {
        self.store
    }

    /// The key file.
    pub fn file(&self) -> &KeyFile {
        &self.file
    }

    /// Whether the key file was made when this was opened: its owner must hear of it.
    pub fn has_made_its_file(&self) -> bool {
        self.made
    }

    /// The key store's rows, for checks.
    pub fn rows(&self) -> &dyn KeyRows {
        self.rows.as_ref()
    }

    /// A document's key; none if it never had one or it was destroyed.
    ///
    /// # Errors
    /// When the key store cannot be read, or the key in it does not open.
    pub async fn key(&self, document: DocumentId) -> Result<Option<Key>, StorageError> {
        if let Some(key) = self.cached(document) {
            return Ok(Some(key));
        }
        let Some(wrapped) = self.rows.wrapped(document).await? else {
            return Ok(None);
        };
        let key = self.unwrap(About::DocumentKey(document), &wrapped)?;
        self.cache().keep(document, key.clone());
        Ok(Some(key))
    }

    /// A document's key, which must be there.
    ///
    /// # Errors
    /// As `key`, and `Missing`.
    pub async fn key_of(&self, document: DocumentId) -> Result<Key, StorageError> {
        Ok(self.key(document).await?.ok_or(KeyError::Missing(document))?)
    }

    /// Makes durable keys for the documents that have none yet. Purged ones get none.
    ///
    /// # Errors
    /// When the key store cannot be written.
    pub async fn make(&self, documents: &[DocumentId], now_ms: i64) -> Result<(), StorageError> {
        let mut new = Vec::new();
        for document in documents {
            if self.key(*document).await?.is_none() {
                new.push((*document, Key::random()?));
            }
        }
        if new.is_empty() {
            // A key that is only read may have been left by a process that never saw it on the disk.
            return if documents.is_empty() { Ok(()) } else { self.rows.sound().await };
        }
        for _ in 0..TRIES_MAX {
            let wrapping = self.wrapping();
            let wrap = |(document, key): &(DocumentId, Key)| {
                Ok((*document, seal(&wrapping, About::DocumentKey(*document), key.bytes())?))
            };
            let wrapped = new.iter().map(wrap).collect::<Result<Vec<_>, KeyError>>()?;
            match self.rows.add(wrapping.id(), wrapped, now_ms).await? {
                Added::Done => return Ok(()),
                Added::OtherKeyFile => self.follow().await?,
            }
        }
        Err(KeyError::Rotating.into())
    }

    /// Destroys a document's key for good. The tombstone and the trail's entry are kept with it.
    ///
    /// # Errors
    /// When the key store cannot be written.
    pub async fn end(&self, tombstone: Tombstone, entry: Entry) -> Result<Traces, StorageError> {
        let document = tombstone.document;
        let traces = self.rows.end(tombstone, entry).await?;
        self.cache().forget(document);
        Ok(traces)
    }

    /// Says numbers that change when another process has written to database or key store: it may have ended
    /// documents, whose keys must not stay in memory.
    pub fn heard_of_writes(&self, numbers: [u64; 2]) {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if heard.replace(numbers) != Some(numbers) {
            *self.cache() = Cache::default();
        }
    }

    /// The key of receipts: the one that is here, else the one offered, else a new one.
    ///
    /// # Errors
    /// When the key store cannot be read or written.
    pub async fn receipt_key(&self, offered: Option<Key>) -> Result<Key, StorageError> {
        for _ in 0..TRIES_MAX {
            if let Some(wrapped) = self.rows.receipt().await? {
                // Receipts are only given under a key that a power cut leaves.
                self.rows.sound().await?;
                return self.unwrap(About::ReceiptKey, &wrapped);
            }
            let key = offered.clone().map_or_else(Key::random, Ok)?;
            let wrapping = self.wrapping();
            let wrapped = seal(&wrapping, About::ReceiptKey, key.bytes())?;
            // Whichever was kept first holds: it is read again.
            if self.rows.keep_receipt(wrapping.id(), wrapped).await? == Added::OtherKeyFile {
                self.follow().await?;
            }
        }
        Err(KeyError::Rotating.into())
    }

    /// Keeps what is revoked, before the database says so.
    ///
    /// # Errors
    /// When the key store cannot be written.
    pub async fn revoke(&self, revoked: Vec<Revoked>, now_ms: i64) -> Result<(), StorageError> {
        if revoked.is_empty() { Ok(()) } else { self.rows.revoke(revoked, now_ms).await }
    }

    /// Lets a membership stand again, before the database says so.
    ///
    /// # Errors
    /// When the key store cannot be written.
    pub async fn allow(&self, member: MemberId) -> Result<(), StorageError> {
        self.rows.allow(member).await
    }

    /// Adds to the trail.
    ///
    /// # Errors
    /// When the key store cannot be written.
    pub async fn write_trail(&self, entries: Vec<Entry>) -> Result<(), StorageError> {
        self.rows.write_trail(entries).await
    }

    /// The trail, in order.
    ///
    /// # Errors
    /// When the key store cannot be read.
    pub async fn trail(&self) -> Result<Vec<Trail>, StorageError> {
        self.rows.trail().await
    }

    /// Makes sure that what the key store says is on the disk, before the database is written by it.
    ///
    /// # Errors
    /// When it cannot be put there.
    pub async fn sound(&self) -> Result<(), StorageError> {
        self.rows.sound().await
    }

    /// Closes the key store.
    pub async fn close(&self) {
        // All that was answered is on the disk already; a failure to close loses nothing.
        let _closed = self.rows.close().await;
    }

    fn cache(&self) -> std::sync::MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cached(&self, document: DocumentId) -> Option<Key> {
        self.cache().get(document)
    }

    fn wrapping(&self) -> Key {
        self.wrapping.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn unwrap(&self, about: About, wrapped: &Wrapped) -> Result<Key, StorageError> {
        if self.wrapping().id() != wrapped.by {
            self.take_up(wrapped.by)?;
        }
        let bytes = open(&self.wrapping(), about, &wrapped.bytes).map(zeroize::Zeroizing::new);
        let key = bytes.and_then(|bytes| Key::from_slice(&bytes));
        key.ok_or_else(|| KeyError::BadKey(format!("{about:?}")).into())
    }

    /// Takes up the key file that another process has put in place.
    async fn follow(&self) -> Result<(), StorageError> {
        let wanted = self.rows.identity().await?.wrapped_by.ok_or(KeyError::Rotating)?;
        Ok(self.take_up(wanted)?)
    }

    /// Takes up the key with this id, from the key file or from what is about to take its place.
    fn take_up(&self, wanted: KeyId) -> Result<(), KeyError> {
        let found = [self.file.read()?, self.file.read_next()?].into_iter().flatten();
        let key = found.into_iter().find(|key| key.id() == wanted).ok_or(KeyError::Rotating)?;
        *self.wrapping.write().unwrap_or_else(PoisonError::into_inner) = key;
        Ok(())
    }
}
