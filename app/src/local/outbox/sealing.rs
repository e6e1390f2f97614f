//! Sealing a parcel, by the browser's own cryptography (docs/protocol.md, "The sealed outbox"): to the relay's key, and
//! signed with the person's. The private half of what it is sealed with is forgotten before it is used, so that neither
//! this device nor whoever has it in hand can read it. One key is made ahead, so that nobody who types waits for it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;
use shared::ids::{DeviceId, MemberId};
use shared::protocol::signed::{self, PARCEL_ID_BYTES, PUBLIC_KEY_BYTES};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::CryptoKey;

use super::Parcel;
use crate::local::idb::IdbError;
use crate::local::keys::{self, ask, bytes, bytes_of, failed, uses};
use crate::platform::{js, random};

/// Each key seals once: its nonce is always the same.
const NONCE: [u8; 12] = [0; 12];

/// What seals the parcels of an open vault.
pub struct Sealer {
    who: (MemberId, DeviceId),
    member_key: CryptoKey,
    relay: [u8; PUBLIC_KEY_BYTES],
    relay_key: JsValue,
    ahead: RefCell<Option<ParcelKey>>,
}

/// The key of one parcel.
struct ParcelKey {
    sender: [u8; PUBLIC_KEY_BYTES],
    key: JsValue,
}

impl Sealer {
    /// `relay` is the key that the relay opens parcels with.
    pub async fn new(
        who: (MemberId, DeviceId),
        member_key: CryptoKey,
        relay: [u8; PUBLIC_KEY_BYTES],
    ) -> Result<Rc<Self>, IdbError> {
        let arguments = ["raw".into(), bytes(&relay), ecdh(&[]), false.into(), uses(&[])];
        let relay_key = ask("importKey", &arguments).await?;
        let sealer = Rc::new(Self { who, member_key, relay, relay_key, ahead: RefCell::default() });
        sealer.make_ahead();
        Ok(sealer)
    }

    /// Makes a key for the next parcel, unless there is one: while nobody waits for anything.
    pub(in crate::local) fn make_ahead(self: &Rc<Self>) {
        let own = Rc::clone(self);
        spawn_local(async move {
            if own.ahead.borrow().is_none()
                && let Ok(key) = own.new_key().await
            {
                *own.ahead.borrow_mut() = Some(key);
            }
        });
    }

    async fn new_key(&self) -> Result<ParcelKey, IdbError> {
        let pair = ask("generateKey", &[ecdh(&[]), false.into(), uses(&["deriveBits"])]).await?;
        let sender = bytes_of(&ask("exportKey", &["raw".into(), js::get(&pair, "publicKey")?]).await?)?;
        let agreed = ecdh(&[("public", self.relay_key.clone())]);
        let shared = ask("deriveBits", &[agreed, js::get(&pair, "privateKey")?, JsValue::from(256)]).await?;
        let from = ask("importKey", &["raw".into(), shared, "HKDF".into(), false.into(), uses(&["deriveKey"])]).await?;
        let way = js::object(&[
            ("name", "HKDF".into()),
            ("hash", "SHA-256".into()),
            ("salt", Uint8Array::new_with_length(0).into()),
            ("info", bytes(&signed::parcel_key(&sender, &self.relay))),
        ]);
        let kind = js::object(&[("name", "AES-GCM".into()), ("length", JsValue::from(256))]);
        let key = ask("deriveKey", &[way, from, kind, false.into(), uses(&["encrypt"])]).await?;
        Ok(ParcelKey { sender, key })
    }

    /// Seals a push.
    pub(super) async fn seal(&self, plain: &[u8]) -> Result<Parcel, IdbError> {
        let ahead = self.ahead.borrow_mut().take();
        let ParcelKey { sender, key } = match ahead {
            Some(key) => key,
            None => self.new_key().await?,
        };
        let id = random::bytes::<PARCEL_ID_BYTES>().ok_or_else(|| failed("the browser gives no randomness"))?;
        let way = js::object(&[
            ("name", "AES-GCM".into()),
            ("iv", bytes(&NONCE)),
            ("additionalData", bytes(&signed::parcel_about(self.who, &id))),
        ]);
        let sealed = Uint8Array::new(&ask("encrypt", &[way, key, bytes(plain)]).await?).to_vec();
        let signature = keys::sign(&self.member_key, &signed::parcel(self.who, &id, &sender, &sealed)).await?;
        Ok(Parcel { id, sender, sealed, signature })
    }
}

fn ecdh(more: &[(&str, JsValue)]) -> JsValue {
    let of = js::object(more).unchecked_into::<js_sys::Object>();
    for (name, value) in [("name", "ECDH"), ("namedCurve", "P-256")] {
        // Setting a property of a plain object cannot fail.
        let _ = js_sys::Reflect::set(&of, &name.into(), &value.into());
    }
    of.into()
}
