//! Promises about passkeys.

use std::sync::Arc;

use shared::ids::{DeviceId, SessionId};

use super::credentials::{done, invite, principal};
use super::fixture::*;
use super::sign_ins::enrol;
use crate::storage::{
    Conditions, Enrol, NewSession, Passkey, PasskeySignIn, Proof, Proved, PutPasskey, SecretHash, Storage,
    WRONG_PROOFS_MAX,
};

/// A device of one's own.
fn own(link: u8, device: u8) -> Enrol {
    let conditions = Conditions { managed: false, passcode: true, encrypted: true };
    Enrol { conditions, ..enrol(link, device, 1) }
}

fn passkey(n: u8) -> Passkey {
    Passkey { id: vec![n; 20], key: [n; 65], site: "localhost".to_owned() }
}

fn put(device: u8, proof: u8, passkey: Option<Passkey>) -> PutPasskey {
    PutPasskey { who: principal(VISITOR, device), proof: Proof([proof; 32]), passkey, now_ms: 5 }
}

fn sign_in(device: u8, key: u8, opens: u8) -> PasskeySignIn {
    let session = NewSession {
        id: SessionId([opens; 8]),
        secret: SecretHash([opens; 32]),
        idle_ends_at_ms: 100,
        ends_at_ms: 500,
    };
    PasskeySignIn { who: principal(VISITOR, device), key: [key; 65], session, now_ms: 10 }
}

async fn stands(store: &dyn Storage, secret: u8) -> bool {
    store.session(SecretHash([secret; 32]), 20).await.unwrap().is_some()
}

async fn kept(store: &dyn Storage, device: u8) -> Option<Passkey> {
    store.passkey(principal(VISITOR, device)).await.unwrap().and_then(|of| of.passkey)
}

async fn enrolled(store: &Arc<dyn Storage>) {
    people(store).await;
    invite(store.as_ref(), 50, VISITOR).await.unwrap();
    done(store.enrol(own(50, 70)).await.unwrap());
}

pub(super) async fn a_passkey_is_put_and_taken_away_by_both_factors(store: Arc<dyn Storage>) {
    enrolled(&store).await;
    let store = store.as_ref();
    let of = store.passkey(principal(VISITOR, 70)).await.unwrap().unwrap();
    assert!(of.may_have && of.passkey.is_none());
    assert_eq!(store.put_passkey(put(70, 9, Some(passkey(1)))).await.unwrap(), Proved::Wrong { wrong: 1 });
    assert_eq!(kept(store, 70).await, None);
    assert!(matches!(store.put_passkey(put(70, 70, Some(passkey(1)))).await.unwrap(), Proved::Right(_)));
    assert!(matches!(store.put_passkey(put(70, 70, Some(passkey(2)))).await.unwrap(), Proved::Right(_)));
    assert_eq!(kept(store, 70).await, Some(passkey(2)), "one, and the newest");
    assert_eq!(store.passkey(principal(COORDINATOR, 70)).await.unwrap(), None, "another member's");
    assert_eq!(store.put_passkey(put(70, 9, None)).await.unwrap(), Proved::Wrong { wrong: 1 });
    assert!(matches!(store.put_passkey(put(70, 70, None)).await.unwrap(), Proved::Right(_)));
    assert_eq!(kept(store, 70).await, None);
}

pub(super) async fn a_managed_device_has_no_passkey_and_a_new_enrolment_takes_it_away(store: Arc<dyn Storage>) {
    enrolled(&store).await;
    let store = store.as_ref();
    invite(store, 51, VISITOR).await.unwrap();
    done(store.enrol(enrol(51, 71, 1)).await.unwrap());
    assert!(!store.passkey(principal(VISITOR, 71)).await.unwrap().unwrap().may_have);
    assert_eq!(store.put_passkey(put(71, 71, Some(passkey(1)))).await.unwrap(), Proved::Unknown);
    assert_eq!(kept(store, 71).await, None);
    store.put_passkey(put(70, 70, Some(passkey(1)))).await.unwrap();
    invite(store, 52, VISITOR).await.unwrap();
    let again = Enrol { keep: Some(DeviceId([70; 8])), ..own(52, 72) };
    assert_eq!(done(store.enrol(again).await.unwrap()).1, DeviceId([70; 8]));
    assert_eq!(kept(store, 70).await, None);
    assert_eq!(store.sign_in_by_passkey(sign_in(70, 1, 60)).await.unwrap(), Proved::Unknown);
}

pub(super) async fn a_passkey_begins_the_only_session_of_its_own_device_while_it_stands(store: Arc<dyn Storage>) {
    enrolled(&store).await;
    let store = store.as_ref();
    assert_eq!(store.sign_in_by_passkey(sign_in(70, 1, 60)).await.unwrap(), Proved::Unknown, "there is none");
    store.put_passkey(put(70, 70, Some(passkey(1)))).await.unwrap();
    assert_eq!(store.sign_in_by_passkey(sign_in(70, 2, 60)).await.unwrap(), Proved::Unknown, "another one");
    assert!(!stands(store, 60).await);
    assert!(matches!(store.sign_in_by_passkey(sign_in(70, 1, 61)).await.unwrap(), Proved::Right(_)));
    assert!(stands(store, 61).await && !stands(store, 50).await);
    // It does not set the count of wrong proofs back, and opens nothing that is locked or has ended.
    for _ in 1..WRONG_PROOFS_MAX {
        store.put_passkey(put(70, 9, None)).await.unwrap();
        assert!(matches!(store.sign_in_by_passkey(sign_in(70, 1, 62)).await.unwrap(), Proved::Right(_)));
    }
    assert_eq!(store.put_passkey(put(70, 9, None)).await.unwrap(), Proved::Locked);
    assert_eq!(store.sign_in_by_passkey(sign_in(70, 1, 63)).await.unwrap(), Proved::Locked);
    assert!(!stands(store, 62).await && !stands(store, 63).await);
    store.end_device(DeviceId([70; 8])).await.unwrap();
    assert_eq!(store.passkey(principal(VISITOR, 70)).await.unwrap(), None);
    assert_eq!(store.sign_in_by_passkey(sign_in(70, 1, 64)).await.unwrap(), Proved::Unknown);
}
