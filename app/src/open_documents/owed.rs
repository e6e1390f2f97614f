//! What is on this disk and not at the relay, as this tab knows it: for the status line and for
//! who must be told. It must never forget a change that the disk still calls owed.

use std::collections::BTreeMap;

use shared::ids::{ChangeHash, DocumentId};
use shared::time::Instant;

use crate::store::save::OnDisk;

#[cfg(test)]
mod tests;

#[derive(Debug, Clone, Copy)]
struct Entry {
    written_at: Instant,
    stored_at: Instant,
}

/// What is owed.
#[derive(Debug, Default)]
pub(super) struct OwedBook {
    documents: BTreeMap<DocumentId, BTreeMap<ChangeHash, Entry>>,
    /// The largest number of the disk's list that was read.
    pub(super) last_number: u64,
}

impl OwedBook {
    /// A change is on the disk and owed.
    pub(super) fn add(&mut self, document: DocumentId, hash: ChangeHash, written_at: Instant, stored_at: Instant) {
        let entry = Entry { written_at, stored_at };
        self.documents.entry(document).or_default().insert(hash, entry);
    }

    /// A change is owed no more.
    pub(super) fn forget(&mut self, document: DocumentId, hash: ChangeHash) {
        if let Some(entries) = self.documents.get_mut(&document) {
            entries.remove(&hash);
            if entries.is_empty() {
                self.documents.remove(&document);
            }
        }
    }

    /// Nothing of a document is owed any more.
    pub(super) fn forget_all(&mut self, document: DocumentId) {
        self.documents.remove(&document);
    }

    pub(super) fn has(&self, document: DocumentId, hash: ChangeHash) -> bool {
        self.documents.get(&document).is_some_and(|entries| entries.contains_key(&hash))
    }

    pub(super) fn owes(&self, document: DocumentId) -> bool {
        self.documents.contains_key(&document)
    }

    /// The documents of which something is owed.
    pub(super) fn documents(&self) -> impl Iterator<Item = DocumentId> + '_ {
        self.documents.keys().copied()
    }

    /// For the status line: of one document, or of all.
    pub(super) fn on_disk(&self, document: Option<DocumentId>) -> Option<OnDisk> {
        let entries = self.documents.iter().filter(|(id, _)| document.is_none_or(|one| one == **id));
        entries
            .flat_map(|(_, entries)| entries.values())
            .map(|entry| OnDisk { stored_at: entry.stored_at, oldest_at: entry.written_at, count: 1 })
            .reduce(|one, other| OnDisk {
                stored_at: one.stored_at.max(other.stored_at),
                oldest_at: one.oldest_at.min(other.oldest_at),
                count: one.count + other.count,
            })
    }
}
