//! Replacing the key file: whatever moment it is cut off at, the store opens and nothing is lost, and a
//! relay that runs beside it goes on.

use std::sync::Arc;

use crate::keys::Step;
use crate::storage::conformance::fixture::*;
use crate::storage::sqlite::SqliteStore;
use crate::storage::{Storage, StorageError};

async fn with_visit(folder: &std::path::Path) -> Arc<SqliteStore> {
    let store = Arc::new(SqliteStore::open(folder).await.unwrap());
    let storage: Arc<dyn Storage> = store.clone();
    people(&storage).await;
    visit(store.as_ref(), 1, visit_ties("east", &[VISITOR])).await;
    store
}

async fn has(store: &SqliteStore, document: u8, changes: usize) {
    assert_eq!(store.changes(document_id(document)).await.unwrap().len(), changes);
}

#[tokio::test]
async fn a_rotation_that_is_cut_off_at_any_moment_loses_nothing() {
    for last in [Step::Written, Step::Wrapped, Step::Promoted] {
        let folder = tempfile::tempdir().unwrap();
        let store = with_visit(folder.path()).await;
        let receipt_key = store.receipt_key().await.unwrap();
        let file = folder.path().join("otozure.key");
        let before = std::fs::read(&file).unwrap();
        store.keys().rotate_until(|step| step != last).await.unwrap_err();
        // The process that was cut off is gone; the next one opens what it left.
        store.close().await;
        let store = SqliteStore::open(folder.path()).await.unwrap();
        has(&store, 1, 1).await;
        assert_eq!(store.receipt_key().await.unwrap(), receipt_key);
        assert_eq!(std::fs::read(&file).unwrap() == before, last == Step::Written, "{last:?}");
        visit(&store, 2, visit_ties("east", &[VISITOR])).await;
        let rotated = store.keys().rotate().await.unwrap();
        assert_eq!(rotated.keys, 3, "two documents and the receipts");
        store.close().await;
        let store = SqliteStore::open(folder.path()).await.unwrap();
        has(&store, 1, 1).await;
        has(&store, 2, 1).await;
        assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
        store.close().await;
    }
}

#[tokio::test]
async fn a_relay_that_runs_takes_the_new_key_file_up() {
    let folder = tempfile::tempdir().unwrap();
    let relay = with_visit(folder.path()).await;
    let command = SqliteStore::open(folder.path()).await.unwrap();
    let rotated = command.keys().rotate().await.unwrap();
    assert_ne!(rotated.from, rotated.to);
    visit(relay.as_ref(), 2, visit_ties("east", &[VISITOR])).await;
    command.keys().rotate().await.unwrap();
    has(&command, 2, 1).await;
    has(relay.as_ref(), 1, 1).await;
    relay.receipt_key().await.unwrap();
    relay.close().await;
    command.close().await;
    let store = SqliteStore::open(folder.path()).await.unwrap();
    has(&store, 1, 1).await;
    has(&store, 2, 1).await;
    store.close().await;
}

#[tokio::test]
async fn the_key_file_from_before_a_rotation_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = with_visit(folder.path()).await;
    let file = folder.path().join("otozure.key");
    let before = std::fs::read(&file).unwrap();
    store.keys().rotate().await.unwrap();
    store.close().await;
    std::fs::write(&file, before).unwrap();
    let refused = SqliteStore::open(folder.path()).await;
    assert!(matches!(refused, Err(StorageError::Keys(_))), "{refused:?}");
}
