//! How a text stood before.

use super::visit::person;

/// The fold.
pub const HEADING: &str = "これまでの文";
/// What it is for.
pub const MEANING: &str = "ときどきの文が残っています。前の文に戻しても、いまの文はここに残ります。";
/// The newest.
pub const NOW: &str = "いまの文";
/// A text that is empty.
pub const EMPTY: &str = "（何も書かれていません）";
/// The button.
pub const BACK: &str = "この文に戻す";
/// It was done.
pub const DONE: &str = "戻しました。戻す前の文も、下に残っています。";
/// Nothing was written yet.
pub const NOTHING: &str = "まだ何も書かれていません。";

/// Who wrote in a stretch.
pub fn by(names: &[Option<String>]) -> String {
    names.iter().map(|name| person(name.as_deref())).collect::<Vec<_>>().join("、")
}
