//! Questions to the prefecture to rows.

use shared::documents::Stated;
use shared::documents::consult::Consult;
use shared::domain::{AdmissionType, ConsultAnswer};
use shared::ids::{DocumentId, OfficeId};
use shared::time::Instant;

use super::{Beside, Names};
use crate::store::consults::ConsultRow;

/// What lists show of a question, by ids: it is stored, sealed, beside the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsultLine {
    /// The request it is about.
    pub request: DocumentId,
    /// Whose question it is.
    pub office: Option<OfficeId>,
    /// When it was asked.
    pub asked_at: Option<Instant>,
    /// The form of admission.
    pub admission: Option<AdmissionType>,
    /// The answer.
    pub answer: Option<ConsultAnswer>,
    /// Whether it waits for an answer.
    pub waits: bool,
    /// Whether a field or the answer stands twice.
    pub disputed: bool,
}

/// What lists show of a question.
pub fn consult_line(consult: &Consult) -> ConsultLine {
    ConsultLine {
        request: consult.request,
        office: consult.office.settled().cloned(),
        asked_at: consult.asked_at.all().iter().map(|said| said.value).min(),
        admission: consult.admission.settled().copied(),
        answer: consult.answer.settled().map(|answer| answer.answer),
        waits: consult.is_waiting(),
        disputed: consult.office.is_disputed()
            || consult.answer.is_disputed()
            || consult.age_band.is_disputed()
            || consult.admission.is_disputed()
            || consult.admitted_for.is_disputed()
            || consult.last_outside.is_disputed()
            || consult.hospital.is_disputed()
            || Stated::is_disputed(&consult.who_could_visit),
    }
}

/// A row as a list shows it.
pub fn consult_row(id: DocumentId, line: &ConsultLine, beside: Beside, names: Names<'_>) -> ConsultRow {
    ConsultRow {
        id,
        request: (!beside.unread).then_some(line.request),
        office: line.office.clone(),
        office_name: names.office(line.office.as_ref()),
        asked_at: line.asked_at,
        admission: line.admission,
        answer: line.answer,
        waits: line.waits,
        owed: beside.owed,
        disputed: line.disputed,
        damaged: beside.damaged,
        unread: beside.unread,
    }
}

/// The order of lists: what waits comes first, the longest waiting before the others; then what
/// is answered, the newest first.
pub fn sort_consults(rows: &mut [ConsultRow]) {
    rows.sort_by(|one, other| {
        let by_age = one.asked_at.cmp(&other.asked_at);
        let by_age = if one.waits { by_age } else { by_age.reverse() };
        other.waits.cmp(&one.waits).then(by_age).then_with(|| one.id.cmp(&other.id))
    });
}
