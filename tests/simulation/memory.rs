//! A relay's store in memory, for the simulated network: it can be killed, saved as a backup and
//! restored, and told to fail or to break one promise. It must never be kinder than SQLite: it
//! passes the same conformance suite.

mod commit;
mod credentials;
mod feed;
mod figures;
mod ledger;
mod members;
mod passkeys;
mod reminders;
mod sign_ins;
mod state;
mod storing;

use std::sync::{Mutex, MutexGuard};

use futures::future::ready;
use server::storage::{Answer, Principal, StorageError};
use shared::ids::DocumentId;

use crate::random::Random;
pub use state::State;

/// Promises that this store may be told to break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Broken {
    /// Answers a write before it is durable.
    pub answers_early: bool,
    /// Says that every actor belongs to whoever brings a change, and takes in what contradicts.
    pub hides_authors: bool,
}

struct Inner {
    state: State,
    /// What a kill leaves, where it differs from `state`.
    durable: Option<State>,
    marks: Random,
    failing: u32,
    bringer: Option<Principal>,
}

/// The store.
pub struct Memory {
    broken: Broken,
    inner: Mutex<Inner>,
}

impl Memory {
    /// An empty store; `seed` makes its marks and its key.
    pub fn new(seed: u64, broken: Broken) -> Self {
        Self {
            broken,
            inner: Mutex::new(Inner {
                state: State::default(),
                durable: None,
                marks: Random::new(seed ^ 0x6d61_726b),
                failing: 0,
                bringer: None,
            }),
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }

    /// Makes durable what was answered early.
    pub fn sync(&self) {
        self.inner().durable = None;
    }

    /// The process dies: only what was durable stays.
    pub fn kill(&self) {
        let mut inner = self.inner();
        if let Some(durable) = inner.durable.take() {
            inner.state = durable;
        }
        inner.failing = 0;
    }

    /// A backup of what is durable.
    pub fn backup(&self) -> State {
        let inner = self.inner();
        inner.durable.as_ref().unwrap_or(&inner.state).clone()
    }

    /// Puts an older backup in place of everything.
    pub fn restore(&self, backup: State) {
        let mut inner = self.inner();
        inner.durable = None;
        inner.state = backup;
    }

    /// Ends a document, whether it is there or not: a backup may be older than its end, or than itself.
    pub fn entomb(&self, document: DocumentId) {
        let mut inner = self.inner();
        let Inner { state, marks, .. } = &mut *inner;
        state.entomb(document, &mut || marks.next().to_be_bytes());
    }

    /// The next writes fail as on a full disk.
    pub fn fail(&self, writes: u32) {
        self.inner().failing = writes;
    }

    /// Whose push is judged now; only a store that hides authors asks.
    pub fn brought_by(&self, who: Option<Principal>) {
        self.inner().bringer = who;
    }

    /// Looks at what is stored.
    pub fn look<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.inner().state)
    }

    /// Looks at what a kill would leave.
    pub fn look_durable<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        let inner = self.inner();
        look(inner.durable.as_ref().unwrap_or(&inner.state))
    }

    fn read<T: Send + 'static>(&self, read: impl FnOnce(&State) -> Result<T, StorageError>) -> Answer<'_, T> {
        Box::pin(ready(self.look(read)))
    }

    /// One transaction: on an error everything is as before.
    fn write<T: Send + 'static>(
        &self,
        write: impl FnOnce(&mut State, &mut dyn FnMut() -> [u8; 8]) -> Result<T, StorageError>,
    ) -> Answer<'_, T> {
        let mut inner = self.inner();
        if inner.failing > 0 {
            inner.failing -= 1;
            return Box::pin(ready(Err(StorageError::Full)));
        }
        let before = inner.state.clone();
        let Inner { state, marks, .. } = &mut *inner;
        let result = write(state, &mut || marks.next().to_be_bytes());
        if result.is_err() {
            inner.state = before;
        } else if self.broken.answers_early && inner.durable.is_none() {
            inner.durable = Some(before);
        }
        drop(inner);
        Box::pin(ready(result))
    }
}
