//! Promises about keys, proofs and sessions.

use std::sync::Arc;

use shared::ids::{DeviceId, SessionId};

use super::credentials::{done, invite, principal};
use super::fixture::*;
use crate::storage::{
    Conditions, Enrol, Linked, NewProof, NewSession, Owed, OwnSession, Proof, Proved, Redeemed, Renew, SecretHash,
    Session, SignIn, Storage, WRONG_PROOFS_MAX,
};

const IDLE: i64 = 100;
const WHOLE: i64 = 500;

fn session(n: u8, now_ms: i64) -> NewSession {
    NewSession {
        id: SessionId([n; 8]),
        secret: SecretHash([n; 32]),
        idle_ends_at_ms: now_ms + IDLE,
        ends_at_ms: now_ms + WHOLE,
    }
}

/// Enrols a device by a link, with a key and a proof of its own number.
pub(super) fn enrol(link: u8, device: u8, now_ms: i64) -> Enrol {
    Enrol {
        secret: SecretHash([link; 32]),
        keep: None,
        device: DeviceId([device; 8]),
        device_key: [device; 65],
        member_key: [device ^ 0xff; 65],
        proof: Proof([device; 32]),
        conditions: Conditions { managed: true, passcode: true, encrypted: false },
        pledge: ("1".to_owned(), "2026-11-23".parse().unwrap()),
        session: session(link, now_ms),
        now_ms,
    }
}

fn sign_in(device: u8, proof: u8, opens: u8, now_ms: i64) -> SignIn {
    SignIn { who: principal(VISITOR, device), proof: Proof([proof; 32]), session: session(opens, now_ms), now_ms }
}

async fn stands(store: &dyn Storage, secret: u8, now_ms: i64) -> bool {
    store.session(SecretHash([secret; 32]), now_ms).await.unwrap().is_some()
}

/// A store with people and a visitor's device 70, its session by the secret 50.
async fn enrolled(store: &Arc<dyn Storage>) {
    people(store).await;
    invite(store.as_ref(), 50, VISITOR).await.unwrap();
    done(store.enrol(enrol(50, 70, 1)).await.unwrap());
}

pub(super) async fn looking_at_a_link_leaves_it_as_it_is(store: Arc<dyn Storage>) {
    people(&store).await;
    let store = store.as_ref();
    invite(store, 50, VISITOR).await.unwrap();
    let look = async |secret: u8, now_ms| store.invitation(SecretHash([secret; 32]), now_ms).await.unwrap();
    for _ in 0..3 {
        let Linked::Stands(member) = look(50, 1).await else { panic!("the link is gone") };
        assert_eq!(member.id, member_id(VISITOR));
    }
    assert_eq!(look(51, 1).await, Linked::Unknown);
    assert_eq!(look(50, 1_000).await, Linked::Expired);
    done(store.enrol(enrol(50, 70, 1)).await.unwrap());
    assert_eq!(look(50, 1).await, Linked::Used);
    assert_eq!(store.enrol(enrol(50, 71, 1)).await.unwrap(), Redeemed::Used);
    assert_eq!(store.factor(principal(VISITOR, 71)).await.unwrap(), None, "nothing of it is left");
    invite(store, 52, SECOND_VISITOR).await.unwrap();
    store.end_member(member_id(SECOND_VISITOR)).await.unwrap();
    assert_eq!(look(52, 1).await, Linked::Unknown);
    assert_eq!(store.enrol(enrol(52, 72, 1)).await.unwrap(), Redeemed::Unknown);
    invite(store, 53, VISITOR).await.unwrap();
    assert_eq!(store.enrol(enrol(53, 73, 1_000)).await.unwrap(), Redeemed::Expired);
}

pub(super) async fn a_device_is_enrolled_with_its_keys_and_a_pledge(store: Arc<dyn Storage>) {
    enrolled(&store).await;
    let store = store.as_ref();
    let who = principal(VISITOR, 70);
    let factor = store.factor(who).await.unwrap().unwrap();
    assert_eq!((factor.device_key, factor.locked), ([70; 65], false));
    assert_eq!(store.factor(principal(COORDINATOR, 70)).await.unwrap(), None, "another member's");
    assert_eq!(store.factor(super::fixture::who(VISITOR)).await.unwrap(), None, "enrolled without keys");
    let pledged = async |version: &str| store.pledged(member_id(VISITOR), version.to_owned()).await.unwrap();
    assert_eq!(pledged("1").await, "2026-11-23".parse().ok());
    assert_eq!(pledged("2").await, None);
    assert!(stands(store, 50, 2).await);

    // The same device by another link: new keys, a new session, the day of the first pledge.
    invite(store, 51, VISITOR).await.unwrap();
    let again = Enrol {
        keep: Some(DeviceId([70; 8])),
        pledge: ("1".to_owned(), "2027-01-01".parse().unwrap()),
        ..enrol(51, 71, 3)
    };
    assert_eq!(done(store.enrol(again).await.unwrap()).1, DeviceId([70; 8]));
    assert_eq!(store.factor(who).await.unwrap().unwrap().device_key, [71; 65]);
    assert_eq!(pledged("1").await, "2026-11-23".parse().ok());
    assert!(!stands(store, 50, 4).await && stands(store, 51, 4).await);
    // Somebody else's device is nobody's to keep.
    invite(store, 52, COORDINATOR).await.unwrap();
    let other = Enrol { keep: Some(DeviceId([70; 8])), ..enrol(52, 72, 3) };
    assert_eq!(done(store.enrol(other).await.unwrap()).1, DeviceId([72; 8]));
    assert_eq!(store.factor(who).await.unwrap().unwrap().device_key, [71; 65]);
}

pub(super) async fn a_right_proof_begins_the_only_session_of_its_device(store: Arc<dyn Storage>) {
    enrolled(&store).await;
    let store = store.as_ref();
    let Proved::Right(member) = store.sign_in(sign_in(70, 70, 60, 10)).await.unwrap() else { panic!("it was right") };
    assert_eq!(member.id, member_id(VISITOR));
    assert!(stands(store, 60, 11).await && !stands(store, 50, 11).await);
    // Neither a proof of another device nor a device without keys comes in.
    invite(store, 51, VISITOR).await.unwrap();
    done(store.enrol(enrol(51, 71, 1)).await.unwrap());
    assert_eq!(store.sign_in(sign_in(70, 71, 61, 12)).await.unwrap(), Proved::Wrong { wrong: 1 });
    assert_eq!(store.sign_in(sign_in(VISITOR, 70, 62, 12)).await.unwrap(), Proved::Unknown);
    let other = SignIn { who: principal(COORDINATOR, 70), ..sign_in(70, 70, 63, 12) };
    assert_eq!(store.sign_in(other).await.unwrap(), Proved::Unknown);
    assert!(stands(store, 51, 13).await, "another device's session goes on");
    for secret in [61, 62, 63] {
        assert!(!stands(store, secret, 13).await);
    }
}

pub(super) async fn wrong_proofs_in_a_row_lock_a_device_until_a_new_link(store: Arc<dyn Storage>) {
    enrolled(&store).await;
    let store = store.as_ref();
    let wrong = async || store.sign_in(sign_in(70, 1, 60, 10)).await.unwrap();
    for count in 1..WRONG_PROOFS_MAX {
        assert_eq!(wrong().await, Proved::Wrong { wrong: count });
    }
    // A right one sets the count back; a changed secret counts in the same row.
    assert!(matches!(store.sign_in(sign_in(70, 70, 61, 10)).await.unwrap(), Proved::Right(_)));
    let change = NewProof { who: principal(VISITOR, 70), proof: Proof([1; 32]), new_proof: Proof([2; 32]), now_ms: 10 };
    assert_eq!(store.change_proof(change).await.unwrap(), Proved::Wrong { wrong: 1 });
    for count in 2..WRONG_PROOFS_MAX {
        assert_eq!(wrong().await, Proved::Wrong { wrong: count });
    }
    let who = principal(VISITOR, 70);
    assert!(store.principal_active(who).await.unwrap());
    assert_eq!(wrong().await, Proved::Locked);
    assert!(!stands(store, 61, 11).await, "what came in by it is out");
    assert!(!store.principal_active(who).await.unwrap());
    let standing = store.standing(who, document_id(1)).await.unwrap();
    assert_eq!((standing.device_active, standing.owed), (false, Owed::Taken));
    assert_eq!(store.sign_in(sign_in(70, 70, 62, 10)).await.unwrap(), Proved::Locked, "a right one is too late");
    assert!(store.factor(who).await.unwrap().unwrap().locked);
    let locked = async || {
        let devices = store.devices(member_id(VISITOR)).await.unwrap();
        devices.iter().filter(|device| device.locked).map(|device| (device.id, device.active)).collect::<Vec<_>>()
    };
    assert_eq!(locked().await, [(DeviceId([70; 8]), true)]);

    invite(store, 51, VISITOR).await.unwrap();
    let again = Enrol { keep: Some(DeviceId([70; 8])), ..enrol(51, 71, 20) };
    assert_eq!(done(store.enrol(again).await.unwrap()).1, DeviceId([70; 8]));
    assert_eq!(locked().await, []);
    assert!(store.principal_active(who).await.unwrap());
    assert_eq!(store.sign_in(sign_in(70, 70, 63, 21)).await.unwrap(), Proved::Wrong { wrong: 1 }, "the old secret");
    assert!(matches!(store.sign_in(sign_in(70, 71, 64, 21)).await.unwrap(), Proved::Right(_)));
}

pub(super) async fn a_new_proof_takes_the_place_of_the_one_before(store: Arc<dyn Storage>) {
    enrolled(&store).await;
    let store = store.as_ref();
    let who = principal(VISITOR, 70);
    let change = NewProof { who, proof: Proof([70; 32]), new_proof: Proof([2; 32]), now_ms: 5 };
    assert!(matches!(store.change_proof(change).await.unwrap(), Proved::Right(_)));
    assert!(stands(store, 50, 6).await, "whoever is in stays in");
    assert_eq!(store.sign_in(sign_in(70, 70, 60, 6)).await.unwrap(), Proved::Wrong { wrong: 1 });
    assert!(matches!(store.sign_in(sign_in(70, 2, 61, 6)).await.unwrap(), Proved::Right(_)));
    let nobody = NewProof { who: principal(VISITOR, 99), ..change };
    assert_eq!(store.change_proof(nobody).await.unwrap(), Proved::Unknown);
}

pub(super) async fn who_has_ended_comes_in_by_nothing(store: Arc<dyn Storage>) {
    enrolled(&store).await;
    let store = store.as_ref();
    invite(store, 51, VISITOR).await.unwrap();
    done(store.enrol(enrol(51, 71, 1)).await.unwrap());
    store.end_device(DeviceId([70; 8])).await.unwrap();
    assert!(!stands(store, 50, 2).await && stands(store, 51, 2).await);
    assert_eq!(store.factor(principal(VISITOR, 70)).await.unwrap(), None);
    assert_eq!(store.sign_in(sign_in(70, 70, 60, 2)).await.unwrap(), Proved::Unknown);
    invite(store, 52, VISITOR).await.unwrap();
    let again = Enrol { keep: Some(DeviceId([70; 8])), ..enrol(52, 72, 1) };
    assert_eq!(done(store.enrol(again).await.unwrap()).1, DeviceId([72; 8]), "an ended device stays ended");
    store.end_member(member_id(VISITOR)).await.unwrap();
    assert_eq!(store.factor(principal(VISITOR, 71)).await.unwrap(), None);
    assert_eq!(store.sign_in(sign_in(71, 71, 61, 2)).await.unwrap(), Proved::Unknown);
    assert!(!stands(store, 51, 2).await);
    assert_eq!(store.sessions(member_id(VISITOR), 2).await.unwrap(), []);
}

fn renew(secret: u8, next: u8, now_ms: i64) -> Renew {
    Renew {
        secret: SecretHash([secret; 32]),
        next: SecretHash([next; 32]),
        now_ms,
        idle_ends_at_ms: now_ms + IDLE,
        others_until_ms: now_ms + 10,
    }
}

pub(super) async fn a_session_ends_unused_and_in_any_case(store: Arc<dyn Storage>) {
    enrolled(&store).await;
    let store = store.as_ref();
    // Begun at 1: it ends at 101 unless it is used, and at 501.
    assert!(stands(store, 50, 100).await && !stands(store, 50, 101).await);
    assert_eq!(store.renew(renew(50, 51, 101)).await.unwrap(), None, "unused for too long");
    assert!(!stands(store, 51, 101).await);
    let mut shown = 50;
    for now_ms in [100, 190, 280, 370, 460] {
        let renewed = store.renew(renew(shown, shown + 1, now_ms)).await.unwrap();
        let expected = Session { id: SessionId([50; 8]), who: principal(VISITOR, 70), ends_at_ms: 501 };
        assert_eq!(renewed, Some(expected), "{now_ms}");
        shown += 1;
    }
    assert!(stands(store, shown, 500).await && !stands(store, shown, 501).await, "used, and over all the same");
    assert_eq!(store.renew(renew(shown, 99, 501)).await.unwrap(), None);
}

pub(super) async fn a_secret_is_good_until_another_one_of_its_session_is_shown(store: Arc<dyn Storage>) {
    enrolled(&store).await;
    let store = store.as_ref();
    store.renew(renew(50, 51, 10)).await.unwrap().unwrap();
    // The answer was lost: the secret before is shown again, much later.
    store.renew(renew(50, 52, 90)).await.unwrap().unwrap();
    assert!(stands(store, 51, 99).await && stands(store, 52, 99).await);
    assert!(!stands(store, 51, 100).await, "the one that was lost goes");
    store.renew(renew(52, 53, 120)).await.unwrap().unwrap();
    assert!(stands(store, 50, 129).await, "for a second tab");
    assert!(!stands(store, 50, 130).await);
    assert_eq!(store.renew(renew(50, 54, 130)).await.unwrap(), None);
    assert!(stands(store, 52, 200).await && stands(store, 53, 200).await);
    // A secret that was taken by somebody else ends when its owner's is shown, and the other way round.
    store.renew(renew(53, 55, 200)).await.unwrap().unwrap();
    store.renew(renew(55, 56, 205)).await.unwrap().unwrap();
    assert!(!stands(store, 53, 215).await);
    assert_eq!(store.renew(renew(53, 57, 215)).await.unwrap(), None);
    assert!(stands(store, 56, 300).await);
}

pub(super) async fn sessions_are_listed_and_ended_by_their_owner_alone(store: Arc<dyn Storage>) {
    enrolled(&store).await;
    let store = store.as_ref();
    invite(store, 51, VISITOR).await.unwrap();
    done(store.enrol(enrol(51, 71, 5)).await.unwrap());
    store.renew(renew(50, 60, 30)).await.unwrap().unwrap();
    let list = async |now_ms| {
        let rows = store.sessions(member_id(VISITOR), now_ms).await.unwrap();
        rows.iter().map(|row| (row.id.0[0], row.device.0[0], row.created_at_ms, row.last_used_ms)).collect::<Vec<_>>()
    };
    assert_eq!(list(31).await, [(51, 71, 5, 5), (50, 70, 1, 30)]);
    assert_eq!(list(105).await, [(50, 70, 1, 30)], "what has ended is not listed");
    let own = OwnSession { member: member_id(VISITOR), session: SessionId([50; 8]) };
    let other = OwnSession { member: member_id(COORDINATOR), ..own };
    assert_eq!(store.end_session(other).await.unwrap(), None);
    assert!(stands(store, 60, 31).await);
    assert_eq!(store.end_session(own).await.unwrap(), Some(DeviceId([70; 8])));
    assert!(!stands(store, 60, 31).await && !stands(store, 50, 31).await);
    assert!(store.principal_active(principal(VISITOR, 70)).await.unwrap(), "the device stays");
    assert_eq!(store.end_session(own).await.unwrap(), None);
    assert_eq!(list(31).await, [(51, 71, 5, 5)]);
}
