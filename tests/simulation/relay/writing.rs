//! The relay's writer: pushes in groups, answered when they are stored. It must never answer before.

use std::collections::BTreeSet;

use server::relay::{Outcome, Taken};
use server::storage::{Principal, Storage, Whom};
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
            self.tell_of_news(false).await?;
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

    /// The log has something new: whom it concerns is asked once, and they alone are woken. After what somebody
    /// else wrote (`look`) those who have ended are woken as well, and the desk lets go of what has ended.
    pub async fn tell_of_news(&mut self, look: bool) -> Checked {
        let passed_over = self.fault == Some(Fault::RowsPassedOver);
        let Some(running) = &mut self.relay.running else {
            return Ok(());
        };
        if look {
            let ended = self.store.ended_among(running.journal.connected()).await.map_err(|e| e.to_string())?;
            running.journal.ring(&ended);
            running.desk.forget_ended().await;
        }
        let mut heard = self.store.heard(running.heard_to).await.map_err(|e| e.to_string())?;
        if passed_over && !matches!(heard.whom, Whom::Everybody) {
            heard.whom = Whom::Members(BTreeSet::new());
        }
        running.heard_to = running.journal.enter(running.heard_to, heard);
        self.wake_rung();
        Ok(())
    }

    /// Every connection that was rung at hears of it a little later.
    pub(super) fn wake_rung(&mut self) {
        let Some(running) = &self.relay.running else {
            return;
        };
        let run = running.number;
        let rung = running.sessions.iter().filter(|(_, session)| session.listener.take_woken());
        for line in rung.map(|(line, _)| *line).collect::<Vec<_>>() {
            let wait = self.random.between(0, 20);
            if let Some(running) = &mut self.relay.running {
                running.work += 1;
            }
            self.after(wait, Event::RelayNews { run, line });
        }
    }
}
