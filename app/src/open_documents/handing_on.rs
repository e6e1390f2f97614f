//! The documents as the rest of the app asks for them. It must never do more than hand on.

use futures::future::LocalBoxFuture;
use js_sys::Uint8Array;
use shared::documents::Splice;
use shared::documents::aftercare::{Checked, Moment};
use shared::documents::request::{RequestField, StepKind};
use shared::documents::safeguard::SafeguardField;
use shared::documents::visit::{BriefingField, Consented, FactField, PlanField, Quoted, Section};
use shared::documents::visitor::AvailabilityEdit;
use shared::domain::{CallState, CareWish, ConsultAnswer, Content, HandbookEntry, Period, SafeguardStep, VisitOutcome};
use shared::ids::{ChangeHash, DocumentId, MemberId, OfficeId};
use shared::time::Day;

use super::interface::{Documents, Done, Durable, Telling};
use super::{Arranging, AsideFile, Asking, Backup, NewVisit, OpenDocuments, cannot_save};
use crate::local::Act;
use crate::store::drafts::DraftFields;
use crate::store::{BroughtBack, CannotSave, Me, PastText, TextPlace};
use crate::sync::Entering;

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
    fn past_of(&self, section: Section) -> Done<Vec<PastText>> {
        Self::past_of(self, section)
    }
    fn write_back(&self, section: Section, heads: &[ChangeHash]) -> Done {
        Self::write_back(self, section, heads)
    }
    fn note_seen(&self) {
        Self::note_seen(self)
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
    fn stay_away(&self, visit: DocumentId, away: bool) -> Durable<'_> {
        Box::pin(Self::stay_away(self, visit, away))
    }
    fn note_read(&self) -> Done {
        Self::note_read(self)
    }
    fn ask_office(&self, text: &str) -> Done {
        Self::ask_office(self, text)
    }
    fn consent(&self, consented: &Consented<'_>) -> Done {
        Self::consent(self, consented)
    }
    fn withdraw_consent(&self, key: &str) -> Done {
        Self::withdraw_consent(self, key)
    }
    fn put_handbook(&self, entries: Vec<(u32, HandbookEntry)>) -> Durable<'_> {
        Box::pin(Self::put_handbook(self, entries))
    }
    fn remove_from_handbook<'a>(&'a self, id: &'a str) -> Durable<'a> {
        Box::pin(Self::remove_from_handbook(self, id))
    }
    fn approve_handbook<'a>(&'a self, text: &'a str) -> Durable<'a> {
        Box::pin(Self::approve_handbook(self, text))
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
