//! Secrets: 32 random bytes as base64url. A secret is shown once to its holder and must never be
//! logged or stored; the store keeps its SHA-256, which is enough for so much randomness.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::storage::SecretHash;

/// The operating system gave no randomness.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no randomness: {0}")]
pub struct NoRandomness(String);

/// Random bytes from the operating system.
pub fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| NoRandomness(e.to_string()))?;
    Ok(bytes)
}

/// A secret in its holder's hands.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

impl core::fmt::Debug for Secret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Secret {
    /// A new one.
    pub fn random() -> Result<Self, NoRandomness> {
        random().map(Self)
    }

    /// Reads what a holder shows; none for what cannot be a secret.
    pub fn parse(text: &str) -> Option<Self> {
        // 43 characters carry 32 bytes: nothing longer is decoded.
        if text.len() != 43 {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// The text for its holder.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the store knows it by.
    pub fn hash(&self) -> SecretHash {
        SecretHash(Sha256::digest(self.0).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_back_and_nothing_else_is_one() {
        let secret = Secret::random().unwrap();
        assert_eq!(Secret::parse(&secret.text()).unwrap(), secret);
        let padded = format!("{}=", secret.text());
        for bad in ["", "x", &padded, &"é".repeat(22), &"!".repeat(43)] {
            assert!(Secret::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_secret_shows_nothing_of_itself() {
        let secret = Secret::random().unwrap();
        let shown = format!("{secret:?} {:?}", secret.hash());
        assert_eq!(shown, "Secret(..) SecretHash(..)");
    }
}
