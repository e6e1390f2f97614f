//! Devices and what lets them in, in the memory store.

use server::storage::{
    Credential, DeviceRow, Invitation, Linked, NewToken, Principal, Redeemed, SecretHash, StorageError, TokenRow,
};
use shared::ids::{DeviceId, MemberId};

use super::state::{Door, State};

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
        self.subscriptions.remove(&device);
        self.sessions.retain(|session| session.who.device != device);
        self.tokens.retain(|_, door| door.who.device != device);
    }

    pub(super) fn add_invitation(&mut self, link: Invitation) -> Result<(), StorageError> {
        self.active(link.member)?;
        self.invitations.insert(link.secret.0, (link, false));
        Ok(())
    }

    /// What a link is for.
    pub(super) fn linked(&self, secret: SecretHash, now_ms: i64) -> Linked {
        match self.invitations.get(&secret.0) {
            None => Linked::Unknown,
            Some((_, true)) => Linked::Used,
            Some((link, false)) if now_ms >= link.expires_at_ms => Linked::Expired,
            Some((link, false)) => {
                self.active(link.member).map_or(Linked::Unknown, |member| Linked::Stands(member.row.clone()))
            }
        }
    }

    pub(super) fn use_up(&mut self, secret: SecretHash) {
        if let Some(link) = self.invitations.get_mut(&secret.0) {
            link.1 = true;
        }
    }

    pub(super) fn insert_device(&mut self, who: Principal, now_ms: i64) {
        self.devices.insert(
            who.device,
            DeviceRow {
                id: who.device,
                member: who.member,
                created_at_ms: now_ms,
                last_contact_ms: now_ms,
                active: true,
                locked: false,
            },
        );
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

/// What a link that does not stand is answered.
pub(super) fn refusal(linked: Linked) -> Redeemed {
    match linked {
        Linked::Used => Redeemed::Used,
        Linked::Expired => Redeemed::Expired,
        Linked::Stands(_) | Linked::Unknown => Redeemed::Unknown,
    }
}
