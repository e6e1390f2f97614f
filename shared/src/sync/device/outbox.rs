//! What is owed to the relay, in order, and what is under way. It must never drop a change before
//! it was acknowledged or refused.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::types::OwedChange;
use crate::ids::{ChangeHash, DocumentId};
use crate::protocol::{Push, Receipt, limits};

#[derive(Debug, Clone)]
struct Waiting {
    change: OwedChange,
    /// A change of somebody else, brought back after a restart: it is not owed on disk.
    brought_back: bool,
}

/// The outbox.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    waiting: VecDeque<Waiting>,
    under_way: BTreeMap<u64, (DocumentId, Vec<Waiting>)>,
    put_off: Vec<Waiting>,
    receipts: BTreeMap<DocumentId, Vec<Receipt>>,
    next_batch: u64,
}

impl Outbox {
    pub(super) fn new(owed: Vec<OwedChange>) -> Self {
        let mut outbox = Self::default();
        outbox.add(owed);
        outbox
    }

    fn has(&self, document: DocumentId, hash: ChangeHash) -> bool {
        self.all()
            .any(|w| w.change.hash == hash && w.change.document == document)
    }

    fn all(&self) -> impl Iterator<Item = &Waiting> {
        self.under_way
            .values()
            .flat_map(|(_, sent)| sent)
            .chain(&self.put_off)
            .chain(&self.waiting)
    }

    pub(super) fn add(&mut self, changes: Vec<OwedChange>) {
        self.waiting
            .extend(changes.into_iter().map(|change| Waiting {
                change,
                brought_back: false,
            }));
    }

    pub(super) fn bring_back(
        &mut self,
        document: DocumentId,
        changes: Vec<OwedChange>,
        receipts: Vec<Receipt>,
    ) {
        // They go first: what this device wrote since may build on them.
        let new: Vec<_> = changes
            .into_iter()
            .filter(|change| !self.has(document, change.hash))
            .collect();
        for change in new.into_iter().rev() {
            self.waiting.push_front(Waiting {
                change,
                brought_back: true,
            });
        }
        self.receipts.insert(document, receipts);
    }

    /// Whether something of the offering is not stored by the relay yet.
    pub(super) fn brings_back(&self) -> bool {
        self.all().any(|waiting| waiting.brought_back)
    }

    /// The pushes to send now, as the window allows.
    pub(super) fn next_pushes(&mut self) -> Vec<Push> {
        let mut pushes = Vec::new();
        while self.under_way.len() < limits::PUSHES_IN_FLIGHT_MAX {
            let Some(document) = self.next_document() else {
                break;
            };
            let taken = self.take(document);
            self.next_batch += 1;
            let changes: Vec<_> = taken.iter().map(|w| w.change.bytes.clone()).collect();
            let receipts = match taken.iter().any(|w| w.brought_back) {
                true => self.receipts.get(&document).cloned().unwrap_or_default(),
                false => Vec::new(),
            };
            self.under_way.insert(self.next_batch, (document, taken));
            pushes.push(Push {
                batch: self.next_batch,
                document,
                changes,
                receipts,
            });
        }
        pushes
    }

    /// The first document that waits and has nothing under way or put off: one push a document at
    /// a time, so that none is judged before the one it builds on.
    fn next_document(&self) -> Option<DocumentId> {
        let busy = |document| {
            self.under_way.values().any(|(sent, _)| *sent == document)
                || self.put_off.iter().any(|w| w.change.document == document)
        };
        self.waiting
            .iter()
            .map(|waiting| waiting.change.document)
            .find(|document| !busy(*document))
    }

    /// Takes what waits for one document, up to the limits of a push.
    fn take(&mut self, document: DocumentId) -> Vec<Waiting> {
        let mut taken: Vec<Waiting> = Vec::new();
        let mut rest = VecDeque::new();
        let mut bytes = 0;
        let mut full = false;
        while let Some(waiting) = self.waiting.pop_front() {
            let size = waiting.change.bytes.len();
            let fits = taken.is_empty()
                || (taken.len() < limits::PUSH_CHANGES_MAX
                    && bytes + size <= limits::PUSH_BYTES_MAX);
            if waiting.change.document == document && fits && !full {
                bytes += size;
                taken.push(waiting);
            } else {
                // Once one did not fit, later ones of the document must not overtake it.
                full = full || waiting.change.document == document;
                rest.push_back(waiting);
            }
        }
        self.waiting = rest;
        taken
    }

    pub(super) fn acknowledged(&mut self, batch: u64) -> Option<(DocumentId, Vec<ChangeHash>)> {
        let (document, sent) = self.under_way.remove(&batch)?;
        Some((document, sent.into_iter().map(|w| w.change.hash).collect()))
    }

    /// What the relay named as refused leaves the outbox; the rest of the push waits again. A
    /// refusal that names nothing means all of it.
    pub(super) fn refused(
        &mut self,
        batch: u64,
        hashes: &[ChangeHash],
    ) -> Option<(DocumentId, Vec<ChangeHash>)> {
        let (document, sent) = self.under_way.remove(&batch)?;
        let named = |w: &Waiting| hashes.contains(&w.change.hash);
        let all = !sent.iter().any(named);
        let (out, back): (Vec<_>, Vec<_>) = sent.into_iter().partition(|w| all || named(w));
        for waiting in back.into_iter().rev() {
            self.waiting.push_front(waiting);
        }
        Some((document, out.into_iter().map(|w| w.change.hash).collect()))
    }

    /// The relay cannot store now: keep it, and try again at the next tick.
    pub(super) fn put_off(&mut self, batch: u64) {
        if let Some((_, sent)) = self.under_way.remove(&batch) {
            self.put_off.extend(sent);
        }
    }

    pub(super) fn retry_put_off(&mut self) {
        for waiting in self.put_off.drain(..).rev() {
            self.waiting.push_front(waiting);
        }
    }

    /// Nothing that is under way counts: all of it waits again, in its old order.
    pub(super) fn connection_lost(&mut self) {
        self.retry_put_off();
        let under_way = core::mem::take(&mut self.under_way);
        for (_, (_, sent)) in under_way.into_iter().rev() {
            for waiting in sent.into_iter().rev() {
                self.waiting.push_front(waiting);
            }
        }
        // The offering begins anew with the next connection.
        self.waiting.retain(|waiting| !waiting.brought_back);
        self.receipts.clear();
    }

    pub(super) fn len(&self) -> usize {
        self.all().filter(|waiting| !waiting.brought_back).count()
    }

    pub(super) fn documents(&self) -> Vec<DocumentId> {
        let set: BTreeSet<_> = self
            .all()
            .filter(|waiting| !waiting.brought_back)
            .map(|waiting| waiting.change.document)
            .collect();
        set.into_iter().collect()
    }
}
