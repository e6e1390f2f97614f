//! Bringing a document from the disk into memory and to the screen. Before a document is loaded
//! it is noted which: if that ends the program, the next start sets it aside.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use shared::documents::Document;
use shared::ids::DocumentId;
use wasm_bindgen_futures::spawn_local;

use super::OpenDocuments;
use super::assemble::assemble;
use super::state::Loaded;
use super::texts;
use super::trouble::Trouble;
use super::writing::owed_chunk;
use crate::local::{Act, Found};
use crate::platform::{self, clock};
use crate::store::Opening;

impl OpenDocuments {
    /// Brings a document to the screen.
    pub fn open(&self, id: DocumentId) {
        {
            let mut state = self.state.borrow_mut();
            state.turn += 1;
            if state.screen == Some(id) {
                return;
            }
            state.forget_unborn();
            state.wanted = Some(id);
            state.screen = None;
            state.let_go();
        }
        self.clear_screen(Opening::Loading(id));
        if let Some(own) = self.strong() {
            spawn_local(async move { own.open_wanted(id).await });
        }
    }

    /// Which bringing to the screen was the last.
    pub fn turn(&self) -> u64 {
        self.state.borrow().turn
    }

    /// Takes a document off the screen, unless another page has brought one there since.
    pub fn close_screen(&self, turn: u64) {
        let was = {
            let mut state = self.state.borrow_mut();
            if state.turn != turn {
                return;
            }
            state.wanted = None;
            state.forget_unborn();
            state.screen.take()
        };
        self.clear_screen(Opening::Nothing);
        if let (Some(id), Some(own)) = (was, self.strong()) {
            self.keep_look(id);
            spawn_local(async move {
                own.compact_if_long(id).await;
                own.state.borrow_mut().let_go();
            });
        }
    }

    /// Loads what the screen wants, unless it wants something else by then.
    pub(super) async fn open_wanted(&self, id: DocumentId) {
        let loaded = self.ensure_loaded(id).await;
        if self.is_closed() {
            return;
        }
        if self.state.borrow().wanted != Some(id) {
            self.state.borrow_mut().let_go();
            return;
        }
        let opening = match loaded {
            Ok(()) => Opening::Open(id),
            Err(Trouble::NotHere) if self.state.borrow().away.contains_key(&id) => Opening::PutAway(id),
            Err(Trouble::NotHere) => Opening::NotHere(id),
            Err(Trouble::Stopped) => Opening::SetAside(id),
            Err(_) => Opening::Unreadable(id),
        };
        // It came while this was looking for it, and is on the screen already.
        if !loaded_is_open(opening) && self.state.borrow().screen == Some(id) {
            return;
        }
        if loaded_is_open(opening) {
            self.state.borrow_mut().screen = Some(id);
            self.begin_screen(id);
            self.show();
            self.show_save();
            self.follow_refused(id);
            self.note_act(id, Act::View);
            self.keep_look(id);
        }
        self.store.opening.set(opening);
        self.compact_if_long(id).await;
    }

    /// The texts of a document, before anything follows them.
    pub(super) fn begin_screen(&self, id: DocumentId) {
        {
            let state = self.state.borrow();
            if let Some(loaded) = state.loaded.get(&id) {
                for (place, text) in texts::all(&loaded.document) {
                    self.store.texts().begin(place, text);
                }
            }
        }
        self.tell_open();
    }

    /// Nothing is on the screen any more, for this reason.
    pub(super) fn clear_screen(&self, opening: Opening) {
        self.store.open.set(None);
        self.store.refused.set(None);
        self.store.request.set(None);
        self.store.consult.set(None);
        self.store.care.set(None);
        self.store.concern.set(None);
        self.store.opening.set(opening);
        self.tell_open();
    }

    /// Has a document in memory.
    pub(super) async fn ensure_loaded(&self, id: DocumentId) -> Result<(), Trouble> {
        if self.state.borrow().loaded.contains_key(&id) {
            return Ok(());
        }
        let loaded = loop {
            let before = self.state.borrow().unfollowed;
            let loaded = self.load(id).await?;
            // Something came to the disk while it was being read, and may be missing in it.
            if self.state.borrow().unfollowed == before {
                break loaded;
            }
        };
        // While it was being read somebody else may have loaded it, and written into it.
        self.state.borrow_mut().loaded.entry(id).or_insert(loaded);
        self.upgrade(id);
        Ok(())
    }

    /// Reads a document from the disk.
    pub(super) async fn load(&self, id: DocumentId) -> Result<Loaded, Trouble> {
        if !self.state.borrow().rows.contains_key(&id) {
            // Its page of rows may not have been read yet.
            self.read_row(id).await;
        }
        match self.state.borrow().rows.get(&id) {
            None => return Err(Trouble::NotHere),
            Some(known) if known.row.gone => return Err(Trouble::NotHere),
            Some(_) => {}
        }
        self.load_stored(id).await
    }

    async fn load_stored(&self, id: DocumentId) -> Result<Loaded, Trouble> {
        let found = self.vault.chunks(id).await?;
        self.assembled(id, &found).await
    }

    /// A document put together from what the disk gave.
    pub(super) async fn assembled(&self, id: DocumentId, found: &Found) -> Result<Loaded, Trouble> {
        if self.state.borrow().rows.get(&id).is_some_and(|known| known.row.stopped) {
            return Err(Trouble::Stopped);
        }
        if found.is_empty() {
            // What could not be read has been set aside; until it comes again the document is unreadable.
            let damaged = self.state.borrow().rows.get(&id).is_some_and(|known| known.row.damaged > 0);
            return Err(if damaged { Trouble::Unreadable } else { Trouble::NotHere });
        }
        let assembled = self.noted(id, || assemble(id, found));
        if found.broken > 0 {
            self.begin_feed_anew();
        }
        let Some(assembled) = assembled else {
            self.note_damage(id, found.broken.max(1));
            return Err(Trouble::Unreadable);
        };
        let (receipts, mine) = self.vault.receipts(id).await?;
        self.note_damage(id, assembled.damaged);
        Ok(Loaded {
            document: assembled.document,
            actor: None,
            authors: receipts.iter().map(|receipt| (receipt.actor, receipt.member)).collect::<BTreeMap<_, _>>(),
            mine: mine.into_iter().collect::<BTreeSet<_>>(),
            damaged: assembled.damaged,
            wholes: assembled.wholes,
            changes: assembled.changes,
            change_bytes: assembled.change_bytes,
            seen: self.vault.seen(id).await?,
            unseen: BTreeMap::new(),
        })
    }

    /// Puts a document together under a note: if that ends the program, the next start sets the
    /// document aside.
    pub(super) fn noted<T>(&self, id: DocumentId, load: impl FnOnce() -> T) -> T {
        platform::loading::noted(&self.tab, &self.vault_name, &id.to_string(), load)
    }

    /// The document as it is in memory, or else as it is on the disk.
    pub(super) async fn copy(&self, id: DocumentId) -> Result<Document, Trouble> {
        if let Some(loaded) = self.state.borrow().loaded.get(&id) {
            return Ok(loaded.document.clone());
        }
        Ok(self.load(id).await?.document)
    }

    /// Brings an older document that this person may write to the newest schema.
    fn upgrade(&self, id: DocumentId) {
        {
            let mut state = self.state.borrow_mut();
            let writable = state.rows.get(&id).is_some_and(|known| known.row.writable);
            let Some(loaded) = state.loaded.get_mut(&id) else { return };
            if !writable || loaded.document.is_newer_than_this_version() {
                return;
            }
            // An older document that cannot be upgraded stays readable and writable as it is.
            let new = loaded.document.upgrade().unwrap_or_default();
            let at = clock::now();
            state.queue.extend(new.into_iter().map(|chunk| owed_chunk(id, chunk, at)));
        }
        self.start_draining();
    }

    /// Says in the row how many chunks could not be read.
    fn note_damage(&self, id: DocumentId, damaged: usize) {
        let damaged = u32::try_from(damaged).unwrap_or(u32::MAX);
        let row = {
            let state = self.state.borrow();
            state.rows.get(&id).filter(|known| known.row.damaged != damaged).map(|known| known.row.clone())
        };
        if let Some(mut row) = row {
            row.damaged = damaged;
            self.set_row_soon(id, row);
            self.show_aside_soon();
        }
    }
}

fn loaded_is_open(opening: Opening) -> bool {
    matches!(opening, Opening::Open(_))
}
