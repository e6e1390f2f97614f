//! Pages of coordinators.

mod new_visit;
mod visits;

pub use new_visit::{DraftKept, NewVisit};
pub use visits::Visits;
