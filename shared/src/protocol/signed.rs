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

/// What is signed to put a passkey on a device, or to take it away (`key` and `id` empty then): by the device's key.
pub fn passkey(
    nonce: &[u8; NONCE_BYTES],
    (member, device): (MemberId, DeviceId),
    proof: &[u8; PROOF_BYTES],
    key: &[u8],
    id: &[u8],
) -> Vec<u8> {
    joined(&[b"otozure passkey 1", nonce, &member.0, &device.0, proof, key, id])
}

/// What is signed to come in by a passkey: by the device's key, and as its challenge by the passkey.
pub fn passkey_sign_in(nonce: &[u8; NONCE_BYTES], (member, device): (MemberId, DeviceId)) -> Vec<u8> {
    joined(&[b"otozure passkey signin 1", nonce, &member.0, &device.0])
}

/// What is signed to say that a device is there, while nobody has shown their secret: by the device's key.
pub fn contact(nonce: &[u8; NONCE_BYTES], (member, device): (MemberId, DeviceId)) -> Vec<u8> {
    joined(&[b"otozure contact 1", nonce, &member.0, &device.0])
}

/// What the relay signs to have a device wiped, as its answer to this very contact: by the key for its orders.
pub fn wipe_order(nonce: &[u8; NONCE_BYTES], (member, device): (MemberId, DeviceId)) -> Vec<u8> {
    joined(&[b"otozure wipe 1", nonce, &member.0, &device.0])
}

/// What is signed to say that a device has wiped itself: by the device's key.
pub fn wiped(nonce: &[u8; NONCE_BYTES], (member, device): (MemberId, DeviceId)) -> Vec<u8> {
    joined(&[b"otozure wiped 1", nonce, &member.0, &device.0])
}

/// How long a parcel's id is.
pub const PARCEL_ID_BYTES: usize = 16;

/// What a person's key on a device signs of what they seal for the relay: `sender` is the public half of the
/// key pair that was made for this parcel alone.
pub fn parcel(
    (member, device): (MemberId, DeviceId),
    id: &[u8; PARCEL_ID_BYTES],
    sender: &[u8; PUBLIC_KEY_BYTES],
    sealed: &[u8],
) -> Vec<u8> {
    joined(&[b"otozure parcel 1", &member.0, &device.0, id, sender, sealed])
}

/// What the key of a parcel is derived for (HKDF's `info`).
pub fn parcel_key(sender: &[u8; PUBLIC_KEY_BYTES], relay: &[u8; PUBLIC_KEY_BYTES]) -> Vec<u8> {
    joined(&[b"otozure parcel key 1", sender, relay])
}

/// What a parcel is sealed about (the additional data).
pub fn parcel_about((member, device): (MemberId, DeviceId), id: &[u8; PARCEL_ID_BYTES]) -> Vec<u8> {
    joined(&[&member.0, &device.0, id])
}

/// What is signed to deliver parcels: by the device's key.
pub fn delivery(
    nonce: &[u8; NONCE_BYTES],
    (member, device): (MemberId, DeviceId),
    ids: &[[u8; PARCEL_ID_BYTES]],
) -> Vec<u8> {
    joined(&[b"otozure outbox 1", nonce, &member.0, &device.0, ids.as_flattened()])
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
        let told = |name: &[u8]| [name, &nonce, &[0x11; 8], &[0x22; 8]].concat();
        assert_eq!(passkey_sign_in(&nonce, WHO), told(b"otozure passkey signin 1"));
        let put = [&b"otozure passkey 1"[..], &nonce, &[0x11; 8], &[0x22; 8], &proof, &one, b"id"].concat();
        assert_eq!(passkey(&nonce, WHO, &proof, &one, b"id"), put);
        assert_eq!(contact(&nonce, WHO), told(b"otozure contact 1"));
        assert_eq!(wipe_order(&nonce, WHO), told(b"otozure wipe 1"));
        assert_eq!(wiped(&nonce, WHO), told(b"otozure wiped 1"));
        let (who, ids) = ([[0x11; 8], [0x22; 8]].concat(), [[7; PARCEL_ID_BYTES], [8; PARCEL_ID_BYTES]]);
        let whole = [&b"otozure parcel 1"[..], &who, &ids[0], &one, b"sealed"].concat();
        assert_eq!(parcel(WHO, &ids[0], &one, b"sealed"), whole);
        assert_eq!(parcel_key(&one, &other), [&b"otozure parcel key 1"[..], &one, &other].concat());
        assert_eq!(parcel_about(WHO, &ids[0]), [&who[..], &ids[0]].concat());
        let delivered = [&b"otozure outbox 1"[..], &nonce, &who, &ids[0], &ids[1]].concat();
        assert_eq!(delivery(&nonce, WHO, &ids), delivered);
    }
}
