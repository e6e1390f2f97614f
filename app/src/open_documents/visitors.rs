//! What a visitor says of when they can come. Their document is the same whoever begins it: a visitor who has none yet
//! begins it here, and it is on the disk with the first thing said.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::Set;
use shared::documents::visitor::{self, AvailabilityEdit};
use shared::documents::{Document, Root};
use shared::domain::{Period, Role};
use shared::ids::DocumentId;
use wasm_bindgen_futures::spawn_local;

use super::OpenDocuments;
use super::state::{Loaded, Unborn};
use super::trouble::Trouble;
use super::writing::owed_chunk;
use crate::local::DocumentRow;
use crate::platform::clock;
use crate::store::Opening;

impl OpenDocuments {
    /// Brings one's own document of a visitor to the screen, and begins it where there is none.
    pub fn open_own(&self) -> Result<DocumentId, Trouble> {
        if self.me.role != Role::Visitor {
            return Err(Trouble::NoRight);
        }
        let id = Root::visitor(self.me.prefecture.clone(), self.me.member).id();
        {
            let mut state = self.state.borrow_mut();
            state.turn += 1;
            if state.screen == Some(id) {
                return Ok(id);
            }
            state.forget_unborn();
            state.wanted = Some(id);
            state.screen = None;
            state.let_go();
        }
        self.clear_screen(Opening::Loading(id));
        if let Some(own) = self.strong() {
            spawn_local(async move { own.open_or_begin(id).await });
        }
        Ok(id)
    }

    async fn open_or_begin(&self, id: DocumentId) {
        let here = self.ensure_loaded(id).await;
        let begins = {
            let state = self.state.borrow();
            let wanted = state.wanted == Some(id) && state.screen.is_none();
            here == Err(Trouble::NotHere) && wanted && !state.rows.contains_key(&id)
        };
        let begun = if begins { visitor::create(self.me.prefecture.clone(), self.me.member).ok() } else { None };
        match begun {
            Some(document) if !self.is_closed() => self.begin_own(document),
            _ => self.open_wanted(id).await,
        }
    }

    fn begin_own(&self, document: Document) {
        let id = document.id();
        let at = clock::now();
        let chunks = document.changes_since(&[]).into_iter().map(|chunk| owed_chunk(id, chunk, at)).collect();
        {
            let mut state = self.state.borrow_mut();
            let row = DocumentRow::new(document.kind(), true).listing(&document);
            state.set_row(id, DocumentRow { heads: document.heads(), ..row });
            state.screen = Some(id);
            state.loaded.insert(id, begun(document));
            state.unborn = Some(Unborn { document: id, actor: None, chunks });
        }
        self.store.opening.set(Opening::Open(id));
        self.show();
        self.show_save();
    }

    /// Says when the visitor on the screen can come.
    pub fn put_availability(&self, edits: &[AvailabilityEdit]) -> Result<(), Trouble> {
        self.edit_and_show(|document, writer| visitor::put_availability(document, writer, edits))
    }

    /// States or ends a pause of the visitor on the screen.
    pub fn put_pause(&self, pause: Option<Period>) -> Result<(), Trouble> {
        self.edit_and_show(|document, writer| visitor::put_pause(document, writer, pause))
    }
}

fn begun(document: Document) -> Loaded {
    Loaded {
        document,
        actor: None,
        authors: BTreeMap::new(),
        mine: BTreeSet::new(),
        damaged: 0,
        wholes: Vec::new(),
        changes: 0,
        change_bytes: 0,
        seen: None,
        unseen: BTreeMap::new(),
    }
}
