//! Promises about the access log and the ledger of devices.

use std::sync::Arc;

use shared::ids::DeviceId;

use super::credentials::{done, invite, principal};
use super::fixture::*;
use super::sign_ins::enrol;
use crate::keys::EntryHash;
use crate::storage::{
    Access, Conditions, Deed, DeviceReport, Enrol, HeldDocument, Loss, Owed, Reviewed, Storage, StorageError,
    chained_access,
};

fn access(n: u8, document: u8, deed: Deed, at_ms: i64) -> Access {
    Access { at_ms, device_at_ms: Some(at_ms - 1), who: who(n), document: document_id(document), deed }
}

pub(super) async fn the_access_log_is_a_chain_in_the_order_of_writing(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    store.write_accesses(Vec::new()).await.unwrap();
    assert_eq!(store.accesses(0, 10).await.unwrap(), []);
    let first = [access(VISITOR, 1, Deed::Served, 5), access(COORDINATOR, 1, Deed::Edit, 5)];
    let second =
        [access(VISITOR, 2, Deed::View, 9), Access { device_at_ms: None, ..access(VISITOR, 1, Deed::Print, 7) }];
    store.write_accesses(first.to_vec()).await.unwrap();
    store.write_accesses(second.to_vec()).await.unwrap();
    let rows = store.accesses(0, 10).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.access).collect::<Vec<_>>(), [first, second].concat());
    let mut before = EntryHash::default();
    for (number, row) in (1..).zip(&rows) {
        before = chained_access(before, number, &row.access);
        assert_eq!((row.number, row.hash), (number, before));
    }
    assert_eq!(store.accesses(1, 2).await.unwrap(), rows[1..3]);
    assert_eq!(store.accesses(4, 2).await.unwrap(), []);
    let nobody = Access { who: principal(VISITOR, 99), ..first[0] };
    let refused = store.write_accesses(vec![first[0], nobody]).await;
    assert!(matches!(refused, Err(StorageError::Conflict(_))), "{refused:?}");
    assert_eq!(store.accesses(0, 10).await.unwrap(), rows, "none of them");
    let held = |document, last_at_ms| HeldDocument { document: document_id(document), last_at_ms };
    assert_eq!(store.held_documents(DeviceId([VISITOR; 8])).await.unwrap(), [held(1, 7), held(2, 9)]);
    assert_eq!(store.held_documents(DeviceId([COORDINATOR; 8])).await.unwrap(), [held(1, 5)]);
}

pub(super) async fn the_access_log_is_looked_through_by_whose_and_when(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    let written = [
        access(VISITOR, 1, Deed::Served, 10),
        access(COORDINATOR, 1, Deed::Edit, 11),
        access(VISITOR, 2, Deed::View, 19),
        access(OFFICER, 2, Deed::Served, 15),
        access(VISITOR, 3, Deed::Print, 20),
    ];
    store.write_accesses(written.to_vec()).await.unwrap();
    let part = |members: &[u8], before, limit| Reviewed {
        members: members.iter().map(|n| member_id(*n)).collect(),
        from_ms: 11,
        until_ms: 20,
        before,
        limit,
    };
    let numbers = async |part| -> Vec<u64> {
        store.reviewed_accesses(part).await.unwrap().into_iter().map(|row| row.number).collect()
    };
    let all = [VISITOR, COORDINATOR, OFFICER];
    assert_eq!(numbers(part(&all, None, 9)).await, [4, 3, 2], "its first moment belongs to it, its last does not");
    assert_eq!(numbers(part(&all, None, 2)).await, [4, 3]);
    assert_eq!(numbers(part(&all, Some(3), 2)).await, [2], "where the page before ended");
    assert_eq!(numbers(part(&[COORDINATOR], None, 9)).await, [2]);
    assert_eq!(numbers(part(&[], None, 9)).await, [] as [u64; 0], "nobody's");
    let whole = store.reviewed_accesses(part(&[VISITOR], None, 9)).await.unwrap();
    assert_eq!(whole, store.accesses(2, 1).await.unwrap(), "as it is kept");
}

pub(super) async fn the_ledger_says_what_each_device_last_said_of_itself(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    for link in [50, 51] {
        invite(store, link, VISITOR).await.unwrap();
    }
    done(store.enrol(enrol(50, 70, 10)).await.unwrap());
    let report = |app: &str, unsent| DeviceReport {
        app: app.to_owned(),
        unsent,
        oldest_unsent_at_ms: (unsent > 0).then_some(3),
    };
    let device = DeviceId([70; 8]);
    store.report_device(device, report("0.2.0", 4), 30).await.unwrap();
    store.report_device(device, report("0.1.0", 9), 20).await.unwrap();
    let row = async || {
        let rows = store.ledger().await.unwrap();
        assert_eq!(rows.len(), 6, "programs' devices too");
        rows.into_iter().find(|row| row.who == principal(VISITOR, 70)).unwrap()
    };
    let found = row().await;
    assert_eq!(found.report, Some((30, report("0.2.0", 4))), "the newest counts");
    assert_eq!((found.created_at_ms, found.last_contact_ms), (10, 30));
    assert_eq!((found.active, found.locked, found.loss), (true, false, None));
    assert_eq!(found.conditions, Some(Conditions { managed: true, passcode: true, encrypted: false }));
    // Enrolled again, and said otherwise.
    let unmanaged = Conditions { managed: false, passcode: true, encrypted: true };
    done(store.enrol(Enrol { keep: Some(device), conditions: unmanaged, ..enrol(51, 71, 40) }).await.unwrap());
    assert_eq!(row().await.conditions, Some(unmanaged));
    let known = store.known_device(principal(VISITOR, 70)).await.unwrap().unwrap();
    assert_eq!(known.device_key, [71; 65]);
    assert_eq!(known.member_keys, [[70 ^ 0xff; 65], [71 ^ 0xff; 65]], "what was signed before still holds");
    assert_eq!((known.active, known.owed, known.locked, known.loss), (true, Owed::Taken, false, None));
    assert_eq!(store.known_device(principal(COORDINATOR, 70)).await.unwrap(), None);
    assert_eq!(store.known_device(who(VISITOR)).await.unwrap(), None, "a program's");
}

pub(super) async fn a_lost_device_has_ended_and_is_remembered_with_who_said_so(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    invite(store, 50, VISITOR).await.unwrap();
    done(store.enrol(enrol(50, 70, 10)).await.unwrap());
    let device = DeviceId([70; 8]);
    let who = principal(VISITOR, 70);
    store.device_wiped(device, 19).await.unwrap();
    assert_eq!(store.known_device(who).await.unwrap().unwrap().loss, None, "one that is not lost does not wipe itself");
    store.lose_device(device, member_id(COORDINATOR), 20).await.unwrap();
    store.lose_device(device, member_id(OFFICER), 30).await.unwrap();
    assert!(!store.principal_active(who).await.unwrap());
    let standing = async || {
        let standing = store.standing(who, document_id(1)).await.unwrap();
        (standing.device_active, standing.owed)
    };
    assert_eq!(standing().await, (false, Owed::Taken), "what it owes is taken");
    assert_eq!(store.factor(who).await.unwrap(), None);
    let loss = Loss { at_ms: 20, said_by: member_id(COORDINATOR) };
    let known = store.known_device(who).await.unwrap().unwrap();
    assert_eq!((known.active, known.owed, known.loss), (false, Owed::Taken, Some(loss)));
    for now_ms in [40, 50] {
        store.device_wiped(device, now_ms).await.unwrap();
    }
    assert_eq!(standing().await, (false, Owed::Refused), "it said that it owes nothing any more");
    let rows = store.ledger().await.unwrap();
    let row = rows.iter().find(|row| row.who == who).unwrap();
    assert_eq!((row.loss, row.wiped_at_ms), (Some(loss), Some(40)), "the first word counts");
    // What one that has ended owes is kept apart, until it says that it owes nothing; so with its member.
    for (secret, end_member) in [(52, false), (53, true)] {
        invite(store, secret, SECOND_VISITOR).await.unwrap();
        done(store.enrol(enrol(secret, secret, 10)).await.unwrap());
        let who = principal(SECOND_VISITOR, secret);
        match end_member {
            true => store.end_member(who.member).await.unwrap(),
            false => store.end_device(who.device).await.unwrap(),
        }
        let owed = async || store.known_device(who).await.unwrap().unwrap().owed;
        assert_eq!(owed().await, Owed::Apart);
        store.device_wiped(who.device, 40).await.unwrap();
        assert_eq!(owed().await, Owed::Refused);
    }
    let nobody = store.lose_device(DeviceId([99; 8]), member_id(OFFICER), 20).await;
    assert_eq!(nobody, Err(StorageError::NotAMember));
}
