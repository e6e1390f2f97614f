//! Words that were refused for lack of right, while what builds on them is still shown to the relay: it keeps all of
//! it apart, and nothing of it is set aside here before the relay was shown the whole. It must never hold anything
//! back for good: whoever goes on typing gets an answer, and a line that falls makes all of it owed again.

use std::collections::BTreeSet;

use super::{Lane, State, Waiting};
use crate::documents::Chunk;
use crate::ids::ChangeHash;

/// How often what came meanwhile is shown to the relay before all is set aside.
const ROUNDS_MAX: usize = 8;

impl Lane {
    /// Holds back what was refused of a push if more that builds on it waits; the rest of the push waits again.
    pub(super) fn condemn(&mut self, refused: &BTreeSet<ChangeHash>) -> bool {
        let mut all = self.condemned_hashes();
        all.extend(refused);
        if self.rounds >= ROUNDS_MAX || !self.shows_more(all) {
            return false;
        }
        self.rounds += 1;
        let sent = core::mem::take(&mut self.sent);
        let (condemned, rest): (Vec<_>, Vec<_>) =
            sent.into_iter().partition(|waiting| refused.contains(&waiting.change.hash));
        self.condemned.extend(condemned);
        self.sent = rest;
        self.put_back(State::Idle);
        true
    }

    /// Whether something is held back.
    pub(in crate::sync::device::outbox) fn condemns(&self) -> bool {
        !self.condemned.is_empty()
    }

    /// Everything that was held back, to be set aside.
    pub(super) fn release(&mut self) -> Vec<ChangeHash> {
        self.rounds = 0;
        core::mem::take(&mut self.condemned).into_iter().map(|waiting| waiting.change.hash).collect()
    }

    /// What was held back waits again, before everything else.
    pub(super) fn spare(&mut self) {
        for waiting in core::mem::take(&mut self.condemned).into_iter().rev() {
            self.waiting.push_front(waiting);
        }
        self.rounds = 0;
    }

    /// A push was taken: where nothing that waits builds on what is held back, the relay is asked about that again.
    pub(super) fn spare_if_shown(&mut self) {
        if self.condemns() && !self.shows_more(self.condemned_hashes()) {
            self.spare();
        }
    }

    fn condemned_hashes(&self) -> BTreeSet<ChangeHash> {
        self.condemned.iter().map(|waiting| waiting.change.hash).collect()
    }

    /// Whether something that waits builds on these, through what was sent beside them too.
    fn shows_more(&self, mut on: BTreeSet<ChangeHash>) -> bool {
        for waiting in &self.sent {
            if builds(waiting, &on) {
                on.insert(waiting.change.hash);
            }
        }
        self.waiting.iter().any(|waiting| builds(waiting, &on))
    }
}

fn builds(waiting: &Waiting, on: &BTreeSet<ChangeHash>) -> bool {
    Chunk::parse(&waiting.change.bytes).is_ok_and(|chunk| chunk.deps().any(|dep| on.contains(&dep)))
}
