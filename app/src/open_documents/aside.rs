//! What was set aside: given out as a file, or tried once more. Nothing of it is ever removed here.

use shared::ids::DocumentId;

use super::OpenDocuments;
use super::showing::stopped_name;
use super::trouble::Trouble;
use crate::local::{AsideFound, DocumentRow, RowWrite};

/// Something that was set aside, as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsideFile {
    /// The document.
    pub document: DocumentId,
    /// The file's name: ids alone.
    pub name: String,
    /// Chunks as they are, one after another.
    pub bytes: Vec<u8>,
}

impl OpenDocuments {
    /// The bytes of something that was set aside.
    pub async fn aside_file(&self, id: &str) -> Result<AsideFile, Trouble> {
        if let Some(document) = self.stopped(id) {
            let found = self.vault.chunks(document).await?;
            let stored = found.snapshots.into_iter().chain(found.incrementals);
            let bytes = stored.flat_map(|stored| stored.bytes).collect();
            return Ok(file(document, bytes));
        }
        for found in self.vault.asides().await? {
            match found {
                AsideFound::Refused { name, refused } if name == id => {
                    let bytes = refused.changes.into_iter().flat_map(|(_, bytes)| bytes).collect();
                    return Ok(file(refused.document, bytes));
                }
                AsideFound::Broken { name, document, bytes, .. } if name == id => return Ok(file(document, bytes)),
                _ => {}
            }
        }
        Err(Trouble::NotHere)
    }

    /// Loads a document once more that stopped the program. If it does so again, the next start
    /// sets it aside again.
    pub async fn retry_stopped(&self, id: &str) -> Result<(), Trouble> {
        let document = self.stopped(id).ok_or(Trouble::NotHere)?;
        let known = self.state.borrow().rows.get(&document).map(|known| known.row.clone());
        let row = DocumentRow { stopped: false, ..known.ok_or(Trouble::NotHere)? };
        let version = self.state.borrow_mut().set_row(document, row.clone());
        self.vault.append(&[], &[RowWrite { document, version, row }], &[]).await?;
        let loaded = self.ensure_loaded(document).await;
        self.refresh_row(document);
        self.show_aside_soon();
        loaded
    }

    /// The row says again what stands in a document in memory.
    pub(super) fn refresh_row(&self, id: DocumentId) {
        let row = {
            let state = self.state.borrow();
            state.rows.get(&id).zip(state.loaded.get(&id)).map(|(known, loaded)| {
                let row = known.row.clone().listing(&loaded.document);
                DocumentRow { heads: loaded.document.heads(), ..row }
            })
        };
        if let Some(row) = row {
            self.set_row_soon(id, row);
        }
        self.state.borrow_mut().let_go();
        self.list_soon();
    }

    fn stopped(&self, id: &str) -> Option<DocumentId> {
        let state = self.state.borrow();
        let mut rows = state.rows.iter().filter(|(_, known)| known.row.stopped);
        rows.find(|(document, _)| stopped_name(**document) == id).map(|(document, _)| *document)
    }
}

fn file(document: DocumentId, bytes: Vec<u8>) -> AsideFile {
    AsideFile { document, name: format!("otozure-{document}.automerge"), bytes }
}
