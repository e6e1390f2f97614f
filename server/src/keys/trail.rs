//! The trail of who did what to the store as a whole: each entry's hash covers the one before, so that
//! nothing can be changed or taken out in between unseen. It must never hold a person's words or name
//! other than that of who acted.

use sha2::{Digest, Sha256};
use shared::ids::DocumentId;

use super::Tombstone;

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Who.
    pub who: String,
    /// What.
    pub what: String,
}

impl Entry {
    /// The program itself ended a document, at the time that its tombstone says.
    pub fn of_end(deed: &str, tombstone: &Tombstone) -> Self {
        let Tombstone { document, kind, at_ms, .. } = tombstone;
        Self {
            at_ms: *at_ms,
            who: "otozure".to_owned(),
            what: format!("{deed} document={document} kind={}", kind.code()),
        }
    }

    /// The document that this says has ended, if it says so of one.
    pub fn document(&self) -> Option<DocumentId> {
        self.what.split(' ').find_map(|word| word.strip_prefix("document=")?.parse().ok())
    }
}

/// The hash of an entry and of all before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EntryHash(pub [u8; 32]);

/// An entry as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    /// Its place, from 1.
    pub number: u64,
    /// The entry.
    pub entry: Entry,
    /// Its hash.
    pub hash: EntryHash,
}

/// The hash of an entry that follows another; the first one follows the default.
pub fn chained(before: EntryHash, number: u64, entry: &Entry) -> EntryHash {
    let mut digest = Sha256::new();
    digest.update(b"otozure trail\0");
    digest.update(before.0);
    digest.update(number.to_be_bytes());
    digest.update(entry.at_ms.to_be_bytes());
    for text in [&entry.who, &entry.what] {
        digest.update((text.len() as u64).to_be_bytes());
        digest.update(text.as_bytes());
    }
    EntryHash(digest.finalize().into())
}

/// The first place at which a trail does not hold together.
pub fn gap(trail: &[Trail]) -> Option<u64> {
    let mut before = EntryHash::default();
    for (expected, kept) in (1u64..).zip(trail) {
        if kept.number != expected || kept.hash != chained(before, expected, &kept.entry) {
            return Some(expected);
        }
        before = kept.hash;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trail() -> Vec<Trail> {
        let mut kept = Vec::new();
        let mut before = EntryHash::default();
        for number in 1..=4 {
            let entry = Entry { at_ms: 7, who: "係".to_owned(), what: format!("{number}") };
            before = chained(before, number, &entry);
            kept.push(Trail { number, entry, hash: before });
        }
        kept
    }

    #[test]
    fn whatever_is_changed_in_a_trail_is_seen() {
        assert_eq!(gap(&[]), None);
        assert_eq!(gap(&trail()), None);
        let mut gone = trail();
        gone.remove(1);
        assert_eq!(gap(&gone), Some(2));
        let mut said = trail();
        said[2].entry.what = "other".to_owned();
        assert_eq!(gap(&said), Some(3));
        let mut moved = trail();
        moved[0].entry.who.push('x');
        moved[0].entry.what = String::new();
        assert_eq!(gap(&moved), Some(1));
        let mut mended = trail();
        mended[1].entry.at_ms = 8;
        mended[1].hash = chained(mended[0].hash, 2, &mended[1].entry);
        assert_eq!(gap(&mended), Some(3), "the next one does not follow");
    }
}
