//! The relay's work between a socket and the store: `socket` runs one connection, `desk` takes
//! pushes in groups, `judge` decides on one push, `feed` says what is new for a member. It must
//! never acknowledge before the store has committed, nor pass on what it has not.

mod desk;
mod feed;
mod herald;
mod journal;
mod judge;
mod load;
mod presence;
mod socket;
mod watcher;
mod writer;

use std::sync::Arc;

use shared::protocol::{AppVersion, ReceiptKey};
use tokio::sync::{broadcast, watch};

pub use desk::{Desk, Outcome, Taken};
pub use feed::{Page, Pulled, compare, may_read, membership, page, people, pull, quarantine};
pub use journal::{Journal, Listener};
pub use judge::{Author, Case, Refused, Tail, Verdict, judge, judge_read, parse};
pub use load::{Load, Loads};
pub use presence::{Others, Presence, Seat};
pub use socket::{Program, serve_socket, written_at_ms};
pub use writer::Writer;

use crate::storage::{Principal, Storage, StorageError};

/// Ended sessions that a connection has not looked at yet; one that missed some asks all the same.
const ENDED_MAX: usize = 64;

/// A session that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Whose, on which device.
    pub who: Principal,
    /// Whether connections are closed without being asked for another one.
    pub at_once: bool,
}

/// The part of the relay that all connections share.
#[derive(Clone)]
pub struct Relay {
    /// The store.
    pub storage: Arc<dyn Storage>,
    /// The key of its receipts.
    pub key: ReceiptKey,
    /// Takes pushes.
    pub writer: Writer,
    /// What came into the log lately, and whom it concerned.
    pub journal: Arc<Journal>,
    /// Changes when something was written that no push brought.
    pub elsewhere: watch::Sender<u64>,
    /// How much of each member waits for an answer.
    pub loads: Arc<Loads>,
    /// Who has which document open.
    pub presence: Arc<Presence>,
    /// Of whom a session has ended, and what their connections are told.
    pub ended: broadcast::Sender<Ended>,
    /// Apps older than this may read and not write.
    pub oldest_app: Option<AppVersion>,
    /// Becomes true when the relay stops.
    pub stopping: watch::Receiver<bool>,
}

impl Relay {
    /// Starts the writer on a store. `stopping` becoming true ends it and every connection.
    ///
    /// # Errors
    /// When the store cannot give its receipt key.
    pub async fn start(storage: Arc<dyn Storage>, stopping: watch::Receiver<bool>) -> Result<Self, StorageError> {
        let key = ReceiptKey::new(storage.receipt_key().await?);
        let newest = storage.feed_end().await?.map_or(0, |end| end.number);
        let ((stored, was_stored), (elsewhere, written)) = (watch::channel(0), watch::channel(0));
        let journal = Arc::new(Journal::default());
        let signals = herald::Signals { stored: was_stored, elsewhere: written.clone() };
        herald::start(Arc::clone(&storage), Arc::clone(&journal), newest, signals, stopping.clone());
        let desk = Desk::new(Arc::clone(&storage), key.clone());
        let writer = Writer::start(desk, stored, written);
        watcher::start(Arc::clone(&storage), elsewhere.clone(), stopping.clone());
        let (ended, _) = broadcast::channel(ENDED_MAX);
        Ok(Self {
            storage,
            key,
            writer,
            journal,
            elsewhere,
            loads: Arc::default(),
            presence: Arc::default(),
            ended,
            oldest_app: None,
            stopping,
        })
    }

    /// Lets apps older than this one read and not write.
    #[must_use]
    pub fn with_oldest_app(self, oldest_app: Option<AppVersion>) -> Self {
        Self { oldest_app, ..self }
    }

    /// A session of this device has ended: its connections must show that another stands.
    pub fn session_ended(&self, who: Principal) {
        self.tell_ended(Ended { who, at_once: false });
    }

    /// The session of this device was ended from elsewhere: its connections are closed.
    pub fn session_closed(&self, who: Principal) {
        self.tell_ended(Ended { who, at_once: true });
    }

    fn tell_ended(&self, ended: Ended) {
        // Nobody may be connected.
        let _nobody = self.ended.send(ended);
    }

    /// Says that something was written that no push brought: a member added or ended, a device locked, a document
    /// ended. Whose right to be here has ended is out at once.
    pub fn wake(&self) {
        self.elsewhere.send_modify(|count| *count = count.wrapping_add(1));
    }
}
