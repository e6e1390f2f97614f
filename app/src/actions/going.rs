//! What a visitor does before a visit, and what the person visited lets be told.

use shared::documents::visit::Consented;
use shared::ids::DocumentId;

use super::{ActionError, Actions};

impl Actions {
    /// Says that this visitor does not go to a visit, or goes after all. Nobody is asked why. It is durable when this
    /// returns.
    pub async fn stay_away(&self, visit: DocumentId, away: bool) -> Result<(), ActionError> {
        Ok(self.documents()?.stay_away(visit, away).await?)
    }

    /// Notes that this person has the briefing of the open visit before them.
    pub fn note_read(&self) -> Result<(), ActionError> {
        Ok(self.documents()?.note_read()?)
    }

    /// Asks the office about the open visit.
    pub fn ask_office(&self, text: &str) -> Result<(), ActionError> {
        Ok(self.documents()?.ask_office(text)?)
    }

    /// Writes down what the person lets be told, and to whom.
    pub fn consent(&self, consented: &Consented<'_>) -> Result<(), ActionError> {
        Ok(self.documents()?.consent(consented)?)
    }

    /// Writes down that the person takes that back, by the consent's key.
    pub fn withdraw_consent(&self, key: &str) -> Result<(), ActionError> {
        Ok(self.documents()?.withdraw_consent(key)?)
    }
}
