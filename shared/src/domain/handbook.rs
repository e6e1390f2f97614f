//! The handbook (手引き): what visitors read before, during and after a visit, and what they hold up or hand over
//! (R20, R21). Every text stands in three levels. It must never hold a person.

use std::collections::BTreeMap;

use super::code::codes;

codes! {
    /// What an entry is.
    HandbookKind, "種類" {
        /// A section to read.
        Section = "section", "手引き";
        /// A question and its answer.
        Question = "question", "よくある質問";
        /// A card about a resource, to hold up or hand over.
        Card = "card", "カード";
        /// A card about the person's rights.
        Rights = "rights", "権利のカード";
    }
}

codes! {
    /// How plainly a text is written.
    Level, "ことばのやさしさ" {
        /// As the programme writes.
        Standard = "standard", "標準";
        /// In easy Japanese.
        Easy = "easy", "やさしい";
        /// A word or two beside a picture.
        Picture = "picture", "絵カード";
    }
}

/// One entry. Texts may hold furigana (`text::furigana`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandbookEntry {
    /// What names it for ever: 1 to 40 of `a-z 0-9 _ -`.
    pub id: String,
    /// What it is.
    pub kind: HandbookKind,
    /// Its heading, or the question.
    pub title: String,
    /// Its text in each level that is written.
    pub texts: BTreeMap<Level, String>,
}

/// The longest id of an entry.
pub const HANDBOOK_ID_CHARS_MAX: usize = 40;

/// Whether a text names an entry.
pub fn is_handbook_id(id: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-';
    (1..=HANDBOOK_ID_CHARS_MAX).contains(&id.len()) && id.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_named_by_1_to_40_plain_characters() {
        let most = "a".repeat(HANDBOOK_ID_CHARS_MAX);
        assert!(is_handbook_id("q-01_b") && is_handbook_id(&most));
        for other in ["", "A", "a/b", "あ", &format!("{most}a")] {
            assert!(!is_handbook_id(other), "{other}");
        }
    }
}
