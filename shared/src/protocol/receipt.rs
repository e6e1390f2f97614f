//! Receipts: the relay's word for who wrote a change. Any reader may bring a change back to a
//! relay that lost it; the receipt proves its author. Only the relay holds the key.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::ids::{Actor, ChangeHash, DeviceId, DocumentId, MemberId};

/// The relay's word that an actor's stream up to this change is of this member and device. As
/// hashes chain, it covers all changes of the actor before it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Receipt {
    /// The writing session.
    pub actor: Actor,
    /// The newest change's place in its stream.
    pub seq: u64,
    /// The newest change.
    pub hash: ChangeHash,
    /// Whose session it is.
    pub member: MemberId,
    /// On which device.
    pub device: DeviceId,
    /// HMAC-SHA256 over all of the above and the document.
    pub mac: [u8; 32],
}

/// The key by which one prefecture's relays give and check receipts.
#[derive(Clone)]
pub struct ReceiptKey([u8; 32]);

impl core::fmt::Debug for ReceiptKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("ReceiptKey(…)")
    }
}

impl ReceiptKey {
    /// Takes 32 random bytes.
    pub fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    fn mac(&self, document: DocumentId, receipt: &Receipt) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(b"otozure receipt 1");
        mac.update(&document.0);
        mac.update(&receipt.actor.0);
        mac.update(&receipt.seq.to_be_bytes());
        mac.update(&receipt.hash.0);
        mac.update(&receipt.member.0);
        mac.update(&receipt.device.0);
        Some(mac)
    }

    /// Gives a receipt.
    pub fn give(
        &self,
        document: DocumentId,
        (actor, seq, hash): (Actor, u64, ChangeHash),
        (member, device): (MemberId, DeviceId),
    ) -> Receipt {
        let mut receipt = Receipt { actor, seq, hash, member, device, mac: [0; 32] };
        if let Some(mac) = self.mac(document, &receipt) {
            receipt.mac.copy_from_slice(&mac.finalize().into_bytes());
        }
        receipt
    }

    /// Whether this relay gave it, compared in constant time.
    pub fn check(&self, document: DocumentId, receipt: &Receipt) -> bool {
        self.mac(document, receipt).is_some_and(|mac| mac.verify_slice(&receipt.mac).is_ok())
    }
}
