//! Promises about documents that end.

use std::sync::Arc;

use shared::domain::Role;

use super::fixture::*;
use crate::access;
use crate::storage::{DocumentState, RefusedChange, Storage, StorageError};

fn refused(document: u8) -> RefusedChange {
    RefusedChange {
        document: document_id(document),
        hash: hash(document_id(document), actor_of(VISITOR), 9),
        author: who(VISITOR),
        code: "guarded".to_owned(),
        at_ms: 1,
        bytes: vec![1, 2, 3],
    }
}

pub(super) async fn what_is_purged_leaves_a_tombstone_and_nothing_else(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    visit(store, 2, visit_ties("east", &[VISITOR])).await;
    count(store, 1, 1, vec![line("2024-12")]).await;
    store.keep_refused(vec![refused(1), refused(2)]).await.unwrap();
    assert!(store.purge(document_id(1), 5).await.unwrap());
    assert!(!store.purge(document_id(1), 6).await.unwrap(), "it had ended");
    assert!(!store.purge(document_id(9), 6).await.unwrap(), "it never was");

    let head = store.document(document_id(1)).await.unwrap().unwrap();
    assert_eq!((head.state, head.changes), (DocumentState::Purged, 0));
    assert_eq!(store.root(document_id(1)).await.unwrap(), None);
    assert_eq!(store.changes(document_id(1)).await.unwrap(), vec![]);
    assert_eq!(store.ties(document_id(1)).await.unwrap(), vec![]);
    assert_eq!(store.refused(document_id(1)).await.unwrap(), vec![]);
    assert_eq!(store.actor_tail(document_id(1), actor_of(VISITOR)).await.unwrap(), None);
    assert_eq!(store.lines().await.unwrap(), vec![line("2024-12")], "what was counted stays counted");
    store.keep_refused(vec![refused(1)]).await.unwrap();
    assert_eq!(store.refused(document_id(1)).await.unwrap(), vec![], "nothing is kept for it again");

    assert_eq!(store.changes(document_id(2)).await.unwrap().len(), 1, "the other one stands");
    assert_eq!(store.refused(document_id(2)).await.unwrap(), vec![refused(2)]);
    assert_eq!(store.document(document_id(9)).await.unwrap(), None);
    assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
}

pub(super) async fn who_could_read_what_is_purged_is_told_once(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR, SECOND_VISITOR])).await;
    let (_, seen) = follow(store, VISITOR, None, WIDE).await;
    tie(store, 1, visit_ties("east", &[VISITOR])).await;
    store.end_member(member_id(VISITOR)).await.unwrap();
    store.purge(document_id(1), 5).await.unwrap();
    store.purge(document_id(1), 6).await.unwrap();

    let told = ["purged 1"];
    assert_eq!(all(store, COORDINATOR).await, told);
    assert_eq!(all(store, SECOND_VISITOR).await, ["loss 1"], "who had lost it before heard of that");
    assert_eq!(all(store, OTHER_COORDINATOR).await, Vec::<String>::new());
    assert_eq!(all(store, OFFICER).await, Vec::<String>::new());
    // Whose membership stands again still has it on a device.
    store.put_member(member_id(VISITOR), fields(Role::Visitor, &["east"])).await.unwrap();
    assert_eq!(follow(store, VISITOR, seen, WIDE).await.0, told);
    // Who joins the office later never had it.
    add(store, 9, Role::Coordinator, &["east"]).await;
    assert_eq!(all(store, 9).await, Vec::<String>::new());
}

pub(super) async fn nothing_is_written_to_what_is_purged(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    let standing = store.standing(who(VISITOR), document_id(1)).await.unwrap();
    let reading = access::read(who(VISITOR), document_id(1), &standing).unwrap();
    let mut late = batch(store, 1, vec![change(1, VISITOR, 1, 5)], None).await;
    late.access = by_member(store, 1, VISITOR).await;
    store.purge(document_id(1), 5).await.unwrap();

    assert_eq!(commit(store, late).await, Err(StorageError::Stale));
    let upon_nothing = batch(store, 1, vec![change(1, VISITOR, 1, 5)], None).await;
    assert_eq!(commit(store, upon_nothing.clone()).await, Err(StorageError::Stale));
    let again = crate::storage::Batch {
        birth: batch(store, 7, vec![], None).await.birth,
        ties: Some(visit_ties("east", &[VISITOR])),
        ..upon_nothing
    };
    assert_eq!(commit(store, again).await, Err(StorageError::Stale), "its id is never taken again");
    assert_eq!(store.pull(reading, 0, 1_000).await, Err(StorageError::Stale));
    let standing = store.standing(who(VISITOR), document_id(1)).await.unwrap();
    assert_eq!(access::deliver(who(VISITOR), document_id(1), &standing), None);
    assert_eq!(store.changes(document_id(1)).await.unwrap(), vec![]);
}
