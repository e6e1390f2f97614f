//! What a passkey gives and what this device cannot give away, joined to a key that opens the data key a second time.

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::CryptoKey;

use super::{Both, DATA_KEY, KEY_BYTES, ask, bytes, derived, seal_of, uses};
use crate::local::idb::IdbError;
use crate::local::seal::Seal;

/// The place that this second seal of the data key is bound to.
const AGAIN: &str = "otozure data key by passkey 1";

/// The key that both give together.
pub async fn passkey_kek(opens: &[u8; KEY_BYTES], device: &CryptoKey) -> Result<Seal, IdbError> {
    let message: Vec<u8> = [&b"otozure vault by passkey 1"[..], opens].concat();
    let bound = ask("sign", &["HMAC".into(), device.into(), bytes(&message)]).await?;
    let from = ask("importKey", &["raw".into(), bound, "HKDF".into(), false.into(), uses(&["deriveBits"])]).await?;
    seal_of(&derived(&from, "otozure kek by passkey 1").await?).await
}

/// The vault's seal out of what is wrapped a second time; `None` if a factor is wrong.
pub async fn unwrap_again(kek: &Seal, wrapped: &JsValue) -> Result<Option<Seal>, IdbError> {
    match kek.open(AGAIN, wrapped).await.ok().and_then(|key| key.try_into().ok()) {
        Some(key) => Ok(Some(seal_of(&key).await?)),
        None => Ok(None),
    }
}

impl Both {
    /// Wraps the data key once more, by another key; `None` if these factors do not open it.
    pub async fn wrap_again(&self, wrapped: &JsValue, kek: &Seal) -> Result<Option<Uint8Array>, IdbError> {
        match self.kek.open(DATA_KEY, wrapped).await {
            Ok(key) => Ok(Some(kek.seal(AGAIN, &key).await?)),
            Err(_) => Ok(None),
        }
    }
}
