//! Every kind of operation at every place: what a change touches is read from its operations.

use automerge::legacy::{Key, MarkData, ObjectId, Op, OpId, OpType, SortedVec};
use automerge::{ActorId, Change, ExpandedChange, ObjType, ScalarValue};

use super::*;
use crate::documents::visit::{PLAN_KEYS, PlanField};
use crate::documents::{Breach, Touch, touches};
use crate::documents::{Kind, genesis_actor, upgrade_actor};
use crate::protocol::limits;

/// A key that a random generator would give.
const RANDOM: &str = "0123456789abcdef0123456789abcdef";

fn place(document: &Document, name: &str) -> ObjectId {
    match document.container(name).unwrap() {
        automerge::ObjId::Id(counter, actor, _) => ObjectId::Id(OpId::new(*counter, actor)),
        automerge::ObjId::Root => ObjectId::Root,
    }
}

fn op(obj: ObjectId, key: &str, action: OpType) -> Op {
    Op { action, obj, key: Key::Map(key.into()), pred: SortedVec::new(), insert: false }
}

fn put(obj: ObjectId, key: &str, value: impl Into<ScalarValue>) -> Op {
    op(obj, key, OpType::Put(value.into()))
}

fn in_text(obj: ObjectId, insert: bool, action: OpType) -> Op {
    Op { action, obj, key: Key::head(), pred: SortedVec::new(), insert }
}

/// The number of the next operation.
fn next_number(document: &Document) -> u64 {
    let heads = document.automerge().get_heads();
    let meta = |hash| document.automerge().get_change_meta_by_hash(hash).unwrap().max_op;
    heads.iter().map(meta).max().unwrap() + 1
}

/// A change that no edit of this program makes.
fn by(document: &Document, actor: Actor, operations: Vec<Op>) -> Chunk {
    let heads = document.heads();
    let change = Change::from(ExpandedChange {
        operations,
        actor_id: ActorId::from(actor.0),
        hash: None,
        seq: 1,
        start_op: std::num::NonZeroU64::new(next_number(document)).unwrap(),
        time: 0,
        message: None,
        deps: heads.iter().map(|hash| automerge::ChangeHash(hash.0)).collect(),
        extra_bytes: Vec::new(),
        author: None,
    });
    Chunk::parse(change.raw_bytes()).unwrap()
}

fn judged(operation: Op) -> Result<Vec<Touch>, Breach> {
    judged_all(vec![operation])
}

fn judged_all(operations: Vec<Op>) -> Result<Vec<Touch>, Breach> {
    let document = a_visit();
    touches(&document, &by(&document, session(1).actor, operations))
}

fn at(name: &str) -> ObjectId {
    place(&a_visit(), name)
}

fn text_value(text: &str) -> ScalarValue {
    ScalarValue::Str(text.into())
}

#[test]
fn nothing_after_genesis_touches_the_root_object() {
    for action in [OpType::Put(text_value("x")), OpType::Delete, OpType::Make(ObjType::Map), OpType::Increment(1)] {
        assert_eq!(judged(op(ObjectId::Root, "root", action.clone())), Err(Breach::Root));
        assert_eq!(judged(op(ObjectId::Root, "mine", action)), Err(Breach::Root));
    }
}

#[test]
fn only_computed_changes_write_into_what_is_sealed() {
    for action in [OpType::Put(text_value("x")), OpType::Delete, OpType::Make(ObjType::Text)] {
        assert_eq!(judged(op(at("more"), RANDOM, action)), Err(Breach::Sealed("more")));
    }
}

#[test]
fn each_guarded_field_is_named_by_its_key() {
    for field in PlanField::ALL {
        let touched = Ok(vec![Touch::Guarded(field.key())]);
        assert_eq!(judged(put(at("plan"), field.key(), "x")), touched);
        assert_eq!(judged(op(at("plan"), field.key(), OpType::Delete)), touched);
    }
    assert_eq!(PlanField::ALL.map(PlanField::key), PLAN_KEYS);
}

#[test]
fn a_guarded_map_takes_no_other_key_and_no_container() {
    assert_eq!(judged(put(at("plan"), "mine", "x")), Err(Breach::UnknownKey("plan")));
    assert_eq!(judged(put(at("plan"), RANDOM, "x")), Err(Breach::UnknownKey("plan")));
    for shape in [ObjType::Map, ObjType::Text, ObjType::List, ObjType::Table] {
        let make = op(at("plan"), "first", OpType::Make(shape));
        assert_eq!(judged(make), Err(Breach::Container));
    }
    assert_eq!(judged(op(at("plan"), "first", OpType::Increment(1))), Err(Breach::Operation));
}

#[test]
fn an_open_map_takes_scalars_and_no_container() {
    for name in ["briefing", "contents", "facts"] {
        assert_eq!(judged(put(at(name), "next", "x")), Ok(vec![Touch::Open]));
        assert_eq!(judged(op(at(name), "next", OpType::Delete)), Ok(vec![Touch::Open]));
        for key in ["next", RANDOM] {
            let make = op(at(name), key, OpType::Make(ObjType::Text));
            assert_eq!(judged(make), Err(Breach::Container));
        }
        assert_eq!(judged(op(at(name), "next", OpType::Increment(1))), Err(Breach::Operation));
        assert_eq!(judged(in_text(at(name), true, OpType::Put(text_value("x")))), Err(Breach::Operation));
    }
}

#[test]
fn a_value_that_no_reader_shows_is_refused_everywhere() {
    for value in [
        ScalarValue::Null,
        ScalarValue::F64(1.5),
        ScalarValue::counter(1),
        ScalarValue::Timestamp(1),
        ScalarValue::Unknown { type_code: 12, bytes: vec![0; 4] },
    ] {
        for (name, key) in [("plan", "first"), ("facts", "next"), ("consents", "x")] {
            let refused = judged(put(at(name), key, value.clone()));
            assert_eq!(refused, Err(Breach::Operation), "{value:?} in {name}");
        }
        let typed = in_text(at("talked"), true, OpType::Put(value.clone()));
        assert_eq!(judged(typed), Err(Breach::Operation), "{value:?} in a text");
    }
}

#[test]
fn a_container_is_made_only_under_a_random_key_and_nothing_is_put_over_it() {
    for shape in [ObjType::Map, ObjType::Text] {
        let make = |key: &str| op(at("consents"), key, OpType::Make(shape));
        assert_eq!(judged(make(RANDOM)), Ok(vec![Touch::Open]));
        assert_eq!(judged(make("first")), Err(Breach::Container));
        assert_eq!(judged(make(&RANDOM.to_uppercase())), Err(Breach::Container));
        assert_eq!(judged(make(&RANDOM[1..])), Err(Breach::Container));
    }
    let list = op(at("consents"), RANDOM, OpType::Make(ObjType::List));
    assert_eq!(judged(list), Err(Breach::Container));
    assert_eq!(judged(put(at("consents"), RANDOM, "x")), Err(Breach::Container));
    assert_eq!(judged(op(at("consents"), RANDOM, OpType::Delete)), Err(Breach::Container));
    let mut over = op(at("consents"), RANDOM, OpType::Make(ObjType::Text));
    over.pred = SortedVec::from(vec![OpId::new(9, &ActorId::from(session(2).actor.0))]);
    assert_eq!(judged(over), Err(Breach::Container));
}

#[test]
fn a_log_takes_bytes_under_a_random_key_once_and_nothing_else() {
    for (name, touch) in [("questions", Touch::Open), ("quotes", Touch::Guarded("quotes"))] {
        let bytes = || OpType::Put(ScalarValue::Bytes(vec![1]));
        assert_eq!(judged(op(at(name), RANDOM, bytes())), Ok(vec![touch]));
        for key in ["mine", &RANDOM[1..], &RANDOM.to_uppercase()] {
            assert_eq!(judged(op(at(name), key, bytes())), Err(Breach::Operation), "{key}");
        }
        let mut over = op(at(name), RANDOM, bytes());
        over.pred = SortedVec::from(vec![OpId::new(9, &ActorId::from(session(2).actor.0))]);
        assert_eq!(judged(over), Err(Breach::Operation));
        assert_eq!(judged(put(at(name), RANDOM, "x")), Err(Breach::Operation));
        for action in [OpType::Delete, OpType::Increment(1)] {
            assert_eq!(judged(op(at(name), RANDOM, action)), Err(Breach::Operation));
        }
        for shape in [ObjType::Map, ObjType::Text, ObjType::List] {
            assert_eq!(judged(op(at(name), RANDOM, OpType::Make(shape))), Err(Breach::Container));
        }
        let inserted = in_text(at(name), true, bytes());
        assert_eq!(judged(inserted), Err(Breach::Operation));
        let long = ScalarValue::Bytes(vec![0; limits::SCALAR_BYTES_MAX + 1]);
        assert_eq!(judged(op(at(name), RANDOM, OpType::Put(long))), Err(Breach::TooLarge));
    }
}

#[test]
fn inside_an_entry_stand_scalars_and_text_and_nothing_deeper() {
    let number = next_number(&a_visit());
    let entry = || ObjectId::Id(OpId::new(number, &ActorId::from(session(1).actor.0)));
    let make = op(at("consents"), RANDOM, OpType::Make(ObjType::Map));
    let with = |operation| judged_all(vec![make.clone(), operation]);
    assert_eq!(with(put(entry(), "day", "2024-12-20")), Ok(vec![Touch::Open]));
    assert_eq!(with(op(entry(), RANDOM, OpType::Make(ObjType::Map))), Err(Breach::Container));
    assert_eq!(with(op(entry(), "n", OpType::Increment(1))), Err(Breach::Operation));
    let typed = in_text(entry(), true, OpType::Put(text_value("x")));
    assert_eq!(with(typed), Ok(vec![Touch::Open]));
}

#[test]
fn text_takes_characters_and_deletions_and_no_mark_or_increment() {
    let text = || at("talked");
    assert_eq!(judged(in_text(text(), true, OpType::Put(text_value("あ")))), Ok(vec![Touch::Open]));
    assert_eq!(judged(in_text(text(), false, OpType::Delete)), Ok(vec![Touch::Open]));
    let mark = OpType::MarkBegin(MarkData { name: "bold".into(), value: true.into(), expand: false });
    for (insert, action) in [
        (true, mark),
        (true, OpType::MarkEnd(false)),
        (true, OpType::Make(ObjType::Map)),
        (false, OpType::Increment(1)),
        (false, OpType::Put(text_value("put over"))),
        (true, OpType::Put(text_value(""))),
    ] {
        let refused = judged(in_text(text(), insert, action.clone()));
        assert_eq!(refused, Err(Breach::Operation), "{action:?}");
    }
    assert_eq!(judged(put(text(), "key", "x")), Err(Breach::Operation));
}

#[test]
fn a_value_or_key_over_its_limit_is_refused_at_its_edge() {
    let most = "x".repeat(limits::SCALAR_BYTES_MAX);
    assert_eq!(judged(put(at("facts"), "next", most.as_str())), Ok(vec![Touch::Open]));
    let over = format!("{most}x");
    assert_eq!(judged(put(at("facts"), "next", over.as_str())), Err(Breach::TooLarge));
    assert_eq!(judged(put(at("plan"), "place", over.as_str())), Err(Breach::TooLarge));
    let bytes = ScalarValue::Bytes(over.into_bytes());
    assert_eq!(judged(put(at("plan"), "accepted", bytes)), Err(Breach::TooLarge));
    let key = "k".repeat(limits::KEY_BYTES_MAX);
    assert_eq!(judged(put(at("facts"), &key, "x")), Ok(vec![Touch::Open]));
    assert_eq!(judged(put(at("facts"), &format!("{key}k"), "x")), Err(Breach::TooLarge));
}

#[test]
fn a_guarded_write_hidden_behind_a_losing_one_is_seen() {
    // The coordinator's later write wins; the value read from the document tells nothing.
    let mut document = a_visit();
    let before = document.clone();
    for day in ["2024-12-20", "2024-12-21"] {
        let day = vec![(PlanField::Day, Some(day.to_owned()))];
        visit::put_plan(&mut document, &session(2), day).unwrap();
    }
    let hidden = by(
        &before,
        Actor([0; 16]),
        vec![put(place(&before, "facts"), "next", "end"), put(place(&before, "plan"), "day", "2024-12-21")],
    );
    let mut after = document.clone();
    after.apply(std::slice::from_ref(&hidden)).unwrap();
    assert_eq!(visit::plan(&after).day.settled(), visit::plan(&document).day.settled());
    let touched = Ok(vec![Touch::Open, Touch::Guarded("day")]);
    assert_eq!(touches(&document, &hidden), touched);
    assert_eq!(touches(&after, &hidden), touched);
}

#[test]
fn a_change_in_the_name_of_computed_ones_is_false() {
    let document = a_visit();
    for actor in [genesis_actor(Kind::Visit), upgrade_actor(Kind::Visit, 1)] {
        let words = by(&document, actor, vec![put(place(&document, "facts"), "next", "end")]);
        assert_eq!(touches(&document, &words), Err(Breach::FalseComputed));
    }
}

#[test]
fn an_object_that_only_a_computed_change_could_have_made_and_did_not_is_refused() {
    let genesis = ActorId::from(genesis_actor(Kind::Visit).0);
    let nowhere = ObjectId::Id(OpId::new(99, &genesis));
    assert_eq!(judged(put(nowhere, "x", "y")), Err(Breach::Operation));
}

#[test]
fn a_change_without_operations_needs_the_right_to_write() {
    assert_eq!(judged_all(Vec::new()), Ok(vec![Touch::Open]));
}
