//! Sealing: AES-256-GCM by the browser, with a key that cannot leave it. Each row is bound to its
//! store and key, so that no row can stand in for another. It must never seal inside a
//! transaction (which ends while it is awaited), and never give bytes whose seal does not fit.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesGcmParams, CryptoKey, SubtleCrypto};

use super::idb::IdbError;
use crate::platform::{js, random};

/// How a sealed row begins: the version of this form.
const FORM: u8 = 1;
/// How long a nonce is.
pub const NONCE_BYTES: usize = 12;
/// How much longer what is sealed is than what was.
pub const TAG_BYTES: usize = 16;
const NONCE_AT: usize = 1;
const BODY_AT: usize = NONCE_AT + NONCE_BYTES;

/// A seal that does not fit: the bytes, their place or the key are not what they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the seal does not fit")]
pub struct BrokenSeal;

/// The seal of one database.
#[derive(Clone)]
pub struct Seal {
    key: CryptoKey,
}

pub(super) fn subtle() -> Result<SubtleCrypto, IdbError> {
    let none = || IdbError::Unsupported("WebCrypto");
    let crypto = web_sys::window().ok_or_else(none)?.crypto()?;
    // It is missing where the page came by plain http from another machine.
    js::get(&crypto, "subtle").ok().filter(JsValue::is_object).ok_or_else(none)?;
    Ok(crypto.subtle())
}

/// The place of a row, as its seal holds it.
pub fn place(store: &str, key: &[&str]) -> String {
    format!("{store}\n{}", key.join("\n"))
}

impl Seal {
    /// A new key that cannot be taken out of this browser.
    pub async fn new_key() -> Result<CryptoKey, IdbError> {
        let kind = js::object(&[("name", "AES-GCM".into()), ("length", JsValue::from(256))]);
        let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
        let made = subtle()?.generate_key_with_object(kind.unchecked_ref(), false, &uses)?;
        Ok(JsFuture::from(made).await?.unchecked_into())
    }

    /// Takes a key as the database gave it back.
    pub fn from_key(key: &JsValue) -> Result<Self, IdbError> {
        let key = key.clone().dyn_into::<CryptoKey>();
        key.map(|key| Self { key }).map_err(|_| IdbError::Failed("the device's key is not a key".to_owned()))
    }

    /// Seals bytes for a place.
    pub async fn seal(&self, place: &str, plain: &[u8]) -> Result<Uint8Array, IdbError> {
        let nonce = random::bytes::<NONCE_BYTES>()
            .ok_or_else(|| IdbError::Failed("the browser gives no randomness".to_owned()))?;
        let body = self.seal_at(&nonce, place.as_bytes(), plain).await?;
        let head = BODY_AT as u32;
        let sealed = Uint8Array::new_with_length(head + body.length());
        sealed.set_index(0, FORM);
        sealed.set(&Uint8Array::from(nonce.as_slice()), NONCE_AT as u32);
        sealed.set(&body, head);
        Ok(sealed)
    }

    /// Opens bytes that were sealed for a place.
    pub async fn open(&self, place: &str, sealed: &JsValue) -> Result<Vec<u8>, BrokenSeal> {
        let sealed = sealed.dyn_ref::<Uint8Array>().ok_or(BrokenSeal)?;
        let head = BODY_AT as u32;
        if sealed.length() < head || sealed.get_index(0) != FORM {
            return Err(BrokenSeal);
        }
        let nonce = sealed.subarray(NONCE_AT as u32, head).to_vec();
        let body = sealed.subarray(head, sealed.length());
        self.open_at(&nonce, place.as_bytes(), &body).await
    }

    /// Seals bytes under a nonce that this key is never given again, bound to what stands beside them.
    pub async fn seal_at(&self, nonce: &[u8], beside: &[u8], plain: &[u8]) -> Result<Uint8Array, IdbError> {
        let way = way(nonce, beside);
        let made = subtle()?.encrypt_with_object_and_js_u8_array(&way, &self.key, &Uint8Array::from(plain))?;
        Ok(Uint8Array::new(&JsFuture::from(made).await?))
    }

    /// Opens bytes that were sealed so.
    pub async fn open_at(&self, nonce: &[u8], beside: &[u8], sealed: &Uint8Array) -> Result<Vec<u8>, BrokenSeal> {
        let opened = subtle()
            .ok()
            .and_then(|subtle| subtle.decrypt_with_object_and_js_u8_array(&way(nonce, beside), &self.key, sealed).ok())
            .ok_or(BrokenSeal)?;
        let plain = JsFuture::from(opened).await.map_err(|_| BrokenSeal)?;
        Ok(Uint8Array::new(&plain).to_vec())
    }
}

fn way(nonce: &[u8], beside: &[u8]) -> AesGcmParams {
    let way = AesGcmParams::new_with_u8_array("AES-GCM", &Uint8Array::from(nonce));
    way.set_additional_data_u8_array(&Uint8Array::from(beside));
    way
}

/// SHA-256 as hexadecimal digits.
pub async fn digest(bytes: &[u8]) -> Result<String, IdbError> {
    let made = subtle()?.digest_with_str_and_js_u8_array("SHA-256", &Uint8Array::from(bytes))?;
    let digest = Uint8Array::new(&JsFuture::from(made).await?);
    Ok(shared::ids::hex(&digest.to_vec()))
}
