//! When a visitor can come, and one's appointments as a file.

use shared::documents::visitor::AvailabilityEdit;
use shared::domain::Period;
use shared::ids::DocumentId;

use super::{ActionError, Actions};
use crate::platform::files;

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

    /// Gives a calendar file out. Call it from a press of a button.
    pub async fn give_calendar(&self, name: &str, file: &str) -> Result<(), ActionError> {
        match files::offer(name, file.as_bytes()).await {
            true => Ok(()),
            false => Err(ActionError::NotGiven),
        }
    }
}
