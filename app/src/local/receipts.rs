//! Receipts as they are kept, and the marks of this device's own writing sessions until they have
//! one. Of two receipts of one session the newer stays.

use js_sys::Uint8Array;
use minicbor::{Decoder, decode};
use shared::ids::{Actor, ChangeHash, DeviceId, DocumentId, MemberId};
use shared::protocol::Receipt;
use wasm_bindgen::JsValue;

use super::codec;
use super::idb::{IdbError, Store};
use super::seal::{Seal, place};
use super::setup::RECEIPTS;
use super::vault::key;
use crate::platform::js;

/// A receipt ready to be put.
pub(super) struct Sealed {
    key: JsValue,
    seq: u64,
    value: JsValue,
}

/// Seals a receipt.
pub(super) async fn seal(seal: &Seal, document: DocumentId, receipt: &Receipt) -> Result<Sealed, IdbError> {
    let bytes = receipt_to_bytes(receipt);
    let sealed = seal.seal(&receipt_place(document, receipt.actor), &bytes).await?;
    Ok(Sealed {
        key: key(&[&document.to_string(), &receipt.actor.to_string()]),
        seq: receipt.seq,
        value: receipt_value(receipt.seq, &sealed),
    })
}

/// Puts receipts, unless newer ones are there.
pub(super) async fn put(store: &Store, receipts: &[Sealed]) -> Result<(), IdbError> {
    for Sealed { key, seq, value } in receipts {
        let there = store.get(key).await?;
        let newest = js::get(&there, "seq").ok().and_then(|seq| seq.as_f64());
        if newest.is_none_or(|newest| newest < *seq as f64) {
            store.put(key, value)?;
        }
    }
    Ok(())
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
pub(super) async fn open(seal: &Seal, document: DocumentId, actor: Actor, value: &JsValue) -> Option<Option<Receipt>> {
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
