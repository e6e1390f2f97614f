//! Asks the store once after each group of changes, and after what another process wrote, whom it may concern,
//! and wakes those. It must never let a question of the store that failed pass for an answer: then everybody is
//! woken, and asks.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::journal::Journal;
use crate::storage::{Storage, StorageError};

/// Between two attempts while the store does not answer.
const AGAIN: Duration = Duration::from_millis(250);

/// What there is to hear of.
pub(super) struct Signals {
    /// Changes when a group was stored.
    pub(super) stored: watch::Receiver<u64>,
    /// Changes when somebody else wrote, or somebody's right to be here may have ended.
    pub(super) elsewhere: watch::Receiver<u64>,
}

/// Starts at the newest row, `from`; ends when the relay stops.
pub(super) fn start(
    storage: Arc<dyn Storage>,
    journal: Arc<Journal>,
    from: u64,
    signals: Signals,
    mut stopping: watch::Receiver<bool>,
) {
    tokio::spawn(async move {
        tokio::select! {
            () = run(storage.as_ref(), &journal, from, signals) => {}
            _ = stopping.wait_for(|stopping| *stopping) => {}
        }
    });
}

async fn run(storage: &dyn Storage, journal: &Journal, mut from: u64, mut signals: Signals) {
    let (mut look, mut failed) = (false, false);
    loop {
        tokio::select! {
            changed = signals.stored.changed() => if changed.is_err() { return },
            changed = signals.elsewhere.changed() => {
                if changed.is_err() {
                    return;
                }
                look = true;
            }
            () = tokio::time::sleep(AGAIN), if failed => look = true,
        }
        match tell(storage, journal, from, look).await {
            Ok(to) => (from, look, failed) = (to, false, false),
            Err(error) => {
                if !failed {
                    tracing::warn!(%error, "the store does not say whom new rows concern: everybody is asked");
                }
                journal.ring_all();
                failed = true;
            }
        }
    }
}

/// Who has ended first: they are out within a second, however much else there is to tell.
async fn tell(storage: &dyn Storage, journal: &Journal, from: u64, look: bool) -> Result<u64, StorageError> {
    if look {
        let ended = storage.ended_among(journal.connected()).await?;
        journal.ring(&ended);
    }
    let heard = storage.heard(from).await?;
    Ok(journal.enter(from, heard))
}
