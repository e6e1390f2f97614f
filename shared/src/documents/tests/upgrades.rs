//! Upgrades: computed, the same bytes everywhere, and a newer document opens read-only on an older
//! version. The first three schemas are the visit's own, the fourth is of these tests alone.

use super::*;
use crate::documents::document::schemas_of;
use crate::documents::schema::{self, Container, Rule, Schema, Shape};
use crate::documents::visit::SCHEMAS;
use crate::documents::{EditError, Kind, Touch, touches, upgrade_actor};

const V1: &[Schema] = &[SCHEMAS[0]];
const V2: &[Schema] = &[SCHEMAS[0], SCHEMAS[1]];
const V4: &[Schema] = &[SCHEMAS[0], SCHEMAS[1], SCHEMAS[2], FOURTH];

const FOURTH: Schema = Schema {
    version: 4,
    adds: &[
        Container { name: "travel", parent: Some("more"), shape: Shape::Text, rule: Rule::Open },
        Container { name: "fares", parent: Some("more"), shape: Shape::Map, rule: Rule::Guarded(&["paid"]) },
        Container { name: "receipts", parent: Some("fares"), shape: Shape::Map, rule: Rule::Entries },
    ],
};

fn open(schemas: &'static [Schema], document: &Document) -> Document {
    Document::open_with(schemas, &all_bytes(document)).unwrap()
}

fn write(document: &mut Document, container: &'static str, number: u8, words: &str) -> Chunk {
    let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: words.to_owned() };
    let made = document.splice(&session(number), container, &splice);
    made.unwrap().unwrap()
}

#[test]
fn three_devices_with_different_histories_upgrade_to_equal_heads() {
    let start = an_old_visit();
    let (mut a, mut b, mut c) = (open(V1, &start), open(V1, &start), open(V1, &start));
    write(&mut a, "talked", 1, "甲");
    write(&mut b, "talked", 2, "乙");
    write(&mut b, "words", 2, "乙乙");
    set_card(&mut c);
    let mut upgraded = [open(V4, &a), open(V4, &b), open(V2, &c)];
    for device in &mut upgraded {
        assert_eq!(device.schema(), 1);
        let newest = schema::newest(device.schemas());
        assert_eq!(device.upgrade().unwrap().len(), usize::from(newest) - 1);
        assert!(device.upgrade().unwrap().is_empty());
        assert_eq!(device.schema(), newest);
    }
    let [mut a, mut b, c] = upgraded;
    question(&mut a, 1);
    question(&mut b, 2);
    write(&mut a, "travel", 1, "バス");
    write(&mut b, "travel", 2, "電車");
    // The third goes from 2 to 4 later, after it has written.
    let mut c = {
        let mut at_two = c;
        question(&mut at_two, 3);
        open(V4, &at_two)
    };
    c.upgrade().unwrap();
    write(&mut c, "travel", 3, "徒歩");
    stays_away(&mut a, 1);
    stays_away(&mut c, 3);
    reads(&mut b, 2);
    meet(&mut a, &mut b);
    meet(&mut b, &mut c);
    meet(&mut a, &mut b);
    meet(&mut a, &mut c);
    assert_eq!(a.heads(), b.heads());
    assert_eq!(b.heads(), c.heads());
    let travel = a.text("travel");
    for words in ["バス", "電車", "徒歩"] {
        assert!(travel.contains(words), "{travel}");
    }
    let visit = visit::read(&a).unwrap();
    assert_eq!((visit.questions.len(), visit.away.len(), visit.reads.len()), (3, 2, 1));
}

fn stays_away(document: &mut Document, number: u8) {
    let member = crate::ids::MemberId([number; 8]);
    visit::stay_away(document, &session(number), [number; 16], member, true).unwrap().unwrap();
}

fn reads(document: &mut Document, number: u8) {
    let member = crate::ids::MemberId([number; 8]);
    visit::note_read(document, &session(number), [number; 16], member).unwrap().unwrap();
}

fn question(document: &mut Document, number: u8) {
    let member = crate::ids::MemberId([number; 8]);
    visit::ask(document, &session(number), [number; 16], member, "カードは渡しましたか").unwrap().unwrap();
}

fn set_card(document: &mut Document) {
    let card = crate::documents::visit::FactField::Card;
    visit::set_fact(document, &session(3), card, Some("yes".to_owned())).unwrap();
}

#[test]
fn the_relay_computes_the_same_upgrades_from_the_root_alone() {
    let mut device = open(V4, &an_old_visit());
    write(&mut device, "talked", 1, "先に書いた");
    let made = device.upgrade().unwrap();
    let expected = schema::computed(&old_root(), V4, 4).unwrap();
    let bytes = |chunks: &[Chunk]| -> Vec<Vec<u8>> { chunks.iter().map(|chunk| chunk.bytes().to_vec()).collect() };
    assert_eq!(bytes(&made), bytes(&expected)[1..]);
    assert_eq!(made[0].actor(), upgrade_actor(Kind::Visit, 2));
}

#[test]
fn computed_changes_build_on_genesis_and_upgrades_alone() {
    let chunks = schema::computed(&old_root(), V4, 4).unwrap();
    let deps = |index: usize| chunks[index].deps().collect::<Vec<_>>();
    assert_eq!(deps(0), []);
    assert_eq!(deps(1), [chunks[0].hash()]);
    assert_eq!(deps(2), [chunks[1].hash()]);
    assert!(chunks.iter().all(|chunk| chunk.time_seconds() == 0));
    assert!(chunks.iter().all(|chunk| chunk.seq() == 1));
}

#[test]
fn a_document_born_with_the_newest_schema_needs_no_upgrade() {
    let born = Root { schema: 4, ..old_root() };
    let genesis = schema::genesis(&born, V4).unwrap();
    let mut document = Document::open_with(V4, &[genesis.bytes()]).unwrap();
    assert_eq!(document.schema(), 4);
    assert!(document.upgrade().unwrap().is_empty());
    write(&mut document, "travel", 1, "バス");
    assert!(!document.is_newer_than_this_version());
}

fn assert_read_only(newer: &Document) {
    let mut older = open(V1, newer);
    assert!(older.is_newer_than_this_version());
    assert_eq!(older.text("talked"), newer.text("talked"));
    let before = older.heads();
    let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: "x".to_owned() };
    let refused = older.splice(&session(9), "talked", &splice);
    assert!(matches!(refused, Err(EditError::ReadOnly)));
    assert!(older.upgrade().unwrap().is_empty());
    assert_eq!(older.heads(), before);
}

#[test]
fn an_older_version_opens_an_upgraded_document_read_only_and_says_so() {
    let mut newer = open(V2, &an_old_visit());
    write(&mut newer, "talked", 1, "読めることば");
    newer.upgrade().unwrap();
    assert!(!newer.is_newer_than_this_version());
    assert_read_only(&newer);
}

#[test]
fn an_older_version_opens_a_document_born_newer_read_only_and_says_so() {
    let born = Root { schema: 2, ..old_root() };
    let genesis = schema::genesis(&born, V2).unwrap();
    let mut newer = Document::open_with(V2, &[genesis.bytes()]).unwrap();
    write(&mut newer, "talked", 1, "読めることば");
    assert_read_only(&newer);
    assert!(schema::computed(&born, V1, 1).is_err());
    assert!(Document::create(Root { schema: 4, ..old_root() }).is_err());
}

#[test]
fn a_newer_document_that_comes_while_it_is_open_makes_it_read_only() {
    let mut newer = open(V2, &an_old_visit());
    newer.upgrade().unwrap();
    let mut older = open(V1, &an_old_visit());
    assert!(!older.is_newer_than_this_version());
    older.apply(&newer.changes_since(&older.heads())).unwrap();
    assert!(older.is_newer_than_this_version());
}

#[test]
fn what_an_upgrade_adds_has_its_own_guards() {
    let mut document = open(V4, &an_old_visit());
    document.upgrade().unwrap();
    let open_text = write(&mut document, "travel", 1, "バス");
    assert_eq!(touches(&document, &open_text), Ok(vec![Touch::Open]));
    let paid = vec![("paid".to_owned(), Some(crate::documents::Scalar::Flag(true)))];
    let guarded = document.set_all(&session(1), "fares", paid).unwrap().unwrap();
    assert_eq!(touches(&document, &guarded), Ok(vec![Touch::Guarded("paid")]));
}

#[test]
fn the_kinds_in_use_have_schemas_without_gaps_and_unique_names() {
    for kind in [Kind::Programme, Kind::Request, Kind::Visit, Kind::Consult] {
        let schemas = schemas_of(kind).unwrap();
        let versions: Vec<_> = schemas.iter().map(|schema| schema.version).collect();
        assert_eq!(versions, (1..=schema::newest(schemas)).collect::<Vec<_>>());
        let mut names = std::collections::BTreeSet::new();
        for container in schema::containers(schemas, u16::MAX) {
            assert!(names.insert(container.name), "{}", container.name);
            assert_ne!(container.name, schema::ROOT_KEY);
        }
        // What a later version adds stands in `more`, so that an older one sees that it is there.
        assert!(names.contains("more"));
        for schema in &schemas[1..] {
            assert!(schema.adds.iter().all(|container| container.parent.is_some()));
        }
    }
}
