//! Promises about devices and what lets them in.

use std::sync::Arc;

use shared::domain::Role;
use shared::ids::DeviceId;

use super::fixture::*;
use super::sign_ins::enrol;
use crate::storage::{Enrol, Invitation, MemberRow, NewToken, Principal, Redeemed, SecretHash, Storage, StorageError};

pub(super) async fn invite(store: &dyn Storage, secret: u8, n: u8) -> Result<(), StorageError> {
    let invitation = Invitation {
        secret: SecretHash([secret; 32]),
        member: member_id(n),
        made_by: None,
        created_at_ms: 0,
        expires_at_ms: 1_000,
    };
    store.add_invitation(invitation).await
}

pub(super) fn done(redeemed: Redeemed) -> (MemberRow, DeviceId) {
    match redeemed {
        Redeemed::Done(member, device) => (member, device),
        other => panic!("{other:?}"),
    }
}

pub(super) fn principal(n: u8, device: u8) -> Principal {
    Principal { member: member_id(n), device: DeviceId([device; 8]) }
}

pub(super) async fn a_link_works_once_before_its_end(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    assert_eq!(invite(store, 50, 99).await, Err(StorageError::NotAMember));
    for secret in [50, 51, 52] {
        invite(store, secret, VISITOR).await.unwrap();
    }
    assert_eq!(store.enrol(enrol(60, 70, 1)).await.unwrap(), Redeemed::Unknown);
    assert_eq!(store.enrol(enrol(51, 71, 1_000)).await.unwrap(), Redeemed::Expired);
    let (member, device) = done(store.enrol(enrol(50, 72, 999)).await.unwrap());
    assert_eq!((member.id, device), (member_id(VISITOR), DeviceId([72; 8])));
    assert!(store.principal_active(principal(VISITOR, 72)).await.unwrap());
    assert_eq!(store.enrol(enrol(50, 73, 999)).await.unwrap(), Redeemed::Used);
    assert_eq!(store.enrol(enrol(50, 73, 5_000)).await.unwrap(), Redeemed::Used);
    assert!(!store.principal_active(principal(VISITOR, 73)).await.unwrap());

    store.end_member(member_id(VISITOR)).await.unwrap();
    assert_eq!(store.enrol(enrol(52, 74, 1)).await.unwrap(), Redeemed::Unknown);
    assert_eq!(invite(store, 53, VISITOR).await, Err(StorageError::NotAMember));
    assert!(!store.principal_active(principal(VISITOR, 72)).await.unwrap());
}

pub(super) async fn a_device_stays_itself_for_its_own_member_alone(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    for secret in [50, 51, 52, 53] {
        invite(store, secret, if secret == 52 { COORDINATOR } else { VISITOR }).await.unwrap();
    }
    let (_, first) = done(store.enrol(enrol(50, 70, 1)).await.unwrap());
    let again = |secret, fresh| Enrol { keep: Some(first), ..enrol(secret, fresh, 1) };
    let (_, kept) = done(store.enrol(again(51, 71)).await.unwrap());
    assert_eq!(kept, first);
    let (_, others) = done(store.enrol(again(52, 72)).await.unwrap());
    assert_eq!(others, DeviceId([72; 8]), "another member gets a device of their own");
    store.end_device(first).await.unwrap();
    let (_, fresh) = done(store.enrol(again(53, 73)).await.unwrap());
    assert_eq!(fresh, DeviceId([73; 8]), "an ended device stays ended");
    let devices = store.devices(member_id(VISITOR)).await.unwrap();
    assert_eq!(devices.iter().filter(|device| device.active).count(), 2);
}

pub(super) async fn a_token_stands_for_its_member_until_it_ends(store: Arc<dyn Storage>) {
    let store = store.as_ref();
    let token = |secret, n, device| NewToken {
        secret: SecretHash([secret; 32]),
        who: principal(n, device),
        label: "counting".to_owned(),
        created_at_ms: 5,
        expires_at_ms: 1_000,
    };
    let refused = store.add_token(token(1, VISITOR, 1)).await;
    assert_eq!(refused, Err(StorageError::NotAMember));
    store.put_member(member_id(VISITOR), fields(Role::Visitor, &[])).await.unwrap();
    store.add_token(token(1, VISITOR, 1)).await.unwrap();
    let stands = store.token(SecretHash([1; 32]), 999).await.unwrap().unwrap();
    assert_eq!(stands.who, principal(VISITOR, 1));
    assert_eq!(store.token(SecretHash([1; 32]), 1_000).await.unwrap(), None);
    assert_eq!(store.token(SecretHash([2; 32]), 1).await.unwrap(), None);
    let listed = store.tokens(member_id(VISITOR)).await.unwrap();
    assert_eq!((listed.len(), listed[0].label.as_str()), (1, "counting"));
    store.end_member(member_id(VISITOR)).await.unwrap();
    assert_eq!(store.token(SecretHash([1; 32]), 999).await.unwrap(), None);
}

pub(super) async fn ending_a_device_ends_what_came_in_by_it(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    invite(store, 50, VISITOR).await.unwrap();
    store.enrol(enrol(50, 70, 1)).await.unwrap();
    store.touch_device(DeviceId([70; 8]), 500).await.unwrap();
    store.touch_device(DeviceId([70; 8]), 400).await.unwrap();
    let devices = store.devices(member_id(VISITOR)).await.unwrap();
    let device = devices.iter().find(|device| device.id == DeviceId([70; 8])).unwrap();
    assert_eq!((device.created_at_ms, device.last_contact_ms), (1, 500));
    store.end_device(DeviceId([70; 8])).await.unwrap();
    assert_eq!(store.session(SecretHash([50; 32]), 2).await.unwrap(), None);
    assert!(!store.principal_active(principal(VISITOR, 70)).await.unwrap());
    assert!(store.principal_active(who(VISITOR)).await.unwrap(), "others go on");
    assert!(!store.principal_active(principal(VISITOR, COORDINATOR)).await.unwrap());
}
