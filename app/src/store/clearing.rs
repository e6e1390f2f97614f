//! Clearing: nothing of a person stays in the store when their things are hidden, or when somebody else's are
//! opened. It must never forget a signal that holds something of anybody.

use leptos::prelude::*;
use shared::time::Instant;

use super::{
    ConsultsStoreFields, IDLE_MINUTES, Opening, PutAway, RequestsStoreFields, SaveState, Store, VisitsStoreFields,
};

pub(super) fn clear(store: &Store) {
    let never = Instant::from_ms(0);
    store.me.set(None);
    store.idle_minutes.set(IDLE_MINUTES);
    store.programme.set(None);
    store.handbook.set(None);
    store.people.set(Vec::new());
    store.visits.rows().patch(Vec::new());
    store.renewing.set(None);
    store.drafts.set(std::collections::BTreeMap::new());
    store.figures.set(std::sync::Arc::default());
    store.put_away.set(PutAway::default());
    store.listed.set(false);
    store.open.set(None);
    store.present.set(Vec::new());
    store.refused.set(None);
    store.request.set(None);
    store.consult.set(None);
    store.care.set(None);
    store.concern.set(None);
    store.cares.set(Vec::new());
    store.concerns.set(Vec::new());
    store.consults.rows().patch(Vec::new());
    store.requests.rows().patch(Vec::new());
    store.visitors.set(Vec::new());
    store.opening.set(Opening::Nothing);
    store.texts.clear();
    store.save.set(SaveState::AtRelay { at: never });
    store.save_open.set(SaveState::AtRelay { at: never });
    store.online.set(false);
    store.online_since.set(never);
    store.stopped.set(None);
    store.caught_up.set(false);
    store.aside.set(Vec::new());
}
