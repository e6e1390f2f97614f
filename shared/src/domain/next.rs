//! What comes next, chosen with the person at the end of a visit (R37). It must never be filled in
//! for the person.

use super::code::codes;

codes! {
    /// What the person wants to happen next.
    Next, "次のこと" {
        /// Another visit.
        MeetAgain = "meet_again", "また会う";
        /// Time to think.
        Think = "think", "一度考える";
        /// Support towards living outside, only if wanted.
        Transition = "transition", "地域移行につなぐ";
        /// An end, with the door open.
        End = "end", "終わり";
    }
}
