//! Aftercares to rows.

use shared::documents::aftercare::Aftercare;
use shared::domain::CallState;
use shared::ids::{DocumentId, MemberId};
use shared::time::Day;

use super::{Beside, Names};
use crate::store::care::CareRow;

/// What lists show of an aftercare, by ids: it is stored, sealed, beside the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareLine {
    /// Whose it is.
    pub visitor: MemberId,
    /// After which visit.
    pub visit: DocumentId,
    /// Who reads it beside the visitor.
    pub supporter: Option<MemberId>,
    /// The day of the visit, if settled.
    pub day: Option<Day>,
    /// The day of a call that is agreed and not held.
    pub planned: Option<Day>,
    /// Whether nobody owes the visitor a call.
    pub done: bool,
}

/// What lists show of an aftercare.
pub fn care_line(care: &Aftercare) -> CareLine {
    let last = care.calls.last().filter(|call| call.state == CallState::Planned);
    CareLine {
        visitor: care.visitor,
        visit: care.visit,
        supporter: care.supporter,
        day: care.day.settled().copied(),
        planned: last.map(|call| call.day),
        done: care.is_done(),
    }
}

/// A row as a list shows it; of one that could not be read, that it is there.
pub fn care_row(id: DocumentId, line: Option<&CareLine>, beside: Beside, names: Names<'_>) -> CareRow {
    CareRow {
        id,
        visitor: line.map(|line| line.visitor),
        visit: line.map(|line| line.visit),
        supporter: line.and_then(|line| line.supporter),
        day: line.and_then(|line| line.day),
        planned: line.and_then(|line| line.planned),
        done: line.is_some_and(|line| line.done),
        mine: line.is_some_and(|line| line.visitor == names.me),
        owed: beside.owed,
        damaged: beside.damaged,
        unread: beside.unread,
    }
}

/// The order of lists: the newest visit first; what has no day comes before, for it is to come.
pub fn sort_cares(rows: &mut [CareRow]) {
    rows.sort_by_key(|row| (row.day.is_some(), core::cmp::Reverse(row.day), row.id));
}
