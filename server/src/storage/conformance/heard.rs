//! Promises about whom new rows concern.

use std::collections::BTreeSet;
use std::sync::Arc;

use shared::domain::Role;
use shared::ids::{DeviceId, MemberId};

use super::fixture::*;
use crate::storage::{Cursor, Principal, Storage, Whom};

const ALL: [u8; 5] = [OFFICER, COORDINATOR, VISITOR, SECOND_VISITOR, OTHER_COORDINATOR];

/// Looks at what came since: whoever is not named sees nothing there, and nobody is named but these (none: it may
/// be for everybody).
async fn news(store: &dyn Storage, since: &mut Option<Cursor>, allowed: Option<&[u8]>) {
    let heard = store.heard(since.map_or(0, |cursor| cursor.number)).await.unwrap();
    assert_eq!(heard.to, store.feed_end().await.unwrap());
    for member in ALL {
        let rows = match store.feed(member_id(member), *since, WIDE).await {
            Ok(page) => page.rows,
            // An ended member is served nothing.
            Err(_) => Vec::new(),
        };
        assert!(rows.is_empty() || heard.whom.holds(member_id(member)), "{member} is not named: {rows:?}");
    }
    *since = heard.to;
    match (heard.whom, allowed) {
        (Whom::Everybody, None) => {}
        (Whom::Members(members), Some(allowed)) => {
            let named: Vec<u8> = members.iter().map(|member| member.0[0]).collect();
            assert!(named.iter().all(|member| allowed.contains(member)), "{named:?} are more than {allowed:?}");
        }
        (whom, allowed) => panic!("{whom:?} instead of {allowed:?}"),
    }
}

pub(super) async fn who_may_see_a_new_row_is_named_and_hardly_anybody_else(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    let mut since = None;
    // Names are for everybody, and nothing new is for nobody.
    news(store, &mut since, None).await;
    news(store, &mut since, Some(&[])).await;
    visit(store, 1, visit_ties("east", &[VISITOR])).await;
    news(store, &mut since, Some(&[COORDINATOR, VISITOR])).await;
    visit(store, 2, visit_ties("west", &[])).await;
    news(store, &mut since, Some(&[OTHER_COORDINATOR])).await;
    write(store, 1, VISITOR, 1).await;
    write(store, 2, OTHER_COORDINATOR, 1).await;
    news(store, &mut since, Some(&[COORDINATOR, VISITOR, OTHER_COORDINATOR])).await;
    tie(store, 1, visit_ties("east", &[SECOND_VISITOR])).await;
    // Who gained it and who lost it.
    news(store, &mut since, Some(&[COORDINATOR, VISITOR, SECOND_VISITOR])).await;
    count(store, 1, 2, vec![line("2024-12")]).await;
    news(store, &mut since, Some(&[OFFICER, COORDINATOR, SECOND_VISITOR])).await;
    import(store, "paper", vec![line("2024-10")]).await;
    news(store, &mut since, Some(&[OFFICER, COORDINATOR, OTHER_COORDINATOR])).await;
    store.put_member(member_id(VISITOR), fields(Role::Coordinator, &["west"])).await.unwrap();
    news(store, &mut since, None).await;
    store.end_member(member_id(SECOND_VISITOR)).await.unwrap();
    news(store, &mut since, None).await;
    write(store, 1, COORDINATOR, 2).await;
    news(store, &mut since, Some(&[COORDINATOR])).await;
    // More rows than are looked at one by one may be for everybody, and are for their readers at least.
    for seq in 3..=600 {
        write(store, 1, COORDINATOR, seq).await;
    }
    let heard = store.heard(since.map_or(0, |cursor| cursor.number)).await.unwrap();
    assert!(heard.whom.holds(member_id(COORDINATOR)));
}

pub(super) async fn those_who_have_ended_are_told_apart(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    let strange = Principal { member: MemberId([1; 8]), device: DeviceId([9; 8]) };
    let mut all: BTreeSet<Principal> = ALL.into_iter().map(who).collect();
    assert_eq!(store.ended_among(all.clone()).await.unwrap(), BTreeSet::new());
    assert_eq!(store.ended_among(BTreeSet::new()).await.unwrap(), BTreeSet::new());
    store.end_member(member_id(VISITOR)).await.unwrap();
    store.end_device(DeviceId([OFFICER; 8])).await.unwrap();
    all.insert(strange);
    let ended = store.ended_among(all.clone()).await.unwrap();
    assert_eq!(ended, BTreeSet::from([who(VISITOR), who(OFFICER), strange]));
    for principal in all {
        assert_eq!(store.principal_active(principal).await.unwrap(), !ended.contains(&principal));
    }
}
