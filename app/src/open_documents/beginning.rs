//! Beginning a document: it stands on the screen alone; with the first thing entered it is on the disk, all it is born
//! with in the same transaction. It must never be seen by anybody else before that.

use std::collections::{BTreeMap, BTreeSet};

use shared::documents::{Document, Writer};
use shared::ids::DocumentId;

use super::OpenDocuments;
use super::state::{Loaded, Unborn};
use super::writing::owed_chunk;
use crate::local::DocumentRow;
use crate::store::Opening;

impl OpenDocuments {
    /// Brings a document that was just made to the screen, and nowhere else.
    pub(super) fn begin(&self, document: Document, writer: &Writer) -> DocumentId {
        let id = document.id();
        let chunks = document.changes_since(&[]).into_iter().map(|chunk| owed_chunk(id, chunk, writer.at)).collect();
        {
            let mut state = self.state.borrow_mut();
            state.forget_unborn();
            let row = DocumentRow::new(document.kind(), true).listing(&document);
            state.set_row(id, DocumentRow { heads: document.heads(), ..row });
            state.turn += 1;
            state.wanted = Some(id);
            state.screen = Some(id);
            state.loaded.insert(id, loaded_new(document, writer));
            state.unborn = Some(Unborn { document: id, actor: Some(writer.actor), chunks });
            state.let_go();
        }
        self.clear_screen(Opening::Open(id));
        self.begin_screen(id);
        self.show();
        self.show_save();
        id
    }
}

fn loaded_new(document: Document, writer: &Writer) -> Loaded {
    Loaded {
        document,
        actor: Some(writer.actor),
        authors: BTreeMap::new(),
        mine: BTreeSet::from([writer.actor]),
        damaged: 0,
        wholes: Vec::new(),
        changes: 0,
        change_bytes: 0,
        seen: None,
        unseen: BTreeMap::new(),
    }
}
