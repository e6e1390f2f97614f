//! How many visits a fiscal year's budget foresees (R61). It warns and must never block a visit.

use crate::time::FiscalYear;

/// The planned visits of one fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// The fiscal year.
    pub fiscal_year: FiscalYear,
    /// Visits planned, all offices together.
    pub visits: u32,
}
