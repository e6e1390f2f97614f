//! The write side: what a person can do. Pages call it; it says how it went with a typed error,
//! and everything that follows reaches the screen through the store. It must never hold state of
//! its own, and never write a sentence that a person reads.

mod error;
mod visit;

use leptos::prelude::*;
use shared::documents::Splice;
use shared::documents::visit::{BriefingField, FactField, PlanField, Section};
use shared::domain::{Content, VisitOutcome};
use shared::ids::{DocumentId, MemberId};

pub use error::{ActionError, LinkProblem, SignedOut};
pub use visit::NewVisit;

/// What a person can do. `Copy`: take it with [`use_actions`] wherever it is needed.
///
/// Edits of the open visit (`splice_note` to `accept`) are made in memory at once, so that the
/// store shows them when the call returns; where their words are, `store.save_open` says. The
/// futures are not `Send`: run them with `spawn_local` or `Action::new_local`.
#[derive(Clone, Copy)]
pub struct Actions {}

impl Actions {
    /// Takes a one-time link (the part behind `#`), adds its person to this browser and switches
    /// to them.
    pub async fn redeem_link(&self, secret: String) -> Result<MemberId, ActionError> {
        let _ = secret;
        Err(ActionError::NobodyHere)
    }

    /// Shows another person enrolled in this browser.
    pub async fn switch_person(&self, member: MemberId) -> Result<(), ActionError> {
        let _ = member;
        Err(ActionError::NobodyHere)
    }

    /// Removes a person and all of theirs from this browser. Refuses with `WordsOwed` while the
    /// relay lacks words of theirs.
    pub async fn sign_out(&self, member: MemberId) -> Result<SignedOut, ActionError> {
        let _ = member;
        Err(ActionError::NobodyHere)
    }

    /// Makes a visit; returns when it is durable on this device. It is not opened.
    pub async fn create_visit(&self, new: NewVisit) -> Result<DocumentId, ActionError> {
        let _ = new;
        Err(ActionError::NobodyHere)
    }

    /// Brings a visit to the screen: `store.opening` says how it goes, `store.open` holds it. One
    /// that is not on this device opens by itself when it comes.
    pub fn open_visit(&self, id: DocumentId) {
        let _ = id;
    }

    /// Takes the visit off the screen. Nothing is lost by it.
    pub fn close_visit(&self) {}

    /// Writes into a section of the open note; positions are those of `note_stream(section).text`.
    pub fn splice_note(&self, section: Section, splice: Splice) -> Result<(), ActionError> {
        let _ = (section, splice);
        Err(ActionError::NotOpen)
    }

    /// Ticks or unticks one of the contents.
    pub fn set_content(&self, content: Content, ticked: bool) -> Result<(), ActionError> {
        let _ = (content, ticked);
        Err(ActionError::NotOpen)
    }

    /// States a single value of the note by its code, chooses between two, or clears it.
    pub fn set_fact(&self, field: FactField, value: Option<String>) -> Result<(), ActionError> {
        let _ = (field, value);
        Err(ActionError::NotOpen)
    }

    /// Sets fields of the briefing; `None` clears one.
    pub fn put_briefing(
        &self,
        fields: Vec<(BriefingField, Option<String>)>,
    ) -> Result<(), ActionError> {
        let _ = fields;
        Err(ActionError::NotOpen)
    }

    /// Sets fields of the plan, or chooses between two values. Coordinators of its office.
    pub fn put_plan(&self, fields: Vec<(PlanField, Option<String>)>) -> Result<(), ActionError> {
        let _ = fields;
        Err(ActionError::NotOpen)
    }

    /// Accepts the note as it stands, and says what became of the visit. Coordinators of its
    /// office.
    pub fn accept(&self, outcome: VisitOutcome) -> Result<(), ActionError> {
        let _ = outcome;
        Err(ActionError::NotOpen)
    }

    /// Tries to reach the relay now.
    pub fn sync_now(&self) {}

    /// Asks the browser not to clear this app's storage by itself; the answer is in
    /// `store.storage`. Call it from a press of a button.
    pub async fn ask_persistence(&self) -> bool {
        false
    }

    /// Tries now to store what could not be stored; if it fails again, `store.save` says so.
    pub fn retry_storage(&self) {}

    /// Offers the bytes of something that was set aside as a file. They are the document's own
    /// words in the clear: the page says so before.
    pub async fn export_aside(&self, id: String) -> Result<(), ActionError> {
        let _ = id;
        Err(ActionError::NotHere)
    }

    /// Tries once more to load a document that was set aside because its load stopped the program.
    pub async fn retry_aside(&self, id: String) -> Result<(), ActionError> {
        let _ = id;
        Err(ActionError::NotHere)
    }
}

/// The actions of this app.
///
/// # Panics
/// Outside the app's own views.
pub fn use_actions() -> Actions {
    expect_context::<Actions>()
}
