//! The relay's own key pairs: one by which devices know its orders, one to which they seal what leaves them
//! while they are locked, one by which push services know it. All follow from a secret of the key store, so that a
//! restored database has them again; none may ever be written down or logged.

use hmac::{Hmac, KeyInit, Mac};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{PublicKey, SecretKey};
use sha2::Sha256;
use shared::protocol::signed::{PUBLIC_KEY_BYTES, SIGNATURE_BYTES};

use crate::storage::PublicKeyBytes;

/// How often a number that is no key is passed over; one in 2^32 is none.
const TRIES_MAX: u8 = 8;

/// The keys.
#[derive(Clone)]
pub struct RelayKeys {
    orders: SigningKey,
    outbox: SecretKey,
    push: SigningKey,
}

impl core::fmt::Debug for RelayKeys {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("RelayKeys(..)")
    }
}

/// There is no key in the secret: eight numbers in a row were none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the relay's keys cannot be made from its secret")]
pub struct NoKeys;

impl RelayKeys {
    /// The keys that follow from the key store's secret.
    ///
    /// # Errors
    /// Not in this world.
    pub fn new(secret: &[u8; 32]) -> Result<Self, NoKeys> {
        let orders = derived(secret, b"otozure orders key 1")?;
        let outbox = derived(secret, b"otozure outbox key 1")?;
        let push = derived(secret, b"otozure push key 1")?;
        Ok(Self { orders: orders.into(), outbox, push: push.into() })
    }

    /// By which devices check the relay's orders: ECDSA.
    pub fn orders(&self) -> PublicKeyBytes {
        raw(&self.orders.verifying_key().into())
    }

    /// To which devices seal: ECDH.
    pub fn outbox(&self) -> PublicKeyBytes {
        raw(&self.outbox.public_key())
    }

    /// By which push services know this relay: ECDSA (RFC 8292).
    pub fn push(&self) -> PublicKeyBytes {
        raw(&self.push.verifying_key().into())
    }

    /// Signs for a push service.
    pub fn sign_push(&self, message: &[u8]) -> [u8; SIGNATURE_BYTES] {
        let signature: Signature = self.push.sign(message);
        signature.to_bytes().into()
    }

    /// The private half of `outbox`.
    pub(super) fn outbox_secret(&self) -> &SecretKey {
        &self.outbox
    }

    /// Signs an order.
    pub fn sign(&self, message: &[u8]) -> [u8; SIGNATURE_BYTES] {
        let signature: Signature = self.orders.sign(message);
        signature.to_bytes().into()
    }
}

fn raw(key: &PublicKey) -> PublicKeyBytes {
    let point = key.to_sec1_point(false);
    point.as_bytes().try_into().unwrap_or([0; PUBLIC_KEY_BYTES])
}

fn derived(secret: &[u8; 32], name: &[u8]) -> Result<SecretKey, NoKeys> {
    for count in 0..TRIES_MAX {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).map_err(|_| NoKeys)?;
        mac.update(name);
        mac.update(&[count]);
        if let Ok(key) = SecretKey::from_slice(&mac.finalize().into_bytes()) {
            return Ok(key);
        }
    }
    Err(NoKeys)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::public_key::{has_signed, is_key};

    #[test]
    fn the_same_secret_gives_the_same_keys_each_for_its_own_use() {
        let (keys, again, others) = (RelayKeys::new(&[1; 32]), RelayKeys::new(&[1; 32]), RelayKeys::new(&[2; 32]));
        let (keys, again, others) = (keys.unwrap(), again.unwrap(), others.unwrap());
        assert_eq!((keys.orders(), keys.outbox()), (again.orders(), again.outbox()));
        let all = [keys.orders(), keys.outbox(), keys.push(), others.orders(), others.outbox(), others.push()];
        assert!(all.iter().all(is_key));
        assert!(all.iter().enumerate().all(|(at, key)| !all[..at].contains(key)));
        let signature = keys.sign(b"order");
        assert!(has_signed(&again.orders(), b"order", &signature));
        assert!(!has_signed(&others.orders(), b"order", &signature));
        assert_eq!(format!("{keys:?}"), "RelayKeys(..)");
    }
}
