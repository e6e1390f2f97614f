//! SQLite as what lets people in: each call is a transaction of `credentials`.

use shared::ids::{DeviceId, MemberId};
use shared::time::Day;

use super::{SqliteStore, credentials};
use crate::storage::{
    Answer, Enrol, Factor, Linked, NewProof, OwnSession, Principal, Proved, Redeemed, Renew, SecretHash, Session,
    SessionRow, SignIn, SignIns,
};

impl SignIns for SqliteStore {
    fn invitation(&self, secret: SecretHash, now_ms: i64) -> Answer<'_, Linked> {
        Box::pin(credentials::invitation(self, secret, now_ms))
    }

    fn enrol(&self, enrol: Enrol) -> Answer<'_, Redeemed> {
        Box::pin(credentials::enrol(self, enrol))
    }

    fn factor(&self, who: Principal) -> Answer<'_, Option<Factor>> {
        Box::pin(credentials::factor(self, who))
    }

    fn sign_in(&self, sign_in: SignIn) -> Answer<'_, Proved> {
        Box::pin(credentials::sign_in(self, sign_in))
    }

    fn change_proof(&self, change: NewProof) -> Answer<'_, Proved> {
        Box::pin(credentials::change_proof(self, change))
    }

    fn pledged(&self, member: MemberId, version: String) -> Answer<'_, Option<Day>> {
        Box::pin(credentials::pledged(self, member, version))
    }

    fn session(&self, secret: SecretHash, now_ms: i64) -> Answer<'_, Option<Session>> {
        Box::pin(credentials::session(self, secret, now_ms))
    }

    fn renew(&self, renew: Renew) -> Answer<'_, Option<Session>> {
        Box::pin(credentials::renew(self, renew))
    }

    fn sessions(&self, member: MemberId, now_ms: i64) -> Answer<'_, Vec<SessionRow>> {
        Box::pin(credentials::sessions(self, member, now_ms))
    }

    fn end_session(&self, own: OwnSession) -> Answer<'_, Option<DeviceId>> {
        Box::pin(credentials::end_session(self, own))
    }
}
