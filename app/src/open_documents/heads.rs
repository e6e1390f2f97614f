//! What this device has, told to a relay that may lack it.

use shared::documents::Document;
use shared::ids::{Actor, ChangeHash, DocumentId};
use shared::protocol::{Offer, Receipt};
use shared::sync::OwedChange;

use super::OpenDocuments;

impl OpenDocuments {
    /// Every document with its heads. A document that is not loaded has at least the heads of its
    /// row there; what came after those is owed.
    pub(super) fn offers(&self) -> Vec<Offer> {
        let state = self.state.borrow();
        let unborn = state.unborn.as_ref().map(|unborn| unborn.document);
        let rows = state
            .rows
            .iter()
            .filter(|(id, known)| !known.row.gone && !known.row.heads.is_empty() && Some(**id) != unborn);
        rows.map(|(id, known)| Offer {
            document: *id,
            heads: state.loaded.get(id).map_or_else(|| known.row.heads.clone(), |loaded| loaded.document.heads()),
        })
        .collect()
    }

    /// What somebody with these heads lacks. A document that cannot be loaded has nothing to give.
    pub(super) async fn lacking(&self, id: DocumentId, since: &[ChangeHash]) -> (Vec<OwedChange>, Vec<Receipt>) {
        let Ok(document) = self.copy(id).await else {
            return (Vec::new(), Vec::new());
        };
        let (changes, actors) = changes_since(&document, since);
        let receipts = self.vault.receipts(id).await.map(|(receipts, _)| receipts).unwrap_or_default();
        (changes, receipts.into_iter().filter(|receipt| actors.contains(&receipt.actor)).collect())
    }
}

fn changes_since(document: &Document, since: &[ChangeHash]) -> (Vec<OwedChange>, Vec<Actor>) {
    let chunks = document.changes_since(since);
    let actors = chunks.iter().map(|chunk| chunk.actor()).collect();
    let changes = chunks.into_iter().map(|chunk| OwedChange {
        document: document.id(),
        hash: chunk.hash(),
        bytes: chunk.into_bytes(),
    });
    (changes.collect(), actors)
}
