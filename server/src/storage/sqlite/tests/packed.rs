//! Packing older changes: readers see no difference, the disk holds less, damage is named, and an end ends
//! packs too.

use std::sync::Arc;

use sqlx::{AssertSqlSafe, Executor};

use crate::storage::conformance::fixture::*;
use crate::storage::sqlite::SqliteStore;
use crate::storage::{PageLimits, Storage, StorageError};
use crate::verify::verify;

/// A visit with this many changes of its visitor after the first.
async fn long(folder: &std::path::Path, changes: u64) -> SqliteStore {
    let store = Arc::new(SqliteStore::open(folder).await.unwrap());
    let storage: Arc<dyn Storage> = store.clone();
    people(&storage).await;
    visit(store.as_ref(), 1, visit_ties("east", &[VISITOR])).await;
    for first in (1..=changes).step_by(100) {
        let some = (first..(first + 100).min(changes + 1)).map(|seq| change(1, VISITOR, seq, 200)).collect();
        let more = batch(store.as_ref(), 1, some, None).await;
        commit(store.as_ref(), more).await.unwrap();
    }
    drop(storage);
    Arc::try_unwrap(store).unwrap_or_else(|_| panic!("one hand on the store"))
}

async fn pack_all(store: &SqliteStore) -> Vec<(u64, u64)> {
    let mut spans = Vec::new();
    while let Some(packed) = store.pack_some().await.unwrap() {
        spans.push((packed.first, packed.last));
    }
    spans
}

async fn weight(store: &SqliteStore) -> i64 {
    let (bytes,): (i64,) = sqlx::query_as(
        "SELECT (SELECT sum(length(bytes)) FROM change) + (SELECT coalesce(sum(length(bytes)), 0) FROM pack)",
    )
    .fetch_one(store.readers())
    .await
    .unwrap();
    bytes
}

#[tokio::test]
async fn readers_see_no_difference_and_the_disk_holds_less() {
    let folder = tempfile::tempdir().unwrap();
    let store = long(folder.path(), 1_500).await;
    let (before, heavy) = (store.changes(document_id(1)).await.unwrap(), weight(&store).await);
    let limits = PageLimits { rows_max: 3, bytes_max: 1_000 };
    let told = follow(&store, VISITOR, None, limits).await;
    assert_eq!(pack_all(&store).await, [(1, 1_024), (1_025, 1_437)], "the newest stay as they are");
    assert_eq!(store.changes(document_id(1)).await.unwrap(), before);
    assert_eq!(follow(&store, VISITOR, None, limits).await, told);
    assert!(weight(&store).await * 3 < heavy);
    // Parts of a pull end where they ended before, also within a pack.
    let standing = store.standing(who(VISITOR), document_id(1)).await.unwrap();
    let access = crate::access::read(who(VISITOR), document_id(1), &standing).unwrap();
    for (after, bytes_max) in [(0, 1), (0, 900), (1_020, 2_000), (1_430, 5_000), (1_437, 10)] {
        let part = store.pull(access, after, bytes_max).await.unwrap();
        let expected: Vec<_> = before.iter().skip(usize::try_from(after).unwrap()).cloned().collect();
        let mut bytes = 0;
        let whole = expected.into_iter().take_while(|change| {
            let first = bytes == 0;
            bytes += change.bytes.len();
            first || bytes <= bytes_max
        });
        assert_eq!(part, whole.collect::<Vec<_>>(), "after {after}, {bytes_max} bytes");
    }
    // Writing goes on, and so does packing.
    write(&store, 1, VISITOR, 1_501).await;
    assert_eq!(store.changes(document_id(1)).await.unwrap().len(), 1_502);
    assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
    assert_eq!(pack_all(&store).await, Vec::new());
    store.close().await;
}

#[tokio::test]
async fn a_pack_ends_with_its_document() {
    let folder = tempfile::tempdir().unwrap();
    let store = long(folder.path(), 400).await;
    assert_eq!(pack_all(&store).await, [(1, 337)]);
    store.purge(document_id(1), 5).await.unwrap();
    let (packs,): (i64,) = sqlx::query_as("SELECT count(*) FROM pack").fetch_one(store.readers()).await.unwrap();
    assert_eq!(packs, 0);
    assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
    assert_eq!(pack_all(&store).await, Vec::new());
    store.close().await;
}

#[tokio::test]
async fn damage_to_a_pack_is_named() {
    for (statement, words) in [
        (
            "UPDATE pack SET bytes = CAST(substr(bytes, 1, 50) || zeroblob(8) || substr(bytes, 59) AS BLOB)",
            "封が開きません",
        ),
        ("DELETE FROM pack", "まとめたもの"),
        ("UPDATE document SET packed = 300", "まとめたもの"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let store = long(folder.path(), 400).await;
        pack_all(&store).await;
        let mut writing = store.writer().begin().await.unwrap();
        writing.connection().execute(AssertSqlSafe(statement.to_owned())).await.unwrap();
        writing.end(Ok(())).await.unwrap();
        let verified = verify(&store).await.unwrap();
        let found = verified.findings.iter().any(|finding| finding.what.contains(words));
        assert!(found, "{statement}\n{:#?}", verified.findings);
        if statement.starts_with("DELETE") {
            assert!(matches!(store.changes(document_id(1)).await, Err(StorageError::Damaged { .. })));
        }
        store.close().await;
    }
}
