//! How a section of the note on the screen stood before, and the way back. It must never write but by an edit.

use shared::documents::visit::{self, Section};
use shared::ids::ChangeHash;

use super::OpenDocuments;
use super::trouble::Trouble;
use crate::store::PastText;

impl OpenDocuments {
    /// How a section of the note on the screen stood at the end of each stretch of writing, the newest first.
    pub fn past_of(&self, section: Section) -> Result<Vec<PastText>, Trouble> {
        let state = self.state.borrow();
        let loaded = state.screen.and_then(|id| state.loaded.get(&id)).ok_or(Trouble::NotHere)?;
        let names = self.names_of(&state, loaded);
        let told = visit::past_of_note(&loaded.document, section).into_iter().map(|past| {
            let mut by: Vec<Option<String>> = Vec::new();
            for name in past.by.iter().map(|actor| names.get(actor).cloned()) {
                if !by.contains(&name) {
                    by.push(name);
                }
            }
            PastText { heads: past.heads, at: past.at, by, text: past.text }
        });
        Ok(told.collect())
    }

    /// Writes a section of the note on the screen back to what it was at some heads.
    pub fn write_back(&self, section: Section, heads: &[ChangeHash]) -> Result<(), Trouble> {
        self.edit_and_show(|document, writer| visit::write_note_back(document, writer, section, heads))
    }
}
