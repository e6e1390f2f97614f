//! What is on the disk now, brought into the documents in memory, to the screen, and to the other
//! tabs. It must never show what is not on the disk.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::Update;
use shared::documents::{Chunk, Document};
use shared::ids::{ChangeHash, DocumentId};
use shared::sync::Keep;
use wasm_bindgen_futures::spawn_local;

use super::OpenDocuments;
use super::assemble::fitting;
use super::keeping::Touched;
use super::refusing::Refusing;
use super::texts;
use crate::local::Kept;
use crate::platform::clock;
use crate::store::Opening;
use crate::store::drafts::of_document;
use crate::sync::Said;

impl OpenDocuments {
    /// All of it is on the disk: now it is shown.
    pub(super) fn kept(
        &self,
        keep: &Keep,
        changes: &BTreeMap<DocumentId, Vec<Chunk>>,
        touched: Vec<Touched>,
        kept: &Kept,
        refusing: &Refusing,
    ) {
        {
            let mut state = self.state.borrow_mut();
            if !keep.restart {
                state.at_relay = state.at_relay.max(clock::now());
            }
            for (id, hash) in &keep.acknowledged {
                state.owed.forget(*id, *hash);
            }
            refusing.settle(&mut state.owed);
            for id in &kept.removed {
                state.rows.remove(id);
                state.owed.forget_all(*id);
                state.loaded.remove(id);
                self.store.drafts.update(|drafts| drafts.retain(|name, _| !of_document(*id).contains(name)));
            }
            for (id, receipt) in &keep.receipts {
                if let Some(loaded) = state.loaded.get_mut(id) {
                    loaded.authors.insert(receipt.actor, receipt.member);
                }
            }
        }
        self.written_anew(&kept.wholes);
        self.keep_figures(keep);
        for (id, new) in changes {
            self.follow(*id, new);
        }
        for one in &touched {
            if let Some(document) = &one.document {
                self.show_for_all(one.row.kind, document);
            }
        }
        for id in refusing.documents() {
            self.refresh_row(id);
        }
        self.screen_may_have_changed(kept, changes);
        self.list_soon();
        self.show_save();
        if !keep.refused.is_empty() {
            self.show_aside_soon();
        }
        self.tell_tabs(keep, changes, kept, refusing);
    }

    /// Brings what came into a document in memory, and the texts on the screen after it.
    pub(super) fn follow(&self, id: DocumentId, new: &[Chunk]) {
        if self.is_closed() {
            return;
        }
        let fits = {
            let mut state = self.state.borrow_mut();
            let on_screen = state.screen == Some(id);
            if !new.is_empty() {
                state.is_there(id);
            }
            if !state.loaded.contains_key(&id) {
                state.unfollowed += 1;
                return;
            }
            let Some(loaded) = state.loaded.get_mut(&id) else { return };
            let before = loaded.document.heads();
            let (now, waiting) = fitting(&loaded.document, new.to_vec());
            loaded.changes += now.len();
            loaded.change_bytes += now.iter().map(|chunk| chunk.bytes().len()).sum::<usize>();
            let fits = waiting.is_empty() && (now.is_empty() || loaded.document.apply(&now).is_ok());
            if on_screen {
                self.follow_texts(&loaded.document, &before);
            }
            // Where something was damaged, what came may have made it whole: then it is counted anew.
            fits && (loaded.damaged == 0 || now.is_empty())
        };
        self.show();
        if !fits {
            self.reload_soon(id);
        }
    }

    /// The texts on the screen go from what they were to what they are, splice by splice.
    pub(super) fn follow_texts(&self, document: &Document, before: &[ChangeHash]) {
        let after = document.heads();
        if after == before {
            return;
        }
        for (place, text) in texts::all(document) {
            let splices = texts::splices(document, place, before, &after);
            self.store.texts().follow(place, splices, &text);
        }
    }

    /// What the screen wants may have come, or have gone.
    fn screen_may_have_changed(&self, kept: &Kept, changes: &BTreeMap<DocumentId, Vec<Chunk>>) {
        if self.is_closed() {
            return;
        }
        let (wanted, screen) = {
            let state = self.state.borrow();
            (state.wanted, state.screen)
        };
        let Some(id) = wanted else { return };
        let gone = kept.removed.contains(&id) || self.state.borrow().rows.get(&id).is_some_and(|known| known.row.gone);
        if gone && screen.is_some() {
            self.state.borrow_mut().screen = None;
            self.clear_screen(Opening::Gone(id));
        } else if screen.is_none() && changes.contains_key(&id) {
            if let Some(own) = self.strong() {
                spawn_local(async move { own.open_wanted(id).await });
            }
        } else {
            self.show();
        }
    }

    fn tell_tabs(&self, keep: &Keep, changes: &BTreeMap<DocumentId, Vec<Chunk>>, kept: &Kept, refusing: &Refusing) {
        let hashes = |chunks: &Vec<Chunk>| chunks.iter().map(Chunk::hash).collect::<Vec<_>>();
        let mut changed: BTreeMap<DocumentId, Vec<ChangeHash>> =
            changes.iter().map(|(id, chunks)| (*id, hashes(chunks))).collect();
        for (id, ..) in &keep.standing {
            changed.entry(*id).or_default();
        }
        if !changed.is_empty() {
            self.say(&Said::Changed(changed.into_iter().collect()));
        }
        let settled: BTreeSet<DocumentId> = keep.acknowledged.iter().map(|(id, _)| *id).collect();
        if !settled.is_empty() {
            self.say(&Said::Acknowledged(settled.into_iter().collect()));
        }
        let rewritten: Vec<DocumentId> =
            kept.removed.iter().copied().chain(keep.gone.iter().copied()).chain(refusing.documents()).collect();
        if !rewritten.is_empty() {
            self.say(&Said::Rewritten(rewritten));
        }
    }
}
