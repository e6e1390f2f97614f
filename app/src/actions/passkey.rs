//! What a person does with a passkey. It must never hold what opens their things.

use shared::ids::MemberId;

use super::Actions;
use crate::browser::{Browser, EnrolError, PasskeyProblem, PasskeyState};

type Done<T = ()> = Result<T, PasskeyProblem>;

impl Actions {
    fn passkeys(&self) -> Done<std::rc::Rc<Browser>> {
        self.browser().map_err(|_| PasskeyProblem::Other(EnrolError::NobodyHere))
    }

    /// Opens a person's things by their passkey, with or without a network.
    pub async fn unlock_by_passkey(&self, member: MemberId) -> Done {
        self.passkeys()?.unlock_by_passkey(member).await
    }

    /// Comes in at the relay by the passkey, with everything open.
    pub async fn connect_by_passkey(&self) -> Done {
        self.passkeys()?.connect_by_passkey().await
    }

    /// What may be done about a passkey on this device.
    pub async fn passkey_state(&self) -> Done<PasskeyState> {
        self.passkeys()?.passkey_state().await
    }

    /// Makes a passkey, having seen the secret.
    pub async fn add_passkey(&self, secret: String) -> Done {
        self.passkeys()?.add_passkey(&secret).await
    }

    /// Takes it away, having seen the secret.
    pub async fn remove_passkey(&self, secret: String) -> Done {
        self.passkeys()?.remove_passkey(&secret).await
    }
}
