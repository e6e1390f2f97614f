//! The visitors on this device: oneself, or all of them at an office. A row holds when somebody can come and no word of
//! how they are.

use shared::documents::visitor::Training;
use shared::domain::Availability;
use shared::ids::{DocumentId, MemberId};

/// One visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitorRow {
    /// The document.
    pub id: DocumentId,
    /// Who.
    pub member: MemberId,
    /// When they can come.
    pub availability: Availability,
    /// The trainings that hold, in the order of their days.
    pub trainings: Vec<Training>,
    /// Whether something stands twice that was answered once.
    pub disputed: bool,
    /// Whether I may write it.
    pub writable: bool,
    /// Whether some of it could not be read, or it was set aside.
    pub damaged: bool,
}
