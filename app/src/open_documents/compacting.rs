//! Many small changes become one whole: written, read again, compared, and only then do the
//! changes go that it holds. It must never hold a change that the disk has not, and never take
//! away what is owed.

use shared::documents::Document;
use shared::ids::{ChangeHash, DocumentId};

use super::OpenDocuments;

/// From so many single changes on a document is made compact.
const CHANGES_MAX: usize = 64;
/// Or from so many bytes of them.
const CHANGE_BYTES_MAX: usize = 256 * 1024;

struct Plan {
    whole: Vec<u8>,
    wholes: Vec<String>,
    changes: Vec<ChangeHash>,
    count: usize,
    bytes: usize,
}

impl OpenDocuments {
    /// Makes a loaded document compact on the disk if it has become long. If anything is in the
    /// way, another time will do.
    pub(super) async fn compact_if_long(&self, id: DocumentId) {
        let _keeping = self.keeping.lock().await;
        let Some(plan) = self.plan(id) else { return };
        let name = self.vault.compact(id, &plan.whole, &plan.wholes, &plan.changes).await;
        if let (Ok(Some(name)), Some(loaded)) = (name, self.state.borrow_mut().loaded.get_mut(&id)) {
            loaded.wholes = vec![name];
            // What was written while this went on stands beside the whole.
            loaded.changes = loaded.changes.saturating_sub(plan.count);
            loaded.change_bytes = loaded.change_bytes.saturating_sub(plan.bytes);
        }
    }

    /// What to write, if the document is long and every word of it is on the disk.
    fn plan(&self, id: DocumentId) -> Option<Plan> {
        let state = self.state.borrow();
        let loaded = state.loaded.get(&id)?;
        let long = loaded.changes >= CHANGES_MAX || loaded.change_bytes >= CHANGE_BYTES_MAX;
        if !long || loaded.damaged > 0 || state.waiting_count(Some(id)) > 0 {
            return None;
        }
        let whole = loaded.document.save();
        let again = Document::open_saved(&whole).ok()?;
        (again.heads() == loaded.document.heads()).then(|| Plan {
            whole,
            wholes: loaded.wholes.clone(),
            changes: loaded.document.changes_since(&[]).iter().map(|chunk| chunk.hash()).collect(),
            count: loaded.changes,
            bytes: loaded.change_bytes,
        })
    }
}
