//! A disk that fills up: it is said plainly, what was stored stays, and writing goes on when
//! there is room again. SQLite's own page limit stands in for the disk: it fails in the same
//! place with the same code as a file system without room.

use crate::storage::conformance::fixture::{VISITOR, batch, change, document_id, people, visit, visit_ties};
use std::sync::Arc;

use sqlx::{AssertSqlSafe, Executor};

use crate::storage::sqlite::SqliteStore;
use crate::storage::{Storage, StorageError};

async fn limit_pages(store: &SqliteStore, more: Option<i64>) {
    let mut writing = store.writer.begin().await.unwrap();
    let (pages,): (i64,) =
        sqlx::query_as("SELECT page_count FROM pragma_page_count").fetch_one(writing.connection()).await.unwrap();
    let most = more.map_or(1_000_000, |more| pages + more);
    let statement = format!("PRAGMA max_page_count = {most}");
    writing.connection().execute(AssertSqlSafe(statement)).await.unwrap();
    writing.end(Ok(())).await.unwrap();
}

#[tokio::test]
async fn a_full_disk_refuses_plainly_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(SqliteStore::open(folder.path()).await.unwrap());
    let as_store: Arc<dyn Storage> = store.clone();
    people(&as_store).await;
    visit(store.as_ref(), 1, visit_ties("east", &[VISITOR])).await;
    limit_pages(&store, Some(4)).await;
    let mut stored = 0;
    let refused = loop {
        let changes = vec![change(1, VISITOR, stored + 1, 2_000)];
        let next = batch(store.as_ref(), 1, changes, None).await;
        match store.commit_all(vec![next]).await {
            Ok(results) => {
                assert_eq!(results.into_iter().map(Result::unwrap).count(), 1);
                stored += 1;
            }
            Err(error) => break error,
        }
        assert!(stored < 100, "the limit was never reached");
    };
    assert_eq!(refused, StorageError::Full);
    let kept = store.changes(document_id(1)).await.unwrap();
    assert_eq!(kept.len() as u64, 1 + stored, "what was answered stays, nothing else came");
    assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());

    limit_pages(&store, None).await;
    let changes = vec![change(1, VISITOR, stored + 1, 2_000)];
    let again = batch(store.as_ref(), 1, changes, None).await;
    let results = store.commit_all(vec![again]).await.unwrap();
    assert!(results.iter().all(Result::is_ok), "writing goes on");
}
