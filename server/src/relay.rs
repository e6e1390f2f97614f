//! The relay's work between a socket and the store: `socket` runs one connection, `desk` takes
//! pushes in groups, `judge` decides on one push, `feed` says what is new for a member. It must
//! never acknowledge before the store has committed, nor pass on what it has not.

mod desk;
mod feed;
mod judge;
mod socket;
mod writer;

use std::sync::Arc;

use shared::protocol::ReceiptKey;
use tokio::sync::watch;

pub use desk::{Desk, Outcome, Taken};
pub use feed::{Page, Pulled, compare, page, people, pull};
pub use judge::{Author, Case, Refused, Tail, Verdict, judge};
pub use socket::serve_socket;
pub use writer::Writer;

use crate::storage::{Storage, StorageError};

/// The part of the relay that all connections share.
#[derive(Clone)]
pub struct Relay {
    /// The store.
    pub storage: Arc<dyn Storage>,
    /// The key of its receipts.
    pub key: ReceiptKey,
    /// Takes pushes.
    pub writer: Writer,
    /// Changes whenever there is something new in the log.
    pub news: watch::Sender<u64>,
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
        let (news, _) = watch::channel(0);
        let desk = Desk::new(Arc::clone(&storage), key.clone());
        let writer = Writer::start(desk, news.clone());
        Ok(Self { storage, key, writer, news, stopping })
    }

    /// Says that the log has something new that no push brought: a member added or ended.
    pub fn wake(&self) {
        self.news.send_modify(|count| *count = count.wrapping_add(1));
    }
}
