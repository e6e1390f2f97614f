//! Why a request rests (一旦中止, R24). A pause is no end: it has a day to ask again. It must never
//! hold more about the person's health than the word itself.

use super::code::codes;

codes! {
    /// The class of a reason to pause.
    PauseReason, "一旦中止の理由" {
        /// The person is not well enough.
        Condition = "condition", "体調";
        /// The person wishes so.
        OwnWish = "own_wish", "ご本人の希望";
        /// The hospital cannot receive visitors now.
        Hospital = "hospital", "病院の都合";
        /// No visitor can go now.
        Visitor = "visitor", "支援員の都合";
        /// Something else.
        Other = "other", "その他";
    }
}
