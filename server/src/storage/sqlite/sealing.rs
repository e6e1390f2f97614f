//! Between sealed rows and plain bytes. Callers of the store see plain bytes alone, the file sealed ones
//! alone; what does not open is damaged, and is named.

use std::collections::BTreeMap;

use shared::ids::{ChangeHash, DocumentId};

use super::SqliteStore;
use super::convert::damaged;
use crate::keys::{About, Key, KeyRing, open, seal};
use crate::storage::{Batch, RefusedChange, StorageError};

/// A document's key, taken when the first row needs it: a document without rows needs none.
pub(super) struct Opener<'a> {
    keys: &'a KeyRing,
    document: DocumentId,
    key: Option<Key>,
}

impl<'a> Opener<'a> {
    pub(super) fn new(keys: &'a KeyRing, document: DocumentId) -> Self {
        Self { keys, document, key: None }
    }

    pub(super) async fn key(&mut self) -> Result<Key, StorageError> {
        let key = match self.key.take() {
            Some(key) => key,
            None => self.keys.key_of(self.document).await?,
        };
        self.key = Some(key.clone());
        Ok(key)
    }

    pub(super) fn document(&self) -> DocumentId {
        self.document
    }

    pub(super) async fn pack(&mut self, (first, last): (u64, u64), sealed: &[u8]) -> Result<Vec<u8>, StorageError> {
        let document = self.document;
        let opened = open(&self.key().await?, About::Pack(document, first, last), sealed);
        opened.ok_or_else(|| damaged(format!("文書 {document} の{first}番目からの変更をまとめたものの封が開きません")))
    }

    pub(super) async fn root(&mut self, sealed: &[u8]) -> Result<Vec<u8>, StorageError> {
        let document = self.document;
        let opened = open(&self.key().await?, About::Root(document), sealed);
        opened.ok_or_else(|| damaged(format!("文書 {document} のルートの封が開きません")))
    }

    pub(super) async fn change(
        &mut self,
        position: u64,
        hash: ChangeHash,
        sealed: &[u8],
    ) -> Result<Vec<u8>, StorageError> {
        let document = self.document;
        let opened = open(&self.key().await?, About::Change(document, hash), sealed);
        opened.ok_or_else(|| damaged(format!("文書 {document} の{position}番目の変更の封が開きません")))
    }

    pub(super) async fn refused(&mut self, hash: ChangeHash, sealed: &[u8]) -> Result<Vec<u8>, StorageError> {
        let document = self.document;
        let opened = open(&self.key().await?, About::Refused(document, hash), sealed);
        opened.ok_or_else(|| damaged(format!("文書 {document} に届いて断った変更 {hash} の封が開きません")))
    }
}

/// The keys that a group of batches is sealed with. Those of documents that are born are durable when
/// this answers: one wait for the key store's disk for all of them, and none where nothing is born.
pub(super) async fn for_batches(
    store: &SqliteStore,
    batches: &[Batch],
) -> Result<BTreeMap<DocumentId, Key>, StorageError> {
    let born = batches.iter().filter(|batch| batch.birth.is_some());
    let at_ms = batches.first().map_or(0, |batch| batch.received_at_ms);
    let born: Vec<DocumentId> = born.map(|batch| batch.access.document()).collect();
    store.keys.make(&born, at_ms).await?;
    let mut keys = BTreeMap::new();
    for batch in batches {
        let document = batch.access.document();
        match store.keys.key(document).await {
            Ok(Some(key)) => {
                keys.insert(document, key);
            }
            // One document without its key harms no other: its own batch is refused.
            Ok(None) => {}
            Err(StorageError::Keys(error)) => tracing::error!(%document, %error, "a document's key cannot be used"),
            Err(error) => return Err(error),
        }
    }
    Ok(keys)
}

/// Seals refused changes; those of purged documents, which have no key, are left out.
pub(super) async fn for_quarantine(
    store: &SqliteStore,
    refused: Vec<RefusedChange>,
) -> Result<Vec<RefusedChange>, StorageError> {
    let mut documents: Vec<DocumentId> = refused.iter().map(|change| change.document).collect();
    documents.sort();
    documents.dedup();
    let at_ms = refused.first().map_or(0, |change| change.at_ms);
    store.keys.make(&documents, at_ms).await?;
    let mut sealed = Vec::with_capacity(refused.len());
    for mut change in refused {
        if let Some(key) = store.keys.key(change.document).await? {
            change.bytes = seal(&key, About::Refused(change.document, change.hash), &change.bytes)?;
            sealed.push(change);
        }
    }
    Ok(sealed)
}
