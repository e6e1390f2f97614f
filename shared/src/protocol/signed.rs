//! What a device signs when it speaks to the relay over HTTP: the exact bytes, made by the same functions at
//! both ends. A signature is ECDSA on P-256 with SHA-256 over these bytes (WebCrypto: `sign` with
//! `{name: "ECDSA", hash: "SHA-256"}`), written as r and s, 32 bytes each. Nothing here may hold a secret
//! longer than the call, and no two kinds of message may ever have the same bytes.

use crate::ids::{DeviceId, MemberId};

/// A public key: an uncompressed point of P-256 (a byte 4, then x and y), as WebCrypto exports `raw`.
pub const PUBLIC_KEY_BYTES: usize = 65;
/// A signature: r, then s.
pub const SIGNATURE_BYTES: usize = 64;
/// The proof of a person's own secret.
pub const PROOF_BYTES: usize = 32;
/// What the relay gives to be signed once.
pub const NONCE_BYTES: usize = 32;

/// What is signed to enrol a device by a one-time link: by the device's new key. `secret` is the text after
/// `#` in the link.
pub fn enrolment(
    secret: &str,
    device_key: &[u8; PUBLIC_KEY_BYTES],
    member_key: &[u8; PUBLIC_KEY_BYTES],
    proof: &[u8; PROOF_BYTES],
) -> Vec<u8> {
    joined(&[b"otozure enrol 1", secret.as_bytes(), device_key, member_key, proof])
}

/// What is signed to come in again: by the device's key.
pub fn sign_in(
    nonce: &[u8; NONCE_BYTES],
    (member, device): (MemberId, DeviceId),
    proof: &[u8; PROOF_BYTES],
) -> Vec<u8> {
    joined(&[b"otozure signin 1", nonce, &member.0, &device.0, proof])
}

/// What is signed to put another secret in the place of the person's own: by the device's key.
pub fn new_secret(
    nonce: &[u8; NONCE_BYTES],
    (member, device): (MemberId, DeviceId),
    proof: &[u8; PROOF_BYTES],
    new_proof: &[u8; PROOF_BYTES],
) -> Vec<u8> {
    joined(&[b"otozure secret 1", nonce, &member.0, &device.0, proof, new_proof])
}

fn joined(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::hex;

    const WHO: (MemberId, DeviceId) = (MemberId([0x11; 8]), DeviceId([0x22; 8]));

    #[test]
    fn every_signed_message_begins_with_its_name_and_holds_its_parts_in_order() {
        let (one, other) = ([4; PUBLIC_KEY_BYTES], [5; PUBLIC_KEY_BYTES]);
        let (nonce, proof, new) = ([0x33; NONCE_BYTES], [0x44; PROOF_BYTES], [0x55; PROOF_BYTES]);
        let enrolled = enrolment("secret", &one, &other, &proof);
        let expected = [&b"otozure enrol 1secret"[..], &one, &other, &proof].concat();
        assert_eq!(enrolled, expected);
        let signed_in = format!("6f746f7a757265207369676e696e2031{}{}{}{}", hex(&nonce), WHO.0, WHO.1, hex(&proof));
        assert_eq!(hex(&sign_in(&nonce, WHO, &proof)), signed_in);
        let changed = [&b"otozure secret 1"[..], &nonce, &[0x11; 8], &[0x22; 8], &proof, &new].concat();
        assert_eq!(new_secret(&nonce, WHO, &proof, &new), changed);
    }
}
