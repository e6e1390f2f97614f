//! What every request can reach.

use std::path::PathBuf;
use std::sync::Arc;

use crate::auth::Tickets;
use crate::config::Site;
use crate::relay::Relay;
use crate::storage::Storage;

/// The relay's parts, cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// Sockets, judging and the store.
    pub relay: Relay,
    /// Tickets that stand.
    pub tickets: Arc<Tickets>,
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
