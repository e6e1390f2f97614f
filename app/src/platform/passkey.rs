//! Passkeys, as the browser makes them and asks for them (WebAuthn). What the extension `prf` gives comes apart from
//! what the relay may see: it opens the vault, and must never be sent anywhere.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use shared::protocol::signed::PUBLIC_KEY_BYTES;
use wasm_bindgen::{JsCast, JsValue};

use super::{js, random};

/// How long what `prf` takes and gives is, in bytes.
pub const PRF_BYTES: usize = 32;
/// ECDSA on P-256 with SHA-256.
const ALGORITHM: i32 = -7;
/// How long a person may take.
const ANSWER_MS_MAX: f64 = 60_000.0;
/// What the platform's own list of passkeys calls it: no person's name leaves the device by it.
const NAME: &str = "おとずれ";
/// A key of P-256 as `getPublicKey` gives it: a head that is always the same, and the point.
const SPKI_BYTES: usize = 26 + PUBLIC_KEY_BYTES;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// The person broke it off, or took too long.
    BrokenOff,
    /// The browser or its keys cannot do it.
    NotPossible,
}

/// A passkey that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// By which it is asked for.
    pub id: Vec<u8>,
    /// Its public key: a point of P-256.
    pub key: [u8; PUBLIC_KEY_BYTES],
    /// Whether it can open a vault.
    pub has_prf: bool,
}

/// What the relay may see of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    /// `authenticatorData`.
    pub authenticator: Vec<u8>,
    /// `clientDataJSON`.
    pub client: Vec<u8>,
    /// The signature, in DER.
    pub signature: Vec<u8>,
}

/// An answer.
pub struct Answered {
    /// For the relay.
    pub assertion: Assertion,
    /// For the vault alone; none where the platform does not give it.
    pub opens: Option<[u8; PRF_BYTES]>,
}

/// Whether this browser has passkeys of its own device, which show who is there.
pub async fn is_possible() -> bool {
    let Ok(kind) = js::get(&js_sys::global(), "PublicKeyCredential") else { return false };
    let asked = js::call_async(&kind, "isUserVerifyingPlatformAuthenticatorAvailable", &[]).await;
    asked.ok().and_then(|is| is.as_bool()).unwrap_or(false)
}

fn credentials() -> Result<JsValue, NoAnswer> {
    let navigator = web_sys::window().ok_or(NoAnswer::NotPossible)?.navigator();
    let found = js::get(&navigator, "credentials").map_err(|_| NoAnswer::NotPossible)?;
    if found.is_object() { Ok(found) } else { Err(NoAnswer::NotPossible) }
}

async fn ask_for(what: &str, with: JsValue) -> Result<JsValue, NoAnswer> {
    let options = js::object(&[("publicKey", with)]);
    let answer = js::call_async(&credentials()?, what, &[options]).await;
    answer.map_err(|error| match js::error_name(&error).as_str() {
        "NotAllowedError" | "AbortError" => NoAnswer::BrokenOff,
        _ => NoAnswer::NotPossible,
    })
}

fn bytes(of: &[u8]) -> JsValue {
    Uint8Array::from(of).into()
}

fn read(of: &JsValue, name: &str) -> Result<Vec<u8>, NoAnswer> {
    let found = js::get(of, name).map_err(|_| NoAnswer::NotPossible)?;
    let buffer = found.dyn_into::<ArrayBuffer>().map_err(|_| NoAnswer::NotPossible)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

fn prf(salt: &[u8; PRF_BYTES]) -> JsValue {
    js::object(&[("prf", js::object(&[("eval", js::object(&[("first", bytes(salt))]))]))])
}

fn prf_of(answer: &JsValue) -> Option<JsValue> {
    let results = js::call(answer, "getClientExtensionResults", &[]).ok()?;
    js::get(&results, "prf").ok().filter(JsValue::is_object)
}

/// Makes a passkey on this device.
///
/// # Errors
/// Why there is none.
pub async fn make(salt: &[u8; PRF_BYTES]) -> Result<Made, NoAnswer> {
    let chance = || random::bytes::<PRF_BYTES>().ok_or(NoAnswer::NotPossible);
    let kind = js::object(&[("type", "public-key".into()), ("alg", ALGORITHM.into())]);
    let user = js::object(&[("id", bytes(&chance()?)), ("name", NAME.into()), ("displayName", NAME.into())]);
    let selection = js::object(&[
        ("authenticatorAttachment", "platform".into()),
        ("userVerification", "required".into()),
        ("residentKey", "preferred".into()),
    ]);
    let made = ask_for(
        "create",
        js::object(&[
            ("rp", js::object(&[("name", NAME.into())])),
            ("user", user),
            ("challenge", bytes(&chance()?)),
            ("pubKeyCredParams", Array::of1(&kind).into()),
            ("authenticatorSelection", selection),
            ("attestation", "none".into()),
            ("timeout", ANSWER_MS_MAX.into()),
            ("extensions", prf(salt)),
        ]),
    )
    .await?;
    let response = js::get(&made, "response").map_err(|_| NoAnswer::NotPossible)?;
    let spki = js::call(&response, "getPublicKey", &[]).map_err(|_| NoAnswer::NotPossible)?;
    let spki = Uint8Array::new(&spki).to_vec();
    let key = spki.last_chunk().filter(|_| spki.len() == SPKI_BYTES).ok_or(NoAnswer::NotPossible)?;
    let enabled = prf_of(&made).and_then(|prf| js::get(&prf, "enabled").ok()).and_then(|enabled| enabled.as_bool());
    Ok(Made { id: read(&made, "rawId")?, key: *key, has_prf: enabled.unwrap_or(false) })
}

/// Asks a passkey for its answer, and for what opens the vault.
///
/// # Errors
/// Why there is none.
pub async fn ask(id: &[u8], challenge: &[u8], salt: &[u8; PRF_BYTES]) -> Result<Answered, NoAnswer> {
    let allowed = js::object(&[("type", "public-key".into()), ("id", bytes(id))]);
    let answer = ask_for(
        "get",
        js::object(&[
            ("challenge", bytes(challenge)),
            ("allowCredentials", Array::of1(&allowed).into()),
            ("userVerification", "required".into()),
            ("timeout", ANSWER_MS_MAX.into()),
            ("extensions", prf(salt)),
        ]),
    )
    .await?;
    let response = js::get(&answer, "response").map_err(|_| NoAnswer::NotPossible)?;
    let assertion = Assertion {
        authenticator: read(&response, "authenticatorData")?,
        client: read(&response, "clientDataJSON")?,
        signature: read(&response, "signature")?,
    };
    let given = prf_of(&answer).and_then(|prf| js::get(&prf, "results").ok()).filter(JsValue::is_object);
    let opens = given.and_then(|results| js::get(&results, "first").ok()).filter(JsValue::is_object);
    let opens = opens.and_then(|first| Uint8Array::new(&first).to_vec().try_into().ok());
    Ok(Answered { assertion, opens })
}
