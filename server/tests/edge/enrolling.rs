//! A browser that enrols a device by a one-time link: it makes its keys and signs as the app does.

use std::net::SocketAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use server::auth::{pledge, secret};
use shared::protocol::signed;

use super::client::{Answer, post};

fn pair() -> (SigningKey, [u8; 65]) {
    loop {
        let bytes: [u8; 32] = secret::random().unwrap();
        if let Ok(key) = SigningKey::from_slice(&bytes) {
            let point = key.verifying_key().to_sec1_point(false);
            return (key, point.as_bytes().try_into().unwrap());
        }
    }
}

/// What is sent to enrol by a link, whole and right; `device` is the one that this browser was.
pub fn enrolment(secret: &str, device: &Value) -> Value {
    let ((key, public), (_, member_key)) = (pair(), pair());
    let proof = [7; 32];
    let signature: Signature = key.sign(&signed::enrolment(secret, &public, &member_key, &proof));
    let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    json!({
        "secret": secret,
        "device_key": text(&public),
        "member_key": text(&member_key),
        "proof": text(&proof),
        "pledge": pledge::VERSION,
        "conditions": { "managed": true, "passcode": true, "encrypted": true },
        "device": device,
        "signature": text(&signature.to_bytes()),
    })
}

/// Enrols a new device by a link.
pub fn enrol(address: SocketAddr, secret: &str) -> Answer {
    post(address, "/api/enrol", &[], &enrolment(secret, &Value::Null))
}
