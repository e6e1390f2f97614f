//! Looking at how the note on the screen stood before, and going back to it.

use shared::documents::visit::Section;
use shared::ids::ChangeHash;

use super::{ActionError, Actions};
use crate::store::PastText;

impl Actions {
    /// How a section of the open note stood at the end of each stretch of writing, the newest first.
    pub fn past_of(&self, section: Section) -> Result<Vec<PastText>, ActionError> {
        Ok(self.documents()?.past_of(section)?)
    }

    /// The person has seen what others put into the open note.
    pub fn note_seen(&self) {
        if let Ok(documents) = self.documents() {
            documents.note_seen();
        }
    }

    /// Writes a section of the open note back to what it was; what was written since stays in its past.
    pub fn write_back(&self, section: Section, heads: &[ChangeHash]) -> Result<(), ActionError> {
        Ok(self.documents()?.write_back(section, heads)?)
    }
}
