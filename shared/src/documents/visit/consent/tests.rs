//! What a consent promises: nothing is shared without one, none is lost, and a withdrawal ends it.

use super::*;
use crate::documents::tests::{a_visit, all_bytes, meet, session};
use crate::documents::visit::read;
use crate::documents::{Touch, touches};
use crate::ids::hex;

const ASKER: MemberId = MemberId([1; 8]);

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn to_staff(document: &mut Document, number: u8, what: &str) -> (String, Chunk) {
    let consented = Consented { day: day("2024-12-18"), to: ConsentTo::Staff, whom: "担当の方", what };
    let chunk = consent(document, &session(number), [number; 16], ASKER, &consented).unwrap().unwrap();
    (hex(&[number; 16]), chunk)
}

#[test]
fn nothing_is_shared_without_a_consent_and_one_says_what_to_whom_and_when() {
    let mut visit = a_visit();
    assert!(read(&visit).unwrap().consents.is_empty());
    let (key, chunk) = to_staff(&mut visit, 1, "外出の相談をしたいこと");
    assert_eq!(touches(&visit, &chunk), Ok(vec![Touch::Open]));
    let stands = read(&visit).unwrap().consents.remove(0);
    assert_eq!((stands.key.as_str(), stands.actor), (key.as_str(), session(1).actor));
    let given = stands.holds().unwrap();
    assert_eq!((given.asked_by, given.day, given.to), (ASKER, day("2024-12-18"), ConsentTo::Staff));
    assert_eq!((given.whom.as_str(), given.what.as_str()), ("担当の方", "外出の相談をしたいこと"));
    assert_eq!(given.at, session(1).at);
}

#[test]
fn a_withdrawn_consent_holds_no_more_whoever_wrote_it_down_and_stays_to_be_read() {
    let mut visit = a_visit();
    let (key, _) = to_staff(&mut visit, 1, "外出の相談をしたいこと");
    let mut other = visit.clone();
    let chunk = withdraw(&mut visit, &session(2), &key, MemberId([2; 8]), day("2024-12-19")).unwrap().unwrap();
    assert_eq!(touches(&visit, &chunk), Ok(vec![Touch::Open]));
    withdraw(&mut other, &session(3), &key, MemberId([3; 8]), day("2024-12-20")).unwrap();
    meet(&mut visit, &mut other);
    let stands = read(&visit).unwrap().consents.remove(0);
    assert_eq!(stands.withdrawn.all().len(), 2, "both who wrote it down are shown");
    assert_eq!(stands.holds(), None);
    assert_eq!(stands.given.settled().unwrap().what, "外出の相談をしたいこと");
    assert_eq!(read(&other).unwrap().consents, [stands]);
    let nowhere = withdraw(&mut visit, &session(2), &hex(&[9; 16]), ASKER, day("2024-12-19"));
    assert!(matches!(nowhere, Err(EditError::Limit)));
}

#[test]
fn consents_written_down_apart_all_stand_in_one_order() {
    let mut one = a_visit();
    let mut other = one.clone();
    to_staff(&mut one, 1, "見学をしたいこと");
    to_staff(&mut other, 2, "音楽が好きなこと");
    meet(&mut one, &mut other);
    let stand = read(&one).unwrap().consents;
    assert_eq!(stand.len(), 2);
    assert_eq!(read(&other).unwrap().consents, stand);
    assert_eq!(read(&Document::open(&all_bytes(&one)).unwrap()).unwrap().consents, stand);
}

#[test]
fn what_is_in_doubt_is_not_shared() {
    let mut one = a_visit();
    let (key, _) = to_staff(&mut one, 1, "見学をしたいこと");
    let mut other = one.clone();
    // Written over by two, or withdrawn in a form of a later version.
    for (document, number) in [(&mut one, 2), (&mut other, 3)] {
        let value = Scalar::Bytes(vec![0x80, number]);
        document.put_in_entry(&session(number), (CONSENTS, &key), (GIVEN, value)).unwrap();
    }
    let mut later = one.clone();
    meet(&mut one, &mut other);
    let visit = read(&one).unwrap();
    assert_eq!((visit.consents.len(), visit.unread_consents), (0, 1), "counted and not shown");
    let (second, _) = to_staff(&mut later, 4, "音楽が好きなこと");
    later.put_in_entry(&session(5), (CONSENTS, &second), (WITHDRAWN, Scalar::Bytes(vec![0x80]))).unwrap();
    let stands = read(&later).unwrap().consents.remove(0);
    assert!(stands.holds().is_none() && stands.withdrawn.unread() == 1);
}
