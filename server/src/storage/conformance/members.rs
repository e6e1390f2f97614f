//! Promises about members and their names.

use std::sync::Arc;

use shared::domain::Role;

use super::fixture::*;
use crate::storage::{Storage, StorageError, What};

pub(super) async fn a_member_is_changed_and_counted(store: Arc<dyn Storage>) {
    let store = store.as_ref();
    let id = member_id(1);
    assert_eq!(store.member(id).await.unwrap(), None);
    assert_eq!(store.end_member(id).await, Err(StorageError::NotAMember));
    let mut given = fields(Role::Visitor, &["west", "east", "west"]);
    let row = store.put_member(id, given.clone()).await.unwrap();
    assert_eq!(row.rev, 1);
    assert_eq!(row.fields.offices, vec![office("east"), office("west")], "each once, in order");
    assert_eq!(store.member(id).await.unwrap(), Some(row.clone()));
    let same = store.put_member(id, given.clone()).await.unwrap();
    assert_eq!(same, row, "nothing changed, nothing counted");

    given.name = "新しい名".to_owned();
    given.safeguarding = true;
    let renamed = store.put_member(id, given.clone()).await.unwrap();
    assert!(renamed.rev > row.rev);
    store.end_member(id).await.unwrap();
    let ended = store.member(id).await.unwrap().unwrap();
    assert!(!ended.active && ended.rev > renamed.rev);
    assert_eq!(ended.fields, renamed.fields, "the row stays");
    let back = store.put_member(id, given).await.unwrap();
    assert!(back.active && back.rev > ended.rev);
    assert_eq!(store.members().await.unwrap(), vec![back]);
}

async fn seen(store: &dyn Storage, n: u8) -> Vec<u8> {
    let people = store.people_for(member_id(n)).await.unwrap();
    let mut ids: Vec<u8> = people.iter().map(|person| person.id.0[0]).collect();
    ids.sort_unstable();
    ids
}

pub(super) async fn names_are_for_those_who_share_a_document(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    assert_eq!(seen(store, OFFICER).await, [1, 2, 3, 4, 5]);
    assert_eq!(seen(store, COORDINATOR).await, [2, 3, 4], "all visitors, own colleagues");
    assert_eq!(seen(store, VISITOR).await, [3]);
    let end = store.feed_end().await.unwrap();
    visit(store, 1, visit_ties("east", &[VISITOR, SECOND_VISITOR])).await;
    assert_eq!(seen(store, VISITOR).await, [2, 3, 4]);
    assert_eq!(seen(store, OTHER_COORDINATOR).await, [3, 4, 5]);
    // Who has left still stands as the author of their words.
    write(store, 1, SECOND_VISITOR, 1).await;
    store.end_member(member_id(SECOND_VISITOR)).await.unwrap();
    assert_eq!(seen(store, VISITOR).await, [2, 3, 4]);

    let told = async |n| {
        let page = store.feed(member_id(n), end, WIDE).await.unwrap();
        let people = page.rows.into_iter().filter(|row| matches!(row.what, What::People { .. }));
        people.count()
    };
    assert_eq!(told(VISITOR).await, 1, "a changed row is told to who sees the name");
    let renamed = fields(Role::Coordinator, &["west", "north"]);
    store.put_member(member_id(OTHER_COORDINATOR), renamed).await.unwrap();
    assert_eq!(told(VISITOR).await, 1, "and to nobody else");
    assert_eq!(told(OFFICER).await, 2);
}
