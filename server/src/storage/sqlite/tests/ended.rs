//! What an ending leaves behind, whoever asks for it, and what is found without reading everything.

use crate::storage::Storage;
use crate::storage::conformance::fixture::*;
use crate::storage::sqlite::SqliteStore;

#[tokio::test]
async fn every_ending_stands_in_the_trail() {
    let folder = tempfile::tempdir().unwrap();
    let store = std::sync::Arc::new(SqliteStore::open(folder.path()).await.unwrap());
    let storage: std::sync::Arc<dyn Storage> = store.clone();
    people(&storage).await;
    visit(store.as_ref(), 1, visit_ties("east", &[VISITOR])).await;
    assert!(store.purge(document_id(1), 5).await.unwrap());
    assert!(!store.purge(document_id(1), 6).await.unwrap(), "it had ended");
    let trail = store.keys().trail().await.unwrap();
    let said: Vec<_> = trail.iter().map(|one| (one.entry.at_ms, one.entry.what.as_str())).collect();
    assert_eq!(said, [(5, format!("purge document={} kind=visit", document_id(1)).as_str())], "once");
    assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_log_that_is_being_read_is_not_called_empty() {
    let folder = tempfile::tempdir().unwrap();
    let store = std::sync::Arc::new(SqliteStore::open(folder.path()).await.unwrap());
    let storage: std::sync::Arc<dyn Storage> = store.clone();
    people(&storage).await;
    let mut reading = store.readers().begin().await.unwrap();
    let _rows: Vec<(i64,)> = sqlx::query_as("SELECT number FROM feed").fetch_all(&mut *reading).await.unwrap();
    visit(store.as_ref(), 1, visit_ties("east", &[VISITOR])).await;
    assert!(store.writer().empty_log().await.is_err(), "somebody reads it");
    drop(reading);
    let log = folder.path().join(format!("{}-wal", crate::storage::sqlite::FILE_NAME));
    assert!(std::fs::metadata(&log).unwrap().len() > 0);
    store.writer().empty_log().await.unwrap();
    assert_eq!(std::fs::metadata(&log).unwrap().len(), 0);
}

#[tokio::test]
async fn what_is_asked_at_every_push_is_found_by_an_index() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).await.unwrap();
    for (question, index) in [
        ("SELECT count(DISTINCT document) FROM actor WHERE member = x'00'", "actor_member"),
        ("SELECT 1 FROM actor WHERE member = x'00' AND document = x'00'", "actor_member"),
        ("SELECT 1 FROM feed WHERE what = 'loss' AND document = x'00' AND member = x'00'", "feed_loss"),
    ] {
        let plan: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {question}")))
                .fetch_all(store.readers())
                .await
                .unwrap();
        assert!(plan.iter().all(|(.., step)| step.contains(index)), "{plan:?}");
    }
}
