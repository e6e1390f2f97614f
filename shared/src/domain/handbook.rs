//! The handbook (手引き): what visitors read before, during and after a visit, and what they hold up or hand over
//! (R20, R21). Every text stands in three levels. It must never hold a person.

use std::collections::BTreeMap;

use super::code::codes;
use super::picture::pictured;
use crate::text::is_whole_furigana;

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

/// What keeps a text from being shown as its writer meant it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFault {
    /// A sign of furigana stands where no word is read by it.
    Furigana,
    /// A drawing is named that there is not.
    Picture,
}

/// What is wrong with a text of an entry, if anything.
pub fn fault(text: &str) -> Option<TextFault> {
    if !is_whole_furigana(text) {
        return Some(TextFault::Furigana);
    }
    let names_none = |line: &str| line.starts_with('[') && pictured(line).0.is_none();
    text.lines().any(names_none).then_some(TextFault::Picture)
}

impl HandbookEntry {
    /// Its text at a level, or at the nearest that is written: the plainer one before the other, and the standard
    /// before the drawings; with the level that it is.
    pub fn text_near(&self, level: Level) -> Option<(Level, &str)> {
        let order = match level {
            Level::Standard => [Level::Standard, Level::Easy, Level::Picture],
            Level::Easy => [Level::Easy, Level::Standard, Level::Picture],
            Level::Picture => [Level::Picture, Level::Easy, Level::Standard],
        };
        order.into_iter().find_map(|level| Some((level, self.texts.get(&level)?.as_str())))
    }
}

/// The most entries that a file may bring.
pub const HANDBOOK_ENTRIES_MAX: usize = 500;

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
    fn what_cannot_be_shown_as_it_was_meant_is_found() {
        assert_eq!(fault("病院《びょういん》の 外《そと》\n[ear] 聞《き》く"), None);
        for text in ["病院《びょういん", "びょういん《病院》", "《ひと》", "人》", "｜人"] {
            assert_eq!(fault(text), Some(TextFault::Furigana), "{text}");
        }
        assert_eq!(fault("聞く\n[mouth] 話す"), Some(TextFault::Picture));
        assert_eq!(fault("[ear 聞く"), Some(TextFault::Picture));
    }

    #[test]
    fn a_level_that_is_not_written_gives_way_to_the_nearest() {
        let entry = |levels: &[Level]| HandbookEntry {
            id: "q-01".to_owned(),
            kind: HandbookKind::Question,
            title: String::new(),
            texts: levels.iter().map(|level| (*level, level.code().to_owned())).collect(),
        };
        let near = |levels: &[Level], level| entry(levels).text_near(level).map(|(level, _)| level);
        assert_eq!(near(Level::ALL, Level::Easy), Some(Level::Easy));
        assert_eq!(near(&[Level::Standard, Level::Easy], Level::Picture), Some(Level::Easy));
        assert_eq!(near(&[Level::Easy, Level::Picture], Level::Standard), Some(Level::Easy));
        assert_eq!(near(&[Level::Picture], Level::Easy), Some(Level::Picture));
        assert_eq!(near(&[], Level::Easy), None);
    }

    #[test]
    fn an_entry_is_named_by_1_to_40_plain_characters() {
        let most = "a".repeat(HANDBOOK_ID_CHARS_MAX);
        assert!(is_handbook_id("q-01_b") && is_handbook_id(&most));
        for other in ["", "A", "a/b", "あ", &format!("{most}a")] {
            assert!(!is_handbook_id(other), "{other}");
        }
    }
}
