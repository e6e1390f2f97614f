//! Parcels: what a person wrote, sealed to the relay and signed with their own key, handed over by the device
//! alone while nobody has shown their secret. A parcel is opened for the very member and device that it was
//! signed and sealed for, and for nobody else.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use p256::PublicKey;
use p256::ecdh::diffie_hellman;
use sha2::Sha256;
use shared::protocol::signed::{self, PARCEL_ID_BYTES, SIGNATURE_BYTES};
use shared::protocol::{FromDevice, Push, decode_from_device};
use zeroize::Zeroizing;

use super::challenges::Nonce as Challenge;
use super::public_key;
use super::relay_keys::RelayKeys;
use super::signing_in::{Door, Refused};
use crate::storage::{KnownDevice, Owed, Principal, PublicKeyBytes};

/// A parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// Its id, random.
    pub id: [u8; PARCEL_ID_BYTES],
    /// The public half of the key pair that was made for it.
    pub sender: PublicKeyBytes,
    /// A `push` as the wire carries it, sealed.
    pub sealed: Vec<u8>,
    /// By the person's key on the device.
    pub signature: [u8; SIGNATURE_BYTES],
}

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Whose device, and which.
    pub who: Principal,
    /// The challenge.
    pub nonce: Challenge,
    /// By the device's key.
    pub signature: [u8; SIGNATURE_BYTES],
    /// What it brings, in the order in which it was written.
    pub parcels: Vec<Parcel>,
}

/// Lets a delivery in: the device that has just signed for it, if anything is taken from it.
///
/// # Errors
/// `SignedOut` for anything else.
pub async fn receive(door: Door<'_>, delivery: &Delivery, now_ms: i64) -> Result<KnownDevice, Refused> {
    let who = delivery.who;
    let ids: Vec<[u8; PARCEL_ID_BYTES]> = delivery.parcels.iter().map(|parcel| parcel.id).collect();
    let message = signed::delivery(&delivery.nonce, (who.member, who.device), &ids);
    let device = door.known(who, (&delivery.nonce, &message, &delivery.signature), now_ms).await?;
    if device.owed == Owed::Refused { Err(Refused::SignedOut) } else { Ok(device) }
}

/// Opens a parcel; none if it was not signed with a key of this person on this device, not sealed for them, or
/// holds anything but a push.
pub fn open(keys: &RelayKeys, who: Principal, device: &KnownDevice, parcel: &Parcel) -> Option<Push> {
    let own = (who.member, who.device);
    let message = signed::parcel(own, &parcel.id, &parcel.sender, &parcel.sealed);
    let theirs = device.member_keys.iter().any(|key| public_key::has_signed(key, &message, &parcel.signature));
    if !theirs {
        return None;
    }
    let sender = PublicKey::from_sec1_bytes(&parcel.sender).ok()?;
    let shared = diffie_hellman(keys.outbox_secret().to_nonzero_scalar(), sender.as_affine());
    let mut key = Zeroizing::new([0; 32]);
    let info = signed::parcel_key(&parcel.sender, &keys.outbox());
    shared.extract::<Sha256>(None).expand(&info, key.as_mut_slice()).ok()?;
    let cipher = Aes256Gcm::new_from_slice(key.as_slice()).ok()?;
    let about = signed::parcel_about(own, &parcel.id);
    // Each key seals one parcel: the number is always the same.
    let plain = cipher.decrypt(&Nonce::default(), Payload { msg: &parcel.sealed, aad: &about }).ok()?;
    match decode_from_device(&plain).ok()? {
        FromDevice::Push(push) => Some(push),
        _ => None,
    }
}
