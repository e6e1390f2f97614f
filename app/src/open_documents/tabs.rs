//! What other tabs of this person say. What they stored is read from the disk, never taken from a
//! message.

use leptos::prelude::*;
use shared::documents::{Chunk, Document, Kind};
use shared::ids::{ChangeHash, DocumentId};
use shared::protocol::Person;
use wasm_bindgen_futures::spawn_local;

use super::OpenDocuments;
use super::assemble::fitting;
use super::state::State;
use super::texts;
use crate::local::people;
use crate::sync::Said;

impl OpenDocuments {
    /// Another tab said something.
    pub(super) fn heard(&self, said: Said) {
        let Some(own) = self.strong() else { return };
        let has_line = self.line.borrow().is_some();
        match said {
            Said::Hello if has_line => self.say(&Said::Status(self.tab_status())),
            Said::Hello => {}
            Said::Changed(changed) => spawn_local(async move { own.others_stored(changed).await }),
            Said::Rewritten(documents) => {
                for id in documents {
                    self.reload_soon(id);
                }
            }
            Said::Acknowledged(documents) => spawn_local(async move { own.others_settled(documents).await }),
            Said::Status(status) if !has_line => self.show_status(&status),
            Said::Status(_) => {}
            Said::People => spawn_local(async move { own.read_people().await }),
            Said::Figures => spawn_local(async move { own.read_figures().await }),
            Said::TryNow if has_line => self.try_line(),
            Said::FeedAnew if has_line => self.begin_feed_anew(),
            // It may be opening the line right now.
            Said::FeedAnew => self.feeds_forgotten.set(self.feeds_forgotten.get() + 1),
            Said::TryNow => {}
            Said::AskRefused(documents) => {
                for id in documents {
                    self.ask_refused(id);
                }
            }
            Said::Refused(documents) => spawn_local(async move { own.read_refused(&documents).await }),
        }
    }

    async fn others_stored(&self, changed: Vec<(DocumentId, Vec<ChangeHash>)>) {
        self.adopt_owed().await;
        for (id, hashes) in changed {
            self.read_row(id).await;
            if self.state.borrow().loaded.contains_key(&id) {
                let mut chunks = Vec::new();
                for hash in hashes {
                    // One that is not there any more is in a whole: then the document is read again.
                    match self.vault.chunk(id, hash).await {
                        Ok(Some(bytes)) => chunks.extend(Chunk::parse(&bytes).ok()),
                        _ => self.reload_soon(id),
                    }
                }
                self.read_authors(id).await;
                self.follow(id, &chunks);
            }
            let kind = self.state.borrow().rows.get(&id).map(|known| known.row.kind);
            if let Some(kind @ (Kind::Programme | Kind::Handbook)) = kind
                && let Ok(document) = self.copy(id).await
            {
                self.show_for_all(kind, &document);
            }
            let is_wanted = {
                let state = self.state.borrow();
                state.wanted == Some(id) && state.screen.is_none()
            };
            if is_wanted {
                self.open_wanted(id).await;
            }
        }
        self.list_soon();
    }

    async fn others_settled(&self, documents: Vec<DocumentId>) {
        // Nothing of this tab may come to the disk, and into the book, between what is read and what is forgotten.
        let appending = self.appending.lock().await;
        if let Ok(owed) = self.vault.owed_after(0).await {
            let mut state = self.state.borrow_mut();
            for id in &documents {
                state.owed.forget_all(*id);
            }
            drop(state);
            self.note_owed(&owed);
        }
        drop(appending);
        for id in documents {
            self.read_row(id).await;
            self.read_authors(id).await;
        }
        self.show_save();
        self.show();
        self.list_soon();
    }

    pub(super) async fn read_row(&self, id: DocumentId) {
        let known = self.state.borrow().rows.contains_key(&id);
        match self.vault.row(id).await {
            Ok(Some(row)) => {
                self.state.borrow_mut().set_row(id, row);
            }
            // A row that was not known before and is known now came while the disk was being read:
            // it stands.
            Ok(None) if known => {
                self.state.borrow_mut().rows.remove(&id);
            }
            Ok(None) => {}
            Err(_) => {}
        }
    }

    async fn read_authors(&self, id: DocumentId) {
        if !self.state.borrow().loaded.contains_key(&id) {
            return;
        }
        if let Ok((receipts, mine)) = self.vault.receipts(id).await
            && let Some(loaded) = self.state.borrow_mut().loaded.get_mut(&id)
        {
            loaded.authors.extend(receipts.iter().map(|receipt| (receipt.actor, receipt.member)));
            loaded.mine.extend(mine);
        }
    }

    /// Reads a document again, when what is in memory alone has come to the disk.
    pub(super) fn reload_soon(&self, id: DocumentId) {
        let Some(own) = self.strong() else { return };
        spawn_local(async move {
            own.read_row(id).await;
            own.leave_screen_if_away(id).await;
            own.list_soon();
            while !own.reloaded(id).await {}
            own.show();
        });
    }

    /// Puts what the disk has in the place of what is in memory; false if somebody wrote, or something came, while it
    /// was being read: an older reading must never take newer words off the screen.
    async fn reloaded(&self, id: DocumentId) -> bool {
        if self.is_closed() || self.flush().await.is_err() {
            return true;
        }
        let heads = |state: &State| state.loaded.get(&id).map(|loaded| loaded.document.heads());
        let Some(before) = heads(&self.state.borrow()) else { return true };
        let Ok(again) = self.load(id).await else { return true };
        let mut state = self.state.borrow_mut();
        match heads(&state) {
            None => return true,
            Some(now) if now != before || state.waiting_count(Some(id)) > 0 => return false,
            Some(_) => {}
        }
        let on_screen = state.screen == Some(id);
        if let Some(loaded) = state.loaded.get_mut(&id) {
            let was = std::mem::replace(loaded, again);
            if on_screen {
                self.go_over(was.document, &loaded.document);
            }
        }
        true
    }

    /// The texts on the screen go from a document to another reading of it, of which neither need hold all of the
    /// other: refused words are not in the second.
    fn go_over(&self, was: Document, now: &Document) {
        let (before, after) = (was.heads(), now.heads());
        let mut both = was;
        let (new, _) = fitting(&both, now.changes_since(&[]));
        if before == after || (!new.is_empty() && both.apply(&new).is_err()) {
            return;
        }
        for (place, text) in texts::all(now) {
            self.store.texts().follow(place, texts::splices(&both, place, &before, &after), &text);
        }
    }

    pub(super) async fn read_people(&self) {
        if let Ok(Some(bytes)) = self.vault.people().await
            && let Some(people) = people::from_bytes(&bytes)
        {
            self.show_people(people);
        }
    }

    pub(super) fn show_people(&self, people: Vec<Person>) {
        self.state.borrow_mut().people.clone_from(&people);
        if self.is_closed() {
            return;
        }
        if self.store.people.with_untracked(|now| *now != people) {
            self.store.people.set(people);
            self.list_soon();
            self.show();
        }
    }
}
