//! Whether the person wished for another visit (R45). It must never treat a blank as a no.

use super::code::codes;

codes! {
    /// The wish for another visit.
    RepeatWish, "複数回訪問の希望" {
        /// Wished for.
        Wanted = "wanted", "あり";
        /// Not wished for.
        NotWanted = "not_wanted", "なし";
        /// Wished for, but the person was discharged before.
        WantedButDischarged = "wanted_but_discharged", "希望はあったが退院";
        /// Asked, and not decided.
        Undecided = "undecided", "まだ決めていない";
        /// Not asked, or not told by the source.
        Unknown = "unknown", "不明";
    }
}
