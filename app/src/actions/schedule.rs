//! When a visitor can come, and one's appointments as a file.

use shared::documents::visitor::AvailabilityEdit;
use shared::domain::Period;
use shared::ids::DocumentId;

use super::{ActionError, Actions};
use crate::oversight::Reminding;
use crate::platform::push::NotSubscribed;
use crate::platform::{files, push};

impl Actions {
    /// Brings one's own document of a visitor to the screen; one that nobody began is begun with the first thing said.
    pub fn open_own(&self) -> Result<DocumentId, ActionError> {
        Ok(self.documents()?.open_own()?)
    }

    /// Says when one can come. Choosing one of two answers is the same edit.
    pub fn put_availability(&self, edits: &[AvailabilityEdit]) -> Result<(), ActionError> {
        Ok(self.documents()?.put_availability(edits)?)
    }

    /// States a pause, or ends it. Nobody asks why.
    pub fn put_pause(&self, pause: Option<Period>) -> Result<(), ActionError> {
        Ok(self.documents()?.put_pause(pause)?)
    }

    /// Whether this device is told of the next day, and whether its browser can be.
    pub async fn reminding(&self) -> Result<(Reminding, bool), ActionError> {
        let reminding = self.oversight()?.reminding().await?;
        Ok((reminding, push::is_possible().await))
    }

    /// Asks the browser, and then the relay, to tell this device of the next day. Call it from a press of a button.
    pub async fn ask_reminding(&self, reminding: &Reminding) -> Result<(), ActionError> {
        let subscribed = push::subscribe(&reminding.key).await.map_err(|error| match error {
            NotSubscribed::Denied => ActionError::NotAllowed,
            NotSubscribed::NotPossible => ActionError::NotGiven,
        })?;
        Ok(self.oversight()?.put_reminding(Some(&subscribed)).await?)
    }

    /// Asks not to be told any more.
    pub async fn stop_reminding(&self) -> Result<(), ActionError> {
        self.oversight()?.put_reminding(None).await?;
        push::unsubscribe().await;
        Ok(())
    }

    /// Gives a calendar file out. Call it from a press of a button.
    pub async fn give_calendar(&self, name: &str, file: &str) -> Result<(), ActionError> {
        match files::offer(name, file.as_bytes()).await {
            true => Ok(()),
            false => Err(ActionError::NotGiven),
        }
    }
}
