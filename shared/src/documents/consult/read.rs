//! What stands in a question, as plain data, and its clock. It must never settle a dispute.

use minicbor::Decoder;

use super::{ANSWER, ASKED_AT, ConsultField, FACTS, OFFICE, OWNER, PROPOSAL};
use crate::documents::document::Document;
use crate::documents::field::{Scalar, Stated};
use crate::documents::root::About;
use crate::documents::text::{Run, Splice};
use crate::domain::{AdmissionType, AdmittedFor, AgeBand, ConsultAnswer, LastOutsideVisit};
use crate::ids::{ChangeHash, DocumentId, HospitalId, MemberId, OfficeId};
use crate::time::{Day, Instant};

/// The prefecture's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What it is.
    pub answer: ConsultAnswer,
    /// The day it bears.
    pub day: Day,
    /// By which officer.
    pub by: MemberId,
    /// When, by their device's clock.
    pub at: Instant,
    /// Why.
    pub reason: String,
}

/// A question as it stands; each value may stand twice after a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consult {
    /// Its document.
    pub id: DocumentId,
    /// The request it asks about.
    pub request: DocumentId,
    /// Whose question it is.
    pub office: Stated<OfficeId>,
    /// About how old the person is.
    pub age_band: Stated<AgeBand>,
    /// The form of admission.
    pub admission: Stated<AdmissionType>,
    /// About how long the person has been there.
    pub admitted_for: Stated<AdmittedFor>,
    /// The last visit from outside.
    pub last_outside: Stated<LastOutsideVisit>,
    /// Who could visit.
    pub who_could_visit: Stated<String>,
    /// The hospital, where it is told.
    pub hospital: Stated<HospitalId>,
    /// When it was asked; unset while it is a draft.
    pub asked_at: Stated<Instant>,
    /// What the office proposes, and why.
    pub proposal: String,
    /// Who wrote which part of it.
    pub proposal_authors: Vec<Run>,
    /// The answer.
    pub answer: Stated<Answer>,
}

impl Consult {
    /// Whether the prefecture owes an answer: it was asked, and since then not answered. Two
    /// answers that know nothing of each other are none until one is chosen.
    pub fn is_waiting(&self) -> bool {
        let asked = self.asked_at.all().iter().map(|said| said.value).max();
        match (asked, self.answer.settled()) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(asked), Some(answer)) => answer.answer == ConsultAnswer::More && asked > answer.at,
        }
    }

    /// For how many days the prefecture has owed an answer; none where it owes none.
    pub fn waiting_days(&self, today: Day) -> Option<i32> {
        let since = self.asked_at.all().iter().map(|said| said.value).min()?;
        self.is_waiting().then(|| today.days_after(since.tokyo_day()).max(0))
    }
}

/// The whole question; `None` if the document is of another kind.
pub fn read(document: &Document) -> Option<Consult> {
    let About::Consult { request } = document.root().about else {
        return None;
    };
    let text = |field: ConsultField| {
        document.stated(FACTS, field.key(), None).filter_map(|value| value.text().map(str::to_owned))
    };
    Some(Consult {
        id: document.id(),
        request,
        office: office(document),
        age_band: text(ConsultField::AgeBand).filter_map(|code| AgeBand::from_code(code)),
        admission: text(ConsultField::Admission).filter_map(|code| AdmissionType::from_code(code)),
        admitted_for: text(ConsultField::AdmittedFor).filter_map(|code| AdmittedFor::from_code(code)),
        last_outside: text(ConsultField::LastOutside).filter_map(|code| LastOutsideVisit::from_code(code)),
        who_could_visit: text(ConsultField::WhoCouldVisit),
        hospital: text(ConsultField::Hospital).filter_map(|text| text.parse().ok()),
        asked_at: document.stated(FACTS, ASKED_AT, None).filter_map(|value| match value {
            Scalar::Number(ms) => Some(Instant::from_ms(*ms)),
            _ => None,
        }),
        proposal: document.text(PROPOSAL),
        proposal_authors: document.runs(PROPOSAL),
        answer: document.stated(ANSWER, ANSWER, None).filter_map(read_answer),
    })
}

/// The office alone: cheap, for access.
pub fn office(document: &Document) -> Stated<OfficeId> {
    let stated = document.stated(OWNER, OFFICE, None);
    stated.filter_map(|value| value.text()?.parse().ok())
}

/// What happened to the proposal between two moments, as splices to make one after another.
pub fn proposal_splices(document: &Document, before: &[ChangeHash], after: &[ChangeHash]) -> Vec<Splice> {
    document.splices_between(PROPOSAL, before, after)
}

/// CBOR: `[answer, day, member, milliseconds, reason]`.
fn read_answer(value: &Scalar) -> Option<Answer> {
    let Scalar::Bytes(bytes) = value else {
        return None;
    };
    let mut d = Decoder::new(bytes);
    if d.array().ok()? != Some(5) {
        return None;
    }
    Some(Answer {
        answer: ConsultAnswer::from_code(d.str().ok()?)?,
        day: d.str().ok()?.parse().ok()?,
        by: MemberId::from_slice(d.bytes().ok()?)?,
        at: Instant::from_ms(d.i64().ok()?),
        reason: d.str().ok()?.to_owned(),
    })
}
