//! A passkey at a vault's door: the data key a second time, wrapped by what the passkey gives and what this device cannot
//! give away, together. It must never be the only way in: what the person's secret wraps always stays beside it.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CryptoKey;

use super::idb::IdbError;
use super::keys::{self, Both};
use super::seal::Seal;
use crate::platform::js;
use crate::platform::passkey::PRF_BYTES;

/// What stands at the door.
#[derive(Clone)]
pub struct DoorPasskey {
    /// By which the browser asks for it.
    pub id: Vec<u8>,
    /// What it is asked for.
    pub salt: [u8; PRF_BYTES],
    /// The data key, wrapped.
    data_key: JsValue,
}

impl DoorPasskey {
    /// Wraps the data key for a passkey; `None` if `both` does not open it.
    ///
    /// # Errors
    /// The browser does not do it.
    pub async fn wrap(
        (both, wrapped, device): (&Both, &JsValue, &CryptoKey),
        (id, salt, opens): (Vec<u8>, [u8; PRF_BYTES], &[u8; PRF_BYTES]),
    ) -> Result<Option<Self>, IdbError> {
        let kek = keys::passkey_kek(opens, device).await?;
        let again = both.wrap_again(wrapped, &kek).await?;
        Ok(again.map(|data_key| Self { id, salt, data_key: data_key.into() }))
    }

    /// The vault's seal; `None` if what the passkey gave does not open it.
    ///
    /// # Errors
    /// The browser does not do it.
    pub async fn open(&self, opens: &[u8; PRF_BYTES], device: &CryptoKey) -> Result<Option<Seal>, IdbError> {
        keys::unwrap_again(&keys::passkey_kek(opens, device).await?, &self.data_key).await
    }

    /// As it is kept.
    pub fn value(&self) -> JsValue {
        js::object(&[
            ("id", Uint8Array::from(self.id.as_slice()).into()),
            ("salt", Uint8Array::from(self.salt.as_slice()).into()),
            ("dataKey", self.data_key.clone()),
        ])
    }

    /// Reads it; `None` if there is none.
    pub fn read(value: &JsValue) -> Option<Self> {
        let bytes = |name| Some(js::get(value, name).ok()?.dyn_into::<Uint8Array>().ok()?.to_vec());
        if !value.is_object() {
            return None;
        }
        Some(Self {
            id: bytes("id")?,
            salt: bytes("salt")?.try_into().ok()?,
            data_key: js::get(value, "dataKey").ok().filter(JsValue::is_object)?,
        })
    }
}
