//! What is set aside: refused words, sealed, and chunks whose seal does not fit, as they were found.
//! It must never remove any of it.

use js_sys::Uint8Array;
use minicbor::{Decoder, decode};
use shared::ids::{ChangeHash, DocumentId};
use shared::protocol::Refusal;
use shared::time::Instant;
use wasm_bindgen::{JsCast, JsValue};

use super::codec;
use super::idb::{How, IdbError};
use super::outbox::RefusedParcel;
use super::seal::{self, place};
use super::setup::{ASIDE, CHUNKS, META};
use super::vault::{CURSOR, FEED_ANEW, Vault, key};
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
    /// A parcel of a vault that nobody can open any more.
    Parcel(RefusedParcel),
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

impl Vault {
    pub(super) async fn seal_aside(&self, aside: &Aside) -> Result<(String, Uint8Array), IdbError> {
        let bytes = aside_to_bytes(aside);
        let name = seal::digest(&bytes).await?;
        let sealed = self.seal.seal(&place(ASIDE, &[&name]), &bytes).await?;
        Ok((name, sealed))
    }

    /// Moves a chunk whose seal does not fit out of the way, as it is. The feed begins anew, so that
    /// what the relay has of it comes again.
    pub(super) async fn set_broken_aside(&self, document: DocumentId, kind: &str, name: &str) -> Result<(), IdbError> {
        let id = document.to_string();
        let from = key(&[&id, kind, name]);
        let transaction = self.database.begin(&[CHUNKS, ASIDE, META], How::Strict).await?;
        let chunks = transaction.store(CHUNKS)?;
        let bytes = chunks.get(&from).await?;
        if !bytes.is_undefined() {
            let at = JsValue::from_f64(clock::now().ms() as f64);
            let value = js::object(&[("d", id.as_str().into()), ("at", at), ("bytes", bytes)]);
            let to = format!("broken {id} {kind} {name}");
            transaction.store(ASIDE)?.put(&to.into(), &value)?;
            chunks.delete(&from)?;
            let meta = transaction.store(META)?;
            meta.delete(&CURSOR.into())?;
            // What the line keeps until it begins anew must not put the cursor back.
            meta.put(&FEED_ANEW.into(), &JsValue::TRUE)?;
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
        found.extend(self.refused_parcels().await?.into_iter().map(AsideFound::Parcel));
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
