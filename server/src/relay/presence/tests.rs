//! Who is told of whom, without sockets.

use shared::ids::MemberId;

use super::*;

const NOTE: DocumentId = DocumentId([1; 16]);
const OTHER: DocumentId = DocumentId([2; 16]);

fn who(number: u8) -> Principal {
    Principal { member: MemberId([number; 8]), device: DeviceId([number; 8]) }
}

fn at(position: u32) -> Option<Place> {
    Some(Place { section: "talked".to_owned(), position, selection: None })
}

fn there(number: u8, place: Option<Place>) -> Present {
    Present { member: who(number).member, device: who(number).device, place }
}

fn news(document: DocumentId, present: Vec<Present>, left: Vec<DeviceId>) -> Vec<Others> {
    vec![Others { document, present, left }]
}

#[test]
fn whoever_comes_hears_of_all_and_all_of_them() {
    let presence = Arc::new(Presence::default());
    let (mut one, mut two) = (presence.seat(), presence.seat());
    one.open(who(1), NOTE);
    one.enter(who(1), NOTE, at(5));
    assert!(one.take().is_empty(), "nobody is told of themselves");
    two.open(who(2), NOTE);
    assert_eq!(two.take(), news(NOTE, vec![there(1, at(5))], vec![]));
    assert_eq!(one.take(), news(NOTE, vec![there(2, None)], vec![]));
    two.enter(who(2), NOTE, at(7));
    two.enter(who(2), NOTE, at(8));
    two.open(who(2), NOTE);
    assert_eq!(one.take(), news(NOTE, vec![there(2, at(8))], vec![]), "the newest word alone");
    assert!(two.take().is_empty() && one.take().is_empty());
}

#[test]
fn nothing_is_heard_of_another_document() {
    let presence = Arc::new(Presence::default());
    let (mut one, mut two) = (presence.seat(), presence.seat());
    one.enter(who(1), NOTE, at(5));
    two.enter(who(2), OTHER, at(5));
    assert!(one.take().is_empty() && two.take().is_empty());
}

#[test]
fn a_leaving_and_the_end_of_a_connection_are_told() {
    let presence = Arc::new(Presence::default());
    let (mut one, mut two, mut three) = (presence.seat(), presence.seat(), presence.seat());
    for (number, seat) in [(1, &mut one), (2, &mut two), (3, &mut three)] {
        seat.enter(who(number), NOTE, at(u32::from(number)));
    }
    one.take();
    two.leave(NOTE);
    two.leave(NOTE);
    assert_eq!(one.take(), news(NOTE, vec![], vec![who(2).device]));
    assert!(two.take().is_empty(), "whoever left hears nothing more");
    drop(three);
    assert_eq!(one.take(), news(NOTE, vec![], vec![who(3).device]));
    drop((one, two));
    assert!(locked(&presence.inner).documents.is_empty(), "nothing is held of who is gone");
}

#[test]
fn a_device_is_there_until_its_last_connection_has_left() {
    let presence = Arc::new(Presence::default());
    let (mut watching, mut old, mut new) = (presence.seat(), presence.seat(), presence.seat());
    watching.open(who(1), NOTE);
    old.enter(who(2), NOTE, at(1));
    new.enter(who(2), NOTE, at(2));
    let others = news(NOTE, vec![there(1, None)], vec![]);
    assert_eq!(new.take(), others, "nobody is told of their own device");
    watching.take();
    drop(old);
    assert_eq!(watching.take(), news(NOTE, vec![there(2, at(2))], vec![]));
    drop(new);
    assert_eq!(watching.take(), news(NOTE, vec![], vec![who(2).device]));
}

#[test]
fn no_more_are_told_of_one_another_than_the_limit() {
    let presence = Arc::new(Presence::default());
    let mut seats: Vec<Seat> = (0..=limits::PRESENT_MAX).map(|_| presence.seat()).collect();
    for (number, seat) in (0u8..).zip(&mut seats) {
        seat.open(who(number), NOTE);
    }
    assert_eq!(locked(&presence.inner).documents.get(&NOTE).map(BTreeMap::len), Some(limits::PRESENT_MAX));
    let mut last = seats.pop().unwrap();
    assert!(last.take().is_empty() && last.documents.is_empty());
    let told: usize = seats.first_mut().unwrap().take().iter().map(|others| others.present.len()).sum();
    assert_eq!(told, limits::PRESENT_MAX - 1);
    // Whoever only looked on comes in when somebody leaves.
    drop(seats.pop());
    last.open(who(99), NOTE);
    assert!(!last.documents.is_empty());
}

#[test]
fn whoever_comes_back_hears_who_left_meanwhile_and_a_sign_of_life_is_no_news() {
    let presence = Arc::new(Presence::default());
    let (mut one, mut two, mut three) = (presence.seat(), presence.seat(), presence.seat());
    for (number, seat) in [(1, &mut one), (2, &mut two), (3, &mut three)] {
        seat.open(who(number), NOTE);
    }
    one.take();
    one.leave(NOTE);
    drop(three);
    assert!(one.take().is_empty());
    one.open(who(1), NOTE);
    assert_eq!(one.take(), news(NOTE, vec![there(2, None)], vec![who(3).device]));
    two.take();
    one.enter(who(1), NOTE, None);
    assert!(two.take().is_empty());
}

#[tokio::test]
async fn news_wait_for_who_was_not_waiting() {
    let presence = Arc::new(Presence::default());
    let (mut one, mut two) = (presence.seat(), presence.seat());
    one.open(who(1), NOTE);
    two.open(who(2), NOTE);
    let bound = std::time::Duration::from_secs(20);
    tokio::time::timeout(bound, one.some()).await.expect("nobody said so");
    assert_eq!(one.take().len(), 1);
}
