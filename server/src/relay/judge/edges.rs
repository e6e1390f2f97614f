//! The limits of a push and of a document, each at its edge: the last that is taken, the first that is
//! not.

use std::collections::BTreeMap;

use shared::access::Who;
use shared::documents::visit::{self, PlanField, Section, put_plan, splice_note};
use shared::documents::{Chunk, Document, Splice, Writer};
use shared::domain::{Intent, IntentMethod, Role};
use shared::ids::{Actor, DeviceId, MemberId};
use shared::protocol::{Push, ReceiptKey, Refusal, limits};
use shared::time::Instant;

use super::reading::parse;
use super::{Case, Refused, judge};

fn session(number: u8) -> Writer {
    Writer { actor: Actor([number; 16]), at: Instant::from_ms(1_734_000_000_000) }
}

/// A visit of an office.
fn planned() -> Document {
    let day = "2024-12-10".parse().unwrap();
    let intent = Intent { day, method: IntentMethod::Phone, confirmed_by: "見本 はな".to_owned() };
    let mut visit = visit::create("140007".parse().unwrap(), None, intent, [7; 16]).unwrap();
    put_plan(&mut visit, &session(1), vec![(PlanField::Office, Some("kokoro".to_owned()))]).unwrap();
    visit
}

fn typed(visit: &mut Document, section: Section, units: usize) -> Chunk {
    let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: "a".repeat(units) };
    splice_note(visit, &session(2), section, &splice).unwrap().unwrap()
}

fn wide(visit: &mut Document, number: usize, length: usize) -> Chunk {
    let place = format!("{number:04}{}", "x".repeat(length));
    put_plan(visit, &session(2), vec![(PlanField::Place, Some(place))]).unwrap().unwrap()
}

fn push(document: &Document, changes: &[Chunk]) -> Push {
    let changes = changes.iter().map(|chunk| chunk.bytes().to_vec()).collect();
    Push { batch: 1, document: document.id(), changes, receipts: Vec::new() }
}

fn too_large<T>(result: Result<T, Refused>) -> bool {
    match result {
        Ok(_) => false,
        Err(refused) => {
            assert_eq!(refused.refusal, Refusal::TooLarge);
            true
        }
    }
}

#[test]
fn the_operations_of_a_push_are_limited_at_their_edge() {
    let mut visit = planned();
    let count = limits::PUSH_OPERATIONS_MAX / limits::OPERATIONS_MAX;
    let mut changes: Vec<Chunk> =
        (0..count).map(|_| typed(&mut visit, Section::Talked, limits::OPERATIONS_MAX)).collect();
    assert_eq!(changes.iter().map(Chunk::operations).sum::<usize>(), limits::PUSH_OPERATIONS_MAX);
    assert!(!too_large(parse(&push(&visit, &changes))));
    changes.push(typed(&mut visit, Section::Words, 1));
    assert!(too_large(parse(&push(&visit, &changes))));
}

#[test]
fn the_writing_sessions_of_a_push_are_limited_at_their_edge() {
    let visit = planned();
    let words = |number: usize| {
        let mut actor = [0; 16];
        actor[..8].copy_from_slice(&number.to_be_bytes());
        let writer = Writer { actor: Actor(actor), at: Instant::from_ms(1_734_000_000_000) };
        let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: "あ".to_owned() };
        splice_note(&mut visit.clone(), &writer, Section::Talked, &splice).unwrap().unwrap()
    };
    let most: Vec<Chunk> = (1..=limits::RECEIPTS_MAX).map(words).collect();
    assert!(!too_large(parse(&push(&visit, &most))));
    let more: Vec<Chunk> = (1..=limits::RECEIPTS_MAX + 1).map(words).collect();
    assert!(too_large(parse(&push(&visit, &more))));
}

#[test]
fn the_bytes_of_a_push_are_limited_at_their_edge() {
    let mut visit = planned();
    let (mut changes, mut left) = (Vec::new(), limits::PUSH_BYTES_MAX);
    while left > 8_200 {
        let chunk = wide(&mut visit, changes.len(), 8_000);
        left -= chunk.bytes().len();
        changes.push(chunk);
    }
    // The last one is made as long as what is left, and then one byte longer.
    let number = changes.len();
    let sized = |wanted: usize| {
        let fits = |length: &usize| wide(&mut visit.clone(), number, *length).bytes().len() == wanted;
        (wanted.saturating_sub(400)..wanted).find(fits).map(|length| wide(&mut visit.clone(), number, length))
    };
    changes.push(sized(left).unwrap());
    assert_eq!(changes.iter().map(|chunk| chunk.bytes().len()).sum::<usize>(), limits::PUSH_BYTES_MAX);
    assert!(!too_large(parse(&push(&visit, &changes))));
    changes.pop();
    changes.push(sized(left + 1).unwrap());
    assert!(too_large(parse(&push(&visit, &changes))));
}

#[test]
fn the_number_of_changes_of_a_push_is_limited_at_its_edge() {
    let mut visit = planned();
    let small = typed(&mut visit, Section::Talked, 1);
    assert!(!too_large(parse(&push(&visit, &vec![small.clone(); limits::PUSH_CHANGES_MAX]))));
    assert!(too_large(parse(&push(&visit, &vec![small; limits::PUSH_CHANGES_MAX + 1]))));
}

#[test]
fn the_changes_and_bytes_of_a_document_are_limited_at_their_edge() {
    let before = planned();
    let mut visit = before.clone();
    let one = typed(&mut visit, Section::Talked, 1);
    let size = one.bytes().len();
    let push = push(&before, &[one]);
    let who = Who {
        member: MemberId([1; 8]),
        role: Role::Coordinator,
        offices: vec!["kokoro".parse().unwrap()],
        safeguarding: false,
    };
    let tails = BTreeMap::new();
    let judged = |changes, bytes| {
        too_large(judge(&Case {
            who: &who,
            device: DeviceId([1; 8]),
            push: &push,
            document: Some(&before),
            changes,
            bytes,
            tails: &tails,
            key: &ReceiptKey::new([1; 32]),
        }))
    };
    assert!(!judged(limits::DOCUMENT_CHANGES_MAX - 1, 0));
    assert!(judged(limits::DOCUMENT_CHANGES_MAX, 0));
    assert!(!judged(2, limits::DOCUMENT_BYTES_MAX - size));
    assert!(judged(2, limits::DOCUMENT_BYTES_MAX - size + 1));
}
