//! The part of a store that keeps passkeys: at most one for each device, put and taken away by both factors alone.
//! It must never begin a session for another key than the one that stands when the session begins.

use super::{Answer, NewSession, Principal, Proof, Proved, PublicKeyBytes};

/// A passkey: what answers for its person on their own device, after they have shown it who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// By which the device asks for it; 1 to 1,023 bytes.
    pub id: Vec<u8>,
    /// Its public key.
    pub key: PublicKeyBytes,
    /// The host it was made for.
    pub site: String,
}

/// What a device has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyOf {
    /// Whether it may have one: an office's tablet, which others take in their hands too, may not.
    pub may_have: bool,
    /// The one it has.
    pub passkey: Option<Passkey>,
}

/// A passkey in the place of what was there, by whoever has shown the device's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutPasskey {
    /// Who, on which device.
    pub who: Principal,
    /// The proof that was shown.
    pub proof: Proof,
    /// The one that holds from now on; none to take it away.
    pub passkey: Option<Passkey>,
    /// The relay's clock, in milliseconds since 1970.
    pub now_ms: i64,
}

/// A sign-in of whoever has shown the device's key and an answer of its passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasskeySignIn {
    /// Who, on which device.
    pub who: Principal,
    /// The key that the answer was checked with.
    pub key: PublicKeyBytes,
    /// The session to begin.
    pub session: NewSession,
    /// The relay's clock, in milliseconds since 1970.
    pub now_ms: i64,
}

/// Passkeys.
pub trait Passkeys {
    /// What a device has that is enrolled and has not ended, of a member who has not; none for any other.
    fn passkey(&self, who: Principal) -> Answer<'_, Option<PasskeyOf>>;
    /// Compares the proof as `SignIns::sign_in` does, and puts the passkey. On a device that may have none nothing but
    /// taking away is done: `Unknown`.
    fn put_passkey(&self, put: PutPasskey) -> Answer<'_, Proved>;
    /// Begins a session if the device has this very passkey still: the only one of its device from then on. Wrong
    /// proofs that were counted stay counted; a locked device is not opened.
    fn sign_in_by_passkey(&self, sign_in: PasskeySignIn) -> Answer<'_, Proved>;
}
