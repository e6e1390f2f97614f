//! To whom something said in a visit may go, with the person's consent (R48, D4). It must never hold the pair or its
//! office: what is said stays with them without being asked for.

use super::code::codes;

codes! {
    /// To whom.
    ConsentTo, "伝える相手" {
        /// The ward's staff.
        Staff = "staff", "病棟の職員";
        /// 地域移行支援: who accompanies the way out of hospital.
        Transition = "transition", "地域移行支援の相談員";
        /// Somebody else, who is named.
        Other = "other", "そのほかの人";
    }
}
