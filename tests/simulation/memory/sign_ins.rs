//! The memory as what lets people in: links, keys, proofs, sessions, as the trait says it.

use server::storage::{
    Answer, Enrol, Factor, Linked, NewProof, NewSession, OwnSession, Principal, Proof, Proved, Redeemed, Renew,
    SecretHash, Session, SessionRow, SignIn, SignIns, WRONG_PROOFS_MAX,
};
use shared::ids::{DeviceId, MemberId};
use shared::time::Day;

use super::credentials::refusal;
use super::state::{HeldFactor, HeldSession};
use super::{Memory, State};

impl SignIns for Memory {
    fn invitation(&self, secret: SecretHash, now_ms: i64) -> Answer<'_, Linked> {
        self.read(|s| Ok(s.linked(secret, now_ms)))
    }

    fn enrol(&self, enrol: Enrol) -> Answer<'_, Redeemed> {
        self.write(|s, _| Ok(s.enrol(&enrol)))
    }

    fn factor(&self, who: Principal) -> Answer<'_, Option<Factor>> {
        self.read(|s| {
            let held = s.factors.get(&who.device).filter(|_| s.has_not_ended(who));
            let locked = s.devices.get(&who.device).is_some_and(|device| device.locked);
            Ok(held.map(|held| Factor { device_key: held.device_key, locked }))
        })
    }

    fn sign_in(&self, sign_in: SignIn) -> Answer<'_, Proved> {
        self.write(|s, _| {
            let proved = s.prove(sign_in.who, sign_in.proof);
            if let Proved::Right(_) = proved {
                s.begin(sign_in.who, &sign_in.session, sign_in.now_ms);
            }
            Ok(proved)
        })
    }

    fn change_proof(&self, change: NewProof) -> Answer<'_, Proved> {
        self.write(|s, _| {
            let proved = s.prove(change.who, change.proof);
            if let (Proved::Right(_), Some(held)) = (&proved, s.factors.get_mut(&change.who.device)) {
                held.proof = change.new_proof.hash(change.who.device);
            }
            Ok(proved)
        })
    }

    fn pledged(&self, member: MemberId, version: String) -> Answer<'_, Option<Day>> {
        self.read(|s| Ok(s.pledges.get(&(member, version)).copied()))
    }

    fn session(&self, secret: SecretHash, now_ms: i64) -> Answer<'_, Option<Session>> {
        self.read(|s| Ok(s.shown(secret, now_ms).map(said)))
    }

    fn renew(&self, renew: Renew) -> Answer<'_, Option<Session>> {
        self.write(|s, _| {
            let Some(id) = s.shown(renew.secret, renew.now_ms).map(|held| held.id) else {
                return Ok(None);
            };
            s.sessions.retain(|held| held.stands(renew.now_ms));
            let held = s.sessions.iter_mut().find(|held| held.id == id);
            Ok(held.map(|held| {
                held.renew(&renew);
                said(held)
            }))
        })
    }

    fn sessions(&self, member: MemberId, now_ms: i64) -> Answer<'_, Vec<SessionRow>> {
        self.read(|s| {
            let mut rows: Vec<SessionRow> = s
                .sessions
                .iter()
                .filter(|held| held.who.member == member && held.stands(now_ms))
                .map(|held| SessionRow {
                    id: held.id,
                    device: held.who.device,
                    created_at_ms: held.created_at_ms,
                    last_used_ms: held.last_used_ms,
                })
                .collect();
            rows.sort_by_key(|row| (core::cmp::Reverse(row.created_at_ms), row.id));
            Ok(rows)
        })
    }

    fn end_session(&self, own: OwnSession) -> Answer<'_, Option<DeviceId>> {
        self.write(|s, _| {
            let at = s.sessions.iter().position(|held| held.id == own.session && held.who.member == own.member);
            Ok(at.map(|at| s.sessions.remove(at).who.device))
        })
    }
}

fn said(held: &HeldSession) -> Session {
    Session { id: held.id, who: held.who, ends_at_ms: held.ends_at_ms }
}

impl HeldSession {
    fn stands(&self, now_ms: i64) -> bool {
        now_ms < self.ends_at_ms.min(self.idle_ends_at_ms)
    }

    fn renew(&mut self, renew: &Renew) {
        for (secret, until) in &mut self.secrets {
            if *secret != renew.secret {
                *until = Some(until.unwrap_or(i64::MAX).min(renew.others_until_ms));
            }
        }
        self.secrets.retain(|(_, until)| until.is_none_or(|until| renew.now_ms < until));
        self.secrets.push((renew.next, None));
        self.last_used_ms = renew.now_ms;
        self.idle_ends_at_ms = self.idle_ends_at_ms.max(self.ends_at_ms.min(renew.idle_ends_at_ms));
    }
}

impl State {
    fn enrol(&mut self, enrol: &Enrol) -> Redeemed {
        let row = match self.linked(enrol.secret, enrol.now_ms) {
            Linked::Stands(row) => row,
            other => return refusal(other),
        };
        let member = row.id;
        let kept = enrol.keep.filter(|device| self.has_not_ended(Principal { member, device: *device }));
        let who = Principal { member, device: kept.unwrap_or(enrol.device) };
        if kept.is_none() {
            self.insert_device(who, enrol.now_ms);
        }
        if let Some(device) = self.devices.get_mut(&who.device) {
            device.locked = false;
        }
        self.passkeys.remove(&who.device);
        let proof = enrol.proof.hash(who.device);
        let mut member_keys = self.factors.get(&who.device).map(|held| held.member_keys.clone()).unwrap_or_default();
        member_keys.push(enrol.member_key);
        let (device_key, conditions) = (enrol.device_key, enrol.conditions);
        self.factors.insert(who.device, HeldFactor { device_key, member_keys, conditions, proof, wrong: 0 });
        let (version, day) = enrol.pledge.clone();
        self.pledges.entry((member, version)).or_insert(day);
        self.begin(who, &enrol.session, enrol.now_ms);
        self.use_up(enrol.secret);
        Redeemed::Done(row, who.device)
    }

    pub(super) fn prove(&mut self, who: Principal, proof: Proof) -> Proved {
        let Ok(row) = self.active(who.member).map(|member| member.row.clone()) else {
            return Proved::Unknown;
        };
        if !self.has_not_ended(who) {
            return Proved::Unknown;
        }
        let (Some(held), Some(device)) = (self.factors.get_mut(&who.device), self.devices.get_mut(&who.device)) else {
            return Proved::Unknown;
        };
        if device.locked {
            return Proved::Locked;
        }
        if held.proof == proof.hash(who.device) {
            held.wrong = 0;
            return Proved::Right(row);
        }
        held.wrong += 1;
        if held.wrong < WRONG_PROOFS_MAX {
            return Proved::Wrong { wrong: held.wrong };
        }
        device.locked = true;
        self.sessions.retain(|held| held.who.device != who.device);
        Proved::Locked
    }

    /// Begins a session: the only one of its device.
    pub(super) fn begin(&mut self, who: Principal, new: &NewSession, now_ms: i64) {
        self.sessions.retain(|held| held.who.device != who.device);
        self.sessions.push(HeldSession {
            id: new.id,
            who,
            created_at_ms: now_ms,
            last_used_ms: now_ms,
            idle_ends_at_ms: new.idle_ends_at_ms,
            ends_at_ms: new.ends_at_ms,
            secrets: vec![(new.secret, None)],
        });
    }

    fn shown(&self, secret: SecretHash, now_ms: i64) -> Option<&HeldSession> {
        self.sessions.iter().find(|held| {
            let good = |(known, until): &(SecretHash, Option<i64>)| {
                *known == secret && until.is_none_or(|until| now_ms < until)
            };
            held.stands(now_ms) && self.device_active(held.who) && held.secrets.iter().any(good)
        })
    }
}
