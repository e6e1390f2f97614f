//! Concerns for safety to rows.

use shared::documents::safeguard::{Safeguard, SafeguardField};
use shared::domain::SafeguardStep;
use shared::ids::{DocumentId, HospitalId, MemberId};
use shared::time::Day;

use super::{Beside, Names};
use crate::store::concerns::{ConcernRow, ConcernState};

/// What lists show of a concern, by ids: it is stored, sealed, beside the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConcernLine {
    /// Who wrote it first.
    pub author: MemberId,
    /// The day it was seen or heard of, if settled and a day.
    pub day: Option<Day>,
    /// The hospital, if settled.
    pub hospital: Option<HospitalId>,
    /// Whether an officer took it up.
    pub received: bool,
    /// Whether the last that was done closed it.
    pub closed: bool,
}

/// What lists show of a concern.
pub fn concern_line(concern: &Safeguard) -> ConcernLine {
    let settled = |field| concern.facts.get(&field).and_then(|stated| stated.settled());
    ConcernLine {
        author: concern.author,
        day: settled(SafeguardField::Day).and_then(|day| day.parse().ok()),
        hospital: settled(SafeguardField::Hospital).and_then(|id| id.parse().ok()),
        received: concern.steps.iter().any(|done| done.step == SafeguardStep::Received),
        closed: concern.steps.last().is_some_and(|done| done.step == SafeguardStep::Closed),
    }
}

/// A row as a list shows it; of one that could not be read, that it is there.
pub fn concern_row(id: DocumentId, line: Option<&ConcernLine>, beside: Beside, names: Names<'_>) -> ConcernRow {
    ConcernRow {
        id,
        author: line.map(|line| line.author),
        day: line.and_then(|line| line.day),
        hospital: line.and_then(|line| line.hospital.clone()),
        state: match line {
            Some(line) if line.closed => ConcernState::Closed,
            Some(line) if line.received => ConcernState::Received,
            _ => ConcernState::Waiting,
        },
        mine: line.is_some_and(|line| line.author == names.me),
        owed: beside.owed,
        damaged: beside.damaged,
        unread: beside.unread,
    }
}

/// The order of lists: what waits comes first, then by day, the newest first.
pub fn sort_concerns(rows: &mut [ConcernRow]) {
    rows.sort_by_key(|row| (row.state, core::cmp::Reverse(row.day), row.id));
}
