//! What every request can reach.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::audit::Audit;
use crate::auth::{Attempts, Challenges, Connections, RelayKeys, Tickets};
use crate::config::Site;
use crate::push::Reminders;
use crate::relay::Relay;
use crate::storage::Storage;

/// Devices for which whole documents are read at the same time.
pub const READING_MAX: usize = 8;

/// The relay's parts, cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// Sockets, judging and the store.
    pub relay: Relay,
    /// Tickets that stand.
    pub tickets: Arc<Tickets>,
    /// Writes down who was given or wrote what.
    pub audit: Audit,
    /// The relay's own keys.
    pub keys: Arc<RelayKeys>,
    /// What devices are given to sign.
    pub challenges: Arc<Challenges>,
    /// Failed sign-ins of each account.
    pub attempts: Arc<Attempts>,
    /// Who is connected, and how often.
    pub connections: Arc<Connections>,
    /// Turns to read whole documents for a device.
    pub reading: Arc<Semaphore>,
    /// Whether, and from when on, it reminds of the next day.
    pub reminders: Option<Reminders>,
    /// Under which addresses the relay is reached.
    pub site: Arc<Site>,
    /// The folder of the built web app.
    pub app: Arc<PathBuf>,
}

impl AppState {
    /// The store.
    pub fn storage(&self) -> &dyn Storage {
        self.relay.storage.as_ref()
    }
}
