//! What a device signs to show that it holds its key: fresh bytes, good for a minute, for one device and for
//! one use. The relay remembers only those that were used: whoever asks for many fills nothing.

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use shared::protocol::signed::NONCE_BYTES;

use super::secret::{NoRandomness, random};
use crate::storage::Principal;

/// How long a challenge is good.
pub const CHALLENGE_MS: i64 = 60_000;
/// Used ones that are remembered. Each took a signature of an enrolled device; with so many within a minute
/// no more are taken.
pub const USED_MAX: usize = 100_000;

/// A challenge: when it ends, random bytes, and a MAC over both and whom it is for.
pub type Nonce = [u8; NONCE_BYTES];

const TIME_BYTES: usize = 8;
const SAID_BYTES: usize = 16;

/// Gives challenges and takes each once.
pub struct Challenges {
    keyed: Hmac<Sha256>,
    used: Mutex<Used>,
}

#[derive(Default)]
struct Used {
    nonces: HashSet<Nonce>,
    /// In the order in which they were used, with the moment after which they are not good anyway.
    order: VecDeque<(Nonce, i64)>,
}

impl Challenges {
    /// Begins with a key of its own: challenges of before a restart are good no longer.
    ///
    /// # Errors
    /// No randomness for the key.
    pub fn start() -> Result<Self, NoRandomness> {
        // As long as the hash's own block, which is what a key of HMAC is.
        let key: [u8; 64] = random()?;
        Ok(Self { keyed: Hmac::new(&key.into()), used: Mutex::default() })
    }

    /// A challenge for whoever this is, known or not.
    ///
    /// # Errors
    /// No randomness for it.
    pub fn give(&self, who: Principal, now_ms: i64) -> Result<Nonce, NoRandomness> {
        let ends = now_ms.saturating_add(CHALLENGE_MS).to_be_bytes();
        let fresh: [u8; SAID_BYTES - TIME_BYTES] = random()?;
        let said = [&ends[..], &fresh].concat();
        let mac = self.mac(who, &said).finalize().into_bytes();
        let mut nonce = [0; NONCE_BYTES];
        for (slot, byte) in nonce.iter_mut().zip(said.iter().chain(mac.iter())) {
            *slot = *byte;
        }
        Ok(nonce)
    }

    /// Whether this was given to them and is still good; used or not.
    pub fn fits(&self, who: Principal, nonce: &Nonce, now_ms: i64) -> bool {
        let (said, mac) = nonce.split_at(SAID_BYTES);
        let ends = said.first_chunk().copied().map(i64::from_be_bytes);
        ends.is_some_and(|ends| now_ms < ends) && self.mac(who, said).verify_truncated_left(mac).is_ok()
    }

    /// Uses it up; false if it was used before. The caller has asked `fits`, and seen it signed.
    pub fn take(&self, nonce: Nonce, now_ms: i64) -> bool {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        while used.order.front().is_some_and(|(_, until)| *until <= now_ms) {
            if let Some((old, _)) = used.order.pop_front() {
                used.nonces.remove(&old);
            }
        }
        if used.order.len() >= USED_MAX || !used.nonces.insert(nonce) {
            return false;
        }
        used.order.push_back((nonce, now_ms.saturating_add(CHALLENGE_MS)));
        true
    }

    fn mac(&self, who: Principal, said: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.keyed.clone();
        mac.update(b"otozure challenge 1");
        mac.update(said);
        mac.update(&who.member.0);
        mac.update(&who.device.0);
        mac
    }
}

#[cfg(test)]
mod tests {
    use shared::ids::{DeviceId, MemberId};

    use super::*;

    fn who(member: u8, device: u8) -> Principal {
        Principal { member: MemberId([member; 8]), device: DeviceId([device; 8]) }
    }

    #[test]
    fn a_challenge_is_good_once_for_its_own_device_and_for_a_minute() {
        let challenges = Challenges::start().unwrap();
        let nonce = challenges.give(who(1, 2), 1_000).unwrap();
        assert!(challenges.fits(who(1, 2), &nonce, 1_000 + CHALLENGE_MS - 1));
        assert!(!challenges.fits(who(1, 2), &nonce, 1_000 + CHALLENGE_MS));
        for other in [who(1, 3), who(3, 2)] {
            assert!(!challenges.fits(other, &nonce, 1_000));
        }
        for at in 0..NONCE_BYTES {
            let mut forged = nonce;
            forged[at] ^= 1;
            assert!(!challenges.fits(who(1, 2), &forged, 1_000), "{at}");
        }
        assert!(!Challenges::start().unwrap().fits(who(1, 2), &nonce, 1_000), "another relay's");
        assert!(challenges.take(nonce, 2_000));
        assert!(!challenges.take(nonce, 2_000));
        assert!(!challenges.take(nonce, 1_000 + CHALLENGE_MS), "as long as it would fit");
        assert_ne!(challenges.give(who(1, 2), 1_000).unwrap(), nonce);
    }

    #[test]
    fn used_ones_are_bounded_and_there_is_room_again() {
        let challenges = Challenges::start().unwrap();
        let nonce = |n: usize| {
            let mut nonce = [0; NONCE_BYTES];
            nonce[..8].copy_from_slice(&n.to_be_bytes());
            nonce
        };
        for n in 0..USED_MAX {
            assert!(challenges.take(nonce(n), 0));
        }
        assert!(!challenges.take(nonce(USED_MAX), CHALLENGE_MS - 1));
        assert!(challenges.take(nonce(USED_MAX), CHALLENGE_MS));
        assert_eq!(challenges.used.lock().unwrap().nonces.len(), 1);
    }
}
