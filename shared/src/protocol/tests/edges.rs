//! Lists in messages, each at the edge of its limit: the last length that is read, the first that is not.

use super::samples::{DEVICE, DOCUMENT, MEMBER};
use crate::documents::Kind;
use crate::domain::Role;
use crate::ids::{Actor, ChangeHash};
use crate::protocol::*;

fn receipts(count: usize) -> Vec<Receipt> {
    let one = ReceiptKey::new([1; 32]).give(DOCUMENT, (Actor([1; 16]), 1, ChangeHash([2; 32])), (MEMBER, DEVICE));
    vec![one; count]
}

fn entry(changes: usize, receipts_of: usize) -> Entry {
    Entry {
        document: DOCUMENT,
        kind: Kind::Visit,
        what: What::Changes,
        writable: true,
        changes: vec![Vec::new(); changes],
        receipts: receipts(receipts_of),
    }
}

/// Read at its limit, refused one beyond.
fn edge<T>(most: usize, write: impl Fn(usize) -> Vec<u8>, read: impl Fn(&[u8]) -> Result<T, FrameError>) {
    assert!(read(&write(most)).is_ok(), "{most}");
    assert_eq!(read(&write(most + 1)).map(drop), Err(FrameError::Limit), "{most}");
}

#[test]
fn the_receipts_of_a_push_are_limited_at_their_edge() {
    let push = |count| {
        let receipts = receipts(count);
        encode_from_device(&FromDevice::Push(Push { batch: 1, document: DOCUMENT, changes: Vec::new(), receipts }))
    };
    edge(limits::RECEIPTS_MAX, push, decode_from_device);
}

#[test]
fn the_rows_and_changes_of_a_page_are_limited_at_their_edge() {
    let feed = |entries| encode_from_relay(&FromRelay::Feed { entries, next: None, end: true });
    edge(limits::FEED_PAGE_ROWS_MAX, |count| feed(vec![entry(0, 0); count]), decode_from_relay);
    edge(limits::FEED_PAGE_CHANGES_MAX, |count| feed(vec![entry(count, 0)]), decode_from_relay);
    edge(limits::FEED_PAGE_CHANGES_MAX, |count| feed(vec![entry(0, count)]), decode_from_relay);
}

#[test]
fn the_names_in_a_message_are_limited_at_their_edge() {
    let person =
        Person { member: MEMBER, name: "見本".to_owned(), role: Role::Visitor, category: None, appointed: true };
    let people = |count| encode_from_relay(&FromRelay::People(vec![person.clone(); count]));
    edge(limits::PEOPLE_MAX, people, decode_from_relay);
}

#[test]
fn the_rights_in_a_message_are_limited_at_their_edge() {
    let role =
        |count| encode_from_relay(&FromRelay::Role { role: Role::Visitor, rights: vec![(DOCUMENT, true); count] });
    edge(limits::RIGHTS_MAX, role, decode_from_relay);
}

#[test]
fn a_place_is_limited_at_its_edges() {
    let place = |section: usize, position: usize| Place {
        section: "s".repeat(section),
        position: u32::try_from(position).unwrap(),
        selection: None,
    };
    let (name, text) = (limits::PRESENCE_SECTION_BYTES_MAX, limits::TEXT_UNITS_MAX);
    assert!(place(name, text).is_within_limits());
    assert!(!place(name + 1, text).is_within_limits());
    assert!(!place(name, text + 1).is_within_limits());
}
