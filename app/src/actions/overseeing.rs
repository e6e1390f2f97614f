//! Looking after devices, sessions and the access log. Answers come from the relay and stay with the page that asked.

use shared::ids::{DeviceId, MemberId, SessionId};
use shared::time::Month;

use super::{ActionError, Actions};
use crate::oversight::{AccessPage, DeviceLedger, LostSheet, NewLink, Oversight, SessionRow};
use crate::sync::NotDone;

impl From<NotDone> for ActionError {
    fn from(error: NotDone) -> Self {
        match error {
            NotDone::Unreachable => Self::Offline,
            NotDone::Refused(code) => match code.as_str() {
                "rate_limited" | "429" => Self::RateLimited,
                "not_found" => Self::NoRight,
                _ => Self::Relay(code),
            },
        }
    }
}

impl Actions {
    pub(super) fn oversight(&self) -> Result<Oversight, ActionError> {
        Ok(Oversight(self.documents()?.entering()))
    }

    /// Puts another secret in the place of one's own. Done, everything is hidden: the new one opens it.
    pub async fn change_secret(&self, old: String, new: String) -> Result<(), ActionError> {
        Ok(self.browser()?.change_secret(&old, &new).await?)
    }

    /// One's own sessions, the newest first.
    pub async fn sessions(&self) -> Result<Vec<SessionRow>, ActionError> {
        Ok(self.oversight()?.sessions().await?)
    }

    /// Ends one of one's own sessions, on whatever device it is.
    pub async fn end_session(&self, session: SessionId) -> Result<(), ActionError> {
        Ok(self.oversight()?.end_session(session).await?)
    }

    /// The devices that one looks after, and one's own.
    pub async fn devices(&self) -> Result<DeviceLedger, ActionError> {
        Ok(self.oversight()?.devices().await?)
    }

    /// A one-time link for somebody whose devices one looks after.
    pub async fn invite(&self, whom: MemberId) -> Result<NewLink, ActionError> {
        Ok(self.oversight()?.invite(whom).await?)
    }

    /// Says that a device is lost, for good; said again, it gives the sheet as it stands then.
    pub async fn lose_device(&self, device: DeviceId) -> Result<LostSheet, ActionError> {
        Ok(self.oversight()?.lose(device).await?)
    }

    /// A page of the access log of a month.
    pub async fn accesses(&self, month: Month, before: Option<u64>) -> Result<AccessPage, ActionError> {
        Ok(self.oversight()?.accesses(month, before).await?)
    }
}
