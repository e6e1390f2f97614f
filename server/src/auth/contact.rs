//! A device that says it is there while nobody has shown their secret: it learns whether it is locked, has
//! ended or is lost, and is told by the relay's own signature to wipe itself. It must never be told so by
//! anything that somebody between the two could have made up, nor learn anything about a person.

use shared::protocol::signed::{self, SIGNATURE_BYTES};

use super::challenges::Nonce;
use super::public_key;
use super::relay_keys::RelayKeys;
use super::signing_in::{Door, Refused};
use crate::storage::{DeviceReport, KnownDevice, Owed, Principal};

/// Bytes of an app's version in a report.
pub const APP_BYTES_MAX: usize = 40;

/// What a device shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Whose, and which.
    pub who: Principal,
    /// The challenge.
    pub nonce: Nonce,
    /// By the device's key.
    pub signature: [u8; SIGNATURE_BYTES],
    /// What it says of itself.
    pub report: Option<DeviceReport>,
}

/// What a device is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// All is well.
    Active,
    /// Too many wrong secrets were shown on it.
    Locked,
    /// It has ended: what its person has there leaves it.
    Wipe {
        /// Whether all of it was lost, and everybody's goes.
        lost: bool,
        /// Whether the relay takes what is still owed, first.
        deliver: bool,
        /// The relay's signature.
        signature: [u8; SIGNATURE_BYTES],
    },
}

/// Hears a device.
///
/// # Errors
/// `SignedOut` for whoever does not show the key of a device that was ever enrolled.
pub async fn hear(door: Door<'_>, keys: &RelayKeys, shown: Contact, now_ms: i64) -> Result<Told, Refused> {
    let who = shown.who;
    let message = signed::contact(&shown.nonce, (who.member, who.device));
    let device = door.known(who, (&shown.nonce, &message, &shown.signature), now_ms).await?;
    if device.active
        && let Some(report) = shown.report
    {
        door.storage.report_device(who.device, report, now_ms).await?;
    }
    Ok(match (device.active, device.locked) {
        (true, false) => Told::Active,
        (true, true) => Told::Locked,
        (false, _) => Told::Wipe {
            lost: device.loss.is_some(),
            deliver: device.owed != Owed::Refused,
            signature: keys.sign(&signed::wipe_order(&shown.nonce, (who.member, who.device))),
        },
    })
}

/// Hears that a device has wiped itself; gives whether it had been lost.
///
/// # Errors
/// As `hear`; and for a device that was not told to.
pub async fn wiped(door: Door<'_>, shown: Contact, now_ms: i64) -> Result<bool, Refused> {
    let who = shown.who;
    let message = signed::wiped(&shown.nonce, (who.member, who.device));
    let device = door.known(who, (&shown.nonce, &message, &shown.signature), now_ms).await?;
    if device.active {
        return Err(Refused::SignedOut);
    }
    door.storage.device_wiped(who.device, now_ms).await?;
    Ok(device.loss.is_some())
}

impl Door<'_> {
    /// The device that has just signed this message with its own key, whatever became of it.
    pub(super) async fn known(
        self,
        who: Principal,
        (nonce, message, signature): (&Nonce, &[u8], &[u8; SIGNATURE_BYTES]),
        now_ms: i64,
    ) -> Result<KnownDevice, Refused> {
        let device = self.storage.known_device(who).await?.filter(|device| {
            self.challenges.fits(who, nonce, now_ms)
                && public_key::has_signed(&device.device_key, message, signature)
                && self.challenges.take(*nonce, now_ms)
        });
        device.ok_or_else(|| self.failed(who))
    }
}
