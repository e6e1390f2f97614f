//! What a person writes: an edit in memory, then the disk, then the relay. It must never call a
//! change owed before the disk has it, and never drop one that the disk did not take.

use shared::documents::visit::{self, BriefingField, FactField, PlanField, Quoted};
use shared::documents::{Chunk, Document, EditError, Splice, Writer};
use shared::domain::{Content, Role, VisitOutcome};
use shared::ids::{Actor, DocumentId};
use shared::sync::{DeviceEvent, OwedChange};
use wasm_bindgen_futures::spawn_local;

use super::texts;
use super::trouble::Trouble;
use super::{OpenDocuments, cannot_save};
use crate::components::splice;
use crate::local::NewChunk;
use crate::platform::{clock, random};
use crate::store::TextPlace;
use crate::sync::Said;

/// How many changes go to the disk in one transaction.
const APPEND_MAX: usize = 500;

impl OpenDocuments {
    /// Writes into a text of the document on the screen.
    pub fn splice(&self, place: TextPlace, splice: Splice) -> Result<(), Trouble> {
        let made = self.edit(|document, writer| texts::splice(document, writer, place, &splice))?;
        if made {
            let own = splice.clone();
            self.store.texts().own(place, splice, |text| splice::apply(text, &own));
            self.show_soon();
        }
        Ok(())
    }

    /// Ticks or unticks one of the contents.
    pub fn set_content(&self, content: Content, ticked: bool) -> Result<(), Trouble> {
        self.edit_and_show(|document, writer| visit::set_content(document, writer, content, ticked))
    }

    /// States a single value of the note.
    pub fn set_fact(&self, field: FactField, value: Option<String>) -> Result<(), Trouble> {
        self.edit_and_show(|document, writer| visit::set_fact(document, writer, field, value))
    }

    /// Sets fields of the briefing.
    pub fn put_briefing(&self, fields: Vec<(BriefingField, Option<String>)>) -> Result<(), Trouble> {
        self.edit_and_show(|document, writer| visit::put_briefing(document, writer, fields))
    }

    /// Sets fields of the plan.
    pub fn put_plan(&self, fields: Vec<(PlanField, Option<String>)>) -> Result<(), Trouble> {
        self.check_may_plan()?;
        self.edit_and_show(|document, writer| visit::put_plan(document, writer, fields))
    }

    /// Accepts the note as it stands.
    pub fn accept(&self, outcome: VisitOutcome) -> Result<(), Trouble> {
        self.check_may_plan()?;
        let by = self.me.member;
        self.edit_and_show(|document, writer| visit::accept(document, writer, by, outcome))
    }

    /// Asks the pair about the note on the screen.
    pub fn ask_pair(&self, text: &str) -> Result<(), Trouble> {
        self.check_may_plan()?;
        let (key, by) = (new_key()?, self.me.member);
        self.edit_and_show(|document, writer| visit::ask(document, writer, key, by, text))
    }

    /// Answers a question about the note on the screen.
    pub fn answer_question(&self, question: &str, text: &str) -> Result<(), Trouble> {
        let (key, by) = (new_key()?, self.me.member);
        self.edit_and_show(|document, writer| visit::answer(document, writer, key, by, question, text))
    }

    /// Hands over words that somebody could not hand in, by quotation.
    pub fn quote(&self, quoted: &Quoted<'_>) -> Result<(), Trouble> {
        self.check_may_plan()?;
        let (key, by) = (new_key()?, self.me.member);
        self.edit_and_show(|document, writer| visit::quote(document, writer, key, by, quoted))
    }

    /// Whether this person may change the guarded fields of a visit.
    pub(super) fn may_plan(&self, document: &Document) -> bool {
        let office = visit::plan(document).office;
        self.me.role == Role::Coordinator && office.all().iter().any(|said| self.me.offices.contains(&said.value))
    }

    fn check_may_plan(&self) -> Result<(), Trouble> {
        let state = self.state.borrow();
        let loaded = state.screen.and_then(|id| state.loaded.get(&id)).ok_or(Trouble::NotOpen)?;
        match self.may_plan(&loaded.document) {
            true => Ok(()),
            false => Err(Trouble::NoRight),
        }
    }

    pub(super) fn edit_and_show(
        &self,
        make: impl FnOnce(&mut Document, &Writer) -> Result<Option<Chunk>, EditError>,
    ) -> Result<(), Trouble> {
        if self.edit(make)? {
            self.show();
        }
        Ok(())
    }

    /// Makes one edit of the document on the screen, in memory, and sends it on its way; whether
    /// it changed anything.
    fn edit(
        &self,
        make: impl FnOnce(&mut Document, &Writer) -> Result<Option<Chunk>, EditError>,
    ) -> Result<bool, Trouble> {
        let id = self.state.borrow().screen.ok_or(Trouble::NotOpen)?;
        self.edit_in(id, make)
    }

    /// The same of any document in memory.
    pub(super) fn edit_in(
        &self,
        id: DocumentId,
        make: impl FnOnce(&mut Document, &Writer) -> Result<Option<Chunk>, EditError>,
    ) -> Result<bool, Trouble> {
        let at = clock::now();
        {
            let mut state = self.state.borrow_mut();
            if state.rows.get(&id).is_none_or(|known| !known.row.writable || known.row.gone) {
                return Err(Trouble::NoRight);
            }
            let loaded = state.loaded.get_mut(&id).ok_or(Trouble::NotOpen)?;
            let actor = match loaded.actor {
                Some(actor) => actor,
                None => new_actor()?,
            };
            let Some(chunk) = make(&mut loaded.document, &Writer { actor, at })? else {
                return Ok(false);
            };
            if loaded.actor.is_none() {
                loaded.actor = Some(actor);
                loaded.mine.insert(actor);
                state.marks.push((id, actor));
            }
            state.bear(id);
            state.queue.push_back(owed_chunk(id, chunk, at));
        }
        self.show_save();
        self.start_draining();
        Ok(true)
    }

    /// Begins to bring what is in memory to the disk, unless that is under way.
    pub(super) fn start_draining(&self) {
        let begins = {
            let mut state = self.state.borrow_mut();
            let begins = !state.draining && !state.queue.is_empty();
            state.draining |= begins;
            begins
        };
        if let (true, Some(own)) = (begins, self.strong()) {
            spawn_local(async move { own.drain().await });
        }
    }

    async fn drain(&self) {
        while !self.closed.get() {
            let appending = self.appending.lock().await;
            let (batch, marks, births) = {
                let mut state = self.state.borrow_mut();
                let count = state.queue.len().min(APPEND_MAX);
                let batch: Vec<NewChunk> = state.queue.drain(..count).collect();
                state.under_way = batch.clone();
                (batch, std::mem::take(&mut state.marks), std::mem::take(&mut state.births))
            };
            if batch.is_empty() {
                self.state.borrow_mut().draining = false;
                return;
            }
            let stored = self.vault.append(&batch, &births, &marks).await;
            match stored {
                Ok(()) => self.stored(batch),
                Err(error) => {
                    self.state.borrow_mut().births.extend(births);
                    self.not_stored(batch, marks, &error);
                }
            }
            drop(appending);
            if self.state.borrow().failing.is_some() {
                self.wait_for_retry().await;
            }
        }
    }

    /// These changes are on the disk: now the relay may have them.
    fn stored(&self, batch: Vec<NewChunk>) {
        let now = clock::now();
        {
            let mut state = self.state.borrow_mut();
            state.under_way.clear();
            state.failing = None;
            for chunk in &batch {
                state.owed.add(chunk.document, chunk.hash, chunk.owed_at.unwrap_or(now), now);
                if let Some(loaded) = state.loaded.get_mut(&chunk.document) {
                    loaded.changes += 1;
                    loaded.change_bytes += chunk.bytes.len();
                }
            }
            state.let_go();
        }
        self.show_save();
        self.list_soon();
        self.tell(batch);
    }

    fn not_stored(&self, batch: Vec<NewChunk>, marks: Vec<(DocumentId, Actor)>, error: &crate::local::IdbError) {
        {
            let mut state = self.state.borrow_mut();
            state.under_way.clear();
            for chunk in batch.into_iter().rev() {
                state.queue.push_front(chunk);
            }
            state.marks.extend(marks);
            let since = state.failing.map_or_else(clock::now, |(since, _)| since);
            state.failing = Some((since, cannot_save(error)));
        }
        self.show_save();
    }

    /// Tells the relay, or the tab that has the line, of changes that are on the disk.
    pub(super) fn tell(&self, batch: Vec<NewChunk>) {
        let changed = changed_of(&batch);
        let line = self.line.borrow().clone();
        if let Some(line) = line {
            let owed = batch.into_iter().filter(|chunk| chunk.owed_at.is_some());
            line.event(DeviceEvent::Owed(owed.map(owed_change).collect()));
        }
        self.say(&Said::Changed(changed));
    }
}

/// A change of this device on its way.
pub(super) fn owed_chunk(document: DocumentId, chunk: Chunk, at: shared::time::Instant) -> NewChunk {
    NewChunk { document, hash: chunk.hash(), bytes: chunk.into_bytes(), owed_at: Some(at) }
}

/// A fresh key of an entry.
pub(super) fn new_key() -> Result<[u8; 16], Trouble> {
    random::bytes().ok_or_else(|| Trouble::Program("no randomness".to_owned()))
}

/// A fresh writing session.
pub(super) fn new_actor() -> Result<Actor, Trouble> {
    random::bytes().map(Actor).ok_or_else(|| Trouble::Program("no randomness".to_owned()))
}

fn owed_change(chunk: NewChunk) -> OwedChange {
    OwedChange { document: chunk.document, hash: chunk.hash, bytes: chunk.bytes }
}

/// Which changes of which documents these are, for the other tabs.
pub(super) fn changed_of(chunks: &[NewChunk]) -> Vec<(DocumentId, Vec<shared::ids::ChangeHash>)> {
    let mut changed: std::collections::BTreeMap<DocumentId, Vec<_>> = std::collections::BTreeMap::new();
    for chunk in chunks {
        changed.entry(chunk.document).or_default().push(chunk.hash);
    }
    changed.into_iter().collect()
}
