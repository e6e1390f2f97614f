//! What the relay refused of a visit for lack of right alone, and keeps: asked for while the visit is
//! on the screen of who may hand it over. It must never become part of a document by itself.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::documents::{Chunk, Kind};
use shared::ids::DocumentId;
use shared::protocol::Quarantined;
use shared::sync::DeviceEvent;
use wasm_bindgen_futures::spawn_local;

use super::OpenDocuments;
use super::refusing::words::{Part, Written, written};
use crate::platform::clock;
use crate::store::{RefusedOf, RefusedPart, RefusedWords};
use crate::sync::Said;

/// How often it is asked for again while the visit stays on the screen.
const AGAIN_MS: i64 = 30_000;
/// How soon it is asked for again while another tab has the line, or none has it yet.
const LINE_MS: i64 = 1_000;
/// How often that is.
const LINE_TRIES: i32 = 8;
/// What was refused this soon after what it follows was refused with it.
const TOGETHER_MS: i64 = 1_000;

impl OpenDocuments {
    /// Asks what the relay keeps of the document on the screen, and again while it stays there.
    pub(super) fn follow_refused(&self, id: DocumentId) {
        if let Some(own) = self.strong() {
            spawn_local(async move {
                let turn = own.turn();
                own.read_refused(&[id]).await;
                let mut soon = LINE_TRIES;
                while own.is_on_screen(id, turn) && own.may_hand_over(id) {
                    let asked = own.ask_refused(id);
                    if !asked {
                        own.say(&Said::AskRefused(vec![id]));
                        soon -= 1;
                    }
                    clock::sleep_ms(if asked || soon <= 0 { AGAIN_MS } else { LINE_MS }).await;
                }
            });
        }
    }

    fn is_on_screen(&self, id: DocumentId, turn: u64) -> bool {
        let state = self.state.borrow();
        !self.is_closed() && state.turn == turn && state.screen == Some(id)
    }

    /// Whether this person may hand over what others wrote.
    fn may_hand_over(&self, id: DocumentId) -> bool {
        let state = self.state.borrow();
        let loaded = state.loaded.get(&id).map(|loaded| &loaded.document);
        loaded.is_some_and(|document| document.kind() == Kind::Visit && self.may_plan(document))
    }

    /// Asks once; false while this tab has no line.
    pub(super) fn ask_refused(&self, id: DocumentId) -> bool {
        let line = self.line.borrow().clone();
        if let Some(line) = &line {
            line.event(DeviceEvent::AskRefused { document: id });
        }
        line.is_some()
    }

    /// What the relay keeps came: it is kept, and shown here and in the other tabs.
    pub(super) fn take_refused(&self, id: DocumentId, kept: Vec<Quarantined>, all: bool) {
        self.show_refused(id, &kept, all);
        if let Some(own) = self.strong() {
            spawn_local(async move {
                // Where the disk takes nothing, it is asked for again.
                if own.vault.put_refused(id, &kept, all).await.is_ok() {
                    own.say(&Said::Refused(vec![id]));
                }
            });
        }
    }

    /// What the relay last answered, from the disk.
    pub(super) async fn read_refused(&self, documents: &[DocumentId]) {
        for id in documents {
            if self.state.borrow().screen == Some(*id)
                && self.may_hand_over(*id)
                && let Ok((kept, all)) = self.vault.refused(*id).await
            {
                self.show_refused(*id, &kept, all);
            }
        }
    }

    /// Its words are read upon a copy of the document.
    fn show_refused(&self, id: DocumentId, kept: &[Quarantined], all: bool) {
        if self.is_closed() || self.state.borrow().screen != Some(id) {
            return;
        }
        let chunks: Vec<Chunk> = kept.iter().filter_map(|one| Chunk::parse(&one.chunk).ok()).collect();
        let (read, known) = (chunks.len(), kept.iter().map(|one| (one.hash, one)).collect::<BTreeMap<_, _>>());
        let (runs, waiting) = {
            let state = self.state.borrow();
            let Some(loaded) = state.loaded.get(&id) else { return };
            // What was refused at one time is one piece of writing, also when more comes later. A device that hands over
            // what it owes without its person brings it in parts, one right after the other.
            let at = |chunk: &Chunk| known.get(&chunk.hash()).map_or(0, |kept| kept.at.ms());
            let together = |one: &Chunk, next: &Chunk| (0..=TOGETHER_MS).contains(&(at(next) - at(one)));
            self.noted(id, || written(&loaded.document, chunks, &together))
        };
        let words = |run: Written| {
            let kept = known.get(&run.first)?;
            let part = |part: Part| RefusedPart { section: part.section, label: part.label, text: part.text };
            Some(RefusedWords {
                id: kept.hash.to_string(),
                author: kept.member,
                written_at: run.at,
                refusal: kept.refusal,
                parts: run.parts.into_iter().map(part).collect(),
            })
        };
        let words: Vec<RefusedWords> = runs.into_iter().filter_map(words).collect();
        let unread = waiting + (kept.len() - read);
        let new = (!words.is_empty() || unread > 0).then_some(RefusedOf { document: id, words, unread, all });
        if self.store.refused.with_untracked(|now| *now != new) {
            self.store.refused.set(new);
        }
    }
}
