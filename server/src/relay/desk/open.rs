//! The documents that the desk keeps open between pushes. It must never keep more than so many, nor one that has
//! ended.

use std::panic::{AssertUnwindSafe, catch_unwind};

use shared::documents::Document;
use shared::ids::DocumentId;

use super::{Desk, Refused, put_off};
use crate::storage::DocumentState;

/// Documents kept open between pushes.
const OPEN_MAX: usize = 64;

/// An open document.
pub(super) struct Open {
    document: Document,
    size: Size,
    used: u64,
}

/// How large a document is: its changes, and the bytes of all of them in their plain form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Size {
    pub(super) changes: u64,
    pub(super) bytes: usize,
}

impl Desk {
    /// Lets go of the documents that have ended since they were opened. One of which the store says nothing is
    /// read again when somebody writes to it.
    pub async fn forget_ended(&mut self) {
        for id in self.open.keys().copied().collect::<Vec<_>>() {
            let head = self.storage.document(id).await.ok().flatten();
            if head.is_none_or(|head| head.state == DocumentState::Purged) {
                self.open.remove(&id);
            }
        }
    }

    /// How many documents it holds in memory.
    pub fn held(&self) -> usize {
        self.open.len()
    }

    /// The document as the store has it, and the bytes of its changes; none if it has none.
    pub(super) async fn document(
        &mut self,
        id: DocumentId,
        changes: u64,
    ) -> Result<Option<(Document, usize)>, Refused> {
        if changes == 0 {
            return Ok(None);
        }
        self.turn += 1;
        if let Some(open) = self.open.get_mut(&id)
            && open.size.changes == changes
        {
            open.used = self.turn;
            return Ok(Some((open.document.clone(), open.size.bytes)));
        }
        let stored = self.storage.changes(id).await.map_err(|_| put_off())?;
        let size = Size { changes: stored.len() as u64, bytes: stored.iter().map(|change| change.bytes.len()).sum() };
        let document = tokio::task::spawn_blocking(move || {
            let chunks: Vec<&[u8]> = stored.iter().map(|c| c.bytes.as_slice()).collect();
            catch_unwind(AssertUnwindSafe(|| Document::open(&chunks)))
        })
        .await;
        match document {
            Ok(Ok(Ok(document))) => {
                self.keep_open(id, document.clone(), size);
                Ok(Some((document, size.bytes)))
            }
            Ok(Ok(Err(error))) => {
                tracing::error!(document = %id, %error, "a stored document cannot be opened");
                Err(put_off())
            }
            _ => {
                tracing::error!(document = %id, "a stored document stops the program");
                Err(put_off())
            }
        }
    }

    pub(super) fn keep_open(&mut self, id: DocumentId, document: Document, size: Size) {
        self.turn += 1;
        let used = self.turn;
        self.open.insert(id, Open { document, size, used });
        while self.open.len() > OPEN_MAX {
            let oldest = self.open.iter().min_by_key(|(_, open)| open.used);
            let Some(id) = oldest.map(|(id, _)| *id) else {
                break;
            };
            self.open.remove(&id);
        }
    }
}
