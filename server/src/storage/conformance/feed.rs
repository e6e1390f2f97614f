//! Promises about the feed.

use std::sync::Arc;

use shared::documents::Kind;
use shared::domain::Role;

use super::fixture::*;
use crate::access;
use crate::storage::{Cursor, PageLimits, Storage, StorageError};

pub(super) async fn the_feed_tells_each_member_what_they_may_read_in_order(store: Arc<dyn Storage>) {
    assert_eq!(store.feed_end().await.unwrap(), None);
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    visit(store, 2, visit_ties("west", &[SECOND_VISITOR])).await;
    write(store, 1, VISITOR, 1).await;
    write(store, 2, SECOND_VISITOR, 1).await;
    write(store, 1, COORDINATOR, 2).await;
    let first = ["changes 1:1-1", "changes 1:2-2", "changes 1:3-3"];
    let second = ["changes 2:1-1", "changes 2:2-2"];
    assert_eq!(all(store, VISITOR).await, first);
    assert_eq!(all(store, COORDINATOR).await, first);
    assert_eq!(all(store, SECOND_VISITOR).await, second);
    assert_eq!(all(store, OTHER_COORDINATOR).await, second);
    assert_eq!(all(store, OFFICER).await, Vec::<String>::new());
}

pub(super) async fn pages_end_at_their_limits_and_the_next_begins_there(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    for seq in 1..=9 {
        write(store, 1, VISITOR, seq).await;
    }
    let whole = all(store, VISITOR).await;
    assert_eq!(whole.len(), 10);
    for rows_max in [1, 2, 3, 7] {
        for bytes_max in [10, 25, 1_000] {
            let limits = PageLimits { rows_max, bytes_max };
            assert_eq!(follow(store, VISITOR, None, limits).await.0, whole);
            let page = store.feed(member_id(VISITOR), None, limits).await.unwrap();
            let documents = page.rows.iter().map(short).filter(|row| row.starts_with("changes"));
            assert!(documents.count() <= (bytes_max / 10).max(1));
        }
    }
    let end = store.feed_end().await.unwrap();
    let page = store.feed(member_id(VISITOR), end, WIDE).await.unwrap();
    assert_eq!((page.rows.len(), page.next, page.at_end), (0, end, true));
}

pub(super) async fn a_grant_brings_everything_before_it_once(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    write(store, 1, VISITOR, 1).await;
    let (_, before) = follow(store, SECOND_VISITOR, None, WIDE).await;
    let changes = vec![change(1, VISITOR, 2, 10)];
    let ties = Some(visit_ties("east", &[VISITOR, SECOND_VISITOR]));
    let granted = commit(store, batch(store, 1, changes, ties).await).await.unwrap();
    assert_eq!(granted.gained, vec![member_id(SECOND_VISITOR)]);
    write(store, 1, VISITOR, 3).await;

    let expected = ["grant 1:1-3", "changes 1:4-4"];
    assert_eq!(follow(store, SECOND_VISITOR, before, WIDE).await.0, expected);
    for rows_max in [1, 2, 3] {
        let limits = PageLimits { rows_max, ..WIDE };
        assert_eq!(follow(store, SECOND_VISITOR, None, limits).await.0, expected);
    }
    let had = ["changes 1:1-1", "changes 1:2-2", "changes 1:3-3", "changes 1:4-4"];
    assert_eq!(all(store, VISITOR).await, had, "who had it hears of no grant");
    // Who joins the office later hears of it by the office's right.
    tie(store, 1, visit_ties("west", &[VISITOR, SECOND_VISITOR])).await;
    add(store, 9, Role::Coordinator, &["west"]).await;
    assert_eq!(all(store, 9).await, ["grant 1:1-4"]);
}

pub(super) async fn a_loss_is_told_to_those_who_could_read(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR, SECOND_VISITOR])).await;
    let (_, seen) = follow(store, SECOND_VISITOR, None, WIDE).await;
    let lost = tie(store, 1, visit_ties("west", &[VISITOR])).await;
    assert_eq!(lost.lost, vec![member_id(COORDINATOR), member_id(SECOND_VISITOR)]);
    assert_eq!(lost.gained, vec![member_id(OTHER_COORDINATOR)]);
    write(store, 1, VISITOR, 1).await;
    assert_eq!(follow(store, SECOND_VISITOR, seen, WIDE).await.0, ["loss 1"]);
    assert_eq!(all(store, OFFICER).await, Vec::<String>::new());
    assert_eq!(all(store, VISITOR).await, ["changes 1:1-1", "changes 1:2-2"]);
    // Given again: everything once more, and nothing of the loss in between.
    tie(store, 1, visit_ties("west", &[VISITOR, SECOND_VISITOR])).await;
    assert_eq!(follow(store, SECOND_VISITOR, seen, WIDE).await.0, ["grant 1:1-2"]);
}

pub(super) async fn who_brings_what_they_may_not_read_is_told(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    // A coordinator hands a visit over before the store ever had it.
    let (id, east) = (document_id(1), visit_ties("east", &[]));
    let standing = store.standing(who(COORDINATOR), id).await.unwrap();
    let mut born = batch(store, 1, vec![change(1, COORDINATOR, 1, 10)], None).await;
    born.access = access::create(who(COORDINATOR), id, &standing, (Kind::Visit, &east)).unwrap();
    born.ties = Some(visit_ties("west", &[]));
    let born = commit(store, born).await.unwrap();
    assert_eq!(born.lost, vec![member_id(COORDINATOR)]);
    assert_eq!(all(store, COORDINATOR).await, ["loss 1"]);
    assert_eq!(all(store, OTHER_COORDINATOR).await, ["changes 1:1-1"]);
}

pub(super) async fn a_new_office_or_role_opens_what_was_there_before(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    visit(store, 2, visit_ties("west", &[])).await;
    write(store, 1, VISITOR, 1).await;
    let (_, seen) = follow(store, OTHER_COORDINATOR, None, WIDE).await;
    let coordinator = member_id(OTHER_COORDINATOR);
    let both = fields(Role::Coordinator, &["east", "west"]);
    store.put_member(coordinator, both.clone()).await.unwrap();
    write(store, 1, VISITOR, 2).await;
    let opened = ["grant 1:1-2", "changes 1:3-3"];
    let (rows, seen) = follow(store, OTHER_COORDINATOR, seen, WIDE).await;
    assert_eq!(rows, opened);
    assert_eq!(all(store, OTHER_COORDINATOR).await, ["changes 2:1-1", "grant 1:1-2", "changes 1:3-3"]);

    store.put_member(coordinator, fields(Role::Coordinator, &["east"])).await.unwrap();
    let (rows, seen) = follow(store, OTHER_COORDINATOR, seen, WIDE).await;
    assert_eq!(rows, ["loss 2"]);
    // Visitors of an office read only what they are paired for.
    store.put_member(coordinator, fields(Role::Visitor, &["east"])).await.unwrap();
    let (rows, seen) = follow(store, OTHER_COORDINATOR, seen, WIDE).await;
    assert_eq!(rows, ["loss 1"]);
    store.put_member(coordinator, both.clone()).await.unwrap();
    let (mut rows, _) = follow(store, OTHER_COORDINATOR, seen, WIDE).await;
    rows.sort();
    assert_eq!(rows, ["grant 1:1-3", "grant 2:1-1"]);
    let mut from_start = all(store, OTHER_COORDINATOR).await;
    from_start.sort();
    assert_eq!(from_start, ["grant 1:1-3", "grant 2:1-1"]);
}

pub(super) async fn a_cursor_of_a_lost_future_is_not_known(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    let end = store.feed_end().await.unwrap().unwrap();
    assert!(store.cursor_known(end).await.unwrap());
    let mut other = end;
    other.mark[0] ^= 1;
    let beyond = Cursor { number: end.number + 1, mark: end.mark };
    assert!(!store.cursor_known(other).await.unwrap());
    assert!(!store.cursor_known(beyond).await.unwrap());
    write(store, 1, VISITOR, 1).await;
    let next = store.feed_end().await.unwrap().unwrap();
    assert_ne!(next.mark, end.mark, "marks are random");
}

pub(super) async fn more_than_a_page_holds_is_named_and_not_carried(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    let large = vec![change(1, VISITOR, 1, 600), change(1, VISITOR, 2, 600)];
    commit(store, batch(store, 1, large, None).await).await.unwrap();
    write(store, 1, VISITOR, 3).await;
    let limits = PageLimits { rows_max: 10, bytes_max: 1_000 };
    let rows = follow(store, VISITOR, None, limits).await.0;
    assert_eq!(rows, ["changes 1:1-1", "changes 1:2-3 too large", "changes 1:4-4"]);
    let wide = PageLimits { bytes_max: 1_200, ..limits };
    let rows = follow(store, VISITOR, None, wide).await.0;
    assert_eq!(rows, ["changes 1:1-1", "changes 1:2-3", "changes 1:4-4"]);
}

pub(super) async fn rows_for_others_count_as_read(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    for seq in 1..=20 {
        write(store, 1, VISITOR, seq).await;
    }
    let limits = PageLimits { rows_max: 3, bytes_max: 100 };
    let (rows, seen) = follow(store, OTHER_COORDINATOR, None, limits).await;
    assert_eq!(rows, Vec::<String>::new());
    assert_eq!(seen, store.feed_end().await.unwrap());
}

pub(super) async fn an_ended_member_is_served_nothing(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    store.end_member(member_id(VISITOR)).await.unwrap();
    for nobody in [VISITOR, 99] {
        let page = store.feed(member_id(nobody), None, WIDE).await;
        assert_eq!(page, Err(StorageError::NotAMember));
        let people = store.people_for(member_id(nobody)).await;
        assert_eq!(people, Err(StorageError::NotAMember));
    }
    assert_eq!(all(store, COORDINATOR).await, ["changes 1:1-1"]);
}
