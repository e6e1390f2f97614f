//! What a visitor does before a visit: says that they do not go, has read what to know before, asks the office; and
//! what the person visited lets be told. It must never ask why somebody stays away.

use shared::documents::visit::{self, Consented};
use shared::documents::{Chunk, Document, EditError, Writer};
use shared::ids::DocumentId;

use super::OpenDocuments;
use super::trouble::Trouble;
use super::writing::new_key;
use crate::platform::clock;

impl OpenDocuments {
    /// Says that this visitor does not go to a visit, or goes after all; it is durable when this returns.
    pub async fn stay_away(&self, visit: DocumentId, away: bool) -> Result<(), Trouble> {
        let (key, by) = (new_key()?, self.me.member);
        self.edit_beside(visit, |document, writer| visit::stay_away(document, writer, key, by, away)).await
    }

    /// Notes that this person has the briefing on the screen before them.
    pub fn note_read(&self) -> Result<(), Trouble> {
        let (key, by) = (new_key()?, self.me.member);
        self.edit_and_show(|document, writer| visit::note_read(document, writer, key, by))
    }

    /// Asks the office about the visit on the screen.
    pub fn ask_office(&self, text: &str) -> Result<(), Trouble> {
        let (key, by) = (new_key()?, self.me.member);
        self.edit_and_show(|document, writer| visit::ask(document, writer, key, by, text))
    }

    /// Writes down what the person lets be told, and to whom.
    pub fn consent(&self, consented: &Consented<'_>) -> Result<(), Trouble> {
        let (key, by) = (new_key()?, self.me.member);
        self.edit_and_show(|document, writer| visit::consent(document, writer, key, by, consented))
    }

    /// Writes down that the person takes that back, today.
    pub fn withdraw_consent(&self, key: &str) -> Result<(), Trouble> {
        let (by, day) = (self.me.member, clock::now().tokyo_day());
        self.edit_and_show(|document, writer| visit::withdraw(document, writer, key, by, day))
    }

    /// Makes one edit of a document that need not be on the screen; it is durable when this returns.
    pub(super) async fn edit_beside(
        &self,
        id: DocumentId,
        make: impl FnOnce(&mut Document, &Writer) -> Result<Option<Chunk>, EditError>,
    ) -> Result<(), Trouble> {
        self.ensure_loaded(id).await?;
        let made = self.edit_in(id, make)?;
        self.refresh_row(id);
        if made {
            self.show();
        }
        self.flush().await.map_err(Trouble::Storage)
    }
}
