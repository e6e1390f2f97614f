//! Coming in with two factors: a device's key and the proof of its person's secret. Neither is looked at
//! without the other being right: whoever lacks the key learns nothing about the proof, and a wrong proof is
//! counted on the device that showed it.

use shared::ids::{DeviceId, SessionId};
use shared::protocol::signed::{self, PROOF_BYTES, SIGNATURE_BYTES};
use shared::time::Instant;

use super::challenges::Nonce;
use super::secret::{NoRandomness, random};
use super::sessions::{self, NewlyOpened};
use super::{Attempts, Challenges, Secret, pledge, public_key};
use crate::storage::{
    Conditions, Enrol, MemberRow, NewProof, Principal, Proof, Proved, PublicKeyBytes, Redeemed, SignIn, Storage,
    StorageError, WRONG_PROOFS_MAX,
};

/// The first wrong proof after which the app waits, and how long; each one more doubles it.
const WAITS_FROM: u32 = 3;
const WAIT_SECONDS: u64 = 5;
/// The longest wait.
const WAIT_SECONDS_MAX: u64 = 300;

/// Why nobody came in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The link was used before.
    #[error("the link was used")]
    LinkUsed,
    /// The link's days are over.
    #[error("the link has expired")]
    LinkExpired,
    /// No such link.
    #[error("no such link")]
    LinkUnknown,
    /// What is signed does not fit its key, or a key is none.
    #[error("a key or a signature does not fit")]
    BadSignature,
    /// Another version of the pledge than the one in force was accepted.
    #[error("another pledge was accepted")]
    PledgeChanged,
    /// Anything that does not fit, whatever it is.
    #[error("signed out")]
    SignedOut,
    /// Too many of those for this member.
    #[error("too many failures")]
    TooMany {
        /// Try again after this long.
        wait_seconds: u64,
    },
    /// The device is right, the proof is not.
    #[error("a wrong secret")]
    WrongSecret {
        /// So many more wrong ones lock the device.
        left: u32,
        /// The app takes the next one after this long.
        wait_seconds: u64,
    },
    /// Too many wrong ones were shown on the device.
    #[error("the device is locked")]
    DeviceLocked,
    /// No randomness for a secret.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// The store did not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Who is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// The member.
    pub member: MemberRow,
    /// On which device.
    pub device: DeviceId,
    /// The session's secret, for its holder.
    pub session: Secret,
}

/// What is shown to enrol a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The text of the link's secret.
    pub secret: String,
    /// The device that this browser was for the same member.
    pub keep: Option<DeviceId>,
    /// The device's key.
    pub device_key: PublicKeyBytes,
    /// The person's key on it.
    pub member_key: PublicKeyBytes,
    /// The proof of the person's secret.
    pub proof: [u8; PROOF_BYTES],
    /// The version of the pledge that was accepted.
    pub pledge: String,
    /// What is said of the device.
    pub conditions: Conditions,
    /// By the device's key.
    pub signature: [u8; SIGNATURE_BYTES],
}

/// Enrols a device by a one-time link.
///
/// # Errors
/// Why it is not enrolled; the link then stands as before.
pub async fn enrol(storage: &dyn Storage, shown: Enrolment, now_ms: i64) -> Result<Entered, Refused> {
    let text = shown.secret.trim();
    let secret = Secret::parse(text).ok_or(Refused::LinkUnknown)?;
    let message = signed::enrolment(text, &shown.device_key, &shown.member_key, &shown.proof);
    let whole = public_key::is_key(&shown.member_key)
        && shown.device_key != shown.member_key
        && public_key::has_signed(&shown.device_key, &message, &shown.signature);
    if !whole {
        return Err(Refused::BadSignature);
    }
    if shown.pledge != pledge::VERSION {
        return Err(Refused::PledgeChanged);
    }
    let NewlyOpened { new, secret: session } = sessions::open(now_ms)?;
    let enrol = Enrol {
        secret: secret.hash(),
        keep: shown.keep,
        device: DeviceId(random()?),
        device_key: shown.device_key,
        member_key: shown.member_key,
        proof: Proof(shown.proof),
        conditions: shown.conditions,
        pledge: (shown.pledge, Instant::from_ms(now_ms).tokyo_day()),
        session: new,
        now_ms,
    };
    match storage.enrol(enrol).await? {
        Redeemed::Done(member, device) => Ok(Entered { member, device, session }),
        Redeemed::Used => Err(Refused::LinkUsed),
        Redeemed::Expired => Err(Refused::LinkExpired),
        Redeemed::Unknown => Err(Refused::LinkUnknown),
    }
}

/// What is shown to come in again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Who, on which device.
    pub who: Principal,
    /// The challenge.
    pub nonce: Nonce,
    /// The proof of the person's secret.
    pub proof: [u8; PROOF_BYTES],
    /// By the device's key.
    pub signature: [u8; SIGNATURE_BYTES],
}

/// What a sign-in is judged with.
#[derive(Clone, Copy)]
pub struct Door<'a> {
    /// The store.
    pub storage: &'a dyn Storage,
    /// The challenges that were given.
    pub challenges: &'a Challenges,
    /// Failures of each account.
    pub attempts: &'a Attempts,
}

impl Door<'_> {
    /// Begins a session for whoever shows both factors.
    ///
    /// # Errors
    /// Why not.
    pub async fn sign_in(self, shown: Shown, now_ms: i64) -> Result<Entered, Refused> {
        let who = shown.who;
        let message = signed::sign_in(&shown.nonce, (who.member, who.device), &shown.proof);
        self.check_device(who, (shown.nonce, &shown.signature), &message, now_ms).await?;
        let NewlyOpened { new, secret } = sessions::open(now_ms)?;
        let proof = Proof(shown.proof);
        let proved = self.storage.sign_in(SignIn { who, proof, session: new, now_ms }).await?;
        let member = self.judge(who, proved)?;
        Ok(Entered { member, device: who.device, session: secret })
    }

    /// Puts another proof in the place of the one before.
    ///
    /// # Errors
    /// Why not; the one before holds then.
    pub async fn change(self, shown: Shown, new_proof: [u8; PROOF_BYTES], now_ms: i64) -> Result<(), Refused> {
        let who = shown.who;
        let message = signed::new_secret(&shown.nonce, (who.member, who.device), &shown.proof, &new_proof);
        self.check_device(who, (shown.nonce, &shown.signature), &message, now_ms).await?;
        let (proof, new_proof) = (Proof(shown.proof), Proof(new_proof));
        let proved = self.storage.change_proof(NewProof { who, proof, new_proof, now_ms }).await?;
        self.judge(who, proved).map(|_| ())
    }

    /// The first factor: this very message was signed just now by the device's key.
    pub(super) async fn check_device(
        self,
        who: Principal,
        (nonce, signature): (Nonce, &[u8; SIGNATURE_BYTES]),
        message: &[u8],
        now_ms: i64,
    ) -> Result<(), Refused> {
        let factor = self.storage.factor(who).await?;
        let right = self.challenges.fits(who, &nonce, now_ms)
            && factor.is_some_and(|factor| public_key::has_signed(&factor.device_key, message, signature))
            && self.challenges.take(nonce, now_ms);
        if right { Ok(()) } else { Err(self.failed(who)) }
    }

    pub(super) fn judge(self, who: Principal, proved: Proved) -> Result<MemberRow, Refused> {
        match proved {
            Proved::Right(member) => Ok(member),
            Proved::Unknown => Err(self.failed(who)),
            Proved::Locked => Err(Refused::DeviceLocked),
            Proved::Wrong { wrong } => {
                let left = WRONG_PROOFS_MAX.saturating_sub(wrong);
                Err(Refused::WrongSecret { left, wait_seconds: wait_seconds(wrong) })
            }
        }
    }

    pub(super) fn failed(self, who: Principal) -> Refused {
        match self.attempts.failed(who.member) {
            Ok(()) => Refused::SignedOut,
            Err(wait_seconds) => Refused::TooMany { wait_seconds },
        }
    }
}

/// How long the app waits after so many wrong ones in a row.
fn wait_seconds(wrong: u32) -> u64 {
    match wrong.checked_sub(WAITS_FROM) {
        None => 0,
        Some(more) => WAIT_SECONDS.saturating_mul(1 << more.min(16)).min(WAIT_SECONDS_MAX),
    }
}

/// A new session's id.
pub(super) fn session_id() -> Result<SessionId, NoRandomness> {
    random().map(SessionId)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_five_minutes() {
        let waits: Vec<u64> = (0..WRONG_PROOFS_MAX).map(wait_seconds).collect();
        assert_eq!(waits, [0, 0, 0, 5, 10, 20, 40, 80, 160, 300]);
    }
}
