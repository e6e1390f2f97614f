//! What the relay's answers make of a vault, in one transaction; and what is set aside. It must
//! never move the cursor without what came with it, and never remove a document of which
//! something is owed.

use futures::future::try_join_all;
use js_sys::Uint8Array;
use shared::ids::{ChangeHash, DocumentId};
use shared::protocol::{Cursor, Figures, Receipt};
use wasm_bindgen::{JsCast, JsValue};

use super::aside::Aside;
use super::idb::{How, IdbError, Store, Transaction};
use super::receipts::{self, Sealed};
use super::seal::{self, place};
use super::setup::{ASIDE, BY_CHANGE, BY_DOCUMENT, CHUNKS, DOCUMENTS, FIGURES, META, OWED, RECEIPTS};
use super::vault::{CURSOR, EmptyList, NewChunk, OFFERING, RowWrite, SNAPSHOT, Vault, beginning, key, put_chunks};
use super::{drafts, figures, refused};
use crate::store::drafts::next_visit;

/// A document that is written anew without what was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    /// Which.
    pub document: DocumentId,
    /// All that stays of it, as one whole; empty if nothing stays.
    pub whole: Vec<u8>,
    /// Changes of it that are still owed, and therefore stay as changes as well.
    pub owed: Vec<NewChunk>,
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
}

/// What became of a keep.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// The documents that are no longer on this device.
    pub removed: Vec<DocumentId>,
}

struct SealedKeep {
    chunks: Vec<Uint8Array>,
    rows: Vec<Uint8Array>,
    receipts: Vec<Sealed>,
    aside: Vec<(String, Uint8Array)>,
    rewrites: Vec<SealedRewrite>,
    figures: Vec<Uint8Array>,
}

struct SealedRewrite {
    /// Its name and bytes, unless nothing stays.
    whole: Option<(String, Uint8Array)>,
    changes: Vec<Uint8Array>,
}

impl Vault {
    /// Makes all of it durable, or nothing.
    pub async fn keep(&self, keep: &KeepRows) -> Result<Kept, IdbError> {
        let sealed = self.seal_keep(keep).await?;
        let stores = [CHUNKS, OWED, RECEIPTS, DOCUMENTS, ASIDE, META, FIGURES];
        let transaction = self.database.begin(&stores, How::Strict).await?;
        let (chunks, owed) = (transaction.store(CHUNKS)?, transaction.store(OWED)?);
        put_chunks(&chunks, &owed, &keep.chunks, &sealed.chunks)?;
        self.put_rows(&transaction.store(DOCUMENTS)?, &keep.rows, &sealed.rows)?;
        for (document, hash) in &keep.acknowledged {
            forget_owed(&owed, &document.to_string(), &hash.to_string()).await?;
        }
        receipts::put(&transaction.store(RECEIPTS)?, &sealed.receipts).await?;
        for (rewrite, sealed) in keep.rewrites.iter().zip(&sealed.rewrites) {
            put_rewrite(&chunks, &owed, rewrite, sealed).await?;
        }
        let aside = transaction.store(ASIDE)?;
        for (name, sealed) in &sealed.aside {
            aside.put(&name.as_str().into(), sealed)?;
        }
        figures::put(&transaction.store(FIGURES)?, keep, &sealed.figures)?;
        let removed = remove_gone(&transaction, &keep.gone).await?;
        put_cursor(&transaction.store(META)?, keep)?;
        transaction.done().await?;
        Ok(Kept { removed })
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
            let whole = if rewrite.whole.is_empty() {
                None
            } else {
                let name = seal::digest(&rewrite.whole).await?;
                let place = place(CHUNKS, &[&id, SNAPSHOT, &name]);
                let sealed = self.seal.seal(&place, &rewrite.whole).await?;
                Some((name, sealed))
            };
            let changes = self.seal_chunks(&rewrite.owed).await?;
            rewrites.push(SealedRewrite { whole, changes });
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

async fn put_rewrite(chunks: &Store, owed: &Store, rewrite: &Rewrite, sealed: &SealedRewrite) -> Result<(), IdbError> {
    let id = rewrite.document.to_string();
    chunks.delete(&beginning(&id)?)?;
    for number in owed.keys_by(BY_DOCUMENT, &id.as_str().into()).await?.iter() {
        owed.delete(&number)?;
    }
    if let Some((name, whole)) = &sealed.whole {
        chunks.put(&key(&[&id, SNAPSHOT, name]), whole)?;
    }
    put_chunks(chunks, owed, &rewrite.owed, &sealed.changes)
}

/// Takes documents off the device of which nothing is owed.
async fn remove_gone(transaction: &Transaction, gone: &[DocumentId]) -> Result<Vec<DocumentId>, IdbError> {
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
            transaction.store(META)?.delete(&drafts::key(&next_visit(*document)).into())?;
            removed.push(*document);
        }
    }
    Ok(removed)
}

fn put_cursor(meta: &Store, keep: &KeepRows) -> Result<(), IdbError> {
    if keep.restart {
        meta.delete(&CURSOR.into())?;
        meta.put(&OFFERING.into(), &JsValue::TRUE)?;
    }
    if keep.offered {
        meta.put(&OFFERING.into(), &JsValue::FALSE)?;
    }
    if let Some(cursor) = keep.cursor {
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
