//! The keys of one person on this device, by the browser's own cryptography. Two factors meet here: what this
//! device holds and cannot give away, and what the person knows. The key that opens the vault exists only
//! while both are there; it must never be kept, and no private key ever leaves this file as bytes but into a seal.

mod passkey;

use js_sys::{Array, Uint8Array};
use shared::protocol::signed::{PROOF_BYTES, PUBLIC_KEY_BYTES, SIGNATURE_BYTES};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CryptoKey;

use super::idb::IdbError;
use super::seal::{Seal, subtle};
use crate::platform::stretching::{STRETCHED_BYTES, Work, stretch};
use crate::platform::{js, random};

pub use passkey::{passkey_kek, unwrap_again};

/// How long the keys of seals and the salt are, in bytes.
const KEY_BYTES: usize = 32;
/// How long a salt is, in bytes.
pub const SALT_BYTES: usize = 16;
/// The least work that a guess costs (OWASP's floor for Argon2id).
pub const LEAST: Work = Work { memory_kib: 19 * 1024, passes: 2 };
/// What a person waits for, about.
const WAIT_MS: f64 = 500.0;
const MEMORY_KIB_MAX: u32 = 64 * 1024;
const PASSES_MAX: u32 = 8;
/// The place that the seal of the data key is bound to.
const DATA_KEY: &str = "otozure data key 1";

/// A pair for signing, on the curve P-256.
pub struct Pair {
    /// The half that signs.
    pub private: CryptoKey,
    /// The half that everybody may know.
    pub public: [u8; PUBLIC_KEY_BYTES],
}

/// What follows from both factors together.
pub struct Both {
    kek: Seal,
    /// What the relay is shown of the secret.
    pub proof: [u8; PROOF_BYTES],
}

pub(super) fn failed(what: &str) -> IdbError {
    IdbError::Failed(what.to_owned())
}

pub(super) fn uses(names: &[&str]) -> JsValue {
    names.iter().map(|name| JsValue::from_str(name)).collect::<Array>().into()
}

pub(super) fn bytes_of<const N: usize>(value: &JsValue) -> Result<[u8; N], IdbError> {
    Uint8Array::new(value).to_vec().try_into().map_err(|_| failed("bytes of another length"))
}

pub(super) fn bytes(of: &[u8]) -> JsValue {
    Uint8Array::from(of).into()
}

pub(super) async fn ask(what: &str, with: &[JsValue]) -> Result<JsValue, IdbError> {
    Ok(js::call_async(&subtle()?.into(), what, with).await?)
}

fn curve() -> JsValue {
    js::object(&[("name", "ECDSA".into()), ("namedCurve", "P-256".into())])
}

/// Makes a pair. Its private half cannot leave the browser unless it may be kept in a seal.
pub async fn new_pair(may_be_sealed: bool) -> Result<Pair, IdbError> {
    let made = ask("generateKey", &[curve(), may_be_sealed.into(), uses(&["sign", "verify"])]).await?;
    let public = ask("exportKey", &["raw".into(), js::get(&made, "publicKey")?]).await?;
    let private = js::get(&made, "privateKey")?.dyn_into()?;
    Ok(Pair { private, public: bytes_of(&public)? })
}

/// The private half of a pair that may be kept in a seal, as bytes for that seal.
pub async fn for_seal(private: &CryptoKey) -> Result<Vec<u8>, IdbError> {
    let bytes = ask("exportKey", &["pkcs8".into(), private.into()]).await?;
    Ok(Uint8Array::new(&bytes).to_vec())
}

/// The private half out of the bytes that a seal kept. It cannot leave the browser again.
pub async fn from_seal(kept: &[u8]) -> Result<CryptoKey, IdbError> {
    let key = ask("importKey", &["pkcs8".into(), bytes(kept), curve(), false.into(), uses(&["sign"])]).await?;
    key.dyn_into().map_err(|_| failed("a key that is none"))
}

/// Whether somebody has signed this.
pub async fn has_signed(
    public: &[u8; PUBLIC_KEY_BYTES],
    message: &[u8],
    signature: &[u8; SIGNATURE_BYTES],
) -> Result<bool, IdbError> {
    let key = ask("importKey", &["raw".into(), bytes(public), curve(), false.into(), uses(&["verify"])]).await?;
    Ok(ask("verify", &[signing(), key, bytes(signature), bytes(message)]).await?.is_truthy())
}

fn signing() -> JsValue {
    js::object(&[("name", "ECDSA".into()), ("hash", "SHA-256".into())])
}

/// Signs.
pub async fn sign(private: &CryptoKey, message: &[u8]) -> Result<[u8; SIGNATURE_BYTES], IdbError> {
    bytes_of(&ask("sign", &[signing(), private.into(), bytes(message)]).await?)
}

/// The device's own secret for one person: it binds the person's to this device, and cannot leave it.
pub async fn new_device_secret() -> Result<CryptoKey, IdbError> {
    let kind = js::object(&[("name", "HMAC".into()), ("hash", "SHA-256".into()), ("length", JsValue::from(256))]);
    Ok(ask("generateKey", &[kind, false.into(), uses(&["sign"])]).await?.dyn_into()?)
}

/// How much work a guess shall cost on this device: what a person waits half a second for, and never less
/// than the least.
pub async fn calibrated() -> Result<Work, IdbError> {
    let probe = stretch("00000000", &[0; SALT_BYTES], LEAST).await.ok_or(IdbError::Unsupported("Worker"))?;
    Ok(work_for(probe.ms))
}

fn work_for(least_ms: f64) -> Work {
    // Between 1 and what no device needs; a clock that says nothing makes nobody wait long.
    let times = (WAIT_MS / least_ms.max(10.0)).clamp(1.0, 16.0);
    let memory_kib = (f64::from(LEAST.memory_kib) * times).min(f64::from(MEMORY_KIB_MAX)) as u32;
    let left = times * f64::from(LEAST.memory_kib) / f64::from(memory_kib);
    let passes = (f64::from(LEAST.passes) * left) as u32;
    Work { memory_kib, passes: passes.clamp(LEAST.passes, PASSES_MAX) }
}

/// The seal that follows from a phrase alone, for what must open on any device.
pub async fn of_phrase(phrase: &str, salt: &[u8], work: Work, purpose: &str) -> Result<Seal, IdbError> {
    let stretched = stretch(phrase, salt, work).await.ok_or(IdbError::Unsupported("Worker"))?;
    let uses = uses(&["deriveBits"]);
    let from = ask("importKey", &["raw".into(), bytes(&stretched.bytes), "HKDF".into(), false.into(), uses]).await?;
    seal_of(&derived(&from, purpose).await?).await
}

/// Brings both factors together.
pub async fn both(secret: &str, device: &CryptoKey, salt: &[u8], work: Work) -> Result<Both, IdbError> {
    let stretched = stretch(secret, salt, work).await.ok_or(IdbError::Unsupported("Worker"))?;
    let message: Vec<u8> = [&b"otozure vault 1"[..], &stretched.bytes].concat();
    let bound = ask("sign", &["HMAC".into(), device.into(), bytes(&message)]).await?;
    let from = ask("importKey", &["raw".into(), bound, "HKDF".into(), false.into(), uses(&["deriveBits"])]).await?;
    let proof = derived(&from, "otozure proof 1").await?;
    let kek = derived(&from, "otozure kek 1").await?;
    Ok(Both { kek: seal_of(&kek).await?, proof })
}

async fn derived(from: &JsValue, info: &str) -> Result<[u8; STRETCHED_BYTES], IdbError> {
    let way = js::object(&[
        ("name", "HKDF".into()),
        ("hash", "SHA-256".into()),
        ("salt", Uint8Array::new_with_length(0).into()),
        ("info", bytes(info.as_bytes())),
    ]);
    bytes_of(&ask("deriveBits", &[way, from.clone(), JsValue::from(256)]).await?)
}

async fn seal_of(key: &[u8; KEY_BYTES]) -> Result<Seal, IdbError> {
    let arguments = ["raw".into(), bytes(key), "AES-GCM".into(), false.into(), uses(&["encrypt", "decrypt"])];
    Seal::from_key(&ask("importKey", &arguments).await?)
}

impl Both {
    /// A new data key: what the vault is sealed with, and the same wrapped for keeping.
    pub async fn new_data_key(&self) -> Result<(Seal, Uint8Array), IdbError> {
        let key = random::bytes::<KEY_BYTES>().ok_or_else(|| failed("the browser gives no randomness"))?;
        Ok((seal_of(&key).await?, self.kek.seal(DATA_KEY, &key).await?))
    }

    /// The wrapped data key, wrapped by other factors instead; `None` if a factor is wrong.
    pub async fn wrap_anew(&self, wrapped: &JsValue, other: &Self) -> Result<Option<Uint8Array>, IdbError> {
        match self.kek.open(DATA_KEY, wrapped).await {
            Ok(key) => Ok(Some(other.kek.seal(DATA_KEY, &key).await?)),
            Err(_) => Ok(None),
        }
    }

    /// The vault's seal out of the wrapped data key; `None` if a factor is wrong.
    pub async fn unwrap(&self, wrapped: &JsValue) -> Result<Option<Seal>, IdbError> {
        match self.kek.open(DATA_KEY, wrapped).await.ok().and_then(|key| key.try_into().ok()) {
            Some(key) => Ok(Some(seal_of(&key).await?)),
            None => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_costs_half_a_second_of_this_device_and_never_less_than_the_least() {
        assert_eq!(work_for(500.0), LEAST);
        assert_eq!(work_for(5_000.0), LEAST);
        assert_eq!(work_for(250.0), Work { memory_kib: 38 * 1024, passes: 2 });
        assert_eq!(work_for(50.0), Work { memory_kib: 64 * 1024, passes: 5 });
        assert_eq!(work_for(0.0), Work { memory_kib: 64 * 1024, passes: PASSES_MAX });
        assert_eq!(work_for(f64::NAN), work_for(0.0));
    }
}
