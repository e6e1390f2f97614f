//! Who had what in their hands: the access log, and the devices with what they said of themselves. Rows of the
//! log are only added, each with a hash that covers the one before. No word of a document stands here.

use sha2::{Digest, Sha256};
use shared::ids::{DeviceId, DocumentId, MemberId};

use super::Answer;
use super::factors::{Conditions, PublicKeyBytes};
use super::rows::Principal;
use crate::keys::EntryHash;

/// What somebody did with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Deed {
    /// The relay gave it to their device.
    Served,
    /// They changed it.
    Edit,
    /// They opened it on their device, which said so.
    View,
    /// They took it out of the app, which said so.
    Export,
    /// They printed it, and the app said so.
    Print,
}

impl Deed {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Served, Self::Edit, Self::View, Self::Export, Self::Print];

    /// The code by which it is stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Served => "served",
            Self::Edit => "edit",
            Self::View => "view",
            Self::Export => "export",
            Self::Print => "print",
        }
    }

    /// The deed of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.code() == code)
    }
}

/// One access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// When, by the relay's clock, in milliseconds since 1970.
    pub at_ms: i64,
    /// When, by the device's clock, where it says so.
    pub device_at_ms: Option<i64>,
    /// Who, on which device.
    pub who: Principal,
    /// Which document.
    pub document: DocumentId,
    /// What.
    pub deed: Deed,
}

/// An access as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessRow {
    /// Its place, from 1.
    pub number: u64,
    /// The access.
    pub access: Access,
    /// The hash of it and of all before it.
    pub hash: EntryHash,
}

/// Which part of the access log is looked through, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// Whose doings.
    pub members: Vec<MemberId>,
    /// From this moment of the relay's clock, in milliseconds since 1970.
    pub from_ms: i64,
    /// Before this moment.
    pub until_ms: i64,
    /// Before this place in the log: where the page before ended.
    pub before: Option<u64>,
    /// So many rows at most.
    pub limit: usize,
}

/// The hash of an access that follows another; the first one follows the default.
pub fn chained_access(before: EntryHash, number: u64, access: &Access) -> EntryHash {
    let mut digest = Sha256::new();
    digest.update(b"otozure access\0");
    digest.update(before.0);
    digest.update(number.to_be_bytes());
    digest.update(access.at_ms.to_be_bytes());
    digest.update([u8::from(access.device_at_ms.is_some())]);
    digest.update(access.device_at_ms.unwrap_or(0).to_be_bytes());
    digest.update(access.who.member.0);
    digest.update(access.who.device.0);
    digest.update(access.document.0);
    digest.update(access.deed.code());
    EntryHash(digest.finalize().into())
}

/// What a device says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceReport {
    /// The version of its app.
    pub app: String,
    /// How many changes the relay lacks.
    pub unsent: u64,
    /// When the oldest of them was written, in milliseconds since 1970.
    pub oldest_unsent_at_ms: Option<i64>,
}

/// What is known of a device that was said to be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loss {
    /// When it was said, in milliseconds since 1970.
    pub at_ms: i64,
    /// Who said so.
    pub said_by: MemberId,
}

/// What becomes of words that a device owes, whether or not it may still connect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owed {
    /// They are its member's: member and device stand, or the device was lost.
    Taken,
    /// Member or device has ended. They come into no record by themselves: they are kept apart, for somebody to
    /// look at.
    Apart,
    /// None are taken: the device is not this member's, or has ended and has said that it is empty.
    Refused,
}

impl Owed {
    /// By what is known of a member and one of their devices: whether each stands, and whether the device was lost
    /// or has said that it is empty.
    pub fn of((member_active, device_active): (bool, bool), lost: bool, wiped: bool) -> Self {
        match (member_active, device_active) {
            (true, true) => Self::Taken,
            _ if wiped => Self::Refused,
            (true, false) if lost => Self::Taken,
            _ => Self::Apart,
        }
    }
}

/// A device in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
    /// Whose, and which.
    pub who: Principal,
    /// Enrolled at, in milliseconds since 1970.
    pub created_at_ms: i64,
    /// Last seen by the relay, in milliseconds since 1970.
    pub last_contact_ms: i64,
    /// Whether it has not ended.
    pub active: bool,
    /// Whether too many wrong secrets were shown on it.
    pub locked: bool,
    /// What was said of it when it was enrolled last; none for a program's.
    pub conditions: Option<Conditions>,
    /// What it said of itself last, and when.
    pub report: Option<(i64, DeviceReport)>,
    /// That it is lost.
    pub loss: Option<Loss>,
    /// When it said that it has wiped itself, in milliseconds since 1970.
    pub wiped_at_ms: Option<i64>,
}

/// A device's keys, whatever became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDevice {
    /// Its own key.
    pub device_key: PublicKeyBytes,
    /// The keys with which its member signed on it, older ones too.
    pub member_keys: Vec<PublicKeyBytes>,
    /// Whether member and device stand.
    pub active: bool,
    /// What becomes of words that it owes.
    pub owed: Owed,
    /// Whether too many wrong secrets were shown on it.
    pub locked: bool,
    /// That it is lost.
    pub loss: Option<Loss>,
}

/// A document that was given to a device, and when the relay last saw it used there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldDocument {
    /// The document.
    pub document: DocumentId,
    /// The newest access of any sort, by the relay's clock, in milliseconds since 1970.
    pub last_at_ms: i64,
}

/// The access log and the ledger of devices.
pub trait Ledger {
    /// Adds to the access log.
    fn write_accesses(&self, accesses: Vec<Access>) -> Answer<'_, ()>;
    /// The access log after a place, in order.
    fn accesses(&self, after: u64, limit: usize) -> Answer<'_, Vec<AccessRow>>;
    /// A part of the access log, by place, the newest first.
    fn reviewed_accesses(&self, part: Reviewed) -> Answer<'_, Vec<AccessRow>>;
    /// The documents that a device was given, by their ids.
    fn held_documents(&self, device: DeviceId) -> Answer<'_, Vec<HeldDocument>>;
    /// Keeps what a device says of itself; the newest word counts, and it is a contact.
    fn report_device(&self, device: DeviceId, report: DeviceReport, now_ms: i64) -> Answer<'_, ()>;
    /// Every device of every member, by member, the newest first.
    fn ledger(&self) -> Answer<'_, Vec<LedgerRow>>;
    /// A device's keys, also when it has ended; none if it was enrolled without or is not this member's.
    fn known_device(&self, who: Principal) -> Answer<'_, Option<KnownDevice>>;
    /// Ends a device and keeps that it is lost, by whose word. Whoever says it again changes nothing;
    /// `NotAMember` if there is no such device.
    fn lose_device(&self, device: DeviceId, said_by: MemberId, now_ms: i64) -> Answer<'_, ()>;
    /// Keeps that a device that has ended has wiped itself; the first word counts. Of one that stands nothing is kept.
    fn device_wiped(&self, device: DeviceId, now_ms: i64) -> Answer<'_, ()>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_an_access_is_covered_by_its_hash() {
        let access = Access {
            at_ms: 1,
            device_at_ms: Some(0),
            who: Principal { member: MemberId([1; 8]), device: DeviceId([2; 8]) },
            document: DocumentId([3; 16]),
            deed: Deed::Served,
        };
        let hash = chained_access(EntryHash::default(), 1, &access);
        let other = Principal { member: MemberId([9; 8]), device: DeviceId([2; 8]) };
        let elsewhere = Principal { member: MemberId([1; 8]), device: DeviceId([9; 8]) };
        for changed in [
            Access { at_ms: 2, ..access },
            Access { device_at_ms: None, ..access },
            Access { device_at_ms: Some(1), ..access },
            Access { who: other, ..access },
            Access { who: elsewhere, ..access },
            Access { document: DocumentId([4; 16]), ..access },
            Access { deed: Deed::Edit, ..access },
        ] {
            assert_ne!(chained_access(EntryHash::default(), 1, &changed), hash, "{changed:?}");
        }
        assert_ne!(chained_access(hash, 1, &access), hash);
        assert_ne!(chained_access(EntryHash::default(), 2, &access), hash);
        for deed in Deed::ALL {
            assert_eq!(Deed::from_code(deed.code()), Some(deed));
        }
    }
}
