//! Keys of devices and persons: points of P-256, and what was signed with the private half. It must never take
//! a signature for another message than the one it is given whole.

use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use shared::protocol::signed::SIGNATURE_BYTES;

use crate::storage::PublicKeyBytes;

fn read(key: &PublicKeyBytes) -> Option<VerifyingKey> {
    VerifyingKey::from_sec1_bytes(key).ok()
}

/// Whether these bytes are a point of the curve that can be a key.
pub fn is_key(key: &PublicKeyBytes) -> bool {
    read(key).is_some()
}

/// Whether this message was signed with this key: ECDSA with SHA-256.
pub fn has_signed(key: &PublicKeyBytes, message: &[u8], signature: &[u8; SIGNATURE_BYTES]) -> bool {
    let signature = Signature::from_slice(signature);
    matches!((read(key), signature), (Some(key), Ok(signature)) if key.verify(message, &signature).is_ok())
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::SigningKey;
    use p256::ecdsa::signature::Signer;

    use super::*;

    fn pair(n: u8) -> (SigningKey, PublicKeyBytes) {
        let key = SigningKey::from_slice(&[n; 32]).unwrap();
        let point = key.verifying_key().to_sec1_point(false);
        (key.clone(), point.as_bytes().try_into().unwrap())
    }

    #[test]
    fn a_signature_holds_for_its_own_key_and_message_alone() {
        let ((key, public), (_, other)) = (pair(1), pair(2));
        let signature: Signature = key.sign(b"message");
        let signature: [u8; 64] = signature.to_bytes().into();
        assert!(has_signed(&public, b"message", &signature));
        assert!(!has_signed(&public, b"massage", &signature));
        assert!(!has_signed(&other, b"message", &signature));
        for bad in [[0; 64], [0xff; 64]] {
            assert!(!has_signed(&public, b"message", &bad));
        }
    }

    #[test]
    fn what_is_no_point_is_no_key() {
        let (_, public) = pair(1);
        assert!(is_key(&public));
        let mut off = public;
        off[64] ^= 1;
        let mut compressed = public;
        compressed[0] = 2;
        for bad in [off, compressed, [0; 65], [4; 65], [0xff; 65]] {
            assert!(!is_key(&bad));
            assert!(!has_signed(&bad, b"", &[1; 64]));
        }
    }
}
