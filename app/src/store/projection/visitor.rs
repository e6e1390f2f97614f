//! Visitors to rows.

use shared::documents::visitor::{Training, Visitor};
use shared::domain::Availability;
use shared::ids::{DocumentId, MemberId};

use super::Beside;
use crate::store::visitors::VisitorRow;

/// What lists show of a visitor: it is stored, sealed, beside the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitorLine {
    /// Who.
    pub member: MemberId,
    /// When they can come.
    pub availability: Availability,
    /// The trainings that hold.
    pub trainings: Vec<Training>,
    /// Whether something stands twice that was answered once.
    pub disputed: bool,
}

/// What lists show of a visitor.
pub fn visitor_line(visitor: Visitor) -> VisitorLine {
    VisitorLine {
        disputed: visitor.is_disputed(),
        member: visitor.member,
        availability: visitor.availability,
        trainings: visitor.trainings,
    }
}

/// A row as a list shows it.
pub fn visitor_row(id: DocumentId, line: &VisitorLine, beside: Beside) -> VisitorRow {
    VisitorRow {
        id,
        member: line.member,
        availability: line.availability.clone(),
        trainings: line.trainings.clone(),
        disputed: line.disputed,
        writable: beside.writable,
        damaged: beside.damaged,
    }
}
