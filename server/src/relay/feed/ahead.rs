//! A row too large for a page, read in parts as the device takes them. It must never hold more of it in memory than the
//! part that is on its way, nor give a part by a right that no longer stands.

use core::ops::Range;

use shared::ids::DocumentId;
use shared::protocol::{ReceiptKey, What, limits};
use shared::sync::RelayEvent;

use super::{Seen, entry};
use crate::storage::{Storage, StorageError};

/// Changes of one document that go ahead of their page.
#[derive(Debug)]
pub struct Ahead {
    document: DocumentId,
    what: What,
    seen: Seen,
    /// After which place of the document the next part begins, and the last place of the row.
    places: Range<u64>,
}

impl Ahead {
    pub(super) fn new(document: DocumentId, what: What, seen: Seen, places: Range<u64>) -> Self {
        Self { document, what, seen, places }
    }

    /// The document.
    pub fn document(&self) -> DocumentId {
        self.document
    }

    /// The next of it, each part of which fits a frame; none after the last, which is named as such.
    ///
    /// # Errors
    /// What the store could not do, or that the right has ended.
    pub async fn next(
        &mut self,
        storage: &dyn Storage,
        key: &ReceiptKey,
    ) -> Result<Option<Vec<RelayEvent>>, StorageError> {
        if self.places.is_empty() {
            return Ok(None);
        }
        let read = storage.pull(self.seen.access, self.places.start, limits::FEED_PAGE_BYTES_MAX).await?;
        self.places.start = read.last().map_or(self.places.end, |newest| newest.position);
        let parts: Vec<_> = read.chunks(limits::FEED_PAGE_CHANGES_MAX).collect();
        let told = parts.iter().enumerate().map(|(index, part)| {
            let ends = self.places.is_empty() && index + 1 == parts.len();
            RelayEvent::Pulled(entry(key, self.document, self.seen, self.what, part), ends)
        });
        Ok(Some(told.collect()))
    }
}
