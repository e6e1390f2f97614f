//! A backup file: everything of one person on this device, sealed by a phrase of their own, so that it opens on a
//! device that has nothing of theirs (docs/backup-file.md). It must never hold a byte in the clear but its head, and
//! never be taken in part.

mod head;
mod pieces;
mod records;
#[cfg(test)]
mod tests;

use shared::documents::Kind;
use shared::ids::{ChangeHash, DeviceId, DocumentId, MemberId};
use shared::protocol::Receipt;
use shared::time::Instant;

use super::aside::Aside;
use crate::store::drafts::DraftFields;

pub use pieces::{NotOpenedFile, open, seal};

/// The most bytes that are sealed into one file. What is owed goes in first, then what the relay has.
pub const BACKUP_BYTES_MAX: usize = 64 * 1024 * 1024;
/// What a document's entry takes beside its bytes, at most.
const ENTRY_BYTES: usize = 128;
/// What an owed change or a receipt takes, at most.
const LINE_BYTES: usize = 160;

/// Everything of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFile {
    /// Whose it is.
    pub member: MemberId,
    /// On which device it was made.
    pub device: DeviceId,
    /// When, by that device's clock.
    pub made_at: Instant,
    /// By which version of the app.
    pub app: String,
    /// The documents, those of which something is owed first.
    pub documents: Vec<BackupDocument>,
    /// Words that the relay had refused.
    pub aside: Vec<Aside>,
    /// Forms that were begun.
    pub drafts: Vec<(String, DraftFields)>,
}

/// A document with everything that was on the device of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupDocument {
    /// Which.
    pub id: DocumentId,
    /// What it is.
    pub kind: Kind,
    /// Whether this person could write it.
    pub writable: bool,
    /// Wholes, as they were kept.
    pub wholes: Vec<Vec<u8>>,
    /// Single changes.
    pub changes: Vec<Vec<u8>>,
    /// The changes that the relay did not have, in the order of writing, and when they were written.
    pub owed: Vec<(ChangeHash, Instant)>,
    /// The relay's word for who wrote the others.
    pub receipts: Vec<Receipt>,
}

impl BackupDocument {
    /// The most bytes that it takes in a file.
    pub fn size_max(&self) -> usize {
        let bytes: usize = self.wholes.iter().chain(&self.changes).map(|bytes| bytes.len() + 9).sum();
        ENTRY_BYTES + bytes + (self.owed.len() + self.receipts.len()) * LINE_BYTES
    }
}

/// Which documents go into one file, by the sizes they take: all of which something is owed, and of the others those
/// that fit. The number of those that stay out; none if what is owed alone is too much.
pub fn fitting(documents: &mut Vec<BackupDocument>, room: usize) -> Option<usize> {
    let before = documents.len();
    documents.sort_by_key(|document| document.owed.is_empty());
    let mut left = room;
    let mut fits = true;
    documents.retain(|document| match left.checked_sub(document.size_max()) {
        Some(rest) => {
            left = rest;
            true
        }
        None => {
            fits &= document.owed.is_empty();
            false
        }
    });
    fits.then_some(before - documents.len())
}
