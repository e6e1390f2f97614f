//! What the rest of the app asks of the documents. They are a part of the app of their own, fetched while the device
//! is being asked who is here: only by these names does the first module know them, so that neither the documents'
//! merge nor the session stands in it. It must never hold more than names: what they do is in the part.

use futures::future::LocalBoxFuture;
use js_sys::Uint8Array;
use shared::documents::Splice;
use shared::documents::aftercare::{Checked, Moment};
use shared::documents::consult::Identifying;
use shared::documents::request::{RequestField, StepKind};
use shared::documents::safeguard::SafeguardField;
use shared::documents::visit::{BriefingField, Consented, FactField, PlanField, Quoted, Section};
use shared::documents::visitor::AvailabilityEdit;
use shared::domain::{CallState, CareWish, ConsultAnswer, Content, HandbookEntry, Period, SafeguardStep, VisitOutcome};
use shared::ids::{ChangeHash, DocumentId, MemberId, OfficeId};
use shared::time::Day;

use super::{Arranging, AsideFile, Asking, Backup, NewVisit, Trouble};
use crate::store::drafts::DraftFields;
use crate::store::{BroughtBack, CannotSave, Me, PastText, TextPlace};
use crate::sync::Entering;

/// What was done, or why it was not.
pub(super) type Done<T = ()> = Result<T, Trouble>;
/// The same, for what ends with the words on the disk.
pub(super) type Durable<'a, T = ()> = LocalBoxFuture<'a, Done<T>>;
/// Words that may tell who a person is, and of what kind they are.
pub(super) type Telling = Vec<(Identifying, String)>;

/// One person's documents in this tab.
pub trait Documents {
    /// Whose documents these are.
    fn me(&self) -> &Me;
    /// What they come in to the relay with.
    fn entering(&self) -> Entering;
    /// Waits until everything is on the disk, or gives why it cannot be stored now.
    fn flush(&self) -> LocalBoxFuture<'_, Result<(), CannotSave>>;
    /// Lets everything go. What was in memory alone must have been flushed before.
    fn close(&self);
    /// Tries now what waits for another attempt to store.
    fn retry_now(&self);
    /// Tries now to reach the relay.
    fn try_line(&self);
    /// Looks at what is to leave this device, and what is to come back: a day has begun.
    fn put_away_soon(&self);
    /// Notes that the record on the screen was printed.
    fn note_print(&self);
    /// Notes that a record was taken out of the app.
    fn note_export(&self, document: DocumentId);
    /// Keeps after how many minutes without a touch everything is hidden.
    fn put_idle_minutes(&self, minutes: u8) -> LocalBoxFuture<'_, Result<(), CannotSave>>;

    /// Brings a document to the screen.
    fn open(&self, id: DocumentId);
    /// Which document brought to the screen was the last.
    fn turn(&self) -> u64;
    /// Takes the document of a turn off the screen.
    fn close_screen(&self, turn: u64);
    /// Makes a visit.
    fn create_visit(&self, new: NewVisit) -> Durable<'_, DocumentId>;
    /// Keeps what stands in a form that is not sent yet, or drops it.
    fn keep_draft(&self, name: String, fields: Option<DraftFields>);

    /// Where the person is in the open document.
    fn here(&self, at: Option<(TextPlace, usize)>);
    /// Writes into a text of the open document.
    fn splice(&self, place: TextPlace, splice: Splice) -> Done;
    /// How a section of the open note stood before, the newest first.
    fn past_of(&self, section: Section) -> Done<Vec<PastText>>;
    /// Writes a section of the open note back to what it was.
    fn write_back(&self, section: Section, heads: &[ChangeHash]) -> Done;
    /// The person has seen what others put into the open note.
    fn note_seen(&self);
    /// Ticks or unticks one of the contents.
    fn set_content(&self, content: Content, ticked: bool) -> Done;
    /// States a single value of the note, or clears it.
    fn set_fact(&self, field: FactField, value: Option<String>) -> Done;
    /// Sets fields of the briefing.
    fn put_briefing(&self, fields: Vec<(BriefingField, Option<String>)>) -> Done;
    /// Sets fields of the plan.
    fn put_plan(&self, fields: Vec<(PlanField, Option<String>)>) -> Done;
    /// Accepts the note as it stands.
    fn accept(&self, outcome: VisitOutcome) -> Done;
    /// Asks the pair about the open note.
    fn ask_pair(&self, text: &str) -> Done;
    /// Answers a question about the open note.
    fn answer_question(&self, question: &str, text: &str) -> Done;
    /// Says that this visitor does not go to a visit, or goes after all.
    fn stay_away(&self, visit: DocumentId, away: bool) -> Durable<'_>;
    /// Notes that this person has the briefing on the screen before them.
    fn note_read(&self) -> Done;
    /// Asks the office about the open visit.
    fn ask_office(&self, text: &str) -> Done;
    /// Writes down what the person lets be told, and to whom.
    fn consent(&self, consented: &Consented<'_>) -> Done;
    /// Writes down that the person takes that back.
    fn withdraw_consent(&self, key: &str) -> Done;
    /// Sets entries of the handbook with their places.
    fn put_handbook(&self, entries: Vec<(u32, HandbookEntry)>) -> Durable<'_>;
    /// Takes an entry out of the handbook.
    fn remove_from_handbook<'a>(&'a self, id: &'a str) -> Durable<'a>;
    /// Approves the handbook as it stands.
    fn approve_handbook<'a>(&'a self, text: &'a str) -> Durable<'a>;
    /// Hands over words that somebody could not hand in.
    fn quote(&self, quoted: &Quoted<'_>) -> Done;

    /// Begins a request of an office and brings it to the screen.
    fn begin_request(&self, office: &OfficeId) -> Done<DocumentId>;
    /// Sets fields of the open request.
    fn put_request(&self, fields: Vec<(RequestField, Option<String>)>) -> Done;
    /// Gives the open request to another office.
    fn put_request_office(&self, office: &OfficeId) -> Done;
    /// Adds a step to the open request.
    fn add_step(&self, kind: &StepKind) -> Done;
    /// Arranges a visit for the open request.
    fn arrange_visit(&self, arranging: Arranging) -> Durable<'_, DocumentId>;

    /// Words of the open request that stand in what is to be asked of the prefecture.
    fn identifying(&self, asking: &Asking) -> Done<Telling>;
    /// Asks the prefecture about the open request.
    fn ask_prefecture(&self, asking: Asking) -> Durable<'_, DocumentId>;
    /// Adds words to the open question, unless they may tell who the person is.
    fn add_to_question<'a>(&'a self, text: &'a str) -> Durable<'a, Telling>;
    /// Answers the open question.
    fn answer(&self, answer: ConsultAnswer, reason: &str) -> Done;

    /// Brings one's own document of a visitor to the screen, and begins it where there is none.
    fn open_own(&self) -> Done<DocumentId>;
    /// Says when the visitor on the screen can come.
    fn put_availability(&self, edits: &[AvailabilityEdit]) -> Done;
    /// States or ends a pause of the visitor on the screen.
    fn put_pause(&self, pause: Option<Period>) -> Done;

    /// Begins an aftercare after one of my visits and brings it to the screen.
    fn begin_care(&self, visit: DocumentId, supporter: Option<MemberId>) -> Done<DocumentId>;
    /// Writes a self-check of the open aftercare; `None` takes it back.
    fn put_check(&self, moment: Moment, checked: Option<&Checked>) -> Done;
    /// States a wish in the open aftercare.
    fn put_care_wish(&self, wish: Option<CareWish>) -> Done;
    /// Says whether the visitor wants no call, or no more.
    fn put_enough(&self, enough: bool) -> Done;
    /// Notes a call in the open aftercare.
    fn note_call(&self, state: CallState, day: Day, text: &str) -> Done;
    /// Begins a concern for safety and brings it to the screen.
    fn begin_concern(&self) -> Done<DocumentId>;
    /// Sets fields of the open concern.
    fn put_concern(&self, fields: Vec<(SafeguardField, Option<String>)>) -> Done;
    /// Adds what was done to the open concern.
    fn add_concern_step(&self, step: SafeguardStep, text: &str) -> Done;

    /// The bytes of something that was set aside.
    fn aside_file<'a>(&'a self, id: &'a str) -> Durable<'a, AsideFile>;
    /// Tries once more to load a document whose load stopped the program.
    fn retry_stopped<'a>(&'a self, id: &'a str) -> Durable<'a>;
    /// Everything of this person, sealed by a phrase.
    fn backup<'a>(&'a self, phrase: &'a str) -> Durable<'a, Backup>;
    /// Brings such a file back.
    fn bring_back<'a>(&'a self, bytes: &'a Uint8Array, phrase: &'a str) -> Durable<'a, BroughtBack>;
}
