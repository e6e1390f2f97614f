//! Forms that are begun and not sent: on the disk as they are typed, there again at the next start.
//! It must never let an older state of a form stand in the place of a newer one.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::time::Instant;
use wasm_bindgen_futures::spawn_local;

use super::{OpenDocuments, cannot_save};
use crate::platform::clock;
use crate::store::CannotSave;
use crate::store::drafts::DraftFields;
use crate::store::save::Waiting;

/// What is on its way to the disk.
#[derive(Debug, Default)]
pub(super) struct DraftQueue {
    /// The newest state of each; none to drop it. And since when it waits.
    waiting: BTreeMap<String, (Option<DraftFields>, Instant)>,
    /// Since when one is being written.
    writing: Option<Instant>,
    /// Since when they cannot be stored, and why.
    pub(super) failing: Option<(Instant, CannotSave)>,
}

impl DraftQueue {
    /// Drafts that are in memory alone.
    pub(super) fn waiting(&self) -> Option<Waiting> {
        let since = self.waiting.values().map(|(_, since)| *since).chain(self.writing).min();
        since.map(|since| Waiting { since, count: self.waiting.len().max(1) })
    }
}

impl OpenDocuments {
    /// The drafts on the disk, to the screen.
    pub(super) async fn read_drafts(&self) {
        // Drafts that cannot be read now are read at the next start; nothing writes over them unread.
        if let Ok(drafts) = self.vault.drafts().await
            && !self.is_closed()
        {
            self.store.drafts.set(drafts.into_iter().collect());
        }
    }

    /// Keeps what stands in a form, or drops it.
    pub fn keep_draft(&self, name: String, fields: Option<DraftFields>) {
        self.store.drafts.update(|drafts| match fields.clone() {
            Some(fields) => {
                drafts.insert(name.clone(), fields);
            }
            None => {
                drafts.remove(&name);
            }
        });
        let begins = {
            let mut state = self.state.borrow_mut();
            state.drafts.waiting.insert(name, (fields, clock::now()));
            state.drafts.writing.is_none()
        };
        self.show_save();
        if let (true, Some(own)) = (begins, self.strong()) {
            self.state.borrow_mut().drafts.writing = Some(clock::now());
            spawn_local(async move { own.store_drafts().await });
        }
    }

    /// One after another, so that the newest is the last.
    async fn store_drafts(&self) {
        loop {
            let next = self.state.borrow_mut().drafts.waiting.pop_first();
            let Some((name, (fields, since))) = next else { break };
            self.state.borrow_mut().drafts.writing = Some(since);
            let stored = self.vault.put_draft(&name, fields.as_ref()).await;
            if let Err(error) = stored {
                {
                    let drafts = &mut self.state.borrow_mut().drafts;
                    // What was typed meanwhile is newer.
                    drafts.waiting.entry(name).or_insert((fields, since));
                    let failing = drafts.failing.map_or_else(clock::now, |(since, _)| since);
                    drafts.failing = Some((failing, cannot_save(&error)));
                }
                self.show_save();
                if self.is_closed() {
                    break;
                }
                self.wait_for_retry().await;
            } else {
                self.state.borrow_mut().drafts.failing = None;
            }
        }
        self.state.borrow_mut().drafts.writing = None;
        self.show_save();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_waits_from_its_first_key_until_the_disk_has_the_last() {
        let at = Instant::from_ms;
        let mut queue = DraftQueue::default();
        assert_eq!(queue.waiting(), None);
        queue.writing = Some(at(1));
        assert_eq!(queue.waiting(), Some(Waiting { since: at(1), count: 1 }));
        queue.waiting.insert("visit".to_owned(), (None, at(2)));
        assert_eq!(queue.waiting(), Some(Waiting { since: at(1), count: 1 }));
        queue.writing = None;
        assert_eq!(queue.waiting(), Some(Waiting { since: at(2), count: 1 }));
    }
}
