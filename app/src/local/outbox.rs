//! Parcels: what is owed, sealed to the relay alone and signed with its person's key while their vault is open, and kept
//! beside it outside of the vault's own seal, so that the device can hand it over without them. A parcel comes with the
//! words that it holds, in the same transaction, and goes when none of them is owed any more. It must never be read here:
//! nobody but the relay can.

mod grouping;
mod reading;
mod sealing;

use std::collections::BTreeSet;

use futures::future::try_join_all;
use js_sys::{Array, Uint8Array};
use shared::ids::{ChangeHash, DocumentId};
use shared::protocol::signed::{PARCEL_ID_BYTES, PUBLIC_KEY_BYTES, SIGNATURE_BYTES};
use shared::protocol::{FromDevice, Push, encode_from_device};
use shared::time::Instant;
use wasm_bindgen::JsValue;

use super::idb::{IdbError, Store};
use super::setup::BY_HELD;
use super::vault::{NewChunk, Vault};
use crate::platform::js;

pub use reading::{KeptParcel, Refused, RefusedParcel, Unsent};
pub use sealing::Sealer;

/// What stands between a document and a change in the name of what a parcel holds.
const BETWEEN: char = ' ';

/// A parcel as it is handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Its id, random.
    pub id: [u8; PARCEL_ID_BYTES],
    /// The public half of the pair that was made for it alone.
    pub sender: [u8; PUBLIC_KEY_BYTES],
    /// A push, sealed to the relay.
    pub sealed: Vec<u8>,
    /// By the person's key on this device.
    pub signature: [u8; SIGNATURE_BYTES],
}

/// A parcel ready to be put.
pub(super) struct NewParcel {
    held: Vec<String>,
    at: Instant,
    parcel: Parcel,
}

impl NewParcel {
    fn value(&self) -> JsValue {
        let bytes = |bytes: &[u8]| JsValue::from(Uint8Array::from(bytes));
        let held: Array = self.held.iter().map(|held| JsValue::from_str(held)).collect();
        js::object(&[
            ("c", held.into()),
            ("at", JsValue::from_f64(self.at.ms() as f64)),
            ("id", bytes(&self.parcel.id)),
            ("sender", bytes(&self.parcel.sender)),
            ("sealed", bytes(&self.parcel.sealed)),
            ("signature", bytes(&self.parcel.signature)),
        ])
    }
}

fn held_name(document: DocumentId, hash: ChangeHash) -> String {
    format!("{document}{BETWEEN}{hash}")
}

impl Vault {
    /// Parcels of what is owed of these changes: a few for all that is stored together, not one a change. None while
    /// the relay's key is not known.
    pub(super) async fn seal_parcels(&self, chunks: &[NewChunk]) -> Result<Vec<NewParcel>, IdbError> {
        let Some(sealer) = &self.sealer else { return Ok(Vec::new()) };
        let owed: Vec<&NewChunk> = chunks.iter().filter(|chunk| chunk.owed_at.is_some()).collect();
        let sealing = grouping::groups(&owed).into_iter().map(|group| async move {
            let push = Push {
                batch: 0,
                document: group.document,
                changes: group.chunks.iter().map(|chunk| chunk.bytes.clone()).collect(),
                receipts: Vec::new(),
            };
            let parcel = sealer.seal(&encode_from_device(&FromDevice::Push(push))).await?;
            let held = group.chunks.iter().map(|chunk| held_name(chunk.document, chunk.hash)).collect();
            let at = group.chunks.iter().filter_map(|chunk| chunk.owed_at).min();
            Ok(NewParcel { held, at: at.unwrap_or(Instant::from_ms(0)), parcel })
        });
        try_join_all(sealing).await
    }
}

/// Puts parcels behind all others.
pub(super) fn put(outbox: &Store, parcels: &[NewParcel]) -> Result<(), IdbError> {
    parcels.iter().try_for_each(|parcel| outbox.push(&parcel.value()))
}

/// Takes away the parcels of which nothing is owed any more; `settled` are the changes that have just ceased to be, in
/// this transaction.
pub(super) async fn settle(
    outbox: &Store,
    owed: &Store,
    settled: impl Iterator<Item = (DocumentId, ChangeHash)>,
) -> Result<(), IdbError> {
    let settled: BTreeSet<String> = settled.map(|(document, hash)| held_name(document, hash)).collect();
    let mut seen = BTreeSet::new();
    for name in &settled {
        for number in outbox.keys_by(BY_HELD, &name.as_str().into()).await?.iter() {
            let is_new = number.as_f64().is_some_and(|number| seen.insert(number as u64));
            if is_new && !reading::owes_any(&reading::held(&outbox.get(&number).await?), owed).await? {
                outbox.delete(&number)?;
            }
        }
    }
    Ok(())
}
