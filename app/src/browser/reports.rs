//! What the browser says about its storage, about the app's files and about the day, into the store.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Browser;
use crate::platform::{clock, http, session, storage, worker};
use crate::store::OfflineReady;

/// How often the clock is looked at: a timer alone would sleep on with the device.
const DAY_LOOK_MS: i64 = 20_000;

impl Browser {
    /// Asks the browser not to clear this app's storage by itself; whether it promised.
    pub async fn ask_persistence(&self) -> bool {
        let promised = storage::persist().await;
        self.read_storage().await;
        promised.unwrap_or(false)
    }

    pub(super) fn report_storage(&self) {
        if let Some(own) = self.own.upgrade() {
            spawn_local(async move { own.read_storage().await });
        }
    }

    async fn read_storage(&self) {
        let estimate = storage::estimate().await;
        let persisted = storage::persisted().await;
        self.store.storage.update(|report| {
            report.persisted = persisted;
            report.usage_bytes = estimate.usage_bytes;
            report.quota_bytes = estimate.quota_bytes;
        });
    }

    pub(super) fn report_files(&self) {
        let kept = match worker::files_kept().as_deref() {
            Some("ready") => OfflineReady::Ready,
            Some("holes") => OfflineReady::Holes,
            _ => OfflineReady::NotYet,
        };
        self.store.offline.set(kept);
        let store = self.store;
        spawn_local(async move {
            let waits = worker::update_waits().await;
            store.update_waiting.set(waits);
        });
    }

    /// Whether the relay's data is a sample, for pages on which nobody is signed in: as it was last
    /// known, and as the relay says now.
    pub(super) fn report_sample(&self) {
        let store = self.store;
        store.relay_sample.set(session::relay_sample());
        spawn_local(async move {
            let Ok(answer) = http::get("/api/info").await else { return };
            if answer.is_ok() {
                let sample = answer.flag("sample").then(|| answer.text("label").unwrap_or_default());
                session::set_relay_sample(sample.as_deref());
                store.relay_sample.set(sample);
            }
        });
    }

    /// The day goes on at midnight in Tokyo, also while a page stays open.
    pub(super) fn follow_day(&self) {
        let own = self.own.clone();
        spawn_local(async move {
            while let Some(browser) = own.upgrade() {
                browser.report_day();
                drop(browser);
                clock::sleep_ms(DAY_LOOK_MS).await;
            }
        });
    }

    pub(super) fn report_day(&self) {
        let now = clock::now();
        let today = now.tokyo_day();
        self.store.about_now.set(now);
        if self.store.today.get_untracked() != today {
            self.store.today.set(today);
            if let Some(documents) = self.documents() {
                documents.put_away_soon();
            }
        }
    }
}
