//! What is owed to the relay, in order, and what is under way. It must never drop a change before
//! it was acknowledged or refused, and never send one before those it builds on.

mod lane;

use std::collections::{BTreeMap, VecDeque};

use lane::{Lane, State, Waiting};

use super::types::OwedChange;
use crate::ids::{ChangeHash, DocumentId, MemberId};
use crate::protocol::{Push, Receipt, Refusal, limits};

/// The outbox: a lane for each document, so that one push a document is under way at a time and
/// none is judged before the one it builds on.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    lanes: BTreeMap<DocumentId, Lane>,
    /// Documents with something waiting; who came first goes first.
    turns: VecDeque<DocumentId>,
    /// Pushes without an answer, by number.
    under_way: BTreeMap<u64, DocumentId>,
    next_batch: u64,
}

/// What follows from a push that the relay could not take because it lacks what the push builds on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Missing {
    /// Compare this document with the relay, and bring back what it lacks.
    Compare(DocumentId),
    /// That was done already on this line: the changes cannot be taken.
    Refused(DocumentId, Vec<ChangeHash>),
}

impl Outbox {
    pub(super) fn new(owed: Vec<OwedChange>) -> Self {
        let mut outbox = Self::default();
        outbox.add(owed);
        outbox
    }

    pub(super) fn add(&mut self, changes: Vec<OwedChange>) {
        for change in changes {
            let document = change.document;
            let lane = self.lanes.entry(document).or_default();
            lane.waiting.push_back(Waiting { change, brought_back: false });
            self.queue(document);
        }
    }

    /// Gives a document a turn if something of it waits and it has none.
    fn queue(&mut self, document: DocumentId) {
        if let Some(lane) = self.lanes.get_mut(&document)
            && !lane.queued
            && !lane.waiting.is_empty()
        {
            lane.queued = true;
            self.turns.push_back(document);
        }
    }

    /// What the relay lacks of a document, each change after what it builds on.
    pub(super) fn bring_back(
        &mut self,
        document: DocumentId,
        changes: Vec<OwedChange>,
        receipts: Vec<Receipt>,
        member: Option<MemberId>,
    ) {
        let lane = self.lanes.entry(document).or_default();
        lane.bring_back(changes, receipts, member);
        self.queue(document);
        self.drop_if_empty(document);
    }

    /// Whether something of the offering is not stored by the relay yet.
    pub(super) fn brings_back(&self) -> bool {
        self.lanes.values().any(Lane::brings_back)
    }

    /// Whether a document waits to be compared with the relay.
    pub(super) fn is_comparing(&self, document: DocumentId) -> bool {
        self.lanes.get(&document).is_some_and(|lane| lane.state == State::Comparing)
    }

    /// The pushes to send now, as the window allows.
    pub(super) fn next_pushes(&mut self) -> Vec<Push> {
        let mut pushes = Vec::new();
        while self.under_way.len() < limits::PUSHES_IN_FLIGHT_MAX {
            let idle = |document: &DocumentId| {
                self.lanes.get(document).is_none_or(|lane| lane.state == State::Idle && !lane.waiting.is_empty())
            };
            let Some(turn) = self.turns.iter().position(idle) else {
                break;
            };
            let Some(document) = self.turns.remove(turn) else {
                break;
            };
            let Some(lane) = self.lanes.get_mut(&document) else {
                continue;
            };
            lane.queued = false;
            let (changes, receipts) = lane.take();
            self.next_batch += 1;
            self.under_way.insert(self.next_batch, document);
            pushes.push(Push { batch: self.next_batch, document, changes, receipts });
            self.queue(document);
        }
        pushes
    }

    /// A push is stored; if a row is named, only a page up to it lets its changes be forgotten. Gives
    /// what may be forgotten now.
    pub(super) fn acknowledged(&mut self, batch: u64, row: Option<u64>) -> Option<(DocumentId, Vec<ChangeHash>)> {
        let document = self.under_way.remove(&batch)?;
        let hashes = self.lanes.get_mut(&document)?.acknowledged(row);
        self.drop_if_empty(document);
        Some((document, hashes))
    }

    /// A page up to this row has come: what was acknowledged until there may be forgotten with its cursor.
    pub(super) fn passed(&mut self, row: u64) -> Vec<(DocumentId, ChangeHash)> {
        let mut passed = Vec::new();
        let mut emptied = Vec::new();
        for (document, lane) in &mut self.lanes {
            let hashes = lane.passed(row);
            if !hashes.is_empty() {
                emptied.push(*document);
            }
            passed.extend(hashes.into_iter().map(|hash| (*document, hash)));
        }
        for document in emptied {
            self.drop_if_empty(document);
        }
        passed
    }

    /// What the relay named as refused leaves the outbox, with everything here that builds on it;
    /// the rest of the push waits again. A refusal that names nothing means the whole push.
    /// What the relay keeps apart is shown to it whole first: nothing leaves until then.
    pub(super) fn refused(
        &mut self,
        batch: u64,
        hashes: &[ChangeHash],
        refusal: Refusal,
    ) -> Option<(DocumentId, Vec<ChangeHash>)> {
        let document = self.under_way.remove(&batch)?;
        let kept = matches!(refusal, Refusal::NoRight | Refusal::Guarded);
        let out = self.lanes.get_mut(&document)?.refused(hashes, kept);
        self.queue(document);
        self.drop_if_empty(document);
        Some((document, out))
    }

    /// The relay does not let this member read a document that was brought back: of it only what is owed
    /// and what the member wrote is pushed again, of one that was `ended` what is owed alone. None if that
    /// is all there was.
    pub(super) fn reduce(&mut self, batch: u64, member: Option<MemberId>, ended: bool) -> Option<DocumentId> {
        let document = *self.under_way.get(&batch)?;
        if !self.lanes.get_mut(&document)?.reduce(member, ended) {
            return None;
        }
        self.under_way.remove(&batch);
        self.queue(document);
        Some(document)
    }

    /// Whether nothing of such a document is left to be pushed: it may leave the device.
    pub(super) fn is_settled(&self, document: DocumentId) -> bool {
        self.lanes.get(&document).is_some_and(|lane| lane.reduced && lane.is_settled())
    }

    /// The relay lacks what a push builds on: it lost something that this device may have.
    pub(super) fn missing(&mut self, batch: u64, hashes: &[ChangeHash]) -> Option<Missing> {
        let document = *self.under_way.get(&batch)?;
        let lane = self.lanes.get(&document)?;
        if lane.compared || lane.condemns() {
            let (document, out) = self.refused(batch, hashes, Refusal::Missing)?;
            return Some(Missing::Refused(document, out));
        }
        self.under_way.remove(&batch);
        self.lanes.get_mut(&document)?.put_back(State::Comparing);
        self.queue(document);
        Some(Missing::Compare(document))
    }

    /// The relay cannot store now: keep it, and try again at the next tick.
    pub(super) fn put_off(&mut self, batch: u64) {
        if let Some(document) = self.under_way.remove(&batch)
            && let Some(lane) = self.lanes.get_mut(&document)
        {
            lane.put_back(State::PutOff);
            self.queue(document);
        }
    }

    pub(super) fn retry_put_off(&mut self) {
        for lane in self.lanes.values_mut() {
            if lane.state == State::PutOff {
                lane.state = State::Idle;
            }
        }
    }

    /// Nothing that is under way counts: all of it waits again, in its old order. What was brought
    /// back is forgotten: the offering begins anew with the next connection.
    pub(super) fn connection_lost(&mut self) {
        let sent = core::mem::take(&mut self.under_way);
        for document in sent.into_values().rev() {
            self.turns.retain(|turn| *turn != document);
            self.turns.push_front(document);
            if let Some(lane) = self.lanes.get_mut(&document) {
                lane.queued = true;
            }
        }
        for (document, lane) in self.lanes.iter_mut().rev() {
            lane.connection_lost();
            if !lane.queued && !lane.waiting.is_empty() {
                lane.queued = true;
                self.turns.push_front(*document);
            }
        }
        self.lanes.retain(|_, lane| !lane.is_empty());
        let lanes = &self.lanes;
        self.turns.retain(|document| lanes.contains_key(document));
    }

    fn drop_if_empty(&mut self, document: DocumentId) {
        if self.lanes.get(&document).is_some_and(|lane| lane.is_empty() && !lane.compared) {
            self.lanes.remove(&document);
            self.turns.retain(|turn| *turn != document);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.lanes.values().map(Lane::owed).sum()
    }

    pub(super) fn documents(&self) -> Vec<DocumentId> {
        self.lanes.iter().filter(|(_, lane)| lane.owed() > 0).map(|(document, _)| *document).collect()
    }
}
