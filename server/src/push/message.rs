//! Sealing a message to a device (RFC 8291 over RFC 8188, one record). The key pair and the salt are made for each
//! message: nothing of one opens another.

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes128Gcm, Nonce};
use hmac::{Hmac, Mac};
use p256::ecdh::diffie_hellman;
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{PublicKey, SecretKey};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::storage::PublicKeyBytes;

/// Bytes of the secret that a browser shares with whom it lets tell it something.
pub const AUTH_BYTES: usize = 16;
const SALT_BYTES: usize = 16;
/// The record is not longer than so many bytes.
const RECORD_BYTES: u32 = 4_096;
/// What ends the last record.
const LAST: u8 = 2;
/// How often a number that is no key is passed over; one in 2^32 is none.
const TRIES_MAX: u8 = 8;

/// A message as it travels; none if the device's key is none, or there is no randomness.
pub fn seal(key: &PublicKeyBytes, auth: &[u8; AUTH_BYTES], plain: &[u8]) -> Option<Vec<u8>> {
    let mut salt = [0; SALT_BYTES];
    getrandom::fill(&mut salt).ok()?;
    sealed((key, auth), &random_key()?, salt, plain)
}

fn random_key() -> Option<SecretKey> {
    for _ in 0..TRIES_MAX {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice()).ok()?;
        if let Ok(key) = SecretKey::from_slice(bytes.as_slice()) {
            return Some(key);
        }
    }
    None
}

fn sealed(
    (key, auth): (&PublicKeyBytes, &[u8; AUTH_BYTES]),
    own: &SecretKey,
    salt: [u8; SALT_BYTES],
    plain: &[u8],
) -> Option<Vec<u8>> {
    let theirs = PublicKey::from_sec1_bytes(key).ok()?;
    let shared = diffie_hellman(own.to_nonzero_scalar(), theirs.as_affine());
    let public = own.public_key().to_sec1_point(false);
    let public = public.as_bytes();
    let of_pair = hmac(auth, &[shared.raw_secret_bytes()])?;
    let input = hmac(of_pair.as_slice(), &[b"WebPush: info\0", key, public, &[1]])?;
    let of_message = hmac(&salt, &[input.as_slice()])?;
    let content = hmac(of_message.as_slice(), &[b"Content-Encoding: aes128gcm\0", &[1]])?;
    let nonce = hmac(of_message.as_slice(), &[b"Content-Encoding: nonce\0", &[1]])?;
    let cipher = Aes128Gcm::new_from_slice(content.get(..16)?).ok()?;
    let nonce: [u8; 12] = nonce.get(..12)?.try_into().ok()?;
    let record = cipher.encrypt(&Nonce::from(nonce), [plain, &[LAST]].concat().as_slice()).ok()?;
    let length = u8::try_from(public.len()).ok()?;
    Some([&salt[..], &RECORD_BYTES.to_be_bytes(), &[length], public, &record].concat())
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> Option<Zeroizing<[u8; 32]>> {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(Zeroizing::new(mac.finalize().into_bytes().into()))
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    fn bytes<const N: usize>(text: &str) -> [u8; N] {
        URL_SAFE_NO_PAD.decode(text).unwrap().try_into().unwrap()
    }

    #[test]
    fn a_message_is_sealed_as_the_example_of_rfc_8291() {
        let key = bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
        let auth = bytes("BTBZMqHH6r4Tts7J_aSIgg");
        let own = SecretKey::from_slice(&bytes::<32>("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")).unwrap();
        let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw");
        let message = sealed((&key, &auth), &own, salt, b"When I grow up, I want to be a watermelon").unwrap();
        let expected = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w\
            EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        assert_eq!(URL_SAFE_NO_PAD.encode(&message), expected);
    }

    #[test]
    fn no_two_messages_are_alike_and_what_is_no_key_takes_none() {
        let key = bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
        let (one, other) = (seal(&key, &[7; 16], b"a").unwrap(), seal(&key, &[7; 16], b"a").unwrap());
        assert_eq!(one.len(), other.len());
        assert!(one[..16] != other[..16] && one[21..86] != other[21..86]);
        assert_eq!(seal(&[0; 65], &[7; 16], b"a"), None);
    }
}
