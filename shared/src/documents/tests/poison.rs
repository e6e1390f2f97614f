//! Changes that are well formed and would still stop Automerge, or everyone who writes after them:
//! refused by `apply`, and the document goes on as it was.

use std::num::NonZeroU64;

use automerge::legacy::{Key, ObjectId, Op, OpId, OpType, SortedVec};
use automerge::{ActorId, Change, ExpandedChange, ScalarValue};

use super::*;
use crate::ids::from_hex;

/// Two values put into the facts of the visit of these tests, in Automerge's own form.
const ONE_RUN: &str = "856f4a83df7624db016b01d1f858c93dad8d7c7076222c2c37333246af6adc003139b93ec4130daeeac8931003030303030303030303030303030303010c000001104f47bbb940b4f3d09273ec017a79c6a30801020202150534014202560257027002020102057e01610162020201021678790200";
/// The same with the column of actions in two runs.
const TWO_RUNS: &str = "856f4a83d44c9d27016d01d1f858c93dad8d7c7076222c2c37333246af6adc003139b93ec4130daeeac8931003030303030303030303030303030303010c000001104f47bbb940b4f3d09273ec017a79c6a30801020202150534014204560257027002020102057e016101620201010101021678790200";

fn bytes_of(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2);
    let byte = |pair: &[u8]| from_hex::<1>(std::str::from_utf8(pair).unwrap()).unwrap()[0];
    digits.map(byte).collect()
}

const ATTACKER: [u8; 16] = [3; 16];

fn facts(document: &Document) -> ObjectId {
    match document.container("facts").unwrap() {
        automerge::ObjId::Id(counter, actor, _) => ObjectId::Id(OpId::new(*counter, actor)),
        automerge::ObjId::Root => ObjectId::Root,
    }
}

/// A change that says what an honest one says; `change` then makes it dishonest.
fn crafted(document: &Document, change: impl FnOnce(&mut ExpandedChange)) -> Chunk {
    let heads = document.automerge().get_heads();
    let max_op = |hash| document.automerge().get_change_meta_by_hash(hash).unwrap().max_op;
    let mut expanded = ExpandedChange {
        operations: vec![Op {
            action: OpType::Put(ScalarValue::Str("end".into())),
            obj: facts(document),
            key: Key::Map("next".into()),
            pred: SortedVec::new(),
            insert: false,
        }],
        actor_id: ActorId::from(ATTACKER),
        hash: None,
        seq: 1,
        start_op: NonZeroU64::new(heads.iter().map(max_op).max().unwrap() + 1).unwrap(),
        time: 0,
        message: None,
        deps: heads,
        extra_bytes: Vec::new(),
        author: None,
    };
    change(&mut expanded);
    Chunk::parse(Change::from(expanded).raw_bytes()).unwrap()
}

fn written() -> Document {
    let mut document = a_visit();
    for index in 0..5 {
        type_at(&mut document, &session(1), Section::Talked, index, "あ");
    }
    document
}

/// The change is refused, and everything that worked before works after.
fn assert_refused(mut document: Document, poison: Chunk) {
    let (heads, text) = (document.heads(), note(&document, Section::Talked));
    assert!(document.apply(&[poison]).is_err());
    assert_eq!(document.heads(), heads);
    type_at(&mut document, &session(1), Section::Talked, 0, "い");
    assert_eq!(note(&document, Section::Talked), format!("い{text}"));
    let saved = Document::open_saved(&document.save()).unwrap();
    assert_eq!(all_bytes(&saved), all_bytes(&document));
}

#[test]
fn an_honest_change_made_by_hand_is_taken() {
    let mut document = written();
    let honest = crafted(&document, |_| {});
    document.apply(&[honest]).unwrap();
    assert_eq!(document.changes_since(&[]).len(), 7);
}

#[test]
fn a_change_written_in_another_form_than_automerges_own_is_refused() {
    let honest = bytes_of(ONE_RUN);
    an_old_visit().apply(&[Chunk::parse(&honest).unwrap()]).unwrap();
    let poison = bytes_of(TWO_RUNS);
    let mut document = an_old_visit();
    assert!(document.apply(&[Chunk::parse(&poison).unwrap()]).is_err());
    type_at(&mut document, &session(1), Section::Talked, 0, "続き");
    assert_eq!(document.changes_since(&[]).len(), 2);
}

#[test]
fn a_change_that_replaces_an_operation_nobody_made_is_refused() {
    let document = written();
    let poison = crafted(&document, |change| {
        let nowhere = OpId::new(3, &ActorId::from(ATTACKER));
        change.operations[0].pred = SortedVec::from(vec![nowhere]);
    });
    assert_refused(document, poison);
}

#[test]
fn an_operation_on_an_object_that_nobody_made_is_refused() {
    let document = written();
    let poison = crafted(&document, |change| {
        change.operations[0].obj = ObjectId::Id(OpId::new(3, &ActorId::from(ATTACKER)));
    });
    assert_refused(document, poison);
}

#[test]
fn a_character_put_after_one_that_nobody_typed_is_refused() {
    let document = written();
    let text = match document.container("talked").unwrap() {
        automerge::ObjId::Id(counter, actor, _) => OpId::new(*counter, actor),
        automerge::ObjId::Root => unreachable!(),
    };
    let poison = crafted(&document, |change| {
        let nowhere = automerge::legacy::ElementId::Id(OpId::new(3, &ActorId::from(ATTACKER)));
        change.operations[0].obj = ObjectId::Id(text);
        change.operations[0].key = Key::Seq(nowhere);
        change.operations[0].insert = true;
    });
    assert_refused(document, poison);
}

#[test]
fn operations_numbered_lower_or_higher_than_what_they_build_on_are_refused() {
    for number in [1, 11, 18, 1_000, u64::from(u32::MAX) - 2] {
        let document = written();
        let poison = crafted(&document, |change| {
            change.start_op = NonZeroU64::new(number).unwrap();
        });
        assert_refused(document, poison);
    }
}

#[test]
fn a_stream_with_a_gap_or_the_same_numbers_twice_is_refused() {
    let document = written();
    let gap = crafted(&document, |change| change.seq = 5);
    assert_refused(document, gap);
    let mut document = written();
    let first = crafted(&document, |_| {});
    let deps = document.automerge().get_heads();
    document.apply(&[first]).unwrap();
    // The second of the same session, beside the first and not after it.
    let fork = crafted(&document, |change| {
        change.seq = 2;
        change.start_op = NonZeroU64::new(change.start_op.get() - 1).unwrap();
        change.deps = deps;
        change.operations[0].key = Key::Map("card".into());
    });
    assert_refused(document, fork);
}

#[test]
fn a_change_as_large_as_its_limits_allow_is_taken_by_another_device() {
    let (mut one, mut other) = (a_visit(), a_visit());
    let paste = "あいうえ\n".repeat(crate::protocol::limits::OPERATIONS_MAX / 5);
    let chunk = type_at(&mut one, &session(1), Section::Talked, 0, &paste);
    assert_eq!(chunk.operations(), crate::protocol::limits::OPERATIONS_MAX);
    other.apply(&[Chunk::parse(chunk.bytes()).unwrap()]).unwrap();
    assert_eq!(note(&other, Section::Talked), paste);
    assert_eq!(all_bytes(&other), all_bytes(&one));
}
