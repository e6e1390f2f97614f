//! What the relay's answers make of a vault, in one transaction; and what is set aside. It must
//! never move the cursor without what came with it, and never remove a document of which
//! something is owed.

use std::collections::BTreeSet;

use futures::future::try_join_all;
use js_sys::{Array, Uint8Array};
use shared::ids::{ChangeHash, DocumentId};
use shared::protocol::{Cursor, Figures, Receipt};
use wasm_bindgen::{JsCast, JsValue};

use super::aside::Aside;
use super::idb::{How, IdbError, Store, Transaction};
use super::receipts::{self, Sealed};
use super::seal::{self, place};
use super::setup::{ASIDE, BY_CHANGE, BY_DOCUMENT, CHUNKS, DOCUMENTS, FIGURES, META, OUTBOX, OWED, RECEIPTS};
use super::vault::{
    CHUNKS_MAX, CURSOR, EmptyList, FEED_ANEW, INCREMENTAL, NewChunk, OFFERING, RowWrite, SNAPSHOT, Vault, beginning,
    key, put_chunks,
};
use super::{drafts, figures, outbox, refused, seen};
use crate::store::drafts::of_document;

/// A document that goes on without what was refused. Only what is named goes: what somebody stores of it meanwhile,
/// in this tab or another, stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    /// Which.
    pub document: DocumentId,
    /// The single changes that were refused: they go, and are owed no more.
    pub refused: Vec<ChangeHash>,
    /// What takes the place of what was read of it; none where it could not be put together.
    pub whole: Option<NewWhole>,
}

/// A whole in the place of what was read of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWhole {
    /// Its bytes; empty if nothing stays.
    pub bytes: Vec<u8>,
    /// The names of all wholes that stood there when it was made, read or not.
    pub seen: Vec<String>,
    /// Of those, the ones that were read: they go.
    pub instead_of: Vec<String>,
    /// The single changes that it holds: each goes, unless it is owed.
    pub held: Vec<ChangeHash>,
}

/// What is to be made durable in one transaction.
#[derive(Debug, Clone, Default)]
pub struct KeepRows {
    /// Changes that came.
    pub chunks: Vec<NewChunk>,
    /// Receipts; of one writing session the newest stays.
    pub receipts: Vec<(DocumentId, Receipt)>,
    /// Rows of the documents that changed.
    pub rows: Vec<RowWrite>,
    /// Changes that the relay has taken.
    pub acknowledged: Vec<(DocumentId, ChangeHash)>,
    /// Documents to write anew.
    pub rewrites: Vec<Rewrite>,
    /// What was refused.
    pub aside: Vec<Aside>,
    /// Documents to take off the device, unless something of them is owed.
    pub gone: Vec<DocumentId>,
    /// Forget the lines of every source first.
    pub forget_figures: bool,
    /// The lines of sources, each in the place of what it had; none: the source goes.
    pub figures: Vec<Figures>,
    /// Where the feed goes on.
    pub cursor: Option<Cursor>,
    /// Forget the cursor; everything must be offered.
    pub restart: bool,
    /// Everything was offered.
    pub offered: bool,
    /// The line that is open now must not move the cursor: it is to begin anew.
    pub feed_anew: bool,
}

impl KeepRows {
    /// The changes that are owed no more.
    fn settled(&self) -> impl Iterator<Item = (DocumentId, ChangeHash)> {
        let refused = self.rewrites.iter().flat_map(|one| one.refused.iter().map(|hash| (one.document, *hash)));
        self.acknowledged.iter().copied().chain(refused)
    }
}

/// What became of a keep.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// The documents that are no longer on this device.
    pub removed: Vec<DocumentId>,
    /// The names of the wholes that documents were written anew as.
    pub wholes: Vec<(DocumentId, String)>,
}

struct SealedKeep {
    chunks: Vec<Uint8Array>,
    rows: Vec<Uint8Array>,
    receipts: Vec<Sealed>,
    aside: Vec<(String, Uint8Array)>,
    rewrites: Vec<SealedWhole>,
    figures: Vec<Uint8Array>,
}

/// The name and bytes of a whole, unless nothing stays.
type SealedWhole = Option<(String, Uint8Array)>;

impl Vault {
    /// Makes all of it durable, or nothing. `None`: another tab has made a document compact that was to be written
    /// anew, and nothing was done; what was refused must be taken out of what stands there now.
    pub async fn keep(&self, keep: &KeepRows) -> Result<Option<Kept>, IdbError> {
        let sealed = self.seal_keep(keep).await?;
        let stores = [CHUNKS, OWED, OUTBOX, RECEIPTS, DOCUMENTS, ASIDE, META, FIGURES];
        let transaction = self.database.begin(&stores, How::Strict).await?;
        let (chunks, owed) = (transaction.store(CHUNKS)?, transaction.store(OWED)?);
        for rewrite in &keep.rewrites {
            if let Some(whole) = &rewrite.whole
                && wholes(&chunks, &rewrite.document.to_string()).await? != whole.seen.iter().cloned().collect()
            {
                return Ok(None);
            }
        }
        put_chunks(&chunks, &owed, &keep.chunks, &sealed.chunks)?;
        self.put_rows(&transaction.store(DOCUMENTS)?, &keep.rows, &sealed.rows)?;
        for (document, hash) in &keep.acknowledged {
            forget_owed(&owed, &document.to_string(), &hash.to_string()).await?;
        }
        receipts::put(&transaction.store(RECEIPTS)?, &sealed.receipts).await?;
        for (rewrite, sealed) in keep.rewrites.iter().zip(&sealed.rewrites) {
            put_rewrite(&chunks, &owed, rewrite, sealed).await?;
        }
        outbox::settle(&transaction.store(OUTBOX)?, &owed, keep.settled()).await?;
        let aside = transaction.store(ASIDE)?;
        for (name, sealed) in &sealed.aside {
            aside.put(&name.as_str().into(), sealed)?;
        }
        figures::put(&transaction.store(FIGURES)?, keep, &sealed.figures)?;
        let removed = remove_gone(&transaction, &keep.gone).await?;
        put_cursor(&transaction.store(META)?, keep).await?;
        transaction.done().await?;
        self.forget_row_versions(&removed);
        let named = keep.rewrites.iter().zip(sealed.rewrites);
        let wholes = named.filter_map(|(rewrite, whole)| Some((rewrite.document, whole?.0))).collect();
        Ok(Some(Kept { removed, wholes }))
    }

    async fn seal_keep(&self, keep: &KeepRows) -> Result<SealedKeep, IdbError> {
        let receipts = keep.receipts.iter().map(|(document, receipt)| receipts::seal(&self.seal, *document, receipt));
        let mut aside = Vec::new();
        for one in &keep.aside {
            aside.push(self.seal_aside(one).await?);
        }
        let mut rewrites = Vec::new();
        for rewrite in &keep.rewrites {
            let id = rewrite.document.to_string();
            let whole = rewrite.whole.as_ref().filter(|whole| !whole.bytes.is_empty());
            rewrites.push(match whole {
                None => None,
                Some(whole) => {
                    let name = seal::digest(&whole.bytes).await?;
                    let place = place(CHUNKS, &[&id, SNAPSHOT, &name]);
                    let sealed = self.seal.seal(&place, &whole.bytes).await?;
                    Some((name, sealed))
                }
            });
        }
        Ok(SealedKeep {
            chunks: self.seal_chunks(&keep.chunks).await?,
            rows: self.seal_rows(&keep.rows).await?,
            receipts: try_join_all(receipts).await?,
            aside,
            rewrites,
            figures: self.seal_figures(&keep.figures).await?,
        })
    }
}

async fn forget_owed(owed: &Store, document: &str, hash: &str) -> Result<(), IdbError> {
    for number in owed.keys_by(BY_CHANGE, &key(&[document, hash])).await?.iter() {
        owed.delete(&number)?;
    }
    Ok(())
}

async fn put_rewrite(chunks: &Store, owed: &Store, rewrite: &Rewrite, sealed: &SealedWhole) -> Result<(), IdbError> {
    let id = rewrite.document.to_string();
    for hash in &rewrite.refused {
        let hash = hash.to_string();
        chunks.delete(&key(&[&id, INCREMENTAL, &hash]))?;
        forget_owed(owed, &id, &hash).await?;
    }
    let Some(whole) = &rewrite.whole else { return Ok(()) };
    for old in &whole.instead_of {
        chunks.delete(&key(&[&id, SNAPSHOT, old]))?;
    }
    if let Some((name, bytes)) = sealed {
        chunks.put(&key(&[&id, SNAPSHOT, name]), bytes)?;
    }
    drop_held(chunks, owed, &id, &whole.held).await
}

/// The names of a document's wholes.
pub(super) async fn wholes(chunks: &Store, id: &str) -> Result<BTreeSet<String>, IdbError> {
    let keys = chunks.keys(&beginning(id)?, CHUNKS_MAX).await?;
    let names = keys.iter().filter_map(|key| {
        let parts: Array = key.dyn_into().ok()?;
        (parts.get(1).as_string()? == SNAPSHOT).then(|| parts.get(2).as_string())?
    });
    Ok(names.collect())
}

/// Removes the single changes that a whole holds, but for those that are owed.
pub(super) async fn drop_held(chunks: &Store, owed: &Store, id: &str, held: &[ChangeHash]) -> Result<(), IdbError> {
    let still_owed = !owed.keys_by(BY_DOCUMENT, &id.into()).await?.is_empty_list();
    let held: BTreeSet<String> = held.iter().map(ToString::to_string).collect();
    for found in chunks.keys(&beginning(id)?, CHUNKS_MAX).await?.iter() {
        let parts: Array = found.clone().dyn_into()?;
        let (kind, hash) = (parts.get(1).as_string(), parts.get(2).as_string());
        let Some(hash) = hash.filter(|hash| kind.as_deref() == Some(INCREMENTAL) && held.contains(hash)) else {
            continue;
        };
        let is_owed = still_owed && !owed.keys_by(BY_CHANGE, &key(&[id, &hash])).await?.is_empty_list();
        if !is_owed {
            chunks.delete(&found)?;
        }
    }
    Ok(())
}

/// Takes documents off the device of which nothing is owed.
pub(super) async fn remove_gone(transaction: &Transaction, gone: &[DocumentId]) -> Result<Vec<DocumentId>, IdbError> {
    let mut removed = Vec::new();
    for document in gone {
        let id = document.to_string();
        let owed = transaction.store(OWED)?.keys_by(BY_DOCUMENT, &id.as_str().into()).await?;
        if owed.is_empty_list() {
            let range = beginning(&id)?;
            transaction.store(CHUNKS)?.delete(&range)?;
            transaction.store(RECEIPTS)?.delete(&range)?;
            transaction.store(DOCUMENTS)?.delete(&id.into())?;
            transaction.store(META)?.delete(&refused::key(*document).into())?;
            transaction.store(META)?.delete(&seen::key(*document).into())?;
            for name in of_document(*document) {
                transaction.store(META)?.delete(&drafts::key(&name).into())?;
            }
            removed.push(*document);
        }
    }
    Ok(removed)
}

async fn put_cursor(meta: &Store, keep: &KeepRows) -> Result<(), IdbError> {
    if keep.restart {
        meta.delete(&CURSOR.into())?;
        meta.put(&OFFERING.into(), &JsValue::TRUE)?;
    }
    if keep.feed_anew {
        meta.put(&FEED_ANEW.into(), &JsValue::TRUE)?;
    }
    if keep.offered {
        meta.put(&OFFERING.into(), &JsValue::FALSE)?;
    }
    if let Some(cursor) = keep.cursor
        && meta.get(&FEED_ANEW.into()).await?.is_undefined()
    {
        let mut bytes = [0; 16];
        let (number, mark) = bytes.split_at_mut(8);
        number.copy_from_slice(&cursor.number.to_be_bytes());
        mark.copy_from_slice(&cursor.mark);
        meta.put(&CURSOR.into(), &Uint8Array::from(bytes.as_slice()))?;
    }
    Ok(())
}

pub(super) fn read_cursor(value: &JsValue) -> Option<Cursor> {
    let bytes = value.dyn_ref::<Uint8Array>()?.to_vec();
    Some(Cursor {
        number: u64::from_be_bytes(bytes.get(..8)?.try_into().ok()?),
        mark: bytes.get(8..16)?.try_into().ok()?,
    })
}
