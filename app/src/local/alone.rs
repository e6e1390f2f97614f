//! A device without its person: what stands outside of a vault that is shut. By its own key it says that it is there,
//! hands over what is owed and hears what became of it. It must never give anything that is anybody's, and take no order
//! for one of the relay's that the relay has not signed for this very question.

use js_sys::Uint8Array;
use shared::ids::{DeviceId, MemberId};
use shared::protocol::signed::{self, NONCE_BYTES, PARCEL_ID_BYTES, PUBLIC_KEY_BYTES, SIGNATURE_BYTES};
use shared::time::Instant;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CryptoKey;

use super::idb::{How, IdbError};
use super::keys;
use super::lock::{LOCK, Lock, moment};
use super::setup::{ASIDE, CHUNKS, DOCUMENTS, FIGURES, META, OUTBOX, OWED, RECEIPTS};
use super::vault::Vault;
use crate::platform::{clock, js};

/// The relay's own public keys, as they stand outside of the vault.
pub(super) const RELAY: &str = "relay-keys";
/// When the relay was last spoken to.
const CONTACT: &str = "contact";

/// The relay's own public keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelayKeys {
    /// By which its orders are known.
    pub orders: [u8; PUBLIC_KEY_BYTES],
    /// To which parcels are sealed.
    pub outbox: [u8; PUBLIC_KEY_BYTES],
}

impl RelayKeys {
    pub(super) fn to_bytes(self) -> Vec<u8> {
        [self.orders, self.outbox].concat()
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (orders, outbox) = bytes.split_at_checked(PUBLIC_KEY_BYTES)?;
        Some(Self { orders: orders.try_into().ok()?, outbox: outbox.try_into().ok()? })
    }
}

/// What speaks for a device.
#[derive(Clone)]
pub struct Alone {
    /// Whose, and which.
    pub who: (MemberId, DeviceId),
    device_key: CryptoKey,
    orders: Option<[u8; PUBLIC_KEY_BYTES]>,
}

impl Alone {
    /// Signs that this device is there.
    pub async fn sign_contact(&self, nonce: &[u8; NONCE_BYTES]) -> Result<[u8; SIGNATURE_BYTES], IdbError> {
        keys::sign(&self.device_key, &signed::contact(nonce, self.who)).await
    }

    /// Signs that it has wiped itself.
    pub async fn sign_wiped(&self, nonce: &[u8; NONCE_BYTES]) -> Result<[u8; SIGNATURE_BYTES], IdbError> {
        keys::sign(&self.device_key, &signed::wiped(nonce, self.who)).await
    }

    /// Signs that it hands over these parcels.
    pub async fn sign_delivery(
        &self,
        nonce: &[u8; NONCE_BYTES],
        ids: &[[u8; PARCEL_ID_BYTES]],
    ) -> Result<[u8; SIGNATURE_BYTES], IdbError> {
        keys::sign(&self.device_key, &signed::delivery(nonce, self.who, ids)).await
    }

    /// Whether the relay orders, for this very question, that the device be wiped.
    pub async fn is_ordered(&self, nonce: &[u8; NONCE_BYTES], signature: &[u8; SIGNATURE_BYTES]) -> bool {
        let order = signed::wipe_order(nonce, self.who);
        match &self.orders {
            Some(orders) => keys::has_signed(orders, &order, signature).await.unwrap_or(false),
            None => false,
        }
    }
}

impl Lock {
    /// What speaks for the device; none if the browser has cleared it.
    ///
    /// # Errors
    /// The storage does not answer.
    pub async fn alone(&self, who: (MemberId, DeviceId)) -> Result<Option<Alone>, IdbError> {
        let transaction = self.database.begin(&[META], How::Read).await?;
        let meta = transaction.store(META)?;
        let (record, relay) = (meta.get(&LOCK.into()).await?, meta.get(&RELAY.into()).await?);
        transaction.done().await?;
        let key = js::get(&record, "deviceKey").ok().and_then(|key| key.dyn_into::<CryptoKey>().ok());
        let relay = relay.dyn_into::<Uint8Array>().ok().and_then(|keys| RelayKeys::from_bytes(&keys.to_vec()));
        Ok(key.map(|device_key| Alone { who, device_key, orders: relay.map(|relay| relay.orders) }))
    }

    /// When the relay was last spoken to; from the first look on, where it is not known.
    ///
    /// # Errors
    /// The storage does not answer.
    pub async fn contact_at(&self) -> Result<Instant, IdbError> {
        let transaction = self.database.begin(&[META], How::Read).await?;
        let found = transaction.store(META)?.get(&CONTACT.into()).await?;
        transaction.done().await?;
        match found.as_f64() {
            Some(ms) => Ok(Instant::from_ms(ms as i64)),
            None => {
                let now = clock::now();
                self.put_contact(now).await?;
                Ok(now)
            }
        }
    }

    /// Keeps when the relay was spoken to.
    ///
    /// # Errors
    /// The storage does not take it.
    pub async fn put_contact(&self, at: Instant) -> Result<(), IdbError> {
        let transaction = self.database.begin(&[META], How::Relaxed).await?;
        transaction.store(META)?.put(&CONTACT.into(), &moment(at))?;
        transaction.done().await
    }

    /// The relay has ordered that the vault goes: nothing opens it from now on, whatever comes in between. What is owed
    /// to the relay stays until it is handed over.
    ///
    /// # Errors
    /// The storage does not take it.
    pub async fn end_by_order(&self) -> Result<(), IdbError> {
        let transaction = self.database.begin(&[META], How::Strict).await?;
        let meta = transaction.store(META)?;
        let record = meta.get(&LOCK.into()).await?;
        if record.is_object() {
            meta.put(&LOCK.into(), &super::lock::ended(&record, true))?;
        }
        transaction.done().await
    }

    /// Takes away everything that is anybody's. What speaks for the device stays until the relay has heard of it.
    ///
    /// # Errors
    /// The storage does not take it.
    pub async fn empty(&self) -> Result<(), IdbError> {
        let stores = [CHUNKS, OWED, OUTBOX, RECEIPTS, DOCUMENTS, ASIDE, META, FIGURES];
        let transaction = self.database.begin(&stores, How::Strict).await?;
        for store in stores.into_iter().filter(|store| *store != META) {
            transaction.store(store)?.clear()?;
        }
        let meta = transaction.store(META)?;
        for name in meta.keys(&JsValue::UNDEFINED, u32::MAX).await?.iter() {
            if ![LOCK, RELAY].contains(&name.as_string().unwrap_or_default().as_str()) {
                meta.delete(&name)?;
            }
        }
        transaction.done().await
    }
}

impl Vault {
    /// Whether what is owed is sealed to the relay as well.
    pub fn knows_relay(&self) -> bool {
        self.sealer.is_some()
    }

    /// Keeps the relay's keys: within the seal, and outside of it for when the vault is shut.
    pub async fn put_relay_keys(&self, relay: RelayKeys) -> Result<(), IdbError> {
        let bytes = relay.to_bytes();
        let sealed = self.seal.seal(&super::seal::place(META, &[RELAY_SEALED]), &bytes).await?;
        let transaction = self.database.begin(&[META], How::Strict).await?;
        let meta = transaction.store(META)?;
        meta.put(&RELAY.into(), &Uint8Array::from(bytes.as_slice()))?;
        meta.put(&RELAY_SEALED.into(), &sealed)?;
        meta.put(&CONTACT.into(), &moment(clock::now()))?;
        transaction.done().await
    }

    /// The relay's keys as the seal holds them: whoever changes what stands outside is sealed nothing to.
    pub(super) async fn relay_keys(&self) -> Result<Option<RelayKeys>, IdbError> {
        let transaction = self.database.begin(&[META], How::Read).await?;
        let found = transaction.store(META)?.get(&RELAY_SEALED.into()).await?;
        transaction.done().await?;
        let opened = self.seal.open(&super::seal::place(META, &[RELAY_SEALED]), &found).await.ok();
        Ok(opened.and_then(|bytes| RelayKeys::from_bytes(&bytes)))
    }
}

/// The relay's own public keys, as the vault's seal holds them.
const RELAY_SEALED: &str = "relay-keys-sealed";
