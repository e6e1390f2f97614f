//! SQLite keeps every promise of a store, and what only a file can break.

use std::sync::Arc;

use super::SqliteStore;
use crate::storage::conformance::PROMISES;

#[tokio::test]
async fn sqlite_keeps_every_promise() {
    for (name, promise) in PROMISES {
        println!("{name}");
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(SqliteStore::open(folder.path()).await.unwrap());
        promise(store.clone()).await;
        store.close().await;
    }
}

mod access_log;
mod damaged;
mod ended;
mod faulty;
mod faulty_keys;
mod faulty_random;
mod faulty_relay;
mod full;
mod packed;
pub(super) mod planted;
mod planted_keys;
mod restored;
mod rotated;
mod sealed;
mod strangers;
mod watched;
