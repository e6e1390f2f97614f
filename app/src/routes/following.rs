//! What follows the store outside of the page: the number on the app's mark, and asking the browser to keep what it
//! has. It must never speak.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::actions::use_actions;
use crate::platform::badge;
use crate::store::{Boot, Owed, SaveState, use_store};

/// The number of changes that the relay lacks stands on the app's mark, everybody's of this browser together. Hidden or
/// ended it stays: the words are still on the device.
pub fn follow_unsent() {
    let store = use_store();
    let unsent = Memo::new(move |before: Option<&Option<usize>>| {
        let beside = |open| store.owed.with(|owed| owed.as_ref().map(|all| Owed::beside(all, open)));
        let now = match store.boot.get() {
            Boot::Ready => {
                let me = store.me.with(|me| me.as_ref().map(|me| me.member));
                store.save.get().unsent().and_then(|own| Some(own + beside(me)?))
            }
            Boot::Locked => beside(None),
            Boot::NobodyYet => Some(0),
            Boot::Starting | Boot::Problem(_) => None,
        };
        now.or(before.copied().flatten())
    });
    Effect::new(move || {
        if let Some(count) = unsent.get() {
            badge::show(count);
        }
    });
}

/// After the first words that were stored, the browser is asked once a start not to clear them by itself, unless it has
/// promised so.
pub fn follow_first_save() {
    let (store, actions) = (use_store(), use_actions());
    Effect::new(move |asked: Option<bool>| {
        let saved = matches!(store.save.get(), SaveState::OnDevice { .. });
        let unprotected = store.storage.with(|report| report.persisted == Some(false));
        let asks = asked != Some(true) && saved && unprotected;
        if asks {
            spawn_local(async move {
                // The answer stands in the store.
                let _promised = actions.ask_persistence().await;
            });
        }
        asks || asked == Some(true)
    });
}
