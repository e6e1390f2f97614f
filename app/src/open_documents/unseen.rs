//! What others put into the note on the screen since this person last looked. Looking for the first time marks nothing,
//! and neither do one's own words; what is marked stays so until the person says that they saw it.

use shared::documents::{Kind, visit};
use shared::ids::{ChangeHash, DocumentId};
use wasm_bindgen_futures::spawn_local;

use super::OpenDocuments;
use crate::store::open::MYSELF;

impl OpenDocuments {
    /// Looks at what is new in a visit; where nothing is, this counts as the last look.
    pub(super) fn look(&self, id: DocumentId) {
        let mut state = self.state.borrow_mut();
        let names = match state.loaded.get(&id) {
            Some(loaded) if loaded.document.kind() == Kind::Visit => self.names_of(&state, loaded),
            _ => return,
        };
        let Some(loaded) = state.loaded.get_mut(&id) else { return };
        let heads = loaded.document.heads();
        loaded.unseen = match &loaded.seen {
            Some(seen) if *seen != heads => {
                let is_own = |actor| names.get(&actor).is_some_and(|name| name == MYSELF);
                visit::added_by_others(&loaded.document, seen, is_own)
            }
            _ => Default::default(),
        };
        if loaded.unseen.is_empty() {
            loaded.seen = Some(heads);
        }
    }

    /// The person has seen what others put into the note on the screen.
    pub fn note_seen(&self) {
        let Some(id) = self.state.borrow().screen else { return };
        let heads = {
            let mut state = self.state.borrow_mut();
            let Some(loaded) = state.loaded.get_mut(&id) else { return };
            let heads = loaded.document.heads();
            loaded.seen = Some(heads.clone());
            heads
        };
        self.show();
        self.keep_seen(id, heads);
    }

    /// Keeps what was seen of a visit that leaves the screen.
    pub(super) fn keep_look(&self, id: DocumentId) {
        let seen = self.state.borrow().loaded.get(&id).and_then(|loaded| loaded.seen.clone());
        if let Some(seen) = seen {
            self.keep_seen(id, seen);
        }
    }

    fn keep_seen(&self, id: DocumentId, heads: Vec<ChangeHash>) {
        if let Some(own) = self.strong() {
            spawn_local(async move {
                // What is not kept is marked once more.
                let _ = own.vault.put_seen(id, &heads).await;
            });
        }
    }
}
