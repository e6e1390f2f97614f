//! The relay's writer: pushes in groups, answered when they are stored. It must never answer before.

use std::collections::BTreeSet;

use server::relay::{Outcome, Taken};
use server::storage::Principal;
use shared::ids::{ChangeHash, DocumentId};
use shared::protocol::Push;
use shared::sync::RelayEvent;

use crate::fault::Fault;
use crate::network::LineId;
use crate::world::{Checked, Event, World};

/// Pushes stored together.
const GROUP_MAX: usize = 8;

impl World {
    /// The writer takes a group of the pushes that wait.
    pub async fn commit(&mut self, run: u32) -> Checked {
        if !self.work_done(run) {
            return Ok(());
        }
        let now_ms = self.now;
        let one_by_one = self.fault == Some(Fault::ActorCheckSkipped);
        let most = if one_by_one { 1 } else { 1 + self.random.below(GROUP_MAX) };
        let Some(running) = &mut self.relay.running else {
            return Ok(());
        };
        let count = most.min(running.pushes.len());
        let group: Vec<_> = running.pushes.drain(..count).collect();
        if group.is_empty() {
            return Ok(());
        }
        let pushes: Vec<_> = group.iter().map(|(_, who, push)| (*who, push.clone())).collect();
        self.store.brought_by(pushes.first().map(|(who, _)| *who));
        let outcomes = running.desk.take(now_ms, &pushes).await;
        self.store.brought_by(None);
        let stored = outcomes.iter().any(Result::is_ok);
        if self.fault == Some(Fault::AcknowledgedBeforeCommit) {
            let wait = self.random.between(1, 3_000);
            self.after(wait, Event::Sync);
        }
        if !self.healed && self.random.percent(2) {
            // Stored, and killed before anybody was told.
            self.kill_relay();
            let wait = self.random.between(200, 8_000);
            self.after(wait, Event::StartRelay);
            return Ok(());
        }
        for ((line, who, push), outcome) in group.into_iter().zip(outcomes) {
            self.answer(line, who, push, outcome).await?;
        }
        if stored {
            self.wake_all();
        }
        Ok(())
    }

    pub(super) async fn answer(&mut self, line: LineId, who: Principal, push: Push, outcome: Outcome) -> Checked {
        let (batch, document) = (push.batch, push.document);
        let event = match outcome {
            Ok(taken) => {
                self.is_durable(document, &taken.hashes)?;
                let Taken { hashes, receipts, row } = taken;
                RelayEvent::Stored { batch, document, hashes, receipts, row }
            }
            Err(refused) => {
                let code = refused.refusal.code();
                self.say(|| format!("{who:?} is refused: {code}"));
                RelayEvent::Refused { batch, document, refusal: refused.refusal, hashes: refused.hashes }
            }
        };
        self.relay_event(line, event).await
    }

    /// Nothing is acknowledged that a kill at this moment would undo.
    pub(super) fn is_durable(&self, document: DocumentId, hashes: &[ChangeHash]) -> Checked {
        self.store.look_durable(|state| {
            let durable: BTreeSet<ChangeHash> = state
                .documents
                .get(&document)
                .iter()
                .flat_map(|doc| doc.changes.iter().map(|change| change.hash))
                .collect();
            match hashes.iter().find(|hash| !durable.contains(hash)) {
                None => Ok(()),
                Some(hash) => Err(format!("{hash} is acknowledged before it is durable")),
            }
        })
    }

    /// Tells every connection that the log has something new.
    pub fn wake_all(&mut self) {
        let Some(running) = &self.relay.running else {
            return;
        };
        let run = running.number;
        for line in running.sessions.keys().copied().collect::<Vec<_>>() {
            let wait = self.random.between(0, 20);
            if let Some(running) = &mut self.relay.running {
                running.work += 1;
            }
            self.after(wait, Event::RelayNews { run, line });
        }
    }
}
