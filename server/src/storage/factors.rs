//! What lets a person in: the key of an enrolled device and the proof of a secret of their own, and the
//! sessions that follow. No proof and no session's secret is ever stored: only SHA-256 of one.

use sha2::{Digest, Sha256};
use shared::ids::{DeviceId, MemberId, SessionId};
use shared::protocol::signed::{PROOF_BYTES, PUBLIC_KEY_BYTES};
use shared::time::Day;

use super::people::{MemberRow, SecretHash};
use super::rows::Principal;

/// So many wrong proofs in a row lock a device.
pub const WRONG_PROOFS_MAX: u32 = 10;

/// A public key of P-256: an uncompressed point.
pub type PublicKeyBytes = [u8; PUBLIC_KEY_BYTES];

/// The proof of a person's own secret, as a device shows it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Proof(pub [u8; PROOF_BYTES]);

impl core::fmt::Debug for Proof {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Proof(..)")
    }
}

impl Proof {
    /// What a store knows it by. It is the output of a keyed function over 32 random bytes of the device, not
    /// a word that could be guessed: one round is enough.
    pub fn hash(&self, device: DeviceId) -> SecretHash {
        let mut digest = Sha256::new();
        digest.update(b"otozure proof 1");
        digest.update(device.0);
        digest.update(self.0);
        SecretHash(digest.finalize().into())
    }
}

/// What is said of a device when it is enrolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conditions {
    /// Whether the organisation manages it.
    pub managed: bool,
    /// Whether its screen is locked by a passcode.
    pub passcode: bool,
    /// Whether its storage is encrypted.
    pub encrypted: bool,
}

/// A session that begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewSession {
    /// Its id, by which its owner ends it.
    pub id: SessionId,
    /// SHA-256 of its first secret.
    pub secret: SecretHash,
    /// When it ends unless it is used, in milliseconds since 1970.
    pub idle_ends_at_ms: i64,
    /// When it ends in any case, in milliseconds since 1970.
    pub ends_at_ms: i64,
}

/// What enrolling a device by a one-time link makes, all in one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrol {
    /// SHA-256 of the link's secret.
    pub secret: SecretHash,
    /// The device this browser says it is. It stays that device if it is the member's and has not ended, a
    /// locked one too, so that it remains the author of what it has not handed over yet.
    pub keep: Option<DeviceId>,
    /// The id of the device to enrol otherwise.
    pub device: DeviceId,
    /// The device's own key.
    pub device_key: PublicKeyBytes,
    /// The key with which its person signs what leaves it while it is locked.
    pub member_key: PublicKeyBytes,
    /// The proof of the person's secret.
    pub proof: Proof,
    /// What is said of the device.
    pub conditions: Conditions,
    /// Which version of the pledge of secrecy was accepted, on which day.
    pub pledge: (String, Day),
    /// The session to begin with.
    pub session: NewSession,
    /// The relay's clock, in milliseconds since 1970.
    pub now_ms: i64,
}

/// What a one-time link is for, without using it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Linked {
    /// It signs this member in.
    Stands(MemberRow),
    /// It was used before.
    Used,
    /// Its days are over.
    Expired,
    /// No such link, or its member has ended.
    Unknown,
}

/// An enrolled device that has not ended, of a member who has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factor {
    /// Its own key.
    pub device_key: PublicKeyBytes,
    /// Whether too many wrong proofs were shown on it.
    pub locked: bool,
}

/// A sign-in of whoever has shown that the device's key is theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignIn {
    /// Who, on which device.
    pub who: Principal,
    /// The proof that was shown.
    pub proof: Proof,
    /// The session to begin.
    pub session: NewSession,
    /// The relay's clock, in milliseconds since 1970.
    pub now_ms: i64,
}

/// Another proof in the place of the one before, by whoever has shown the device's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewProof {
    /// Who, on which device.
    pub who: Principal,
    /// The proof that was shown.
    pub proof: Proof,
    /// The one that holds from now on.
    pub new_proof: Proof,
    /// The relay's clock, in milliseconds since 1970.
    pub now_ms: i64,
}

/// What became of a proof that was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proved {
    /// It was right: what was asked is done, and the count is back at nothing.
    Right(MemberRow),
    /// It was wrong, as so many before it in a row.
    Wrong {
        /// Wrong ones in a row, this one too; fewer than `WRONG_PROOFS_MAX`.
        wrong: u32,
    },
    /// The device is locked, perhaps by this very one; its sessions have ended.
    Locked,
    /// No such device, not this member's, enrolled without keys, or one of the two has ended.
    Unknown,
}

/// A session that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Who comes in by it.
    pub who: Principal,
    /// When it ends in any case, in milliseconds since 1970.
    pub ends_at_ms: i64,
}

/// A session's use, and its next secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renew {
    /// SHA-256 of the secret that was shown.
    pub secret: SecretHash,
    /// SHA-256 of the one that is given now.
    pub next: SecretHash,
    /// The relay's clock, in milliseconds since 1970.
    pub now_ms: i64,
    /// It ends unless it is used before this moment, in milliseconds since 1970.
    pub idle_ends_at_ms: i64,
    /// Until when every other secret of the session is good, in milliseconds since 1970.
    pub others_until_ms: i64,
}

/// A session as its owner sees it listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// On which device.
    pub device: DeviceId,
    /// Begun at, in milliseconds since 1970.
    pub created_at_ms: i64,
    /// Last used at, in milliseconds since 1970.
    pub last_used_ms: i64,
}

/// Whose session is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnSession {
    /// The owner.
    pub member: MemberId,
    /// The session.
    pub session: SessionId,
}
