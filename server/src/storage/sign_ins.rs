//! The part of a store that lets people in: links, keys, proofs, sessions. Every call is one transaction, and a
//! wrong proof is counted durably before it is answered.

use shared::ids::{DeviceId, MemberId};
use shared::time::Day;

use super::{
    Answer, Enrol, Factor, Linked, NewProof, OwnSession, Principal, Proved, Redeemed, Renew, SecretHash, Session,
    SessionRow, SignIn,
};

/// Links, keys, proofs and sessions.
pub trait SignIns {
    /// What a one-time link is for; looking does not use it up.
    fn invitation(&self, secret: SecretHash, now_ms: i64) -> Answer<'_, Linked>;
    /// Uses a one-time link up and writes what it was used for (device, keys, proof, pledge, session), all in
    /// one transaction: of two at once one is answered `Used`.
    fn enrol(&self, enrol: Enrol) -> Answer<'_, Redeemed>;
    /// The keys of a device that has not ended, of a member who has not; none if it was enrolled without.
    fn factor(&self, who: Principal) -> Answer<'_, Option<Factor>>;
    /// Compares a proof and begins a session if it is right: the only one of its device from then on. A wrong
    /// one is counted, and locks the device if it is one too many.
    fn sign_in(&self, sign_in: SignIn) -> Answer<'_, Proved>;
    /// Compares a proof as `sign_in` does and puts another in its place.
    fn change_proof(&self, change: NewProof) -> Answer<'_, Proved>;
    /// When a member accepted a version of the pledge first.
    fn pledged(&self, member: MemberId, version: String) -> Answer<'_, Option<Day>>;
    /// The session that stands for a secret at `now_ms`; looking is no use of it.
    fn session(&self, secret: SecretHash, now_ms: i64) -> Answer<'_, Option<Session>>;
    /// Uses a session and gives it another secret. The one that was shown stays good until another one of the
    /// session is shown, and a moment longer.
    fn renew(&self, renew: Renew) -> Answer<'_, Option<Session>>;
    /// A member's sessions that stand at `now_ms`, the newest first.
    fn sessions(&self, member: MemberId, now_ms: i64) -> Answer<'_, Vec<SessionRow>>;
    /// Ends a session of its owner; gives its device, or none if they have no such session. The device stays
    /// the member's: what it wrote may still be handed over after the next sign-in.
    fn end_session(&self, own: OwnSession) -> Answer<'_, Option<DeviceId>>;
}
