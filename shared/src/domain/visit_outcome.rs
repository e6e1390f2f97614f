//! What became of a planned visit. It must never be derived from a date gone by: somebody says so.

use super::code::codes;

codes! {
    /// What became of a visit.
    VisitOutcome, "面会の結果" {
        /// The person was met.
        Met = "met", "面会した";
        /// The pair went and could not meet the person.
        NotMet = "not_met", "行ったが会えなかった";
        /// Nobody went.
        Cancelled = "cancelled", "取りやめ";
        /// The person was discharged before.
        Discharged = "discharged", "退院のため終了";
    }
}
