//! A database restored from a backup, beside today's key store: what was purged or revoked stays so, and
//! the backup itself cannot be opened any more where a document has ended.

use std::sync::Arc;

use shared::domain::Role;
use shared::ids::DeviceId;

use crate::keys::{About, Entry, open};
use crate::storage::conformance::fixture::*;
use crate::storage::sqlite::{FILE_NAME, SqliteStore};
use crate::storage::{DocumentState, Principal, Storage, StorageError};

async fn backed_up(folder: &std::path::Path) -> Vec<u8> {
    let store: Arc<dyn Storage> = Arc::new(SqliteStore::open(folder).await.unwrap());
    people(&store).await;
    visit(store.as_ref(), 1, visit_ties("east", &[VISITOR])).await;
    visit(store.as_ref(), 2, visit_ties("east", &[VISITOR])).await;
    drop(store);
    let store = SqliteStore::open(folder).await.unwrap();
    store.writer().empty_log().await.unwrap();
    store.close().await;
    std::fs::read(folder.join(FILE_NAME)).unwrap()
}

fn restore(folder: &std::path::Path, backup: &[u8]) {
    for name in [format!("{FILE_NAME}-wal"), format!("{FILE_NAME}-shm")] {
        let _absent = std::fs::remove_file(folder.join(name));
    }
    std::fs::write(folder.join(FILE_NAME), backup).unwrap();
}

#[tokio::test]
async fn what_was_purged_or_revoked_stays_so_in_a_restored_database() {
    let folder = tempfile::tempdir().unwrap();
    let backup = backed_up(folder.path()).await;
    let store = SqliteStore::open(folder.path()).await.unwrap();
    visit(&store, 3, visit_ties("east", &[VISITOR])).await;
    visit(&store, 4, visit_ties("east", &[VISITOR])).await;
    for document in [1, 4] {
        assert!(store.purge(document_id(document), 5).await.unwrap());
    }
    store.end_member(member_id(SECOND_VISITOR)).await.unwrap();
    store.end_device(who(COORDINATOR).device).await.unwrap();
    store.end_member(member_id(OTHER_COORDINATOR)).await.unwrap();
    store.put_member(member_id(OTHER_COORDINATOR), fields(Role::Coordinator, &["west"])).await.unwrap();
    store.close().await;

    restore(folder.path(), &backup);
    let store = SqliteStore::open(folder.path()).await.unwrap();
    for document in [1, 4] {
        let head = store.document(document_id(document)).await.unwrap().unwrap();
        assert_eq!(head.state, DocumentState::Purged, "also one that the backup never had");
        assert_eq!(store.changes(document_id(document)).await.unwrap(), vec![]);
        let again = batch(&store, 9, vec![change(document, COORDINATOR, 1, 5)], Some(visit_ties("east", &[]))).await;
        let again = crate::storage::Batch { access: by_hand(&store, document).await, ..again };
        assert_eq!(commit(&store, again).await, Err(StorageError::Stale), "nobody brings it back");
    }
    assert_eq!(all(&store, VISITOR).await, ["changes 2:1-1", "purged 1"]);
    assert!(!store.member(member_id(SECOND_VISITOR)).await.unwrap().unwrap().active);
    let ended = [who(SECOND_VISITOR), who(COORDINATOR), who(OTHER_COORDINATOR)];
    for who in ended {
        assert!(!store.principal_active(who).await.unwrap(), "{who:?}");
    }
    assert!(store.member(member_id(OTHER_COORDINATOR)).await.unwrap().unwrap().active, "who stood again stands");
    assert!(store.principal_active(who(VISITOR)).await.unwrap());
    assert_eq!(store.devices(member_id(COORDINATOR)).await.unwrap()[0].id, DeviceId([COORDINATOR; 8]));
    // What the backup never had comes back from a device, under the key that is there.
    let key = store.keys().key(document_id(3)).await.unwrap();
    visit(&store, 3, visit_ties("east", &[VISITOR])).await;
    assert_eq!(store.keys().key(document_id(3)).await.unwrap(), key);
    assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
    store.close().await;
    // Once told, a store is told nothing again.
    let store = SqliteStore::open(folder.path()).await.unwrap();
    assert_eq!(all(&store, VISITOR).await, ["changes 2:1-1", "purged 1", "changes 3:1-1"]);
    store.close().await;
}

#[tokio::test]
async fn a_backup_cannot_open_what_ended() {
    let folder = tempfile::tempdir().unwrap();
    let backup = backed_up(folder.path()).await;
    let aside = tempfile::tempdir().unwrap();
    std::fs::write(aside.path().join(FILE_NAME), &backup).unwrap();
    let mut old = <sqlx::SqliteConnection as sqlx::Connection>::connect(&format!(
        "sqlite://{}",
        aside.path().join(FILE_NAME).display()
    ))
    .await
    .unwrap();
    let (hash, sealed): (Vec<u8>, Vec<u8>) = sqlx::query_as("SELECT hash, bytes FROM change WHERE document = ?")
        .bind(document_id(1).0.to_vec())
        .fetch_one(&mut old)
        .await
        .unwrap();
    let about = About::Change(document_id(1), shared::ids::ChangeHash::from_slice(&hash).unwrap());

    let store = SqliteStore::open(folder.path()).await.unwrap();
    let key = store.keys().key(document_id(1)).await.unwrap().unwrap();
    assert!(open(&key, about, &sealed).is_some(), "with its key the backup opens");
    let wrapped = store.keys().rows().wrapped(document_id(1)).await.unwrap().unwrap().bytes;
    store.purge(document_id(1), 5).await.unwrap();
    assert_eq!(store.keys().key(document_id(1)).await.unwrap(), None);
    store.close().await;
    for file in std::fs::read_dir(folder.path().join("keys")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(wrapped.len()).any(|part| part == wrapped), "no trace of the key is left");
    }
    drop(key);
    restore(folder.path(), &backup);
    let store = SqliteStore::open(folder.path()).await.unwrap();
    assert_eq!(store.keys().key(document_id(1)).await.unwrap(), None);
    assert_eq!(store.changes(document_id(1)).await.unwrap(), vec![]);
    store.close().await;
}

#[tokio::test]
async fn an_ending_that_was_cut_off_is_finished_when_the_store_opens() {
    let folder = tempfile::tempdir().unwrap();
    backed_up(folder.path()).await;
    let store = SqliteStore::open(folder.path()).await.unwrap();
    // The key store knows, the database was never told.
    let tombstone = crate::keys::Tombstone {
        document: document_id(1),
        kind: shared::documents::Kind::Visit,
        prefecture: "140007".parse().unwrap(),
        at_ms: 5,
    };
    store.keys().end(tombstone.clone(), Entry::of_end("test", &tombstone)).await.unwrap();
    store.keys().revoke(vec![crate::keys::Revoked::Member(member_id(VISITOR))], 5).await.unwrap();
    assert!(matches!(store.changes(document_id(1)).await, Err(StorageError::Keys(_))));
    assert_eq!(store.changes(document_id(2)).await.unwrap().len(), 1, "the others are served");
    store.close().await;
    let store = SqliteStore::open(folder.path()).await.unwrap();
    assert_eq!(store.document(document_id(1)).await.unwrap().unwrap().state, DocumentState::Purged);
    assert!(!store.principal_active(Principal { ..who(VISITOR) }).await.unwrap());
    assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
    store.close().await;
}

#[tokio::test]
async fn a_relay_forgets_the_key_of_what_another_process_ended() {
    let folder = tempfile::tempdir().unwrap();
    backed_up(folder.path()).await;
    let relay = SqliteStore::open(folder.path()).await.unwrap();
    let command = SqliteStore::open(folder.path()).await.unwrap();
    let before = relay.written_elsewhere().await.unwrap();
    assert_eq!(relay.changes(document_id(1)).await.unwrap().len(), 1);
    assert!(command.purge(document_id(1), 5).await.unwrap());
    assert_ne!(relay.written_elsewhere().await.unwrap(), before, "the watcher hears of it");
    assert_eq!(relay.keys().key(document_id(1)).await.unwrap(), None);
    assert_eq!(relay.changes(document_id(2)).await.unwrap().len(), 1, "the others are served");
    // Cut off after the key store's part: nothing was written to the database.
    assert_eq!(relay.changes(document_id(2)).await.unwrap().len(), 1);
    let tombstone = crate::keys::Tombstone {
        document: document_id(2),
        kind: shared::documents::Kind::Visit,
        prefecture: "140007".parse().unwrap(),
        at_ms: 5,
    };
    command.keys().end(tombstone.clone(), Entry::of_end("test", &tombstone)).await.unwrap();
    relay.written_elsewhere().await.unwrap();
    assert_eq!(relay.keys().key(document_id(2)).await.unwrap(), None);
    relay.close().await;
    command.close().await;
}

#[tokio::test]
async fn an_older_key_store_brings_back_nothing_that_ended() {
    let folder = tempfile::tempdir().unwrap();
    backed_up(folder.path()).await;
    let keys = folder.path().join("keys/keys.sqlite3");
    let older = std::fs::read(&keys).unwrap();
    let store = SqliteStore::open(folder.path()).await.unwrap();
    assert!(store.purge(document_id(1), 5).await.unwrap());
    store.end_member(member_id(SECOND_VISITOR)).await.unwrap();
    store.end_device(who(COORDINATOR).device).await.unwrap();
    store.end_member(member_id(OTHER_COORDINATOR)).await.unwrap();
    store.put_member(member_id(OTHER_COORDINATOR), fields(Role::Coordinator, &["west"])).await.unwrap();
    let stranger = batch(&store, 2, vec![change(2, 77, 1, 10)], None).await;
    commit(&store, stranger).await.unwrap();
    store.close().await;
    std::fs::write(&keys, older).unwrap();
    let store = SqliteStore::open(folder.path()).await.unwrap();
    assert_eq!(store.keys().key(document_id(1)).await.unwrap(), None);
    assert_eq!(store.keys().rows().tombstones().await.unwrap().len(), 1);
    let revoked = store.keys().rows().revoked().await.unwrap();
    for one in [
        crate::keys::Revoked::Member(member_id(SECOND_VISITOR)),
        crate::keys::Revoked::Device(who(COORDINATOR).device),
        crate::keys::Revoked::Device(who(OTHER_COORDINATOR).device),
    ] {
        assert!(revoked.contains(&one), "{one:?}");
    }
    assert!(!revoked.contains(&crate::keys::Revoked::Member(member_id(OTHER_COORDINATOR))), "who stands again stands");
    assert!(!revoked.contains(&crate::keys::Revoked::Member(member_id(77))), "who never stood has not ended");
    assert!(store.member(member_id(OTHER_COORDINATOR)).await.unwrap().unwrap().active);
    assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
    store.close().await;
}
