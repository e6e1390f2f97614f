//! Promises about calls that are due to visitors: who is told of them, and when they must be forgotten.

use std::sync::Arc;

use shared::access::Tie;
use shared::documents::Kind;
use shared::domain::Role;
use shared::report::care::call_days;

use super::fixture::*;
use crate::storage::{Line, Storage};

const EVERYBODY: [u8; 5] = [OFFICER, COORDINATOR, VISITOR, SECOND_VISITOR, OTHER_COORDINATOR];

async fn told(store: &dyn Storage, member: u8) -> Vec<String> {
    follow_figures(store, member, None, WIDE).await.0
}

fn due(visitor: u8, done: bool) -> Line {
    let (from, until) = call_days("2024-12-18".parse().unwrap());
    Line::Aftercare { visitor: member_id(visitor), visit: document_id(9), from, until, done }
}

/// An aftercare of a visitor, whose supporter is another.
async fn aftercare(store: &dyn Storage, document: u8, lines: Vec<Line>) {
    let ties = vec![Tie::Author(member_id(VISITOR)), Tie::Supporter(member_id(SECOND_VISITOR))];
    let mut made = batch(store, document, vec![change(document, VISITOR, 1, 10)], Some(ties)).await;
    made.birth.as_mut().unwrap().kind = Kind::Aftercare;
    made.figures = Some(lines);
    commit(store, made).await.unwrap();
}

fn row(lines: usize) -> String {
    format!("figures {} of -: {lines}", document_id(1))
}

pub(super) async fn a_call_that_is_due_is_told_to_the_coordinators_of_the_visitors_offices_alone(
    store: Arc<dyn Storage>,
) {
    people(&store).await;
    let store = store.as_ref();
    aftercare(store, 1, vec![due(VISITOR, false)]).await;
    let before = store.feed_end().await.unwrap().unwrap().number - 1;
    for member in EVERYBODY {
        let expected = if member == COORDINATOR { vec![row(1)] } else { Vec::new() };
        assert_eq!(told(store, member).await, expected, "{member}");
    }
    match store.heard(before).await.unwrap().whom {
        crate::storage::Whom::Members(members) => assert_eq!(members, [member_id(COORDINATOR)].into()),
        other => panic!("{other:?}"),
    }
    // It is in no table and in no export.
    assert_eq!(store.sources().await.unwrap(), []);
    assert_eq!(store.lines().await.unwrap(), []);
    assert_eq!(store.figures(document_id(1).to_string()).await.unwrap(), [due(VISITOR, false)], "it can be verified");
    // Without a line it is told once more, to the same.
    count(store, 1, 2, vec![]).await;
    assert_eq!(told(store, COORDINATOR).await, [row(0)]);
    for member in [OFFICER, OTHER_COORDINATOR] {
        assert_eq!(told(store, member).await, Vec::<String>::new());
    }
    // Whoever comes to the role is given what the role has, and no more.
    count(store, 1, 3, vec![due(VISITOR, true)]).await;
    let given = async |role: Role, offices: &[&str]| {
        store.put_member(member_id(OFFICER), fields(role, offices)).await.unwrap();
        let mut rows = told(store, OFFICER).await;
        assert_eq!(rows.remove(0), "figures forgotten");
        rows
    };
    assert_eq!(given(Role::Coordinator, &["east"]).await, [row(1)]);
    assert_eq!(given(Role::Coordinator, &["west"]).await, ["figures forgotten".to_owned()]);
    assert_eq!(given(Role::Prefecture, &["east"]).await, Vec::<String>::new());
    assert_eq!(given(Role::Visitor, &["east"]).await, Vec::<String>::new());
}

pub(super) async fn a_visitor_who_moves_takes_their_calls_along(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    aftercare(store, 1, vec![due(VISITOR, false)]).await;
    let (_, seen) = follow_figures(store, COORDINATOR, None, WIDE).await;
    let (_, seen_by_other) = follow_figures(store, OTHER_COORDINATOR, None, WIDE).await;
    store.put_member(member_id(VISITOR), fields(Role::Visitor, &["west"])).await.unwrap();
    let forgotten = "figures forgotten".to_owned();
    assert_eq!(follow_figures(store, COORDINATOR, seen, WIDE).await.0, std::slice::from_ref(&forgotten));
    assert_eq!(follow_figures(store, OTHER_COORDINATOR, seen_by_other, WIDE).await.0, [forgotten, row(1)]);
    // Of a visitor who has none nobody forgets anything.
    let (_, seen) = follow_figures(store, COORDINATOR, None, WIDE).await;
    store.put_member(member_id(SECOND_VISITOR), fields(Role::Visitor, &["west"])).await.unwrap();
    assert_eq!(follow_figures(store, COORDINATOR, seen, WIDE).await.0, Vec::<String>::new());
}

pub(super) async fn a_call_that_is_due_goes_with_its_document(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    aftercare(store, 1, vec![due(VISITOR, false)]).await;
    let (_, seen) = follow_figures(store, COORDINATOR, None, WIDE).await;
    store.purge(document_id(1), 5).await.unwrap();
    assert_eq!(follow_figures(store, COORDINATOR, seen, WIDE).await.0, [row(0)]);
    assert_eq!(store.figures(document_id(1).to_string()).await.unwrap(), []);
    for member in [OFFICER, OTHER_COORDINATOR, VISITOR] {
        assert_eq!(told(store, member).await, Vec::<String>::new());
    }
}
