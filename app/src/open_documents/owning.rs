//! Which tab has the line: the one that holds the lock. When it goes, however it went, the next
//! takes over with what the disk says is owed.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::ids::{ChangeHash, DocumentId};
use shared::sync::{DeviceEvent, DeviceSession, OwedChange};
use wasm_bindgen_futures::spawn_local;

use super::{OpenDocuments, line_lock};
use crate::local::{IdbError, Owed};
use crate::platform::{clock, locks};
use crate::sync::{Line, Said, TabStatus};

/// From so many owed changes of one document on, all of it is read at once.
const SINGLE_READS_MAX: usize = 4;

impl OpenDocuments {
    /// Waits for the line, and takes it.
    pub(super) async fn take_line(&self) {
        let Some(held) = locks::hold(&line_lock(&self.vault_name)).await else { return };
        if self.closed.get() {
            return;
        }
        self.held.borrow_mut().push(held);
        while self.open_line().await.is_err() {
            if self.closed.get() {
                return;
            }
            self.wait_for_retry().await;
        }
        // What other tabs stored between the reading and now.
        self.adopt_owed().await;
        self.put_away_soon();
    }

    async fn open_line(&self) -> Result<(), IdbError> {
        // What the line before said is kept first; and while this is held nothing of this tab comes
        // to the disk that the new line would not hear of.
        let _keeping = self.keeping.lock().await;
        let _appending = self.appending.lock().await;
        let (cursor, offering, changes) = loop {
            let forgotten = self.feeds_forgotten.get();
            let owed = self.vault.owed_after(0).await?;
            // Reading may find something broken, and then the disk forgets the cursor: it is read last.
            let changes = self.changes_of(&owed).await?;
            self.note_owed(&owed);
            let (cursor, offering) = self.vault.begin_feed().await?;
            // A page that opened meanwhile found something broken: the cursor that was read is none any more.
            if self.feeds_forgotten.get() == forgotten {
                break (cursor, offering, changes);
            }
        };
        let app = env!("CARGO_PKG_VERSION").to_owned();
        let session = DeviceSession::new(clock::now(), app, cursor, offering, changes);
        if self.closed.get() {
            return Ok(());
        }
        let line = Line::open(self.own.clone(), self.entering.clone(), session);
        *self.line.borrow_mut() = Some(line);
        self.tell_open_anew();
        Ok(())
    }

    /// Something that the disk had is broken, and the disk has forgotten how far the feed was: the
    /// line begins anew, so that what the relay has comes again.
    pub(super) fn begin_feed_anew(&self) {
        self.feeds_forgotten.set(self.feeds_forgotten.get() + 1);
        let Some(line) = self.line.borrow_mut().take() else {
            self.say(&Said::FeedAnew);
            return;
        };
        self.reopen(&line);
    }

    fn reopen(&self, line: &Line<Self>) {
        line.close();
        if let Some(own) = self.strong() {
            spawn_local(async move {
                while own.open_line().await.is_err() && !own.is_closed() {
                    own.wait_for_retry().await;
                }
            });
        }
    }

    /// Takes over what other tabs have stored, for the line and the status.
    pub(super) async fn adopt_owed(&self) {
        // One after another: the line must hear of a change after what it builds on.
        let _appending = self.appending.lock().await;
        let last = self.state.borrow().owed.last_number;
        let Ok(owed) = self.vault.owed_after(last).await else { return };
        let new: Vec<Owed> = {
            let state = self.state.borrow();
            owed.iter().filter(|one| !state.owed.has(one.document, one.hash)).copied().collect()
        };
        // At once: while their bytes are read the relay may acknowledge them, and what was noted
        // after that would count as owed for ever.
        self.note_owed(&owed);
        match self.changes_of(&new).await {
            Ok(changes) if changes.is_empty() => {}
            Ok(changes) => {
                let line = self.line.borrow().clone();
                if let Some(line) = line {
                    line.event(DeviceEvent::Owed(changes));
                }
            }
            // The line would never hear of them: a new one begins with all that the disk calls owed.
            Err(_) => {
                let line = self.line.borrow_mut().take();
                line.into_iter().for_each(|line| self.reopen(&line));
            }
        }
        self.show_save();
    }

    pub(super) fn note_owed(&self, owed: &[Owed]) {
        let mut state = self.state.borrow_mut();
        for one in owed {
            state.owed.last_number = state.owed.last_number.max(one.number);
            if !state.owed.has(one.document, one.hash) {
                state.owed.add(one.document, one.hash, one.at, one.at);
            }
        }
    }

    /// The bytes of owed changes, in their order. One that cannot be read any more cannot be sent:
    /// it was set aside when it was read.
    async fn changes_of(&self, owed: &[Owed]) -> Result<Vec<OwedChange>, IdbError> {
        let mut counts: BTreeMap<DocumentId, usize> = BTreeMap::new();
        for one in owed {
            *counts.entry(one.document).or_default() += 1;
        }
        let mut whole: BTreeMap<(DocumentId, String), Vec<u8>> = BTreeMap::new();
        for (document, count) in counts {
            if count > SINGLE_READS_MAX {
                let found = self.vault.chunks(document).await?;
                whole.extend(found.incrementals.into_iter().map(|stored| ((document, stored.name), stored.bytes)));
            }
        }
        let mut changes = Vec::new();
        for one in owed {
            let read = match whole.remove(&(one.document, one.hash.to_string())) {
                Some(bytes) => Some(bytes),
                None => self.vault.chunk(one.document, one.hash).await?,
            };
            changes.extend(read.map(|bytes| change(one.document, one.hash, bytes)));
        }
        Ok(changes)
    }

    /// Shows how the line is, and tells the other tabs.
    pub(super) fn show_line(&self) {
        let status = self.tab_status();
        self.show_status(&status);
        if self.line.borrow().is_some() {
            self.say(&Said::Status(status));
        }
    }

    pub(super) fn tab_status(&self) -> TabStatus {
        let state = self.state.borrow();
        TabStatus {
            online: state.status.online,
            since: state.online_since,
            stopped: state.status.stopped,
            caught_up: state.status.caught_up,
            clock_ahead_ms: state.clock_ahead_ms,
        }
    }

    pub(super) fn show_status(&self, status: &TabStatus) {
        if self.is_closed() {
            return;
        }
        let store = &self.store;
        if store.online.get_untracked() != status.online {
            store.online_since.set(status.since);
            store.online.set(status.online);
            if status.online {
                self.tell_acts_soon();
            }
        }
        if store.stopped.get_untracked() != status.stopped {
            store.stopped.set(status.stopped);
        }
        if store.caught_up.get_untracked() != status.caught_up {
            store.caught_up.set(status.caught_up);
        }
        if store.clock_ahead_ms.get_untracked() != status.clock_ahead_ms {
            store.clock_ahead_ms.set(status.clock_ahead_ms);
        }
    }
}

fn change(document: DocumentId, hash: ChangeHash, bytes: Vec<u8>) -> OwedChange {
    OwedChange { document, hash, bytes }
}
