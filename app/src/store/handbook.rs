//! The handbook as a reader has it: what the prefecture approved as it was approved, and beside it what is still a
//! draft, said to be one. It must never show words that nobody approved as if somebody had.

use std::collections::{BTreeMap, BTreeSet};

use shared::documents::handbook::Handbook;
use shared::domain::{HandbookEntry, Level};

use super::drafts::DraftFields;

/// The handbook on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandbookShown {
    /// How it is written now, drafts included.
    pub now: Handbook,
    /// How the last version has it; empty while there is none.
    pub approved: Vec<HandbookEntry>,
    /// Which of those are new or others than in the version read before.
    pub changed: BTreeSet<String>,
    /// Whether this person may write it.
    pub writable: bool,
}

impl HandbookShown {
    /// What a reader has before them, each with whether it is a draft: an entry that was approved stands as it was
    /// approved, also where somebody is writing it anew or has taken it out.
    pub fn entries(&self) -> Vec<(HandbookEntry, bool)> {
        let approved = |id: &str| self.approved.iter().find(|entry| entry.id == id);
        let now = self.now.entries.iter().map(|entry| match approved(&entry.id) {
            Some(approved) => (approved.clone(), false),
            None => (entry.clone(), true),
        });
        let taken_out = self.approved.iter().filter(|entry| self.now.entries.iter().all(|now| now.id != entry.id));
        now.chain(taken_out.map(|entry| (entry.clone(), false))).collect()
    }

    /// An entry of the last version that the handbook has no more, with the place it had there.
    pub fn taken_out(&self, id: &str) -> Option<(usize, HandbookEntry)> {
        let is_gone = self.now.entries.iter().all(|now| now.id != id);
        let found = self.approved.iter().enumerate().find(|(_, entry)| is_gone && entry.id == id);
        found.map(|(at, entry)| (at, entry.clone()))
    }

    /// One of them.
    pub fn entry(&self, id: &str) -> Option<(HandbookEntry, bool)> {
        self.entries().into_iter().find(|(entry, _)| entry.id == id)
    }

    /// What the version that holds is called; none while nothing was approved.
    pub fn last(&self) -> Option<&str> {
        self.now.versions.last().map(|version| version.key.as_str())
    }
}

/// How a person reads it: on this device alone, sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// How plainly.
    pub level: Level,
    /// Whether readings stand above the words.
    pub furigana: bool,
    /// The version they have read; empty if they opened it before there was one, none if they never opened it.
    pub read: Option<String>,
}

const LEVEL: &str = "level";
const FURIGANA: &str = "furigana";
const READ: &str = "read";
const OFF: &str = "off";

impl Reading {
    /// Reads what was kept.
    pub fn of(fields: Option<&DraftFields>) -> Self {
        let field = |name: &str| fields.and_then(|fields| fields.get(name));
        Self {
            level: field(LEVEL).and_then(|code| Level::from_code(code)).unwrap_or(Level::Standard),
            furigana: field(FURIGANA).is_none_or(|furigana| furigana != OFF),
            read: field(READ).cloned(),
        }
    }

    /// What is kept.
    pub fn fields(&self) -> DraftFields {
        let furigana = if self.furigana { "on" } else { OFF };
        let mut fields = BTreeMap::from([
            (LEVEL.to_owned(), self.level.code().to_owned()),
            (FURIGANA.to_owned(), furigana.to_owned()),
        ]);
        fields.extend(self.read.clone().map(|read| (READ.to_owned(), read)));
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::domain::HandbookKind;

    fn entry(id: &str, words: &str) -> HandbookEntry {
        HandbookEntry {
            id: id.to_owned(),
            kind: HandbookKind::Question,
            title: id.to_owned(),
            texts: [(Level::Easy, words.to_owned())].into(),
        }
    }

    fn shown(now: Vec<HandbookEntry>, approved: Vec<HandbookEntry>) -> HandbookShown {
        let now = Handbook {
            entries: now,
            drafts: BTreeSet::new(),
            disputed: Vec::new(),
            versions: Vec::new(),
            unread_versions: 0,
        };
        HandbookShown { now, approved, changed: BTreeSet::new(), writable: false }
    }

    #[test]
    fn what_was_approved_stands_as_it_was_approved_and_the_rest_is_a_draft() {
        let handbook = shown(
            vec![entry("a", "書きなおし"), entry("b", "新しい")],
            vec![entry("a", "承認ずみ"), entry("c", "外された")],
        );
        let entries = handbook.entries();
        let told: Vec<_> = entries
            .iter()
            .map(|(entry, draft)| (entry.id.as_str(), entry.texts[&Level::Easy].as_str(), *draft))
            .collect();
        assert_eq!(told, [("a", "承認ずみ", false), ("b", "新しい", true), ("c", "外された", false)]);
        assert_eq!(handbook.entry("b").map(|(_, draft)| draft), Some(true));
    }

    #[test]
    fn how_a_person_reads_is_read_as_it_was_kept() {
        let first = Reading::of(None);
        assert_eq!(first, Reading { level: Level::Standard, furigana: true, read: None });
        let other = Reading { level: Level::Picture, furigana: false, read: Some(String::new()) };
        for reading in [first, other] {
            assert_eq!(Reading::of(Some(&reading.fields())), reading);
        }
    }
}
