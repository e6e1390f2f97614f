//! What is said while a visit is arranged for a request.

/// Under the heading.
pub const INTRO: &str = "病院や病棟は依頼から写してあります。変えることもできます。";
/// Back to the request.
pub const BACK: &str = "依頼へ戻る";
/// What is unusual.
pub const WARNINGS: &str = "進める前に考えること";
/// The word with which it is passed.
pub const WORDS: &str = "このまま進める理由";
/// How to write it.
pub const WORDS_HINT: &str = "例：ご本人が前と同じ人を希望している。決めた人の名前と一緒に経過に残ります。";
/// Beyond the policy's number of visits.
pub const EXTRA_REASON: &str = "方針の回数をこえて訪問する理由";

/// Which visit it is.
pub fn visit_number(done: u32) -> String {
    format!("この方への{}回目の訪問です", done + 1)
}
