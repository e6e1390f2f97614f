//! The memory as what keeps passkeys.

use server::storage::{Answer, PasskeyOf, PasskeySignIn, Passkeys, Principal, Proved, PutPasskey};

use super::{Memory, State};

impl Passkeys for Memory {
    fn passkey(&self, who: Principal) -> Answer<'_, Option<PasskeyOf>> {
        self.read(|s| Ok(s.passkey_of(who)))
    }

    fn put_passkey(&self, put: PutPasskey) -> Answer<'_, Proved> {
        self.write(|s, _| {
            if put.passkey.is_some() && !s.passkey_of(put.who).is_some_and(|of| of.may_have) {
                return Ok(Proved::Unknown);
            }
            let proved = s.prove(put.who, put.proof);
            if let Proved::Right(_) = proved {
                match put.passkey {
                    Some(passkey) => drop(s.passkeys.insert(put.who.device, passkey)),
                    None => drop(s.passkeys.remove(&put.who.device)),
                }
            }
            Ok(proved)
        })
    }

    fn sign_in_by_passkey(&self, sign_in: PasskeySignIn) -> Answer<'_, Proved> {
        self.write(|s, _| {
            let who = sign_in.who;
            let known = s.passkey_of(who).and_then(|of| of.passkey);
            if known.is_none_or(|passkey| passkey.key != sign_in.key) {
                return Ok(Proved::Unknown);
            }
            if s.devices.get(&who.device).is_some_and(|device| device.locked) {
                return Ok(Proved::Locked);
            }
            let row = s.active(who.member).map(|member| member.row.clone())?;
            s.begin(who, &sign_in.session, sign_in.now_ms);
            Ok(Proved::Right(row))
        })
    }
}

impl State {
    fn passkey_of(&self, who: Principal) -> Option<PasskeyOf> {
        let held =
            self.factors.get(&who.device).filter(|_| self.has_not_ended(who) && self.active(who.member).is_ok())?;
        Some(PasskeyOf { may_have: !held.conditions.managed, passkey: self.passkeys.get(&who.device).cloned() })
    }
}
