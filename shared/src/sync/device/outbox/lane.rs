//! What waits for the relay of one document. It must never let a change overtake one it builds on.

mod condemned;
mod unproven;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::documents::{Chunk, Kind, is_computed_actor, operations_of_plain};
use crate::ids::{Actor, ChangeHash, MemberId};
use crate::protocol::{Receipt, limits};
use crate::sync::OwedChange;

#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub(super) change: OwedChange,
    /// A change brought back after the relay lost it: it is not owed on disk.
    pub(super) brought_back: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum State {
    /// May be sent.
    #[default]
    Idle,
    /// A push has no answer yet.
    UnderWay,
    /// The relay could not store: wait for the next tick.
    PutOff,
    /// Wait until it is known what the relay lacks.
    Comparing,
}

#[derive(Debug, Default)]
pub(super) struct Lane {
    pub(super) waiting: VecDeque<Waiting>,
    pub(super) state: State,
    /// Whether the document has a turn.
    pub(super) queued: bool,
    /// Whether it was compared with the relay on this line.
    pub(super) compared: bool,
    /// What was brought back was refused for want of a right: only this member's own words are left.
    pub(super) reduced: bool,
    sent: Vec<Waiting>,
    /// Refused for lack of right, while what builds on it is still shown to the relay, which keeps all of it: the
    /// host sets all aside at once. And how often more of it came meanwhile.
    condemned: Vec<Waiting>,
    rounds: usize,
    /// Acknowledged at a row of the log that no page has reached yet.
    passing: VecDeque<(u64, Vec<Waiting>)>,
    receipts: Vec<Receipt>,
    brought_back: usize,
}

impl Lane {
    pub(super) fn is_empty(&self) -> bool {
        self.is_settled() && self.passing.is_empty()
    }

    /// Whether nothing waits for an answer, or to be sent.
    pub(super) fn is_settled(&self) -> bool {
        self.waiting.is_empty() && self.sent.is_empty() && self.condemned.is_empty()
    }

    /// How many of the device's own changes the relay does not have.
    pub(super) fn owed(&self) -> usize {
        (self.waiting.len() + self.sent.len() + self.condemned.len()).saturating_sub(self.brought_back)
    }

    pub(super) fn brings_back(&self) -> bool {
        let passing = || self.passing.iter().flat_map(|(_, changes)| changes).any(|waiting| waiting.brought_back);
        self.brought_back > 0 || passing() || (self.reduced && !self.is_settled())
    }

    fn recount(&mut self) {
        let all = self.waiting.iter().chain(&self.sent).chain(&self.condemned);
        self.brought_back = all.filter(|waiting| waiting.brought_back).count();
    }

    /// Takes what waits, up to the limits of a push, and the receipts that belong to it.
    pub(super) fn take(&mut self) -> (Vec<Vec<u8>>, Vec<Receipt>) {
        let (mut bytes, mut operations, mut count) = (0, 0, 0);
        let mut actors = BTreeSet::new();
        for waiting in &self.waiting {
            bytes += waiting.change.bytes.len();
            operations += operations_of_plain(&waiting.change.bytes).unwrap_or(1);
            // The answer has a receipt for each actor, as this push has for each it brings back.
            actors.extend(actor_of(waiting));
            let full = count >= limits::PUSH_CHANGES_MAX
                || bytes > limits::PUSH_BYTES_MAX
                || operations > limits::PUSH_OPERATIONS_MAX
                || actors.len() > limits::RECEIPTS_MAX;
            if full && count > 0 {
                break;
            }
            count += 1;
        }
        let count = self.whole_streams(count);
        self.sent = self.waiting.drain(..count).collect();
        self.state = State::UnderWay;
        let taken: BTreeSet<_> = self.sent.iter().map(|w| w.change.hash).collect();
        let receipts = self.receipts.iter().filter(|r| taken.contains(&r.hash));
        let receipts = receipts.cloned().collect();
        let changes = self.sent.iter().map(|w| w.change.bytes.clone()).collect();
        (changes, receipts)
    }

    /// A receipt proves an actor's changes only in a push that holds its own change too. So a cut
    /// must not divide the stream of an actor whose receipt is brought along: the largest cut that
    /// divides none, or the whole if there is no such cut (the relay then says so).
    fn whole_streams(&self, count: usize) -> usize {
        if count == self.waiting.len() || self.receipts.is_empty() {
            return count;
        }
        let actors: Vec<Option<Actor>> = self.waiting.iter().take(count).map(actor_of).collect();
        let places: BTreeMap<ChangeHash, usize> =
            self.waiting.iter().enumerate().map(|(index, waiting)| (waiting.change.hash, index)).collect();
        let mut cut = count;
        loop {
            let divided = self
                .receipts
                .iter()
                .filter(|receipt| places.get(&receipt.hash).is_some_and(|at| *at >= cut))
                .filter_map(|receipt| {
                    let begun = |actor: &Option<Actor>| *actor == Some(receipt.actor);
                    actors.iter().take(cut).position(begun)
                })
                .min();
            match divided {
                None => return cut,
                Some(0) => return count,
                Some(first) => cut = first,
            }
        }
    }

    /// What was sent is stored: it may be forgotten at once, or when a page has come up to that row.
    pub(super) fn acknowledged(&mut self, row: Option<u64>) -> Vec<ChangeHash> {
        self.state = State::Idle;
        let sent = core::mem::take(&mut self.sent);
        self.spare_if_shown();
        self.recount();
        match row {
            None => sent.into_iter().map(|waiting| waiting.change.hash).collect(),
            Some(row) => {
                self.passing.push_back((row, sent));
                Vec::new()
            }
        }
    }

    /// What a page up to this row lets be forgotten.
    pub(super) fn passed(&mut self, row: u64) -> Vec<ChangeHash> {
        let mut passed = Vec::new();
        while let Some((_, changes)) = self.passing.pop_front_if(|(at, _)| *at <= row) {
            passed.extend(changes.into_iter().map(|waiting| waiting.change.hash));
        }
        passed
    }

    /// The push waits again, before everything else.
    pub(super) fn put_back(&mut self, state: State) {
        for waiting in core::mem::take(&mut self.sent).into_iter().rev() {
            self.waiting.push_front(waiting);
        }
        self.state = state;
    }

    /// Takes out what was refused and everything that builds on it. What is `kept` apart by the relay is taken out
    /// only once the relay was shown all that builds on it, so that it keeps that too: nothing goes out until then.
    pub(super) fn refused(&mut self, hashes: &[ChangeHash], kept: bool) -> Vec<ChangeHash> {
        let sent: BTreeSet<_> = self.sent.iter().map(|waiting| waiting.change.hash).collect();
        let mut out: BTreeSet<_> = hashes.iter().copied().filter(|h| sent.contains(h)).collect();
        if out.is_empty() {
            out = sent;
        }
        if kept && self.condemn(&out) {
            return Vec::new();
        }
        self.put_back(State::Idle);
        let mut gone = self.release();
        out.extend(&gone);
        // What is waiting stands in an order in which each comes after what it builds on.
        self.waiting.retain(|waiting| {
            let hash = waiting.change.hash;
            let builds_on =
                || Chunk::parse(&waiting.change.bytes).is_ok_and(|chunk| chunk.deps().any(|dep| out.contains(&dep)));
            let stays = !out.contains(&hash) && !builds_on();
            if !stays {
                out.insert(hash);
                gone.push(hash);
            }
            stays
        });
        self.recount();
        gone
    }

    /// A document that the relay does not let its member read is not brought back for others: leaves of it
    /// what is owed and what the member wrote; of one that was ended what is owed alone. False if that is
    /// all there was.
    pub(super) fn reduce(&mut self, member: Option<MemberId>, ended: bool) -> bool {
        if self.reduced {
            return false;
        }
        let of_others: BTreeSet<Actor> = self
            .receipts
            .iter()
            .filter(|receipt| Some(receipt.member) != member)
            .map(|receipt| receipt.actor)
            .collect();
        let foreign = |waiting: &Waiting| {
            let computed = |actor| Kind::ALL.iter().any(|kind| is_computed_actor(*kind, actor));
            let of_another = || actor_of(waiting).is_none_or(|actor| of_others.contains(&actor) || computed(actor));
            waiting.brought_back && (ended || of_another())
        };
        if !self.sent.iter().chain(&self.waiting).any(foreign) {
            return false;
        }
        self.put_back(State::Idle);
        self.waiting.retain(|waiting| !foreign(waiting));
        self.reduced = true;
        self.recount();
        true
    }

    /// Puts what the relay lacks in its place: in the order given, the device's own among it; what
    /// waits beside it was written since and comes after. Left out is what others wrote and nothing here proves, with
    /// what builds on it: the relay would take it for this `member`'s own. Whoever has its proof brings it.
    pub(super) fn bring_back(
        &mut self,
        mut changes: Vec<OwedChange>,
        receipts: Vec<Receipt>,
        member: Option<MemberId>,
    ) {
        unproven::leave_out(&mut changes, &receipts, member);
        let held = self.sent.iter().chain(&self.condemned);
        let sent: BTreeSet<_> = held.map(|waiting| waiting.change.hash).collect();
        let mut own: BTreeMap<ChangeHash, Waiting> = BTreeMap::new();
        let mut order = Vec::new();
        for waiting in self.waiting.drain(..) {
            order.push(waiting.change.hash);
            own.insert(waiting.change.hash, waiting);
        }
        for change in changes {
            let hash = change.hash;
            if let Some(waiting) = own.remove(&hash) {
                self.waiting.push_back(waiting);
            } else if !sent.contains(&hash) {
                self.waiting.push_back(Waiting { change, brought_back: true });
            }
        }
        let rest = order.into_iter().filter_map(|hash| own.remove(&hash));
        self.waiting.extend(rest);
        self.receipts = receipts;
        self.compared = true;
        if self.state == State::Comparing {
            self.state = State::Idle;
        }
        self.recount();
    }

    pub(super) fn connection_lost(&mut self) {
        self.put_back(State::Idle);
        self.spare();
        for (_, changes) in core::mem::take(&mut self.passing).into_iter().rev() {
            for waiting in changes.into_iter().rev() {
                self.waiting.push_front(waiting);
            }
        }
        self.waiting.retain(|waiting| !waiting.brought_back);
        self.receipts.clear();
        self.compared = false;
        self.reduced = false;
        self.recount();
    }
}

fn actor_of(waiting: &Waiting) -> Option<Actor> {
    Some(Chunk::parse(&waiting.change.bytes).ok()?.actor())
}
