//! Words beside a note that are begun and not sent. They are kept on this device alone until they are: neither a lock nor
//! another page may lose them.

use leptos::prelude::*;
use shared::ids::DocumentId;

use crate::actions::{Actions, use_actions};
use crate::store::drafts::DraftFields;
use crate::store::use_store;

/// What is begun in one form of the visit on the screen.
#[derive(Clone, Copy)]
pub struct Begun {
    actions: Actions,
    name: StoredValue<Option<String>>,
}

impl Begun {
    /// The form by the name of its draft, with what was kept of it.
    pub fn of(name: fn(DocumentId) -> String) -> (Begun, DraftFields) {
        let store = use_store();
        let name = store.open.with_untracked(|open| open.as_ref().map(|open| name(open.id)));
        let kept = name.as_ref().and_then(|name| store.drafts.with_untracked(|drafts| drafts.get(name).cloned()));
        (Begun { actions: use_actions(), name: StoredValue::new(name) }, kept.unwrap_or_default())
    }

    /// Keeps what stands in it now; `None` drops it.
    pub fn keep(self, fields: Option<DraftFields>) {
        if let Some(name) = self.name.try_get_value().flatten() {
            self.actions.keep_draft(name, fields);
        }
    }
}
