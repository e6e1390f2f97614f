//! What has left this device because nothing of it is open any more. It must never hold what it was.

use shared::domain::AT_HAND_DAYS;

/// How much has left, and by which rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PutAway {
    /// How many visits.
    pub count: usize,
    /// After how many days they leave.
    pub days: u32,
}

impl Default for PutAway {
    fn default() -> Self {
        Self { count: 0, days: AT_HAND_DAYS }
    }
}
