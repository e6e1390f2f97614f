//! How a request was answered (依頼時点対応結果, R44): the report's four codes, and the honest fifth.
//! It must never be guessed from a visit: an outcome is set by a coordinator or stays unknown.

use super::code::codes;

codes! {
    /// The answer to a request. A request that was paused (一旦中止) is reported as cancelled.
    Outcome, "対応結果" {
        /// Visitors are being or were sent.
        Dispatch = "dispatch", "訪問支援員派遣調整";
        /// Arranged, then cancelled or paused.
        Cancelled = "cancelled", "訪問調整するもキャンセル";
        /// Information was given, and that was enough.
        Information = "information", "情報提供等実施 派遣せず完了";
        /// Anything else.
        Other = "other", "その他";
        /// Not decided yet, or not told by the source.
        Unknown = "unknown", "対応結果が未定・不明";
    }
}

impl Outcome {
    /// The four rows every outcomes table has.
    pub const REPORTED: [Outcome; 4] = [Outcome::Dispatch, Outcome::Cancelled, Outcome::Information, Outcome::Other];
}
