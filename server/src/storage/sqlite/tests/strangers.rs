//! What an author wrote who was enrolled after the backup that a store was restored from: it is taken, under
//! its author, and lets nobody in.

use std::sync::Arc;

use crate::storage::Storage;
use crate::storage::conformance::fixture::{
    VISITOR, batch, change, commit, document_id, member_id, people, visit, visit_ties, who,
};
use crate::storage::sqlite::SqliteStore;

#[tokio::test]
async fn the_words_of_an_author_whom_a_restored_store_does_not_know_keep_their_author() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Storage> = Arc::new(SqliteStore::open(folder.path()).await.unwrap());
    people(&store).await;
    visit(store.as_ref(), 1, visit_ties("east", &[VISITOR])).await;
    let stranger = 77;
    let brought = batch(store.as_ref(), 1, vec![change(1, stranger, 1, 10)], None).await;
    commit(store.as_ref(), brought).await.unwrap();
    let stored = store.changes(document_id(1)).await.unwrap();
    assert_eq!(stored.last().unwrap().author, Some(who(stranger)));
    let member = store.member(member_id(stranger)).await.unwrap().unwrap();
    assert!(!member.active);
    assert!(!store.principal_active(who(stranger)).await.unwrap());
    assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
    // The words go on, and who was known stays who they were.
    let more = batch(store.as_ref(), 1, vec![change(1, stranger, 2, 10), change(1, VISITOR, 1, 10)], None).await;
    commit(store.as_ref(), more).await.unwrap();
    assert!(store.member(member_id(VISITOR)).await.unwrap().unwrap().active);
}
