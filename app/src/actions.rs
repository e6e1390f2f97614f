//! The write side: what a person can do. Pages call it; it says how it went with a typed error,
//! and everything that follows reaches the screen through the store. It must never hold state of
//! its own, and never write a sentence that a person reads.

mod backup;
mod caring;
mod error;
mod going;
mod handbook;
mod overseeing;
mod passkey;
mod past;
mod schedule;
pub mod secret;

use std::rc::Rc;

use leptos::prelude::*;
use shared::documents::Splice;
use shared::documents::consult::Identifying;
use shared::documents::request::{RequestField, StepKind};
use shared::documents::visit::{BriefingField, FactField, PlanField, Quoted};
use shared::domain::{ConsultAnswer, Content, VisitOutcome};
use shared::ids::{DocumentId, MemberId, OfficeId};

use crate::browser::Browser;
use crate::open_documents::Documents;
use crate::platform::files;
use crate::store::TextPlace;
use crate::store::drafts::DraftFields;

pub use crate::browser::{Conditions, DoorProblem, Enrolling, Invitation};
pub use crate::browser::{PasskeyProblem, PasskeyState};
pub use crate::open_documents::{Arranging, Asking, Backup, NewVisit};
pub use crate::oversight::Reminding;
pub use error::{ActionError, LinkProblem, SignedOut};

/// What a person can do. `Copy`: take it with [`use_actions`] wherever it is needed.
///
/// Edits of the open visit (`splice` to `accept`) are made in memory at once, so that the
/// store shows them when the call returns; where their words are, `store.save_open` says. The
/// futures are not `Send`: run them with `spawn_local` or `Action::new_local`.
#[derive(Clone, Copy)]
pub struct Actions {
    browser: StoredValue<Rc<Browser>, LocalStorage>,
}

impl Actions {
    /// The actions of this browser. Called once, under the root owner.
    pub fn new(browser: Rc<Browser>) -> Self {
        Self { browser: StoredValue::new_local(browser) }
    }

    fn browser(&self) -> Result<Rc<Browser>, ActionError> {
        self.browser.try_get_value().ok_or(ActionError::NobodyHere)
    }

    fn documents(&self) -> Result<Rc<dyn Documents>, ActionError> {
        self.browser()?.documents().ok_or(ActionError::NobodyHere)
    }

    /// Whom a one-time link (the part behind `#`) is for. It is not used up.
    pub async fn invitation(&self, link: String) -> Result<Invitation, ActionError> {
        Ok(self.browser()?.invitation(&link).await?)
    }

    /// Takes a one-time link, adds its person to this browser and shows them.
    pub async fn enrol(&self, enrolling: Enrolling) -> Result<MemberId, ActionError> {
        Ok(self.browser()?.enrol(enrolling).await?)
    }

    /// Hides everything at once; what is being written is stored. `next` is whose door is shown then; where it is
    /// nobody's, the other tabs of this browser hide everything as well.
    pub fn hide(&self, next: Option<MemberId>) {
        if let Ok(browser) = self.browser() {
            match next {
                Some(_) => browser.hide(next),
                None => browser.hide_everywhere(),
            }
        }
    }

    /// While everything is hidden: shows the door of a person, or the choice of all.
    pub async fn choose_person(&self, member: Option<MemberId>) -> Result<(), ActionError> {
        Ok(self.browser()?.choose(member).await?)
    }

    /// Opens a person's things by their secret, with or without a network.
    pub async fn unlock(&self, member: MemberId, secret: String) -> Result<(), ActionError> {
        Ok(self.browser()?.unlock(member, &secret).await?)
    }

    /// Keeps after how many minutes without a touch everything is hidden.
    pub async fn set_idle_minutes(&self, minutes: u8) -> Result<(), ActionError> {
        self.browser()?.set_idle_minutes(minutes).await.map_err(ActionError::Storage)
    }

    /// Removes a person and all of theirs from this browser. Refuses with `WordsOwed` while the
    /// relay lacks words of theirs.
    pub async fn sign_out(&self, member: MemberId) -> Result<SignedOut, ActionError> {
        let relay_told = self.browser()?.remove(member).await?;
        Ok(SignedOut { relay_told })
    }

    /// Makes a visit; returns when it is durable on this device. It is not opened.
    pub async fn create_visit(&self, new: NewVisit) -> Result<DocumentId, ActionError> {
        Ok(self.documents()?.create_visit(new).await?)
    }

    /// Brings a document to the screen: `store.opening` says how it goes, and a visit is held by
    /// `store.open`, a request by `store.request`, a question by `store.consult`. One that is not
    /// on this device opens by itself when it comes.
    pub fn open(&self, id: DocumentId) {
        if let Ok(documents) = self.documents() {
            documents.open(id);
        }
    }

    /// Which document brought to the screen was the last: what [`Actions::close`] takes off.
    pub fn turn(&self) -> u64 {
        self.documents().map_or(0, |documents| documents.turn())
    }

    /// Takes the document of a turn off the screen; nothing if another page has brought one there
    /// since. Nothing is lost by it.
    pub fn close(&self, turn: u64) {
        if let Ok(documents) = self.documents() {
            documents.close_screen(turn);
        }
    }

    /// Where the person is in the open document, for others who have it open: a text and a UTF-16 unit of it, or none
    /// while they only look.
    pub fn here(&self, at: Option<(TextPlace, usize)>) {
        if let Ok(documents) = self.documents() {
            documents.here(at);
        }
    }

    /// Writes into a text of the open document; positions are those of `store.text(place).text`.
    pub fn splice(&self, place: TextPlace, splice: Splice) -> Result<(), ActionError> {
        Ok(self.documents()?.splice(place, splice)?)
    }

    /// Ticks or unticks one of the contents.
    pub fn set_content(&self, content: Content, ticked: bool) -> Result<(), ActionError> {
        Ok(self.documents()?.set_content(content, ticked)?)
    }

    /// States a single value of the note by its code, chooses between two, or clears it.
    pub fn set_fact(&self, field: FactField, value: Option<String>) -> Result<(), ActionError> {
        Ok(self.documents()?.set_fact(field, value)?)
    }

    /// Sets fields of the briefing; `None` clears one.
    pub fn put_briefing(&self, fields: Vec<(BriefingField, Option<String>)>) -> Result<(), ActionError> {
        Ok(self.documents()?.put_briefing(fields)?)
    }

    /// Sets fields of the plan, or chooses between two values. Coordinators of its office.
    pub fn put_plan(&self, fields: Vec<(PlanField, Option<String>)>) -> Result<(), ActionError> {
        Ok(self.documents()?.put_plan(fields)?)
    }

    /// Accepts the note as it stands, and says what became of the visit. Coordinators of its
    /// office.
    pub fn accept(&self, outcome: VisitOutcome) -> Result<(), ActionError> {
        Ok(self.documents()?.accept(outcome)?)
    }

    /// Asks the pair about the open note.
    pub fn ask_pair(&self, text: &str) -> Result<(), ActionError> {
        Ok(self.documents()?.ask_pair(text)?)
    }

    /// Answers a question about the open note, by its key.
    pub fn answer_question(&self, question: &str, text: &str) -> Result<(), ActionError> {
        Ok(self.documents()?.answer_question(question, text)?)
    }

    /// Hands over words that somebody could not hand in, by quotation beside the open note.
    /// Coordinators of its office.
    pub fn quote(&self, quoted: &Quoted<'_>) -> Result<(), ActionError> {
        Ok(self.documents()?.quote(quoted)?)
    }

    /// Begins a request of an office and brings it to the screen; it is nowhere else until
    /// something is entered.
    pub fn begin_request(&self, office: &OfficeId) -> Result<DocumentId, ActionError> {
        Ok(self.documents()?.begin_request(office)?)
    }

    /// Sets single fields of the open request; `None` clears one.
    pub fn put_request(&self, fields: Vec<(RequestField, Option<String>)>) -> Result<(), ActionError> {
        Ok(self.documents()?.put_request(fields)?)
    }

    /// Gives the open request to another office.
    pub fn put_request_office(&self, office: &OfficeId) -> Result<(), ActionError> {
        Ok(self.documents()?.put_request_office(office)?)
    }

    /// Adds a step to the open request.
    pub fn add_step(&self, kind: &StepKind) -> Result<(), ActionError> {
        Ok(self.documents()?.add_step(kind)?)
    }

    /// Arranges a visit for the open request: visit and step are durable when this returns.
    pub async fn arrange_visit(&self, arranging: Arranging) -> Result<DocumentId, ActionError> {
        Ok(self.documents()?.arrange_visit(arranging).await?)
    }

    /// Keeps what stands in a form that is not sent yet, or drops it.
    pub fn keep_draft(&self, name: String, fields: Option<DraftFields>) {
        if let Ok(documents) = self.documents() {
            documents.keep_draft(name, fields);
        }
    }

    /// Words of the open request that stand in what is to be asked of the prefecture, and may tell
    /// who the person is.
    pub fn identifying(&self, asking: &Asking) -> Result<Vec<(Identifying, String)>, ActionError> {
        Ok(self.documents()?.identifying(asking)?)
    }

    /// Asks the prefecture about the open request: question and step are durable when this returns.
    pub async fn ask_prefecture(&self, asking: Asking) -> Result<DocumentId, ActionError> {
        Ok(self.documents()?.ask_prefecture(asking).await?)
    }

    /// Adds words to the open question and asks once more; what in them may tell who the person
    /// is, and then nothing was added.
    pub async fn add_to_question(&self, text: &str) -> Result<Vec<(Identifying, String)>, ActionError> {
        Ok(self.documents()?.add_to_question(text).await?)
    }

    /// Answers the open question. Officers of the prefecture.
    pub fn answer(&self, answer: ConsultAnswer, reason: &str) -> Result<(), ActionError> {
        Ok(self.documents()?.answer(answer, reason)?)
    }

    /// Tries to reach the relay now.
    pub fn sync_now(&self) {
        if let Ok(documents) = self.documents() {
            documents.try_line();
        }
    }

    /// Asks the browser not to clear this app's storage by itself; the answer is in
    /// `store.storage`. Call it from a press of a button.
    pub async fn ask_persistence(&self) -> bool {
        match self.browser() {
            Ok(browser) => browser.ask_persistence().await,
            Err(_) => false,
        }
    }

    /// Tries now to store what could not be stored; if it fails again, `store.save` says so.
    pub fn retry_storage(&self) {
        if let Ok(documents) = self.documents() {
            documents.retry_now();
        }
    }

    /// Offers the bytes of something that was set aside as a file. They are the document's own
    /// words in the clear: the page says so before.
    pub async fn export_aside(&self, id: String) -> Result<(), ActionError> {
        let documents = self.documents()?;
        let file = documents.aside_file(&id).await?;
        match files::offer(&file.name, &file.bytes).await {
            true => {
                documents.note_export(file.document);
                Ok(())
            }
            false => Err(ActionError::Program("the browser did not take the file".to_owned())),
        }
    }

    /// Tries once more to load a document that was set aside because its load stopped the program.
    pub async fn retry_aside(&self, id: String) -> Result<(), ActionError> {
        Ok(self.documents()?.retry_stopped(&id).await?)
    }
}

/// The actions of this app.
///
/// # Panics
/// Outside the app's own views.
pub fn use_actions() -> Actions {
    expect_context::<Actions>()
}
