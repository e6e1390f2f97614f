//! What stands in a request, as plain data. It must never settle a dispute, nor leave out a step.

use super::course::{self, Course};
use super::step::Step;
use super::{ABOUT, MEMO, OFFICE, OWNER, RequestField, STEPS, WISH};
use crate::documents::Kind;
use crate::documents::document::Document;
use crate::documents::field::Stated;
use crate::documents::text::{Run, Splice};
use crate::domain::{AdmissionType, ArrangeProblem, Decision, LastOutsideVisit, RequestChannel, RequestState};
use crate::ids::{ChangeHash, DocumentId, HospitalId, OfficeId};
use crate::time::Day;

/// A request as it stands; each field may stand twice after a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Its document.
    pub id: DocumentId,
    /// Whose coordinators look after it.
    pub office: Stated<OfficeId>,
    /// The day it was received.
    pub received: Stated<Day>,
    /// How it came.
    pub channel: Stated<RequestChannel>,
    /// Who asked, where it was not the person.
    pub asked_by: Stated<String>,
    /// The person's name.
    pub name: Stated<String>,
    /// How it is read.
    pub kana: Stated<String>,
    /// How the person is reached.
    pub contact: Stated<String>,
    /// The hospital.
    pub hospital: Stated<HospitalId>,
    /// The ward.
    pub ward: Stated<String>,
    /// The form of admission.
    pub admission: Stated<AdmissionType>,
    /// Since when.
    pub admission_from: Stated<Day>,
    /// The last visit from outside.
    pub last_outside: Stated<LastOutsideVisit>,
    /// Who could visit.
    pub who_could_visit: Stated<String>,
    /// The wish in the person's words.
    pub wish: String,
    /// Who wrote which part of it.
    pub wish_authors: Vec<Run>,
    /// The office's own memo.
    pub memo: String,
    /// Who wrote which part of it.
    pub memo_authors: Vec<Run>,
    /// What was done, in the order all devices share.
    pub steps: Vec<Step>,
    /// Steps that stand and that this version cannot read.
    pub unread_steps: usize,
    /// How far it has come, in that order.
    pub course: Course,
    /// Its state, in that order.
    pub state: RequestState,
    /// Whether steps made without knowing of each other lead to different states. Then `state` is
    /// only one of `states`, and somebody must say which by a new step.
    pub contested: bool,
    /// The states that stand against each other; the one state where nothing is contested.
    pub states: Vec<RequestState>,
}

/// The whole request; `None` if the document is of another kind.
pub fn read(document: &Document) -> Option<Request> {
    if document.kind() != Kind::Request {
        return None;
    }
    let entries = document.entries(STEPS);
    let steps: Vec<Step> = entries.iter().filter_map(Step::read).collect();
    let text = |field| field_text(document, field);
    let received = text(RequestField::Received).filter_map(|text| text.parse().ok());
    let channel = text(RequestField::Channel).filter_map(|code| RequestChannel::from_code(code));
    let hospital = text(RequestField::Hospital).filter_map(|text| text.parse().ok());
    let complete = received.settled().is_some() && channel.settled().is_some() && hospital.settled().is_some();
    let course = course::of(&steps, complete);
    let (candidates, contested) = course::candidates(&steps, complete);
    let state = course.state(complete);
    let mut states: Vec<RequestState> = candidates.iter().map(|course| course.state(complete)).collect();
    states.push(state);
    states.sort_unstable();
    states.dedup();
    Some(Request {
        id: document.id(),
        office: office(document),
        received,
        channel,
        asked_by: text(RequestField::AskedBy),
        name: text(RequestField::Name),
        kana: text(RequestField::Kana),
        contact: text(RequestField::Contact),
        hospital,
        ward: text(RequestField::Ward),
        admission: text(RequestField::Admission).filter_map(|code| AdmissionType::from_code(code)),
        admission_from: text(RequestField::AdmissionFrom).filter_map(|text| text.parse().ok()),
        last_outside: text(RequestField::LastOutside).filter_map(|code| LastOutsideVisit::from_code(code)),
        who_could_visit: text(RequestField::WhoCouldVisit),
        wish: document.text(WISH),
        wish_authors: document.runs(WISH),
        memo: document.text(MEMO),
        memo_authors: document.runs(MEMO),
        unread_steps: entries.len() - steps.len(),
        steps,
        course,
        state,
        contested,
        states,
    })
}

/// The office alone: cheap, for lists and access.
pub fn office(document: &Document) -> Stated<OfficeId> {
    let stated = document.stated(OWNER, OFFICE, None);
    stated.filter_map(|value| value.text()?.parse().ok())
}

fn field_text(document: &Document, field: RequestField) -> Stated<String> {
    document.stated(ABOUT, field.key(), None).filter_map(|value| value.text().map(str::to_owned))
}

/// Everything that keeps a visit from being arranged now; empty where it may be.
pub fn arrange_problems(request: &Request) -> Vec<ArrangeProblem> {
    let course = &request.course;
    let resting = course.ask_again().is_some() || course.outcome().is_some();
    let applies = |problem: &ArrangeProblem| match problem {
        ArrangeProblem::NoIntent => course.intent.is_none(),
        ArrangeProblem::NotEligible => course.decision() != Some(Decision::Eligible),
        // A step that cannot be read may say anything.
        ArrangeProblem::Contested => request.contested || request.unread_steps > 0,
        ArrangeProblem::Resting => resting,
        ArrangeProblem::NoHospital => request.hospital.settled().is_none(),
    };
    ArrangeProblem::ALL.iter().filter(|problem| applies(problem)).copied().collect()
}

/// What happened to the wish between two moments, as splices to make one after another.
pub fn wish_splices(document: &Document, before: &[ChangeHash], after: &[ChangeHash]) -> Vec<Splice> {
    document.splices_between(WISH, before, after)
}

/// What happened to the memo between two moments, as splices to make one after another.
pub fn memo_splices(document: &Document, before: &[ChangeHash], after: &[ChangeHash]) -> Vec<Splice> {
    document.splices_between(MEMO, before, after)
}
