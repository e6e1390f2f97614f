//! What a coordinator does to a request: begins it, fills it in, adds a step, arranges a visit. A
//! request that is begun stands on the screen alone; with the first thing entered it is on the disk.

use shared::documents::request::{self, RequestField, StepKind};
use shared::documents::visit::{self, BriefingField, PlanField};
use shared::documents::{Document, Writer};
use shared::domain::{ArrangeProblem, DispatchWarning, ExtraReason, Intent, Role};
use shared::ids::{DocumentId, OfficeId};

use super::OpenDocuments;
use super::trouble::Trouble;
use super::writing::{new_actor, owed_chunk};
use crate::local::{DocumentRow, NewChunk, RowWrite};
use crate::platform::{clock, random};
use crate::store::VisitState;
use crate::store::projection::RowLine;

/// A visit to be arranged for the request on the screen.
pub struct Arranging {
    /// What is agreed.
    pub plan: Vec<(PlanField, String)>,
    /// What the pair should know.
    pub briefing: Vec<(BriefingField, String)>,
    /// The class of the reason, for a visit beyond the policy's limit.
    pub reason: Option<ExtraReason>,
    /// The word with which warnings or the limit were passed.
    pub words: String,
    /// The warnings that were passed with it.
    pub overridden: Vec<DispatchWarning>,
}

impl OpenDocuments {
    /// Begins a request of an office, received today, and brings it to the screen.
    pub fn begin_request(&self, office: &OfficeId) -> Result<DocumentId, Trouble> {
        if self.me.role != Role::Coordinator || !self.me.offices.contains(office) {
            return Err(Trouble::NoRight);
        }
        let at = clock::now();
        let nonce = random::bytes().ok_or_else(|| Trouble::Program("no randomness".to_owned()))?;
        let mut document = request::create(self.me.prefecture.clone(), nonce)?;
        let writer = Writer { actor: new_actor()?, at };
        request::put_office(&mut document, &writer, office)?;
        let received = vec![(RequestField::Received, Some(at.tokyo_day().to_string()))];
        request::put(&mut document, &writer, received)?;
        Ok(self.begin(document, &writer))
    }

    /// Sets single fields of the request on the screen.
    pub fn put_request(&self, fields: Vec<(RequestField, Option<String>)>) -> Result<(), Trouble> {
        self.edit_and_show(|document, writer| request::put(document, writer, fields))
    }

    /// Gives the request on the screen to an office.
    pub fn put_request_office(&self, office: &OfficeId) -> Result<(), Trouble> {
        self.edit_and_show(|document, writer| request::put_office(document, writer, office))
    }

    /// Adds a step to the request on the screen.
    pub fn add_step(&self, kind: &StepKind) -> Result<(), Trouble> {
        let key = random::bytes().ok_or_else(|| Trouble::Program("no randomness".to_owned()))?;
        let by = self.me.member;
        self.edit_and_show(|document, writer| request::add_step(document, writer, key, by, kind))
    }

    /// Arranges a visit for the request on the screen: the visit, and the step that names it, are
    /// durable together when this returns.
    pub async fn arrange_visit(&self, arranging: Arranging) -> Result<DocumentId, Trouble> {
        let (id, intent, office) = self.gate_a()?;
        let nonce = random::bytes().ok_or_else(|| Trouble::Program("no randomness".to_owned()))?;
        let mut document = visit::create(self.me.prefecture.clone(), Some(id), intent, nonce)?;
        let writer = Writer { actor: new_actor()?, at: clock::now() };
        let some = |(field, value)| (field, Some(value));
        let plan = arranging.plan.into_iter().map(some).chain([(PlanField::Office, Some(office.to_string()))]);
        visit::put_plan(&mut document, &writer, plan.collect())?;
        let briefing = arranging.briefing.into_iter().map(|(field, value)| (field, Some(value)));
        visit::put_briefing(&mut document, &writer, briefing.collect())?;
        visit::put_nth(&mut document, &writer, self.nth_visit(id))?;
        let step = StepKind::Arranged {
            visit: document.id(),
            reason: arranging.reason,
            words: arranging.words,
            overridden: arranging.overridden,
        };
        self.store_with_step(&document, &writer, id, &step).await
    }

    /// Which visit the next one of a request is: those that were called off were none.
    fn nth_visit(&self, request: DocumentId) -> u32 {
        let state = self.state.borrow();
        let line = |id: &DocumentId| state.rows.get(id).and_then(|known| known.row.line.as_ref());
        let visits =
            line(&request).and_then(RowLine::request).map(|request| request.visits.as_slice()).unwrap_or_default();
        let ended = |id: &&DocumentId| {
            let visit = line(id).and_then(RowLine::visit);
            visit.is_some_and(|visit| matches!(visit.state, VisitState::Ended(_)))
        };
        let before = visits.iter().filter(|id| !ended(id)).count();
        u32::try_from(before + 1).unwrap_or(visit::NTH_MAX).min(visit::NTH_MAX)
    }

    /// What gate A asks of the request on the screen, and its office.
    fn gate_a(&self) -> Result<(DocumentId, Intent, OfficeId), Trouble> {
        let state = self.state.borrow();
        let id = state.screen.ok_or(Trouble::NotOpen)?;
        if state.rows.get(&id).is_none_or(|known| !known.row.writable || known.row.gone) {
            return Err(Trouble::NoRight);
        }
        let loaded = state.loaded.get(&id).ok_or(Trouble::NotOpen)?;
        let request = request::read(&loaded.document).ok_or(Trouble::NotOpen)?;
        let problems: Vec<ArrangeProblem> = request::arrange_problems(&request);
        match (request.course.intent, request.office.settled()) {
            (Some(intent), Some(office)) if problems.is_empty() => Ok((id, intent, office.clone())),
            _ => Err(Trouble::GateShut),
        }
    }

    /// Stores a new document together with the step of a request that names it.
    pub(super) async fn store_with_step(
        &self,
        document: &Document,
        writer: &Writer,
        request_id: DocumentId,
        step: &StepKind,
    ) -> Result<DocumentId, Trouble> {
        let id = document.id();
        let key = random::bytes().ok_or_else(|| Trouble::Program("no randomness".to_owned()))?;
        let by = self.me.member;
        let row = DocumentRow::new(document.kind(), true).listing(document);
        let row = DocumentRow { heads: document.heads(), ..row };
        // The step is made on what the request holds on the disk, and goes there in one transaction
        // with the document that it names.
        let _appending = loop {
            self.flush().await.map_err(Trouble::Storage)?;
            let appending = self.appending.lock().await;
            if self.state.borrow().waiting_count(Some(request_id)) == 0 {
                break appending;
            }
        };
        let mut after = {
            let state = self.state.borrow();
            state.loaded.get(&request_id).ok_or(Trouble::NotOpen)?.document.clone()
        };
        let step_writer = Writer { actor: new_actor()?, at: writer.at };
        let step = request::add_step(&mut after, &step_writer, key, by, step)?.ok_or(Trouble::Limit)?;
        let mut chunks: Vec<NewChunk> =
            document.changes_since(&[]).into_iter().map(|chunk| owed_chunk(id, chunk, writer.at)).collect();
        chunks.push(owed_chunk(request_id, step.clone(), writer.at));
        let write = RowWrite { document: id, version: 1, row: row.clone() };
        let marks = [(id, writer.actor), (request_id, step_writer.actor)];
        self.vault.append(&chunks, &[write], &marks).await?;
        {
            let mut state = self.state.borrow_mut();
            state.set_row(id, row);
            for chunk in &chunks {
                state.owed.add(chunk.document, chunk.hash, writer.at, clock::now());
            }
            if let Some(loaded) = state.loaded.get_mut(&request_id) {
                loaded.mine.insert(step_writer.actor);
            }
        }
        self.follow(request_id, &[step]);
        self.refresh_row(request_id);
        self.show_save();
        self.tell(chunks);
        Ok(id)
    }
}
