//! The prefecture's answer to a question of eligibility (R40). It must never be given by an office.

use super::code::codes;

codes! {
    /// What the prefecture answers.
    ConsultAnswer, "県の回答" {
        /// The person can be visited.
        Yes = "yes", "可";
        /// The person cannot be visited under this programme.
        No = "no", "不可";
        /// Something must be found out first.
        More = "more", "要確認";
    }
}
