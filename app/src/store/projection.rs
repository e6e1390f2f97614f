//! Documents to rows: what lists show of a document. It must never put a word of a note, or the
//! name of the person visited, into a row.

use shared::documents::visit::{self, Facts, Plan, Visit};
use shared::documents::{Document, Kind, Stated, aftercare, safeguard};
use shared::documents::{consult as consults, request as requests, visitor as visitors};
use shared::domain::{ProgrammeData, VisitOutcome};
use shared::ids::{DocumentId, HospitalId, MemberId, OfficeId};
use shared::protocol::Person;
use shared::time::{ClockTime, Day};

use super::visits::{PairName, VisitRow, VisitState};

mod care;
mod concern;
mod consult;
mod request;
#[cfg(test)]
mod tests;
pub mod unread;
mod visitor;

pub use care::{CareLine, care_line, care_row, sort_cares};
pub use concern::{ConcernLine, concern_line, concern_row, sort_concerns};
pub use consult::{ConsultLine, consult_line, consult_row, sort_consults};
pub use request::{RequestLine, request_line, request_row, sort_requests};
pub use visitor::{VisitorLine, visitor_line, visitor_row};

/// What lists show of a document, by its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowLine {
    /// Of a visit.
    Visit(VisitLine),
    /// Of a request.
    Request(RequestLine),
    /// Of a question to the prefecture.
    Consult(ConsultLine),
    /// Of a visitor.
    Visitor(VisitorLine),
    /// Of an aftercare.
    Care(CareLine),
    /// Of a concern for safety.
    Concern(ConcernLine),
}

impl RowLine {
    /// The office that looks after the document, if one is settled.
    pub fn office(&self) -> Option<&OfficeId> {
        match self {
            RowLine::Visit(line) => line.office.as_ref(),
            RowLine::Request(line) => line.office.as_ref(),
            RowLine::Consult(line) => line.office.as_ref(),
            RowLine::Visitor(_) => None,
            // These two are nobody's but the few they are for.
            RowLine::Care(_) | RowLine::Concern(_) => None,
        }
    }

    /// The line of a visit, if it is one.
    pub fn visit(&self) -> Option<&VisitLine> {
        match self {
            RowLine::Visit(line) => Some(line),
            _ => None,
        }
    }

    /// The line of a question to the prefecture, if it is one.
    pub fn consult(&self) -> Option<&ConsultLine> {
        match self {
            RowLine::Consult(line) => Some(line),
            _ => None,
        }
    }

    /// The line of a visitor, if it is one.
    pub fn visitor(&self) -> Option<&VisitorLine> {
        match self {
            RowLine::Visitor(line) => Some(line),
            _ => None,
        }
    }

    /// The line of an aftercare, if it is one.
    pub fn care(&self) -> Option<&CareLine> {
        match self {
            RowLine::Care(line) => Some(line),
            _ => None,
        }
    }

    /// The line of a concern for safety, if it is one.
    pub fn concern(&self) -> Option<&ConcernLine> {
        match self {
            RowLine::Concern(line) => Some(line),
            _ => None,
        }
    }

    /// The line of a request, if it is one.
    pub fn request(&self) -> Option<&RequestLine> {
        match self {
            RowLine::Request(line) => Some(line),
            _ => None,
        }
    }
}

/// What lists show of a document; none for a kind that stands in no list, and for one that cannot
/// be read.
pub fn row_line(document: &Document) -> Option<RowLine> {
    match document.kind() {
        Kind::Visit => visit::read(document).as_ref().map(|visit| RowLine::Visit(visit_line(visit))),
        Kind::Request => requests::read(document).as_ref().map(|request| RowLine::Request(request_line(request))),
        Kind::Consult => consults::read(document).as_ref().map(|consult| RowLine::Consult(consult_line(consult))),
        Kind::Visitor => visitors::read(document).map(|visitor| RowLine::Visitor(visitor_line(visitor))),
        Kind::Aftercare => aftercare::read(document).as_ref().map(|care| RowLine::Care(care_line(care))),
        Kind::Safeguard => safeguard::read(document).as_ref().map(|one| RowLine::Concern(concern_line(one))),
        _ => None,
    }
}

/// What lists show of a visit, by ids: it is stored beside the document, so that no list loads
/// documents. Names come from the programme and the people when a row is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitLine {
    /// Its day, if one is settled.
    pub day: Option<Day>,
    /// Its time, if one is settled and is a time of day.
    pub time: Option<ClockTime>,
    /// The hospital.
    pub hospital: Option<HospitalId>,
    /// The ward; empty if not set.
    pub ward: String,
    /// Where the person is met; empty if not set.
    pub place: String,
    /// Where the pair meets each other; empty if not set.
    pub meet: String,
    /// The office.
    pub office: Option<OfficeId>,
    /// The pair.
    pub pair: Vec<MemberId>,
    /// How far it is.
    pub state: VisitState,
    /// Whether anything of the briefing is written.
    pub briefed: bool,
    /// Which visit to the person it is, if one number is settled.
    pub nth: Option<u32>,
    /// Who of the pair does not go.
    pub away: Vec<MemberId>,
    /// Whether one of the pair asked the office something and has no answer.
    pub asked: bool,
    /// Whether a field stands with two values.
    pub disputed: bool,
}

/// What lists show of a visit.
pub fn visit_line(visit: &Visit) -> VisitLine {
    let plan = &visit.plan;
    let words = |field: &Stated<String>| field.settled().cloned().unwrap_or_default();
    let pair: Vec<MemberId> = plan.pair.iter().filter_map(|seat| seat.settled().map(|seat| seat.member)).collect();
    VisitLine {
        day: plan.day.settled().copied(),
        time: plan.time.settled().and_then(|time| time.parse().ok()),
        hospital: plan.hospital.settled().cloned(),
        ward: words(&plan.ward),
        place: words(&plan.place),
        meet: words(&plan.meet),
        office: plan.office.settled().cloned(),
        nth: visit.nth.settled().copied(),
        away: visit.away.iter().map(|away| away.member).filter(|member| pair.contains(member)).collect(),
        asked: visit.questions.iter().any(|question| question.answers.is_empty() && pair.contains(&question.asked.by)),
        pair,
        state: state(visit),
        briefed: visit.briefing.values().any(|field| !field.is_unset()),
        disputed: is_disputed(visit),
    }
}

fn state(visit: &Visit) -> VisitState {
    let plan = &visit.plan;
    let outcome = plan.outcome.all().first().map(|said| said.value);
    match outcome {
        Some(ended @ (VisitOutcome::Cancelled | VisitOutcome::Discharged)) => VisitState::Ended(ended),
        Some(outcome) if visit.changed_after_acceptance => VisitState::ChangedAfter(outcome),
        Some(outcome) if !plan.accepted.is_unset() => VisitState::Accepted(outcome),
        _ if !has_words(visit) => VisitState::Planned,
        _ if visit.facts.next.is_unset() => VisitState::Writing,
        _ => VisitState::ToAccept,
    }
}

fn has_words(visit: &Visit) -> bool {
    let Facts { next, repeat, card, debrief, present, minutes } = &visit.facts;
    visit.note.values().any(|text| !text.is_empty())
        || !visit.contents.is_empty()
        || !next.is_unset()
        || !repeat.is_unset()
        || [card, debrief, present, minutes].into_iter().any(|field| !field.is_unset())
}

fn is_disputed(visit: &Visit) -> bool {
    let facts = &visit.facts;
    plan_is_disputed(&visit.plan)
        || visit.briefing.values().any(Stated::is_disputed)
        || visit.contents.values().any(Stated::is_disputed)
        || facts.next.is_disputed()
        || facts.repeat.is_disputed()
        || [&facts.card, &facts.debrief, &facts.present, &facts.minutes].into_iter().any(Stated::is_disputed)
        || visit.consents.iter().any(|consent| consent.given.is_disputed())
}

fn plan_is_disputed(plan: &Plan) -> bool {
    let texts = [&plan.ward, &plan.time, &plan.place, &plan.meet, &plan.exception];
    texts.into_iter().any(Stated::is_disputed)
        || plan.office.is_disputed()
        || plan.hospital.is_disputed()
        || plan.day.is_disputed()
        || plan.pair.iter().any(Stated::is_disputed)
        || plan.outcome.is_disputed()
        || plan.accepted.is_disputed()
}

/// What is known of a document beside what stands in it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside {
    /// Whether this person may write it.
    pub writable: bool,
    /// Whether words of it are on this device alone.
    pub owed: bool,
    /// Whether some of it could not be read.
    pub damaged: bool,
    /// Whether nothing of it could be read.
    pub unread: bool,
}

/// The names that rows are shown with.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// Whose screen it is.
    pub me: MemberId,
    /// The programme.
    pub programme: Option<&'a ProgrammeData>,
    /// Everybody whose name this person may know.
    pub people: &'a [Person],
}

impl Names<'_> {
    /// The name of a hospital; empty while the programme has not come.
    fn hospital(&self, id: Option<&HospitalId>) -> String {
        let found = self.programme.zip(id).and_then(|(programme, id)| programme.hospital(id));
        found.map(|hospital| hospital.name.clone()).unwrap_or_default()
    }

    /// The short name of an office; empty while the programme has not come.
    fn office(&self, id: Option<&OfficeId>) -> String {
        let found = self.programme.zip(id).and_then(|(programme, id)| programme.office(id));
        found.map(|office| office.short.clone()).unwrap_or_default()
    }
}

/// A row as a list shows it.
pub fn row(id: DocumentId, line: &VisitLine, beside: Beside, names: Names<'_>) -> VisitRow {
    let name_of =
        |member: MemberId| names.people.iter().find(|person| person.member == member).map(|person| person.name.clone());
    VisitRow {
        id,
        day: line.day,
        time: line.time,
        hospital: line.hospital.clone(),
        hospital_name: names.hospital(line.hospital.as_ref()),
        ward: line.ward.clone(),
        place: line.place.clone(),
        meet: line.meet.clone(),
        office: line.office.clone(),
        office_name: names.office(line.office.as_ref()),
        pair: line.pair.iter().map(|member| PairName { member: *member, name: name_of(*member) }).collect(),
        state: line.state,
        briefed: line.briefed,
        nth: line.nth,
        away: line.away.clone(),
        asked: line.asked,
        mine: line.pair.contains(&names.me),
        writable: beside.writable,
        owed: beside.owed,
        disputed: line.disputed,
        damaged: beside.damaged,
        unread: beside.unread,
    }
}

/// The order of lists: by day and time, then by hospital; what has no day comes last.
pub fn sort(rows: &mut [VisitRow]) {
    rows.sort_by(|one, other| {
        let key = |row: &VisitRow| (row.day.is_none(), row.day, row.time.is_none(), row.time.map(ClockTime::minutes));
        key(one).cmp(&key(other)).then_with(|| one.hospital.cmp(&other.hospital)).then_with(|| one.id.cmp(&other.id))
    });
}
