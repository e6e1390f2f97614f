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
use shared::documents::visit::{BriefingField, FactField, PlanField, Quoted};
use shared::documents::visitor::AvailabilityEdit;
use shared::domain::{CallState, CareWish, ConsultAnswer, Content, Period, SafeguardStep, VisitOutcome};
use shared::ids::{DocumentId, MemberId, OfficeId};
use shared::time::Day;

use super::{Arranging, AsideFile, Asking, Backup, NewVisit, OpenDocuments, Trouble, cannot_save};
use crate::local::Act;
use crate::store::drafts::DraftFields;
use crate::store::{BroughtBack, CannotSave, Me, TextPlace};
use crate::sync::Entering;

/// What was done, or why it was not.
type Done<T = ()> = Result<T, Trouble>;
/// The same, for what ends with the words on the disk.
type Durable<'a, T = ()> = LocalBoxFuture<'a, Done<T>>;
/// Words that may tell who a person is, and of what kind they are.
type Telling = Vec<(Identifying, String)>;

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

/// Each by the method of the same name.
impl Documents for OpenDocuments {
    fn me(&self) -> &Me {
        Self::me(self)
    }
    fn entering(&self) -> Entering {
        self.entering.clone()
    }
    fn flush(&self) -> LocalBoxFuture<'_, Result<(), CannotSave>> {
        Box::pin(Self::flush(self))
    }
    fn close(&self) {
        Self::close(self)
    }
    fn retry_now(&self) {
        Self::retry_now(self)
    }
    fn try_line(&self) {
        Self::try_line(self)
    }
    fn put_away_soon(&self) {
        Self::put_away_soon(self)
    }
    fn note_print(&self) {
        Self::note_print(self)
    }
    fn note_export(&self, document: DocumentId) {
        self.note_act(document, Act::Export)
    }
    fn put_idle_minutes(&self, minutes: u8) -> LocalBoxFuture<'_, Result<(), CannotSave>> {
        Box::pin(async move { self.vault.put_idle_minutes(minutes).await.map_err(|error| cannot_save(&error)) })
    }
    fn open(&self, id: DocumentId) {
        Self::open(self, id)
    }
    fn turn(&self) -> u64 {
        Self::turn(self)
    }
    fn close_screen(&self, turn: u64) {
        Self::close_screen(self, turn)
    }
    fn create_visit(&self, new: NewVisit) -> Durable<'_, DocumentId> {
        Box::pin(Self::create_visit(self, new))
    }
    fn keep_draft(&self, name: String, fields: Option<DraftFields>) {
        Self::keep_draft(self, name, fields)
    }
    fn here(&self, at: Option<(TextPlace, usize)>) {
        Self::here(self, at)
    }
    fn splice(&self, place: TextPlace, splice: Splice) -> Done {
        Self::splice(self, place, splice)
    }
    fn set_content(&self, content: Content, ticked: bool) -> Done {
        Self::set_content(self, content, ticked)
    }
    fn set_fact(&self, field: FactField, value: Option<String>) -> Done {
        Self::set_fact(self, field, value)
    }
    fn put_briefing(&self, fields: Vec<(BriefingField, Option<String>)>) -> Done {
        Self::put_briefing(self, fields)
    }
    fn put_plan(&self, fields: Vec<(PlanField, Option<String>)>) -> Done {
        Self::put_plan(self, fields)
    }
    fn accept(&self, outcome: VisitOutcome) -> Done {
        Self::accept(self, outcome)
    }
    fn ask_pair(&self, text: &str) -> Done {
        Self::ask_pair(self, text)
    }
    fn answer_question(&self, question: &str, text: &str) -> Done {
        Self::answer_question(self, question, text)
    }
    fn quote(&self, quoted: &Quoted<'_>) -> Done {
        Self::quote(self, quoted)
    }
    fn begin_request(&self, office: &OfficeId) -> Done<DocumentId> {
        Self::begin_request(self, office)
    }
    fn put_request(&self, fields: Vec<(RequestField, Option<String>)>) -> Done {
        Self::put_request(self, fields)
    }
    fn put_request_office(&self, office: &OfficeId) -> Done {
        Self::put_request_office(self, office)
    }
    fn add_step(&self, kind: &StepKind) -> Done {
        Self::add_step(self, kind)
    }
    fn arrange_visit(&self, arranging: Arranging) -> Durable<'_, DocumentId> {
        Box::pin(Self::arrange_visit(self, arranging))
    }
    fn identifying(&self, asking: &Asking) -> Done<Telling> {
        Self::identifying(self, asking)
    }
    fn ask_prefecture(&self, asking: Asking) -> Durable<'_, DocumentId> {
        Box::pin(Self::ask_prefecture(self, asking))
    }
    fn add_to_question<'a>(&'a self, text: &'a str) -> Durable<'a, Telling> {
        Box::pin(Self::add_to_question(self, text))
    }
    fn answer(&self, answer: ConsultAnswer, reason: &str) -> Done {
        Self::answer(self, answer, reason)
    }
    fn open_own(&self) -> Done<DocumentId> {
        Self::open_own(self)
    }
    fn put_availability(&self, edits: &[AvailabilityEdit]) -> Done {
        Self::put_availability(self, edits)
    }
    fn put_pause(&self, pause: Option<Period>) -> Done {
        Self::put_pause(self, pause)
    }
    fn begin_care(&self, visit: DocumentId, supporter: Option<MemberId>) -> Done<DocumentId> {
        Self::begin_care(self, visit, supporter)
    }
    fn put_check(&self, moment: Moment, checked: Option<&Checked>) -> Done {
        Self::put_check(self, moment, checked)
    }
    fn put_care_wish(&self, wish: Option<CareWish>) -> Done {
        Self::put_care_wish(self, wish)
    }
    fn put_enough(&self, enough: bool) -> Done {
        Self::put_enough(self, enough)
    }
    fn note_call(&self, state: CallState, day: Day, text: &str) -> Done {
        Self::note_call(self, state, day, text)
    }
    fn begin_concern(&self) -> Done<DocumentId> {
        Self::begin_concern(self)
    }
    fn put_concern(&self, fields: Vec<(SafeguardField, Option<String>)>) -> Done {
        Self::put_concern(self, fields)
    }
    fn add_concern_step(&self, step: SafeguardStep, text: &str) -> Done {
        Self::add_concern_step(self, step, text)
    }
    fn aside_file<'a>(&'a self, id: &'a str) -> Durable<'a, AsideFile> {
        Box::pin(Self::aside_file(self, id))
    }
    fn retry_stopped<'a>(&'a self, id: &'a str) -> Durable<'a> {
        Box::pin(Self::retry_stopped(self, id))
    }
    fn backup<'a>(&'a self, phrase: &'a str) -> Durable<'a, Backup> {
        Box::pin(Self::backup(self, phrase))
    }
    fn bring_back<'a>(&'a self, bytes: &'a Uint8Array, phrase: &'a str) -> Durable<'a, BroughtBack> {
        Box::pin(Self::bring_back(self, bytes, phrase))
    }
}
