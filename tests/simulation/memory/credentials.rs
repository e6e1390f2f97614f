//! Devices and what lets them in, in the memory store.

use server::storage::{
    Credential, DeviceRow, Invitation, NewToken, Principal, Redeem, Redeemed, SecretHash, StorageError, TokenRow,
};
use shared::ids::{DeviceId, MemberId};

use super::state::{Door, State};

/// A session's use is written at most this often.
const SESSION_WRITE_MS: i64 = 60 * 60 * 1000;

impl State {
    pub(super) fn devices_of(&self, member: MemberId) -> Vec<DeviceRow> {
        let mut devices: Vec<DeviceRow> =
            self.devices.values().filter(|device| device.member == member).cloned().collect();
        devices.sort_by_key(|device| (core::cmp::Reverse(device.created_at_ms), device.id));
        devices
    }

    pub(super) fn end_device(&mut self, device: DeviceId) {
        if let Some(row) = self.devices.get_mut(&device) {
            row.active = false;
        }
        self.sessions.retain(|_, door| door.who.device != device);
        self.tokens.retain(|_, door| door.who.device != device);
    }

    pub(super) fn add_invitation(&mut self, link: Invitation) -> Result<(), StorageError> {
        self.active(link.member)?;
        self.invitations.insert(link.secret.0, (link, false));
        Ok(())
    }

    pub(super) fn redeem(&mut self, redeem: &Redeem) -> Redeemed {
        let Some((link, used)) = self.invitations.get(&redeem.secret.0).copied() else {
            return Redeemed::Unknown;
        };
        if used {
            return Redeemed::Used;
        }
        if redeem.now_ms >= link.expires_at_ms {
            return Redeemed::Expired;
        }
        let Ok(member) = self.active(link.member) else {
            return Redeemed::Unknown;
        };
        let row = member.row.clone();
        let member = link.member;
        let kept = redeem.keep.filter(|device| self.device_active(Principal { member, device: *device }));
        let device = kept.unwrap_or(redeem.device);
        let who = Principal { member, device };
        if kept.is_none() {
            self.insert_device(who, redeem.now_ms);
        }
        self.sessions.insert(
            redeem.session.0,
            Door {
                who,
                label: String::new(),
                created_at_ms: redeem.now_ms,
                expires_at_ms: redeem.session_expires_at_ms,
                last_used_ms: redeem.now_ms,
            },
        );
        if let Some(link) = self.invitations.get_mut(&redeem.secret.0) {
            link.1 = true;
        }
        Redeemed::Done(row, device)
    }

    fn insert_device(&mut self, who: Principal, now_ms: i64) {
        self.devices.insert(
            who.device,
            DeviceRow {
                id: who.device,
                member: who.member,
                created_at_ms: now_ms,
                last_contact_ms: now_ms,
                active: true,
            },
        );
    }

    pub(super) fn session(&mut self, secret: SecretHash, now_ms: i64, expires_at_ms: i64) -> Option<Credential> {
        let found = self.sessions.get(&secret.0)?.clone();
        if found.expires_at_ms <= now_ms || !self.device_active(found.who) {
            return None;
        }
        let door = self.sessions.get_mut(&secret.0)?;
        if now_ms.saturating_sub(door.last_used_ms) >= SESSION_WRITE_MS {
            door.last_used_ms = now_ms;
            door.expires_at_ms = expires_at_ms;
        }
        Some(Credential { who: door.who, expires_at_ms: door.expires_at_ms })
    }

    pub(super) fn add_token(&mut self, token: NewToken) -> Result<(), StorageError> {
        self.active(token.who.member)?;
        self.insert_device(token.who, token.created_at_ms);
        self.tokens.insert(
            token.secret.0,
            Door {
                who: token.who,
                label: token.label,
                created_at_ms: token.created_at_ms,
                expires_at_ms: token.expires_at_ms,
                last_used_ms: token.created_at_ms,
            },
        );
        Ok(())
    }

    pub(super) fn token(&self, secret: SecretHash, now_ms: i64) -> Option<Credential> {
        let door = self.tokens.get(&secret.0)?;
        (door.expires_at_ms > now_ms && self.device_active(door.who))
            .then_some(Credential { who: door.who, expires_at_ms: door.expires_at_ms })
    }

    pub(super) fn tokens_of(&self, member: MemberId) -> Vec<TokenRow> {
        let mut tokens: Vec<TokenRow> = self
            .tokens
            .values()
            .filter(|door| door.who.member == member)
            .map(|door| TokenRow {
                who: door.who,
                label: door.label.clone(),
                created_at_ms: door.created_at_ms,
                expires_at_ms: door.expires_at_ms,
            })
            .collect();
        tokens.sort_by_key(|token| (token.created_at_ms, token.who.device));
        tokens
    }
}
