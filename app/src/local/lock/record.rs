//! What stands at a vault's door, as the database keeps it: keys that the browser does not give away, numbers,
//! and the wrapped data key. It must never hold the secret, nor anything from which it could be known without
//! this device.

use js_sys::Uint8Array;
use shared::protocol::signed::PUBLIC_KEY_BYTES;
use shared::time::Instant;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CryptoKey;

use super::moment;
use crate::local::passkey::DoorPasskey;
use crate::local::tries::Tries;
use crate::platform::js;
use crate::platform::stretching::Work;

/// The form of this record.
const FORM: u32 = 1;

/// What stands at the door.
pub struct Record {
    /// Whether the secret is of digits alone: which keyboard is shown.
    pub digits: bool,
    /// For making the secret long.
    pub salt: Vec<u8>,
    /// How much work that is.
    pub work: Work,
    /// What signs for this device.
    pub device_key: CryptoKey,
    /// Its public half.
    pub device_public: [u8; PUBLIC_KEY_BYTES],
    /// The public half of the person's key.
    pub member_public: [u8; PUBLIC_KEY_BYTES],
    /// What binds the secret to this device.
    pub device_secret: CryptoKey,
    /// The data key, sealed with what both factors give.
    pub data_key: JsValue,
    /// What a passkey opens beside the secret.
    pub passkey: Option<DoorPasskey>,
}

impl Record {
    /// As it is kept.
    pub fn value(&self) -> JsValue {
        let mut fields = vec![
            ("form", FORM.into()),
            ("digits", self.digits.into()),
            ("salt", Uint8Array::from(self.salt.as_slice()).into()),
            ("memory", self.work.memory_kib.into()),
            ("passes", self.work.passes.into()),
            ("deviceKey", self.device_key.clone().into()),
            ("devicePublic", Uint8Array::from(self.device_public.as_slice()).into()),
            ("memberPublic", Uint8Array::from(self.member_public.as_slice()).into()),
            ("deviceSecret", self.device_secret.clone().into()),
            ("dataKey", self.data_key.clone()),
        ];
        fields.extend(self.passkey.as_ref().map(|passkey| ("passkey", passkey.value())));
        js::object(&fields)
    }

    /// Reads it; `None` if nothing stands there, or nothing that opens the vault.
    pub fn read(value: &JsValue) -> Option<Self> {
        let number = |name| Some(js::get(value, name).ok()?.as_f64()? as u32);
        let bytes = |name| Some(js::get(value, name).ok()?.dyn_into::<Uint8Array>().ok()?.to_vec());
        let key = |name| js::get(value, name).ok()?.dyn_into::<CryptoKey>().ok();
        if !value.is_object() || number("form")? != FORM {
            return None;
        }
        Some(Self {
            digits: js::get(value, "digits").ok()?.as_bool()?,
            salt: bytes("salt")?,
            work: Work { memory_kib: number("memory")?, passes: number("passes")? },
            device_key: key("deviceKey")?,
            device_public: bytes("devicePublic")?.try_into().ok()?,
            member_public: bytes("memberPublic")?.try_into().ok()?,
            device_secret: key("deviceSecret")?,
            data_key: js::get(value, "dataKey").ok().filter(JsValue::is_object)?,
            passkey: js::get(value, "passkey").ok().and_then(|passkey| DoorPasskey::read(&passkey)),
        })
    }
}

/// What stays of a record when nothing opens the vault any more: what speaks for the device. `ordered`: whether the
/// relay wants it so, and all else goes as well.
pub fn ended(record: &JsValue, ordered: bool) -> JsValue {
    let kept = ["form", "deviceKey", "devicePublic", "memberPublic"];
    let mut stays: Vec<(&str, JsValue)> =
        kept.into_iter().filter_map(|name| Some((name, js::get(record, name).ok()?))).collect();
    stays.push(("ended", true.into()));
    if ordered {
        stays.push(("ordered", true.into()));
    }
    js::object(&stays)
}

/// Whether what stood there was ended.
pub fn is_ended(value: &JsValue) -> bool {
    is(value, "ended")
}

/// Whether the relay ordered that it goes.
pub fn is_ordered(value: &JsValue) -> bool {
    is(value, "ordered")
}

fn is(value: &JsValue, name: &str) -> bool {
    value.is_object() && js::get(value, name).ok().and_then(|is| is.as_bool()) == Some(true)
}

/// What was tried, as it is kept.
pub fn tries_value(tries: Tries) -> JsValue {
    js::object(&[("wrong", tries.wrong.into()), ("at", moment(tries.last_at))])
}

/// Reads what was tried.
pub fn tries(value: &JsValue) -> Tries {
    let read = || {
        let number = |name| js::get(value, name).ok()?.as_f64();
        Some(Tries { wrong: number("wrong")? as u32, last_at: Instant::from_ms(number("at")? as i64) })
    };
    if value.is_object() { read().unwrap_or(Tries::none()) } else { Tries::none() }
}
