//! Requests to rows.

use shared::documents::Stated;
use shared::documents::request::Request;
use shared::domain::{RequestChannel, RequestState};
use shared::ids::{DocumentId, HospitalId, OfficeId};
use shared::time::{Day, Instant};

use super::{Beside, Names};
use crate::store::requests::RequestRow;

/// What lists show of a request, by ids: it is stored, sealed, beside the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestLine {
    /// The day it was received, if settled.
    pub received: Option<Day>,
    /// How it came.
    pub channel: Option<RequestChannel>,
    /// The person's name; empty if not told.
    pub name: String,
    /// How it is read; empty if not told.
    pub kana: String,
    /// The hospital.
    pub hospital: Option<HospitalId>,
    /// The ward; empty if not set.
    pub ward: String,
    /// The office.
    pub office: Option<OfficeId>,
    /// How far it is.
    pub state: RequestState,
    /// Since when; none before any step.
    pub since: Option<Instant>,
    /// When to ask again.
    pub ask_again: Option<Day>,
    /// The visits arranged for it.
    pub visits: Vec<DocumentId>,
    /// The last question to the prefecture.
    pub consult: Option<DocumentId>,
    /// Whether a field or the way to go on stands twice.
    pub disputed: bool,
}

/// What lists show of a request.
pub fn request_line(request: &Request) -> RequestLine {
    let words = |field: &Stated<String>| field.all().first().map(|said| said.value.clone()).unwrap_or_default();
    RequestLine {
        received: request.received.settled().copied(),
        channel: request.channel.settled().copied(),
        name: words(&request.name),
        kana: words(&request.kana),
        hospital: request.hospital.settled().cloned(),
        ward: words(&request.ward),
        office: request.office.settled().cloned(),
        state: request.state,
        since: request.course.since,
        ask_again: request.course.ask_again(),
        visits: request.course.arranged.clone(),
        consult: request.course.question.map(|question| question.consult),
        disputed: is_disputed(request),
    }
}

fn is_disputed(request: &Request) -> bool {
    let texts = [&request.asked_by, &request.name, &request.kana, &request.contact, &request.ward];
    texts.into_iter().any(Stated::is_disputed)
        || request.who_could_visit.is_disputed()
        || request.office.is_disputed()
        || request.received.is_disputed()
        || request.channel.is_disputed()
        || request.hospital.is_disputed()
        || request.admission.is_disputed()
        || request.admission_from.is_disputed()
        || request.last_outside.is_disputed()
        || request.contested
        || request.unread_steps > 0
}

/// A row as a list shows it.
pub fn request_row(id: DocumentId, line: &RequestLine, beside: Beside, names: Names<'_>) -> RequestRow {
    RequestRow {
        id,
        received: line.received,
        channel: line.channel,
        name: line.name.clone(),
        kana: line.kana.clone(),
        hospital: line.hospital.clone(),
        hospital_name: names.hospital(line.hospital.as_ref()),
        ward: line.ward.clone(),
        office: line.office.clone(),
        office_name: names.office(line.office.as_ref()),
        state: line.state,
        since: line.since,
        ask_again: line.ask_again,
        visits: line.visits.clone(),
        consult: line.consult,
        writable: beside.writable,
        owed: beside.owed,
        disputed: line.disputed,
        damaged: beside.damaged,
        unread: beside.unread,
    }
}

/// The order of lists: who has waited longest comes first; what has no day comes before, for it
/// is being written.
pub fn sort_requests(rows: &mut [RequestRow]) {
    rows.sort_by(|one, other| one.received.cmp(&other.received).then_with(|| one.id.cmp(&other.id)));
}
