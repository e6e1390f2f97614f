//! Promises about reminders.

use std::sync::Arc;

use shared::ids::{DeviceId, DocumentId};
use shared::time::Day;

use super::fixture::*;
use crate::storage::{Line, Principal, Storage, Subscription};

fn at(n: u8) -> Subscription {
    Subscription { endpoint: format!("https://web.push.apple.com/{n}"), key: [n; 65], auth: [n; 16] }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

async fn asked(store: &dyn Storage) -> Vec<(Principal, Subscription)> {
    store.subscriptions(day("2026-12-01")).await.unwrap()
}

pub(super) async fn a_subscription_is_its_devices_and_ends_with_it(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    let strangers = Principal { member: member_id(VISITOR), device: DeviceId([SECOND_VISITOR; 8]) };
    assert!(!store.put_subscription(strangers, Some(at(9)), 1).await.unwrap());
    for n in [VISITOR, SECOND_VISITOR] {
        assert!(!store.has_subscription(who(n)).await.unwrap());
        assert!(store.put_subscription(who(n), Some(at(n)), 1).await.unwrap());
        assert!(store.has_subscription(who(n)).await.unwrap());
    }
    assert!(!store.has_subscription(strangers).await.unwrap());
    assert_eq!(asked(store).await, [(who(VISITOR), at(VISITOR)), (who(SECOND_VISITOR), at(SECOND_VISITOR))]);
    // A new address takes the place of the one before; the old one being gone forgets nothing then.
    assert!(store.put_subscription(who(VISITOR), Some(at(7)), 2).await.unwrap());
    store.forget_subscription(who(VISITOR).device, at(VISITOR).endpoint).await.unwrap();
    assert_eq!(asked(store).await[0], (who(VISITOR), at(7)));
    store.forget_subscription(who(VISITOR).device, at(7).endpoint).await.unwrap();
    assert!(!store.has_subscription(who(VISITOR)).await.unwrap());
    // It ends with the device, and with the membership.
    assert!(store.put_subscription(who(VISITOR), Some(at(8)), 3).await.unwrap());
    store.end_device(who(SECOND_VISITOR).device).await.unwrap();
    assert_eq!(asked(store).await, [(who(VISITOR), at(8))]);
    assert!(!store.put_subscription(who(SECOND_VISITOR), Some(at(4)), 4).await.unwrap());
    store.end_member(member_id(VISITOR)).await.unwrap();
    assert_eq!(asked(store).await, []);
}

pub(super) async fn a_device_is_reminded_of_a_day_once(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    let device = who(VISITOR).device;
    assert!(store.put_subscription(who(VISITOR), Some(at(1)), 1).await.unwrap());
    assert!(store.remind(device, day("2026-12-01")).await.unwrap());
    assert!(!store.remind(device, day("2026-12-01")).await.unwrap());
    assert_eq!(asked(store).await, [], "who was reminded is not asked for again");
    assert!(store.remind(device, day("2026-12-02")).await.unwrap());
    assert!(!store.remind(device, day("2026-12-01")).await.unwrap(), "yesterday's is kept");
    assert!(store.remind(device, day("2026-12-03")).await.unwrap());
    assert!(store.put_subscription(who(VISITOR), None, 2).await.unwrap());
    assert!(!store.has_subscription(who(VISITOR)).await.unwrap());
}

pub(super) async fn a_members_own_visits_are_looked_through_and_nobody_elses(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    let of = async |n| store.appointments_of(member_id(n)).await.unwrap();
    for (document, pair) in [(1, [VISITOR]), (2, [SECOND_VISITOR]), (3, [VISITOR])] {
        let ties = visit_ties("east", &pair);
        let made = batch(store, document, vec![change(document, pair[0], 1, 10)], Some(ties)).await;
        commit(store, made).await.unwrap();
    }
    assert_eq!(of(VISITOR).await, [document_id(1), document_id(3)]);
    assert_eq!(of(SECOND_VISITOR).await, [document_id(2)]);
    assert_eq!(of(COORDINATOR).await, Vec::<DocumentId>::new());
    let line: Line = serde_json::from_str(r#"{"request":{"office":"east","when":"2024-12-10"}}"#).unwrap();
    count(store, 1, 2, vec![line]).await;
    assert_eq!(of(VISITOR).await, [document_id(3)], "what gives figures is over");
    store.purge(document_id(3), 5).await.unwrap();
    assert_eq!(of(VISITOR).await, Vec::<DocumentId>::new());
}
