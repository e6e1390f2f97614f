//! What came into the log lately and whom it concerned, in memory: a group of changes rings at the connections of
//! those whom it may concern, and at no other; the others pass over its rows without a question to the store. It
//! must never let a connection pass over a row that its member may see: where it does not know, it says nothing,
//! and the connection asks.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::ids::MemberId;
use tokio::sync::Notify;

use crate::storage::{Cursor, Heard, Principal, Whom};

/// Stretches of the log that are remembered: more than come between two looks of an idle connection.
const PASSAGES_MAX: usize = 4_096;
/// Members that a stretch remembers by name; one that concerned more of them concerned everybody.
const NAMED_MAX: usize = 256;

/// A stretch of the log: the rows after `from` up to `to`.
#[derive(Debug)]
struct Passage {
    from: u64,
    to: Cursor,
    whom: Whom,
}

#[derive(Debug, Default)]
struct Inner {
    next: u64,
    listeners: HashMap<MemberId, BTreeMap<u64, (Principal, Arc<Bell>)>>,
    /// One after another without a gap.
    passages: VecDeque<Passage>,
}

#[derive(Debug, Default)]
struct Bell {
    rung: AtomicBool,
    some: Notify,
}

impl Bell {
    fn ring(&self) {
        self.rung.store(true, Ordering::Release);
        self.some.notify_one();
    }
}

/// The journal of one relay.
#[derive(Debug, Default)]
pub struct Journal {
    inner: Mutex<Inner>,
}

impl Journal {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a connection.
    pub fn listener(self: &Arc<Self>) -> Listener {
        let mut inner = self.inner();
        inner.next += 1;
        Listener { journal: Arc::clone(self), number: inner.next, who: None, bell: Arc::default() }
    }

    /// The store was asked what came after `from`: those whom it may concern are woken. Gives the row up to which
    /// everything is known now.
    pub fn enter(&self, from: u64, heard: Heard) -> u64 {
        let mut inner = self.inner();
        for bell in inner.concerned(&heard.whom) {
            bell.ring();
        }
        let Some(to) = heard.to.filter(|to| to.number > from) else {
            return from;
        };
        let whom = match heard.whom {
            Whom::Members(members) if members.len() <= NAMED_MAX => Whom::Members(members),
            _ => Whom::Everybody,
        };
        if inner.passages.back().is_some_and(|last| last.to.number != from) {
            // A gap: nobody may pass over what was never looked at.
            inner.passages.clear();
        }
        inner.passages.push_back(Passage { from, to, whom });
        if inner.passages.len() > PASSAGES_MAX {
            inner.passages.pop_front();
        }
        to.number
    }

    /// Wakes every connection: nothing is known.
    pub fn ring_all(&self) {
        for bell in self.inner().concerned(&Whom::Everybody) {
            bell.ring();
        }
    }

    /// Everybody who has a connection.
    pub fn connected(&self) -> BTreeSet<Principal> {
        self.inner().listeners.values().flat_map(BTreeMap::values).map(|(who, _)| *who).collect()
    }

    /// Wakes the connections of these.
    pub fn ring(&self, principals: &BTreeSet<Principal>) {
        for (who, bell) in self.inner().listeners.values().flat_map(BTreeMap::values) {
            if principals.contains(who) {
                bell.ring();
            }
        }
    }

    /// How far a member who knows everything up to `at` may go on without asking the store.
    fn passed(&self, member: MemberId, at: u64) -> Option<Cursor> {
        let inner = self.inner();
        let first = inner.passages.partition_point(|passage| passage.to.number <= at);
        let mut to = None;
        for passage in inner.passages.range(first..) {
            if (to.is_none() && passage.from > at) || passage.whom.holds(member) {
                break;
            }
            to = Some(passage.to);
        }
        to
    }
}

impl Inner {
    fn concerned<'a>(&'a self, whom: &'a Whom) -> Box<dyn Iterator<Item = &'a Bell> + 'a> {
        let bells = |connections: &'a BTreeMap<u64, (Principal, Arc<Bell>)>| connections.values().map(|(_, b)| &**b);
        match whom {
            Whom::Everybody => Box::new(self.listeners.values().flat_map(bells)),
            Whom::Members(members) => {
                Box::new(members.iter().filter_map(|member| self.listeners.get(member)).flat_map(bells))
            }
        }
    }
}

/// A connection's part in it. It hears of nothing before it is known who is at the other end: what they ask first
/// they read from the store.
#[derive(Debug)]
pub struct Listener {
    journal: Arc<Journal>,
    number: u64,
    who: Option<Principal>,
    bell: Arc<Bell>,
}

impl Listener {
    /// Says whose connection it is. It is woken once: their right may have ended since it was looked at.
    pub fn is(&mut self, who: Principal) {
        self.leave();
        self.who = Some(who);
        let mut inner = self.journal.inner();
        inner.listeners.entry(who.member).or_default().insert(self.number, (who, Arc::clone(&self.bell)));
        self.bell.ring();
    }

    /// Waits until something may concern this connection.
    pub async fn woken(&self) {
        while !self.take_woken() {
            self.bell.some.notified().await;
        }
    }

    /// Whether something may concern it since it was last asked.
    pub fn take_woken(&self) -> bool {
        self.bell.rung.swap(false, Ordering::AcqRel)
    }

    /// How far the member may go on from a row without asking the store; none where that is not known.
    pub fn passed(&self, at: u64) -> Option<Cursor> {
        self.journal.passed(self.who?.member, at)
    }

    fn leave(&mut self) {
        let Some(who) = self.who.take() else { return };
        let mut inner = self.journal.inner();
        if let Some(connections) = inner.listeners.get_mut(&who.member) {
            connections.remove(&self.number);
            if connections.is_empty() {
                inner.listeners.remove(&who.member);
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.leave();
    }
}

#[cfg(test)]
mod tests;
