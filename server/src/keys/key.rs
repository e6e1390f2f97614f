//! A 256-bit key. It must never be printed; its memory is wiped when it is dropped.

use sha2::{Digest, Sha256};
use shared::ids::hex;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::KeyError;

/// How many bytes a key has.
pub(super) const KEY_BYTES: usize = 32;

/// A key.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; KEY_BYTES]);

impl core::fmt::Debug for Key {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Key(..)")
    }
}

impl Key {
    /// A new one from the operating system's randomness.
    ///
    /// # Errors
    /// `NoRandomness` when the system has none.
    pub fn random() -> Result<Self, KeyError> {
        let mut bytes = [0; KEY_BYTES];
        getrandom::fill(&mut bytes).map_err(|error| KeyError::NoRandomness(error.to_string()))?;
        Ok(Self(bytes))
    }

    /// A key of these bytes; none for another length.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes, for a cipher and for wrapping alone.
    pub fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    /// By what a key is known without being told.
    pub fn id(&self) -> KeyId {
        let mut digest = Sha256::new();
        digest.update(b"otozure key id\0");
        digest.update(self.0);
        let digest: [u8; 32] = digest.finalize().into();
        let mut id = [0; 8];
        id.copy_from_slice(digest.get(..8).unwrap_or(&[0; 8]));
        KeyId(id)
    }
}

/// By what a key is known: nothing about the key follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyId(pub [u8; 8]);

impl KeyId {
    /// An id of these bytes; none for another length.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl core::fmt::Display for KeyId {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_random_and_never_printed() {
        let (one, other) = (Key::random().unwrap(), Key::random().unwrap());
        assert_ne!(one, other);
        assert_ne!(one.id(), other.id());
        assert_eq!(format!("{one:?}"), "Key(..)");
        assert_eq!(Key::from_slice(&one.bytes()[..31]), None);
    }
}
