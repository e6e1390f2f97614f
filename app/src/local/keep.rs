//! What the relay's answers make of a vault, in one transaction; and what is set aside. It must
//! never move the cursor without what came with it, and never remove a document of which
//! something is owed.

use futures::future::try_join_all;
use js_sys::Uint8Array;
use minicbor::{Decoder, decode};
use shared::ids::{Actor, ChangeHash, DeviceId, DocumentId, MemberId};
use shared::protocol::{Cursor, Receipt, Refusal};
use shared::time::Instant;
use wasm_bindgen::{JsCast, JsValue};

use super::codec;
use super::idb::{How, IdbError, Store, Transaction};
use super::seal::{self, Seal, place};
use super::setup::{ASIDE, BY_CHANGE, BY_DOCUMENT, CHUNKS, DOCUMENTS, META, OWED, RECEIPTS};
use super::vault::{CURSOR, EmptyList, NewChunk, OFFERING, RowWrite, SNAPSHOT, Vault, beginning, key, put_chunks};
use crate::platform::{clock, js};

/// The most things that are listed as set aside.
const ASIDE_MAX: u32 = 1_000;
/// The form of what is set aside.
const FORM: u8 = 1;

/// Refused words, to be set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// Of which document.
    pub document: DocumentId,
    /// Why.
    pub refusal: Refusal,
    /// When.
    pub at: Instant,
    /// The words, as far as they can be shown.
    pub text: String,
    /// The refused changes and all of this device that build on them, each after what it builds on.
    pub changes: Vec<(ChangeHash, Vec<u8>)>,
}

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
    receipts: Vec<(JsValue, u64, JsValue)>,
    aside: Vec<(String, Uint8Array)>,
    rewrites: Vec<SealedRewrite>,
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
        let stores = [CHUNKS, OWED, RECEIPTS, DOCUMENTS, ASIDE, META];
        let transaction = self.database.begin(&stores, How::Strict).await?;
        let (chunks, owed) = (transaction.store(CHUNKS)?, transaction.store(OWED)?);
        put_chunks(&chunks, &owed, &keep.chunks, &sealed.chunks)?;
        self.put_rows(&transaction.store(DOCUMENTS)?, &keep.rows, &sealed.rows)?;
        for (document, hash) in &keep.acknowledged {
            forget_owed(&owed, &document.to_string(), &hash.to_string()).await?;
        }
        put_receipts(&transaction.store(RECEIPTS)?, &sealed.receipts).await?;
        for (rewrite, sealed) in keep.rewrites.iter().zip(&sealed.rewrites) {
            put_rewrite(&chunks, &owed, rewrite, sealed).await?;
        }
        let aside = transaction.store(ASIDE)?;
        for (name, sealed) in &sealed.aside {
            aside.put(&name.as_str().into(), sealed)?;
        }
        let removed = remove_gone(&transaction, &keep.gone).await?;
        put_cursor(&transaction.store(META)?, keep)?;
        transaction.done().await?;
        Ok(Kept { removed })
    }

    async fn seal_keep(&self, keep: &KeepRows) -> Result<SealedKeep, IdbError> {
        let receipts = keep.receipts.iter().map(|(document, receipt)| async move {
            let bytes = receipt_to_bytes(receipt);
            let place = receipt_place(*document, receipt.actor);
            let sealed = self.seal.seal(&place, &bytes).await?;
            let key = key(&[&document.to_string(), &receipt.actor.to_string()]);
            Ok::<_, IdbError>((key, receipt.seq, receipt_value(receipt.seq, &sealed)))
        });
        let mut aside = Vec::new();
        for one in &keep.aside {
            let bytes = aside_to_bytes(one);
            let name = digest(&bytes).await?;
            let sealed = self.seal.seal(&place(ASIDE, &[&name]), &bytes).await?;
            aside.push((name, sealed));
        }
        let mut rewrites = Vec::new();
        for rewrite in &keep.rewrites {
            let id = rewrite.document.to_string();
            let whole = if rewrite.whole.is_empty() {
                None
            } else {
                let name = digest(&rewrite.whole).await?;
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
        })
    }

    /// Moves a chunk whose seal does not fit out of the way, as it is.
    pub(super) async fn set_broken_aside(&self, document: DocumentId, kind: &str, name: &str) -> Result<(), IdbError> {
        let id = document.to_string();
        let from = key(&[&id, kind, name]);
        let transaction = self.database.begin(&[CHUNKS, ASIDE], How::Strict).await?;
        let chunks = transaction.store(CHUNKS)?;
        let bytes = chunks.get(&from).await?;
        if !bytes.is_undefined() {
            let at = JsValue::from_f64(clock::now().ms() as f64);
            let value = js::object(&[("d", id.as_str().into()), ("at", at), ("bytes", bytes)]);
            let to = format!("broken {id} {kind} {name}");
            transaction.store(ASIDE)?.put(&to.into(), &value)?;
            chunks.delete(&from)?;
        }
        transaction.done().await
    }

    /// Everything that was set aside.
    pub async fn asides(&self) -> Result<Vec<AsideFound>, IdbError> {
        let transaction = self.database.begin(&[ASIDE], How::Read).await?;
        let store = transaction.store(ASIDE)?;
        let keys = store.keys(&JsValue::UNDEFINED, ASIDE_MAX).await?;
        let values = store.values(&JsValue::UNDEFINED, ASIDE_MAX).await?;
        transaction.done().await?;
        let mut found = Vec::new();
        for (name, value) in keys.iter().zip(values.iter()) {
            let Some(name) = name.as_string() else { continue };
            found.extend(self.open_aside(name, &value).await);
        }
        Ok(found)
    }

    async fn open_aside(&self, name: String, value: &JsValue) -> Option<AsideFound> {
        if value.is_instance_of::<Uint8Array>() {
            let opened = self.seal.open(&place(ASIDE, &[&name]), value).await.ok()?;
            let refused = codec::read(&opened, read_aside)?;
            return Some(AsideFound::Refused { name, refused });
        }
        let bytes: Uint8Array = js::get(value, "bytes").ok()?.dyn_into().ok()?;
        Some(AsideFound::Broken {
            name,
            document: js::text(value, "d")?.parse().ok()?,
            at: Instant::from_ms(js::get(value, "at").ok()?.as_f64()? as i64),
            bytes: bytes.to_vec(),
        })
    }
}

/// Something that was set aside, as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AsideFound {
    /// Refused words.
    Refused {
        /// Its name.
        name: String,
        /// What and why.
        refused: Aside,
    },
    /// Bytes whose seal does not fit.
    Broken {
        /// Its name.
        name: String,
        /// Of which document.
        document: DocumentId,
        /// When it was found.
        at: Instant,
        /// The bytes as they were.
        bytes: Vec<u8>,
    },
}

async fn forget_owed(owed: &Store, document: &str, hash: &str) -> Result<(), IdbError> {
    for number in owed.keys_by(BY_CHANGE, &key(&[document, hash])).await?.iter() {
        owed.delete(&number)?;
    }
    Ok(())
}

async fn put_receipts(store: &Store, receipts: &[(JsValue, u64, JsValue)]) -> Result<(), IdbError> {
    for (key, seq, value) in receipts {
        let there = store.get(key).await?;
        let newest = js::get(&there, "seq").ok().and_then(|seq| seq.as_f64());
        if newest.is_none_or(|newest| newest < *seq as f64) {
            store.put(key, value)?;
        }
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

/// SHA-256 as hexadecimal digits: the name of a whole.
pub(super) async fn digest(bytes: &[u8]) -> Result<String, IdbError> {
    seal::digest(bytes).await
}

fn receipt_place(document: DocumentId, actor: Actor) -> String {
    place(RECEIPTS, &[&document.to_string(), &actor.to_string()])
}

fn receipt_value(seq: u64, sealed: &Uint8Array) -> JsValue {
    // Sequences count single changes; a f64 counts them exactly.
    js::object(&[("seq", JsValue::from_f64(seq as f64)), ("sealed", sealed.into())])
}

/// The mark that a writing session was begun on this device: a receipt replaces it.
pub(super) async fn seal_mark(seal: &Seal, document: DocumentId, actor: Actor) -> Result<(JsValue, JsValue), IdbError> {
    let sealed = seal.seal(&receipt_place(document, actor), &[]).await?;
    Ok((key(&[&document.to_string(), &actor.to_string()]), receipt_value(0, &sealed)))
}

/// `Some(None)` is the mark of an own writing session without a receipt yet.
pub(super) async fn open_receipt(
    seal: &Seal,
    document: DocumentId,
    actor: Actor,
    value: &JsValue,
) -> Option<Option<Receipt>> {
    let sealed = js::get(value, "sealed").ok()?;
    let bytes = seal.open(&receipt_place(document, actor), &sealed).await.ok()?;
    if bytes.is_empty() {
        return Some(None);
    }
    let receipt = codec::read(&bytes, |d| read_receipt(d, actor))?;
    Some(Some(receipt))
}

fn receipt_to_bytes(receipt: &Receipt) -> Vec<u8> {
    codec::written(|e| {
        e.array(5)?.u64(receipt.seq)?.bytes(&receipt.hash.0)?.bytes(&receipt.member.0)?;
        e.bytes(&receipt.device.0)?.bytes(&receipt.mac)?;
        Ok(())
    })
}

fn read_receipt(d: &mut Decoder<'_>, actor: Actor) -> Result<Receipt, decode::Error> {
    codec::array(d, 5)?;
    Ok(Receipt {
        actor,
        seq: d.u64()?,
        hash: ChangeHash::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a hash"))?,
        member: MemberId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a member"))?,
        device: DeviceId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a device"))?,
        mac: d.bytes()?.try_into().map_err(|_| codec::wrong("a code of another length"))?,
    })
}

fn aside_to_bytes(aside: &Aside) -> Vec<u8> {
    codec::written(|e| {
        e.array(6)?.u8(FORM)?.bytes(&aside.document.0)?.str(aside.refusal.code())?;
        e.i64(aside.at.ms())?.str(&aside.text)?.array(aside.changes.len() as u64)?;
        for (hash, bytes) in &aside.changes {
            e.array(2)?.bytes(&hash.0)?.bytes(bytes)?;
        }
        Ok(())
    })
}

fn read_aside(d: &mut Decoder<'_>) -> Result<Aside, decode::Error> {
    codec::array(d, 6)?;
    if d.u8()? != FORM {
        return Err(codec::wrong("of another form"));
    }
    Ok(Aside {
        document: DocumentId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a document"))?,
        refusal: Refusal::from_code(d.str()?).ok_or_else(|| codec::wrong("a refusal"))?,
        at: Instant::from_ms(d.i64()?),
        text: d.str()?.to_owned(),
        changes: codec::list(d, |d| {
            codec::array(d, 2)?;
            let hash = ChangeHash::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a hash"))?;
            Ok((hash, d.bytes()?.to_vec()))
        })?,
    })
}
