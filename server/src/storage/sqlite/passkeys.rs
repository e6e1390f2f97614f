//! SQLite as what keeps passkeys: each call is a transaction of `credentials`.

use super::{SqliteStore, credentials};
use crate::storage::{Answer, PasskeyOf, PasskeySignIn, Passkeys, Principal, Proved, PutPasskey};

impl Passkeys for SqliteStore {
    fn passkey(&self, who: Principal) -> Answer<'_, Option<PasskeyOf>> {
        Box::pin(credentials::passkey(self, who))
    }

    fn put_passkey(&self, put: PutPasskey) -> Answer<'_, Proved> {
        Box::pin(credentials::put_passkey(self, put))
    }

    fn sign_in_by_passkey(&self, sign_in: PasskeySignIn) -> Answer<'_, Proved> {
        Box::pin(credentials::sign_in_by_passkey(self, sign_in))
    }
}
