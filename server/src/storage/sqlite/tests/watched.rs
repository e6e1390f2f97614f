//! Somebody reads for long beside a relay that writes: whoever has to go is ended all the same, and of a
//! destroyed key nothing stays once the reader has gone.

use std::sync::Arc;

use faulty_disk::{Disk, Failing, Fault, On};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Executor, SqliteConnection};

use crate::keys::{Entry, Traces};
use crate::storage::conformance::fixture::*;
use crate::storage::sqlite::{FILE_NAME, SqliteStore, open};
use crate::storage::{Storage, StorageError};

async fn relay(folder: &std::path::Path) -> Arc<SqliteStore> {
    let store = Arc::new(SqliteStore::open(folder).await.unwrap());
    let storage: Arc<dyn Storage> = store.clone();
    people(&storage).await;
    visit(store.as_ref(), 1, visit_ties("east", &[VISITOR])).await;
    store
}

/// Somebody who reads a file and does not end.
async fn reader(file: &std::path::Path) -> SqliteConnection {
    let mut reader = SqliteConnectOptions::new().filename(file).connect().await.unwrap();
    reader.execute("BEGIN").await.unwrap();
    reader.execute("SELECT count(*) FROM meta").await.unwrap();
    reader
}

#[tokio::test]
async fn a_member_is_ended_while_somebody_reads_for_long_beside_the_relay() {
    let folder = tempfile::tempdir().unwrap();
    let relay = relay(folder.path()).await;
    relay.begin_to_serve().await.unwrap();
    let (data, keys) = (folder.path().join(FILE_NAME), folder.path().join("keys/keys.sqlite3"));
    let (data, keys) = (reader(&data).await, reader(&keys).await);
    write(relay.as_ref(), 1, VISITOR, 1).await;
    visit(relay.as_ref(), 2, visit_ties("east", &[VISITOR])).await;
    let command = SqliteStore::open_existing(folder.path()).await.unwrap();
    command.end_member(member_id(VISITOR)).await.unwrap();
    assert!(!relay.principal_active(who(VISITOR)).await.unwrap());
    command.end_device(who(SECOND_VISITOR).device).await.unwrap();
    assert!(!relay.principal_active(who(SECOND_VISITOR)).await.unwrap());
    command.close().await;
    relay.close().await;
    drop((data, keys));
}

#[tokio::test]
async fn without_a_relay_an_ending_waits_for_the_reader_and_every_command_opens_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let other = relay(folder.path()).await;
    let data = reader(&folder.path().join(FILE_NAME)).await;
    write(other.as_ref(), 1, VISITOR, 1).await;
    let command = SqliteStore::open_existing(folder.path()).await.unwrap();
    let refused = command.end_member(member_id(VISITOR)).await;
    assert!(matches!(refused, Err(StorageError::Unavailable(_))), "the scene is not the one it is meant to be");
    command.close().await;
    let command = SqliteStore::open_existing(folder.path()).await.unwrap();
    assert!(command.member(member_id(VISITOR)).await.unwrap().is_some(), "it can be read");
    command.close().await;
    other.close().await;
    data.close().await.unwrap();
    // Nobody is served before the ending is finished.
    let next = SqliteStore::open_existing(folder.path()).await.unwrap();
    next.begin_to_serve().await.unwrap();
    assert!(!next.principal_active(who(VISITOR)).await.unwrap());
    next.close().await;
}

#[tokio::test]
async fn nobody_says_that_a_log_is_sound_after_a_write_has_failed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE_NAME);
    let disk = Disk::new();
    let store = SqliteStore::open_on(open::options(&file, true).vfs(disk.name()), &file).await.unwrap();
    let store = Arc::new(store);
    let storage: Arc<dyn Storage> = store.clone();
    people(&storage).await;
    visit(store.as_ref(), 1, visit_ties("east", &[VISITOR])).await;
    let flag = folder.path().join(format!("{FILE_NAME}-sound"));
    let is_up = || std::fs::File::open(&flag).is_ok_and(|file| file.try_lock_shared().is_err());
    assert!(!is_up(), "a command says nothing");
    store.begin_to_serve().await.unwrap();
    assert!(is_up());
    disk.fail(Failing { fault: Fault::Sync, on: On::Log, after: 0, times: 1 });
    store.touch_device(who(VISITOR).device, 99).await.expect_err("the sync fails");
    assert!(!is_up());
    store.touch_device(who(VISITOR).device, 99).await.unwrap();
    assert!(is_up(), "the log was folded");
    store.close().await;
}

#[tokio::test]
async fn a_write_whose_caller_went_away_puts_nothing_in_doubt() {
    let folder = tempfile::tempdir().unwrap();
    let store = relay(folder.path()).await;
    let data = reader(&folder.path().join(FILE_NAME)).await;
    write(store.as_ref(), 1, VISITOR, 1).await;
    for polls in 0..12 {
        let mut write = std::pin::pin!(store.touch_device(who(VISITOR).device, 10 + polls));
        for _ in 0..polls {
            let _pending = futures::poll!(write.as_mut());
            tokio::task::yield_now().await;
        }
    }
    // The log could not be folded while somebody reads: nobody has to.
    write(store.as_ref(), 1, VISITOR, 2).await;
    data.close().await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn of_a_destroyed_key_nothing_stays_once_nobody_reads() {
    let folder = tempfile::tempdir().unwrap();
    let relay = relay(folder.path()).await;
    relay.begin_to_serve().await.unwrap();
    let wrapped = relay.keys().rows().wrapped(document_id(1)).await.unwrap().unwrap().bytes;
    let traces = || {
        let files = std::fs::read_dir(folder.path().join("keys")).unwrap();
        let mut read = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
        read.any(|bytes| bytes.windows(wrapped.len()).any(|part| part == wrapped))
    };
    assert!(traces(), "the search finds it");
    let reading = reader(&folder.path().join("keys/keys.sqlite3")).await;
    let tombstone = crate::keys::Tombstone {
        document: document_id(1),
        kind: shared::documents::Kind::Visit,
        prefecture: "140007".parse().unwrap(),
        at_ms: 5,
    };
    assert_eq!(relay.keys().end(tombstone.clone(), Entry::of_end("test", &tombstone)).await.unwrap(), Traces::Left);
    assert!(traces(), "who reads still needs it");
    reading.close().await.unwrap();
    relay.tend().await;
    assert!(!traces());
    // With nobody in the way it is gone at once, while everything is open.
    visit(relay.as_ref(), 2, visit_ties("east", &[VISITOR])).await;
    relay.purge(document_id(2), 5).await.unwrap();
    assert_eq!(std::fs::metadata(folder.path().join("keys/keys.sqlite3-wal")).unwrap().len(), 0);
    relay.close().await;
}
