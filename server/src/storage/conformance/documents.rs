//! Promises about documents and their logs.

use std::sync::Arc;

use shared::domain::Role;
use shared::report::Line;

use super::fixture::*;
use crate::access;
use crate::storage::{DocumentState, KnownChange, RefusedChange, Storage, StorageError, StoredChange};

fn conflict<T: core::fmt::Debug>(result: Result<T, StorageError>) {
    assert!(matches!(result, Err(StorageError::Conflict(_))), "{result:?}");
}

pub(super) async fn a_batch_is_stored_whole_and_read_back(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    let ties = visit_ties("east", &[VISITOR]);
    let mut genesis = change(1, 200, 1, 7);
    genesis.author = None;
    let changes = vec![genesis.clone(), change(1, VISITOR, 1, 8), change(1, VISITOR, 2, 9)];
    let committed = commit(store, batch(store, 1, changes.clone(), Some(ties.clone())).await).await;
    let committed = committed.unwrap();
    assert_eq!((committed.document, committed.changes), (document_id(1), 3));
    assert_eq!(committed.gained, vec![member_id(COORDINATOR), member_id(VISITOR)]);
    assert_eq!(store.feed_end().await.unwrap(), committed.cursor);

    let head = store.document(document_id(1)).await.unwrap().unwrap();
    assert_eq!((head.changes, head.state), (3, DocumentState::Live));
    assert_eq!(store.root(document_id(1)).await.unwrap(), Some(vec![1]));
    assert_eq!(store.root(document_id(2)).await.unwrap(), None);
    let stored = store.changes(document_id(1)).await.unwrap();
    let expected: Vec<StoredChange> = (1..)
        .zip(changes)
        .map(|(position, change)| StoredChange {
            position,
            hash: change.hash,
            actor: change.actor,
            seq: change.seq,
            author: change.author,
            received_at_ms: 1_000,
            bytes: change.bytes,
        })
        .collect();
    assert_eq!(stored, expected);
    assert_eq!(store.ties(document_id(1)).await.unwrap(), ties);
    let listed = store.documents(None, 10).await.unwrap();
    assert_eq!(listed.iter().map(|(id, _)| *id).collect::<Vec<_>>(), vec![document_id(1)]);
    assert_eq!(store.documents(Some(document_id(1)), 10).await.unwrap(), vec![]);

    let unknown = hash(document_id(1), actor_of(9), 1);
    let known = store.known_changes(document_id(1), vec![unknown, genesis.hash]).await.unwrap();
    let expected = KnownChange { hash: genesis.hash, actor: genesis.actor, seq: 1 };
    assert_eq!(known, vec![expected]);
    let tail = store.actor_tail(document_id(1), actor_of(VISITOR)).await.unwrap().unwrap();
    assert_eq!((tail.author, tail.last_seq), (Some(who(VISITOR)), 2));
    assert_eq!(tail.last_hash, hash(document_id(1), actor_of(VISITOR), 2));
    assert_eq!(store.actor_tail(document_id(1), actor_of(9)).await.unwrap(), None);
    assert_eq!(store.document(document_id(2)).await.unwrap(), None);
}

pub(super) async fn a_judgement_that_no_longer_holds_stores_nothing(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;

    // Another change came first.
    let mut late = batch(store, 1, vec![change(1, VISITOR, 1, 5)], None).await;
    late.access = by_member(store, 1, VISITOR).await;
    write(store, 1, COORDINATOR, 2).await;
    assert_eq!(commit(store, late).await, Err(StorageError::Stale));

    // The readers changed.
    let mut moved = batch(store, 1, vec![change(1, VISITOR, 1, 5)], None).await;
    moved.access = by_member(store, 1, VISITOR).await;
    tie(store, 1, visit_ties("east", &[VISITOR, SECOND_VISITOR])).await;
    assert_eq!(commit(store, moved).await, Err(StorageError::Stale));

    // The member changed.
    let mut renamed = batch(store, 1, vec![change(1, VISITOR, 1, 5)], None).await;
    renamed.access = by_member(store, 1, VISITOR).await;
    store.put_member(member_id(VISITOR), fields(Role::Visitor, &["west"])).await.unwrap();
    assert_eq!(commit(store, renamed).await, Err(StorageError::Stale));

    // The device was ended.
    let mut revoked = batch(store, 1, vec![change(1, VISITOR, 1, 5)], None).await;
    revoked.access = by_member(store, 1, VISITOR).await;
    store.end_device(who(VISITOR).device).await.unwrap();
    assert_eq!(commit(store, revoked).await, Err(StorageError::Stale));
    let standing = store.standing(who(VISITOR), document_id(1)).await.unwrap();
    assert!(!standing.device_active);
    assert_eq!(access::deliver(who(VISITOR), document_id(1), &standing), None);

    assert_eq!(store.changes(document_id(1)).await.unwrap().len(), 2);
    assert_eq!(store.actor_tail(document_id(1), actor_of(VISITOR)).await.unwrap(), None);
}

pub(super) async fn one_refused_batch_harms_no_other(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    visit(store, 2, visit_ties("east", &[VISITOR])).await;
    let end = store.feed_end().await.unwrap();
    let good = batch(store, 1, vec![change(1, VISITOR, 1, 5)], None).await;
    let gap = vec![change(2, VISITOR, 1, 5), change(2, VISITOR, 3, 5)];
    let bad = batch(store, 2, gap, Some(visit_ties("west", &[]))).await;
    let mut next = batch(store, 1, vec![change(1, VISITOR, 2, 5)], None).await;
    next.judged_upon = 2;
    let mut results = store.commit_all(vec![good, bad, next]).await.unwrap();
    let last = results.pop().unwrap().unwrap();
    conflict(results.pop().unwrap());
    assert_eq!(results.pop().unwrap().unwrap().changes, 2);
    assert_eq!(last.changes, 3);
    assert_eq!(store.changes(document_id(2)).await.unwrap().len(), 1, "none of the bad batch");
    assert_eq!(store.ties(document_id(2)).await.unwrap(), visit_ties("east", &[VISITOR]));
    let rows = follow(store, VISITOR, end, WIDE).await.0;
    assert_eq!(rows, ["changes 1:2-2", "changes 1:3-3"]);
    assert_eq!(store.commit_all(vec![]).await.unwrap(), vec![]);
}

pub(super) async fn an_actor_stays_with_its_author_and_without_a_gap(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR, SECOND_VISITOR])).await;
    write(store, 1, VISITOR, 1).await;

    let mut stolen = change(1, VISITOR, 2, 5);
    stolen.author = Some(who(SECOND_VISITOR));
    conflict(commit(store, batch(store, 1, vec![stolen], None).await).await);
    let mut nobodys = change(1, VISITOR, 2, 5);
    nobodys.author = None;
    conflict(commit(store, batch(store, 1, vec![nobodys], None).await).await);
    for seq in [1, 3] {
        let wrong = vec![change(1, VISITOR, seq, 5)];
        conflict(commit(store, batch(store, 1, wrong, None).await).await);
    }
    let mut twice = change(1, VISITOR, 2, 5);
    twice.hash = hash(document_id(1), actor_of(VISITOR), 1);
    conflict(commit(store, batch(store, 1, vec![twice], None).await).await);
    assert_eq!(write(store, 1, VISITOR, 2).await.changes, 3);

    // However often they write, they have begun in one document, and then in two.
    assert_eq!(store.documents_begun(member_id(VISITOR)).await.unwrap(), 1);
    assert_eq!(store.documents_begun(member_id(SECOND_VISITOR)).await.unwrap(), 0);
    visit(store, 2, visit_ties("east", &[VISITOR])).await;
    write(store, 2, VISITOR, 1).await;
    assert_eq!(store.documents_begun(member_id(VISITOR)).await.unwrap(), 2);
}

pub(super) async fn a_document_is_born_once_with_a_change_and_ties(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    let ties = Some(visit_ties("east", &[]));
    let empty = batch(store, 1, vec![], ties.clone()).await;
    conflict(commit(store, empty).await);
    let untied = batch(store, 1, vec![change(1, COORDINATOR, 1, 5)], None).await;
    conflict(commit(store, untied.clone()).await);
    assert_eq!(store.document(document_id(1)).await.unwrap(), None);

    let mut first = untied.clone();
    first.ties = ties.clone();
    let second = first.clone();
    let mut results = store.commit_all(vec![first, second]).await.unwrap();
    assert_eq!(results.pop().unwrap(), Err(StorageError::Stale));
    assert_eq!(results.pop().unwrap().unwrap().changes, 1);
    let mut unborn = batch(store, 2, vec![change(2, COORDINATOR, 1, 5)], ties).await;
    unborn.birth = None;
    assert_eq!(commit(store, unborn).await, Err(StorageError::Stale));
}

pub(super) async fn a_pull_comes_in_parts_and_ends_with_the_right(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    let more = (1..=4).map(|seq| change(1, VISITOR, seq, 10)).collect();
    commit(store, batch(store, 1, more, None).await).await.unwrap();
    let standing = store.standing(who(VISITOR), document_id(1)).await.unwrap();
    let access = access::read(who(VISITOR), document_id(1), &standing).unwrap();
    let positions = async |after, bytes_max| {
        let part = store.pull(access, after, bytes_max).await.unwrap();
        part.iter().map(|change| change.position).collect::<Vec<u64>>()
    };
    assert_eq!(positions(0, 25).await, [1, 2]);
    assert_eq!(positions(2, 30).await, [3, 4, 5]);
    assert_eq!(positions(2, 1).await, [3], "at least one, however small the limit");
    assert!(positions(5, 100).await.is_empty());

    let standing = store.standing(who(OTHER_COORDINATOR), document_id(1)).await.unwrap();
    assert_eq!(access::read(who(OTHER_COORDINATOR), document_id(1), &standing), None);
    tie(store, 1, visit_ties("east", &[])).await;
    assert_eq!(store.pull(access, 0, 100).await, Err(StorageError::Stale));
}

pub(super) async fn what_is_refused_is_kept_apart(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    let refused = |seq, code: &str| RefusedChange {
        document: document_id(1),
        hash: hash(document_id(1), actor_of(VISITOR), seq),
        author: who(VISITOR),
        code: code.to_owned(),
        at_ms: i64::try_from(seq).unwrap(),
        bytes: vec![1, 2, 3],
    };
    store.keep_refused(vec![refused(1, "no-right"), refused(2, "guarded")]).await.unwrap();
    store.keep_refused(vec![refused(1, "guarded")]).await.unwrap();
    let kept = store.refused(document_id(1)).await.unwrap();
    assert_eq!(kept, vec![refused(1, "no-right"), refused(2, "guarded")]);
    assert_eq!(store.refused(document_id(2)).await.unwrap(), vec![]);
    assert_eq!(store.document(document_id(1)).await.unwrap(), None);
    assert_eq!(all(store, VISITOR).await, Vec::<String>::new());
}

pub(super) async fn figures_are_replaced_with_their_document(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    let line = |month: &str| -> Line {
        let json = format!(r#"{{"request":{{"office":"east","when":"{month}"}}}}"#);
        serde_json::from_str(&json).unwrap()
    };
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    let source = document_id(1).to_string();
    let mut counted = batch(store, 1, vec![change(1, VISITOR, 1, 5)], None).await;
    counted.figures = Some(vec![line("2024-12"), line("2024-11")]);
    commit(store, counted).await.unwrap();
    let stored = store.figures(source.clone()).await.unwrap();
    assert_eq!(stored, vec![line("2024-12"), line("2024-11")], "in the order given");
    write(store, 1, VISITOR, 2).await;
    assert_eq!(store.lines().await.unwrap().len(), 2, "unchanged where nothing was said");

    let mut refused = batch(store, 1, vec![change(1, VISITOR, 9, 5)], None).await;
    refused.figures = Some(vec![]);
    conflict(commit(store, refused).await);
    assert_eq!(store.lines().await.unwrap().len(), 2, "unchanged with a refused change");
    let mut uncounted = batch(store, 1, vec![change(1, VISITOR, 3, 5)], None).await;
    uncounted.figures = Some(vec![]);
    commit(store, uncounted).await.unwrap();
    assert_eq!(store.lines().await.unwrap(), vec![]);
    assert_eq!(store.figure_sources().await.unwrap(), Vec::<String>::new());
}
