//! Who has which document open now and where, told from connection to connection and never stored. It
//! must never wait, never hold more than the newest word of each, and never be asked by a connection
//! whose member may not read the document at that moment: whoever calls has looked.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::ids::{DeviceId, DocumentId};
use shared::protocol::{Place, Present, limits};
use tokio::sync::Notify;

use crate::storage::Principal;

/// All connections that have documents open.
#[derive(Debug, Default)]
pub struct Presence {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    next: u64,
    documents: HashMap<DocumentId, BTreeMap<u64, Here>>,
}

/// One connection in one document.
#[derive(Debug)]
struct Here {
    who: Principal,
    place: Option<Place>,
    news: Arc<News>,
}

impl Here {
    fn present(&self) -> Present {
        Present { member: self.who.member, device: self.who.device, place: self.place.clone() }
    }
}

/// What a connection has not been told yet: of each device the newest word alone.
#[derive(Debug, Default)]
struct News {
    waiting: Mutex<BTreeMap<DocumentId, BTreeMap<DeviceId, Option<Present>>>>,
    some: Notify,
}

/// What is new in one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Others {
    /// Which document.
    pub document: DocumentId,
    /// Those who came, or moved.
    pub present: Vec<Present>,
    /// The devices that left.
    pub left: Vec<DeviceId>,
}

/// A connection's part in it; when it is dropped, others are told that it left.
#[derive(Debug)]
pub struct Seat {
    presence: Arc<Presence>,
    number: u64,
    news: Arc<News>,
    documents: BTreeSet<DocumentId>,
    /// Who this one was told to be there: whoever is not any more when it comes back has left.
    told: BTreeMap<DocumentId, BTreeSet<DeviceId>>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl News {
    fn add(&self, document: DocumentId, device: DeviceId, word: Option<Present>) {
        locked(&self.waiting).entry(document).or_default().insert(device, word);
        self.some.notify_one();
    }
}

impl Presence {
    /// A place for a connection that was just admitted.
    pub fn seat(self: &Arc<Self>) -> Seat {
        let mut inner = locked(&self.inner);
        inner.next += 1;
        let (presence, number) = (Arc::clone(self), inner.next);
        Seat { presence, number, news: Arc::default(), documents: BTreeSet::new(), told: BTreeMap::new() }
    }
}

impl Seat {
    /// The member has a document open, and may read it: others there are told, and this one of them.
    pub fn enter(&mut self, who: Principal, document: DocumentId, place: Option<Place>) {
        let mut inner = locked(&self.presence.inner);
        let all = inner.documents.entry(document).or_default();
        let is_new = !all.contains_key(&self.number);
        // More than can be told of one another only look on.
        if is_new && all.len() >= limits::PRESENT_MAX {
            return;
        }
        if is_new {
            let there: BTreeSet<DeviceId> = all.values().map(|other| other.who.device).collect();
            for gone in self.told.get(&document).into_iter().flatten().filter(|device| !there.contains(device)) {
                self.news.add(document, *gone, None);
            }
            for other in all.values().filter(|other| other.who.device != who.device) {
                self.news.add(document, other.who.device, Some(other.present()));
            }
            self.documents.insert(document);
        }
        // A sign of life is no news to others.
        if all.get(&self.number).is_some_and(|here| here.place == place) {
            return;
        }
        let here = Here { who, place, news: Arc::clone(&self.news) };
        for other in all.values().filter(|other| other.who.device != who.device) {
            other.news.add(document, who.device, Some(here.present()));
        }
        all.insert(self.number, here);
    }

    /// It is open here; where the person is in it is not known, or as it was.
    pub fn open(&mut self, who: Principal, document: DocumentId) {
        if !self.documents.contains(&document) {
            self.enter(who, document, None);
        }
    }

    /// It is not any more, or its member may not read it any more.
    pub fn leave(&mut self, document: DocumentId) {
        if !self.documents.remove(&document) {
            return;
        }
        locked(&self.news.waiting).remove(&document);
        let mut inner = locked(&self.presence.inner);
        let Some(all) = inner.documents.get_mut(&document) else { return };
        if let Some(gone) = all.remove(&self.number) {
            let device = gone.who.device;
            // Another connection of the same device may have it open still.
            let still = all.values().find(|other| other.who.device == device).map(Here::present);
            for other in all.values().filter(|other| other.who.device != device) {
                other.news.add(document, device, still.clone());
            }
        }
        if all.is_empty() {
            inner.documents.remove(&document);
        }
    }

    /// Waits until there is something new. Whoever stops waiting misses nothing.
    pub async fn some(&self) {
        self.news.some.notified().await;
    }

    /// Whether there is something new.
    pub fn has_some(&self) -> bool {
        !locked(&self.news.waiting).is_empty()
    }

    /// What is new since it was last taken.
    pub fn take(&mut self) -> Vec<Others> {
        let waiting = core::mem::take(&mut *locked(&self.news.waiting));
        let news: Vec<Others> = waiting.into_iter().map(|(document, words)| others(document, words)).collect();
        for others in &news {
            let told = self.told.entry(others.document).or_default();
            told.extend(others.present.iter().map(|one| one.device));
            told.retain(|device| !others.left.contains(device));
        }
        // Of what is not open it is enough to know a little.
        if self.told.len() > limits::OPEN_DOCUMENTS_MAX {
            self.told.retain(|document, _| self.documents.contains(document));
        }
        news
    }
}

fn others(document: DocumentId, words: BTreeMap<DeviceId, Option<Present>>) -> Others {
    let (mut present, mut left) = (Vec::new(), Vec::new());
    for (device, word) in words {
        match word {
            Some(word) => present.push(word),
            None => left.push(device),
        }
    }
    Others { document, present, left }
}

impl Drop for Seat {
    fn drop(&mut self) {
        for document in self.documents.clone() {
            self.leave(document);
        }
    }
}

#[cfg(test)]
mod tests;
