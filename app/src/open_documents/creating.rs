//! Making a visit: its genesis, its plan and its briefing go to the disk together, or not at all.

use shared::documents::visit::{self, BriefingField, PlanField};
use shared::documents::{Document, Writer};
use shared::domain::{Intent, Role};
use shared::ids::DocumentId;

use super::OpenDocuments;
use super::trouble::Trouble;
use super::writing::{new_actor, owed_chunk};
use crate::local::{DocumentRow, NewChunk, RowWrite};
use crate::platform::{clock, random};

/// A visit to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVisit {
    /// Gate A: it goes into the root and never changes.
    pub intent: Intent,
    /// Fields of the plan. The office is needed: without it nobody may write the visit.
    /// A visitor of the pair is `Seat::to_text`.
    pub plan: Vec<(PlanField, String)>,
    /// The agreed minimum of a briefing.
    pub briefing: Vec<(BriefingField, String)>,
}

impl OpenDocuments {
    /// Makes a visit; it is durable when this returns.
    pub async fn create_visit(&self, new: NewVisit) -> Result<DocumentId, Trouble> {
        let at = clock::now();
        let nonce = random::bytes().ok_or_else(|| Trouble::Program("no randomness".to_owned()))?;
        let mut document = visit::create(self.me.prefecture.clone(), None, new.intent, nonce)?;
        let writer = Writer { actor: new_actor()?, at };
        let some = |(field, value)| (field, Some(value));
        visit::put_plan(&mut document, &writer, new.plan.into_iter().map(some).collect())?;
        let some = |(field, value)| (field, Some(value));
        visit::put_briefing(&mut document, &writer, new.briefing.into_iter().map(some).collect())?;
        if self.me.role != Role::Coordinator || !self.may_plan(&document) {
            return Err(Trouble::NoRight);
        }
        self.store_new(&document, &writer).await
    }

    /// Stores a document that is new: all of it, or nothing.
    pub(super) async fn store_new(&self, document: &Document, writer: &Writer) -> Result<DocumentId, Trouble> {
        let id = document.id();
        let chunks: Vec<NewChunk> =
            document.changes_since(&[]).into_iter().map(|chunk| owed_chunk(id, chunk, writer.at)).collect();
        let row = DocumentRow::new(document.kind(), true).listing(document);
        let row = DocumentRow { heads: document.heads(), ..row };
        let write = RowWrite { document: id, version: 1, row: row.clone() };
        {
            let _appending = self.appending.lock().await;
            self.vault.append(&chunks, &[write], &[(id, writer.actor)]).await?;
        }
        {
            let mut state = self.state.borrow_mut();
            state.set_row(id, row);
            for chunk in &chunks {
                state.owed.add(id, chunk.hash, writer.at, clock::now());
            }
        }
        self.show_save();
        self.list_soon();
        self.tell(chunks);
        Ok(id)
    }
}
