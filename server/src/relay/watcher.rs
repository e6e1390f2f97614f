//! Hears of what another process wrote into the same store: the command line that ends a member or a
//! device beside a running relay. Every connection is woken and looks at its own right to be there. It
//! must never end anything itself, and a store that does not answer is asked again.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::storage::Storage;

/// How often the store is asked: what another process ended is in use for no longer than a second.
const LOOK: Duration = Duration::from_millis(250);

/// Starts to look; ends when the relay stops.
pub(super) fn start(storage: Arc<dyn Storage>, news: watch::Sender<u64>, mut stopping: watch::Receiver<bool>) {
    tokio::spawn(async move {
        tokio::select! {
            () = look(storage.as_ref(), &news) => {}
            _ = stopping.wait_for(|stopping| *stopping) => {}
        }
    });
}

async fn look(storage: &dyn Storage, news: &watch::Sender<u64>) {
    let mut tick = tokio::time::interval(LOOK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    // None until the store has answered, and after it did not: then everything may be different.
    let mut known = None;
    loop {
        tick.tick().await;
        let found = storage.written_elsewhere().await;
        if let Err(error) = &found
            && known.is_some()
        {
            tracing::warn!(%error, "the store does not say what others have written");
        }
        let found = found.ok();
        if found != known {
            news.send_modify(|count| *count = count.wrapping_add(1));
        }
        known = found;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::sqlite::SqliteStore;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_write_of_another_process_wakes_and_one_of_ones_own_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let own = SqliteStore::open(folder.path()).await.unwrap();
        let elsewhere = SqliteStore::open_existing(folder.path()).await.unwrap();
        let before = own.written_elsewhere().await.unwrap();
        let member = shared::ids::MemberId([1; 8]);
        let fields = crate::storage::MemberFields {
            name: "見本".to_owned(),
            yomi: "みほん".to_owned(),
            role: shared::domain::Role::Visitor,
            category: None,
            appointed_on: None,
            offices: Vec::new(),
            safeguarding: false,
        };
        own.put_member(member, fields).await.unwrap();
        assert_eq!(own.written_elsewhere().await.unwrap(), before);

        let storage: Arc<dyn Storage> = Arc::new(own);
        let (news, mut heard) = watch::channel(0);
        let (stop, stopping) = watch::channel(false);
        start(Arc::clone(&storage), news, stopping);
        // The first answer of the store is news of its own.
        heard.changed().await.unwrap();
        elsewhere.end_member(member).await.unwrap();
        let bound = Duration::from_secs(20);
        tokio::time::timeout(bound, heard.changed()).await.expect("nobody was woken").unwrap();
        // It holds the only sender: it ends with the relay.
        stop.send(true).unwrap();
        assert!(tokio::time::timeout(bound, heard.changed()).await.expect("it looks on").is_err());
    }
}
