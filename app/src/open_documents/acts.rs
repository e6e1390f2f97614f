//! What a person does with records here and the relay cannot see: noted on the disk at once, told to the relay when there
//! is a line. It must never be told twice by two tabs, and never taken away before the relay has written it down.

use leptos::prelude::*;
use shared::ids::DocumentId;
use shared::protocol::limits;
use shared::time::Instant;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::OpenDocuments;
use crate::local::{Act, Done, KeptName};
use crate::platform::{clock, js, locks};

/// So many are told at once: what the relay takes.
const TOLD_MAX: u32 = limits::ACTS_MAX as u32;
/// What is done in the same way again within so long is one act, as in the relay's log.
const SAME_MS: i64 = 10 * 60 * 1000;
/// The lock of a tab that is telling them, before the vault's name.
const TELLING: &str = "otozure-telling-";

impl OpenDocuments {
    /// Notes that something was done with a record.
    pub(super) fn note_act(&self, document: DocumentId, act: Act) {
        let at = clock::now();
        {
            let mut state = self.state.borrow_mut();
            let unborn = state.unborn.as_ref().is_some_and(|unborn| unborn.document == document);
            if unborn || is_same(state.acts.get(&(document, act)).copied(), at) {
                return;
            }
            state.acts.insert((document, act), at);
        }
        let Some(own) = self.strong() else { return };
        spawn_local(async move {
            // What a full disk does not take is not written down: reading goes on.
            if own.vault.keep_act(&Done { document, act, at }).await.is_ok() && own.store.online.get_untracked() {
                own.tell_acts().await;
            }
        });
    }

    /// Notes that the record on the screen was printed.
    pub(super) fn note_print(&self) {
        let screen = self.state.borrow().screen;
        if let Some(id) = screen {
            self.note_act(id, Act::Print);
        }
    }

    /// Tells the relay what it does not know yet, if there is a line.
    pub(super) fn tell_acts_soon(&self) {
        if let Some(own) = self.strong() {
            spawn_local(async move { own.tell_acts().await });
        }
    }

    async fn tell_acts(&self) {
        let _alone = locks::hold(&format!("{TELLING}{}", self.vault_name)).await;
        while !self.is_closed() {
            let Ok(kept) = self.vault.acts(TOLD_MAX).await else { return };
            if kept.is_empty() {
                return;
            }
            let acts: Vec<JsValue> = kept.iter().filter_map(|(_, done)| done.as_ref().map(told)).collect();
            let list = acts.into_iter().collect::<js_sys::Array>();
            if list.length() > 0 && self.entering.ask("/api/acts", &[("acts", list.into())]).await.is_err() {
                return;
            }
            let names: Vec<KeptName> = kept.into_iter().map(|(name, _)| name).collect();
            if self.vault.drop_acts(&names).await.is_err() {
                return;
            }
        }
    }
}

fn is_same(before: Option<Instant>, at: Instant) -> bool {
    before.is_some_and(|before| (at.ms() - before.ms()).abs() < SAME_MS)
}

fn told(done: &Done) -> JsValue {
    js::object(&[
        ("document", JsValue::from_str(&done.document.to_string())),
        ("what", JsValue::from_str(done.act.code())),
        ("at", JsValue::from_f64(done.at.ms() as f64)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_again_within_a_while_is_one_act_also_where_the_clock_goes_back() {
        let at = |ms: i64| Instant::from_ms(10 * SAME_MS + ms);
        assert!(!is_same(None, at(0)));
        assert!(is_same(Some(at(0)), at(SAME_MS - 1)) && is_same(Some(at(0)), at(1 - SAME_MS)));
        assert!(!is_same(Some(at(0)), at(SAME_MS)) && !is_same(Some(at(0)), at(-SAME_MS)));
    }
}
