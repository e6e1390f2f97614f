//! What a coordinator gives to make a visit.

use shared::documents::visit::{BriefingField, PlanField};
use shared::domain::Intent;

/// A visit to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVisit {
    /// Gate A: it goes into the root and never changes.
    pub intent: Intent,
    /// Fields of the plan. The office is needed: without it nobody may write the visit.
    /// A visitor of the pair is `Seat::to_text`.
    pub plan: Vec<(PlanField, String)>,
    /// The agreed minimum of a briefing.
    pub briefing: Vec<(BriefingField, String)>,
}
