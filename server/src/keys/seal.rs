//! Sealing bytes under a key: XChaCha20-Poly1305 with a random nonce of 192 bits, so that no count of
//! uses has to be kept anywhere. What is sealed is tied to what it is about: bytes moved to another row
//! do not open. It must never open what was changed.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use shared::ids::{ChangeHash, DocumentId};

use super::{Key, KeyError};

/// The first byte of what this way of sealing makes; a later way takes another.
const VERSION: u8 = 1;
const NONCE_BYTES: usize = 24;
/// How much longer bytes are when they are sealed: version, nonce and tag.
pub const SEAL_BYTES: usize = 1 + NONCE_BYTES + 16;

/// What sealed bytes are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A document's canonical root.
    Root(DocumentId),
    /// A change of a document's log.
    Change(DocumentId, ChangeHash),
    /// A change that was refused and is kept apart.
    Refused(DocumentId, ChangeHash),
    /// Older changes of a log, packed: the first and the last position.
    Pack(DocumentId, u64, u64),
    /// A document's key, wrapped by the key file.
    DocumentKey(DocumentId),
    /// The key of the relay's receipts, wrapped by the key file.
    ReceiptKey,
}

impl About {
    fn bytes(self) -> Vec<u8> {
        let (name, document, rest): (&[u8], Option<DocumentId>, Vec<u8>) = match self {
            Self::Root(document) => (b"otozure root\0", Some(document), Vec::new()),
            Self::Change(document, hash) => (b"otozure change\0", Some(document), hash.0.to_vec()),
            Self::Refused(document, hash) => (b"otozure refused\0", Some(document), hash.0.to_vec()),
            Self::Pack(document, first, last) => {
                (b"otozure pack\0", Some(document), [first.to_be_bytes(), last.to_be_bytes()].concat())
            }
            Self::DocumentKey(document) => (b"otozure document key\0", Some(document), Vec::new()),
            Self::ReceiptKey => (b"otozure receipt key\0", None, Vec::new()),
        };
        let document = document.map(|id| id.0.to_vec()).unwrap_or_default();
        [name, &document, &rest].concat()
    }
}

/// Seals bytes.
///
/// # Errors
/// `NoRandomness` when the system has none.
pub fn seal(key: &Key, about: About, plain: &[u8]) -> Result<Vec<u8>, KeyError> {
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).map_err(|error| KeyError::NoRandomness(error.to_string()))?;
    let aad = about.bytes();
    let sealed = XChaCha20Poly1305::new(key.bytes().into())
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad })
        .map_err(|_| KeyError::TooLong(plain.len()))?;
    let mut whole = Vec::with_capacity(1 + NONCE_BYTES + sealed.len());
    whole.push(VERSION);
    whole.extend_from_slice(&nonce);
    whole.extend_from_slice(&sealed);
    Ok(whole)
}

/// Opens sealed bytes; none if key, bytes or what they are about is another.
pub fn open(key: &Key, about: About, sealed: &[u8]) -> Option<Vec<u8>> {
    let (version, rest) = sealed.split_first()?;
    let (nonce, sealed) = rest.split_at_checked(NONCE_BYTES)?;
    let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
    if *version != VERSION {
        return None;
    }
    let aad = about.bytes();
    XChaCha20Poly1305::new(key.bytes().into()).decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: &aad }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(n: u8) -> DocumentId {
        DocumentId([n; 16])
    }

    #[test]
    fn what_is_sealed_opens_under_its_key_for_what_it_is_about_alone() {
        let (key, other) = (Key::random().unwrap(), Key::random().unwrap());
        let hash = ChangeHash([5; 32]);
        let about = About::Change(document(1), hash);
        let words = "今日はよく話してくれました。".as_bytes();
        let sealed = seal(&key, about, words).unwrap();
        assert_eq!(open(&key, about, &sealed).as_deref(), Some(words));
        assert!(!sealed.windows(6).any(|part| words.windows(6).any(|word| word == part)));
        assert_eq!(sealed.len(), words.len() + SEAL_BYTES);
        assert_ne!(seal(&key, about, words).unwrap(), sealed, "never twice the same");
        assert_eq!(open(&other, about, &sealed), None);
        for moved in [
            About::Change(document(2), hash),
            About::Change(document(1), ChangeHash([6; 32])),
            About::Refused(document(1), hash),
            About::Root(document(1)),
            About::Pack(document(1), 1, 2),
            About::DocumentKey(document(1)),
            About::ReceiptKey,
        ] {
            assert_eq!(open(&key, moved, &sealed), None, "{moved:?}");
        }
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(open(&key, about, &changed), None, "byte {at}");
            assert_eq!(open(&key, about, &sealed[..at]), None, "cut at {at}");
        }
        assert_eq!(open(&key, about, &seal(&key, about, b"").unwrap()), Some(Vec::new()));
    }
}
