//! What the relay refused of a visit for lack of right alone, and keeps: asked for while the visit is
//! on the screen of who may hand it over. It must never become part of a document by itself.

use leptos::prelude::*;
use shared::documents::{Chunk, Kind};
use shared::ids::DocumentId;
use shared::protocol::Quarantined;
use shared::sync::DeviceEvent;
use wasm_bindgen_futures::spawn_local;

use super::OpenDocuments;
use super::refusing::words::{Written, written};
use crate::platform::clock;
use crate::store::{RefusedOf, RefusedPart, RefusedWords};

/// How often it is asked for again while the visit stays on the screen.
const AGAIN_MS: i64 = 30_000;

impl OpenDocuments {
    /// Asks what the relay keeps of the document on the screen, and again while it stays there.
    pub(super) fn follow_refused(&self, id: DocumentId) {
        if let Some(own) = self.strong() {
            spawn_local(async move {
                let turn = own.turn();
                while !own.is_closed() && own.turn() == turn && own.ask_refused(id) {
                    clock::sleep_ms(AGAIN_MS).await;
                }
            });
        }
    }

    /// Asks once; false where this person may not hand words over.
    fn ask_refused(&self, id: DocumentId) -> bool {
        let may = {
            let state = self.state.borrow();
            let loaded = state.loaded.get(&id).map(|loaded| &loaded.document);
            loaded.is_some_and(|document| document.kind() == Kind::Visit && self.may_plan(document))
        };
        let line = self.line.borrow().clone();
        if let Some(line) = line.filter(|_| may) {
            line.event(DeviceEvent::AskRefused { document: id });
        }
        may
    }

    /// What the relay keeps came: its words are read upon a copy of the document.
    pub(super) fn show_refused(&self, id: DocumentId, kept: &[Quarantined], all: bool) {
        if self.is_closed() || self.state.borrow().screen != Some(id) {
            return;
        }
        let parsed: Vec<(Chunk, &Quarantined)> =
            kept.iter().filter_map(|one| Some((Chunk::parse(&one.chunk).ok()?, one))).collect();
        let chunks = parsed.iter().map(|(chunk, _)| chunk.clone()).collect();
        let (runs, waiting) = {
            let state = self.state.borrow();
            let Some(loaded) = state.loaded.get(&id) else { return };
            // What was refused at one time is one piece of writing, also when more comes later.
            let at = |chunk: &Chunk| parsed.iter().find(|(one, _)| one.hash() == chunk.hash()).map(|(_, kept)| kept.at);
            self.noted(id, || written(&loaded.document, chunks, &|one, next| at(one) == at(next)))
        };
        let words = |run: Written| {
            let (_, kept) = parsed.iter().find(|(chunk, _)| chunk.hash() == run.first)?;
            let part = |part: super::refusing::words::Part| RefusedPart {
                section: part.section,
                label: part.label,
                text: part.text,
            };
            Some(RefusedWords {
                id: kept.hash.to_string(),
                author: kept.member,
                written_at: run.at,
                refusal: kept.refusal,
                parts: run.parts.into_iter().map(part).collect(),
            })
        };
        let words: Vec<RefusedWords> = runs.into_iter().filter_map(words).collect();
        let unread = waiting + (kept.len() - parsed.len());
        let new = (!words.is_empty() || unread > 0).then_some(RefusedOf { document: id, words, unread, all });
        if self.store.refused.with_untracked(|now| *now != new) {
            self.store.refused.set(new);
        }
    }
}
