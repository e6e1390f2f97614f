//! What a handbook promises: drafts are told from what is approved, readers find what is new, and nobody but the
//! prefecture writes it.

use super::*;
use crate::access::{Stage, Who, may_touch, rights};
use crate::documents::tests::{a_visit, all_bytes, meet, session};
use crate::documents::{Document, EditError, Touch, stage, ties, touches};
use crate::domain::{HandbookEntry, HandbookKind, Level, Role};
use crate::ids::MemberId;

const OFFICER: MemberId = MemberId([6; 8]);

fn empty() -> Document {
    create("140007".parse().unwrap()).unwrap()
}

fn entry(id: &str, easy: &str) -> HandbookEntry {
    let texts = [(Level::Standard, "聴くことが役割です。".to_owned()), (Level::Easy, easy.to_owned())].into();
    HandbookEntry {
        id: id.to_owned(), kind: HandbookKind::Question, title: "何を話せばよいですか。".to_owned(), texts
    }
}

fn put_one(document: &mut Document, number: u8, order: u32, one: HandbookEntry) {
    put(document, &session(number), &[(order, one)]).unwrap().unwrap();
}

fn approve_as(document: &mut Document, number: u8) {
    approve(document, &session(number), [number; 16], OFFICER, "書きなおしました").unwrap().unwrap();
}

fn drafts(document: &Document) -> Vec<String> {
    read(document).unwrap().drafts.into_iter().collect()
}

#[test]
fn a_handbook_reads_as_it_was_written_in_its_order() {
    let mut document = empty();
    let (first, second) = (entry("q-02", "聞《き》きます"), entry("q-01", "待《ま》ちます"));
    put(&mut document, &session(1), &[(0, first.clone()), (1, second.clone())]).unwrap();
    assert_eq!(read(&document).unwrap().entries, [first.clone(), second.clone()]);
    let without = HandbookEntry { texts: [(Level::Picture, "耳".to_owned())].into(), ..second.clone() };
    put_one(&mut document, 1, 1, without.clone());
    assert_eq!(read(&document).unwrap().entries, [first.clone(), without], "a level that is left out goes");
    remove(&mut document, &session(1), "q-01").unwrap();
    assert_eq!(read(&document).unwrap().entries, [first]);
    assert!(matches!(put(&mut document, &session(1), &[(0, entry("Q/1", ""))]), Err(EditError::Limit)));
    assert_eq!(read(&a_visit()), None);
}

#[test]
fn what_is_not_approved_just_so_is_a_draft() {
    let mut document = empty();
    put_one(&mut document, 1, 0, entry("q-01", "聞きます"));
    assert_eq!(drafts(&document), ["q-01"]);
    approve_as(&mut document, 1);
    assert_eq!(drafts(&document), Vec::<String>::new());
    put_one(&mut document, 2, 0, entry("q-01", "ゆっくり聞きます"));
    put_one(&mut document, 2, 1, entry("q-02", "待ちます"));
    assert_eq!(drafts(&document), ["q-01", "q-02"]);
    let handbook = read(&document).unwrap();
    let version = &handbook.versions[0];
    assert_eq!((version.by, version.text.as_str()), (OFFICER, "書きなおしました"));
    assert_eq!(entries_at(&document, &version.heads), [entry("q-01", "聞きます")], "what was approved stays readable");
}

#[test]
fn a_reader_finds_what_is_new_since_they_read() {
    let mut document = empty();
    put_one(&mut document, 1, 0, entry("q-01", "聞きます"));
    put_one(&mut document, 1, 1, entry("q-02", "待ちます"));
    approve_as(&mut document, 1);
    put_one(&mut document, 1, 1, entry("q-02", "いっしょに待ちます"));
    put_one(&mut document, 1, 2, entry("q-03", "帰ります"));
    approve_as(&mut document, 2);
    let versions = read(&document).unwrap().versions;
    let changed = |read, version| changed_since(&document, read, version).into_iter().collect::<Vec<_>>();
    assert_eq!(changed(None, &versions[0]), ["q-01", "q-02"]);
    assert_eq!(changed(Some(&versions[0]), &versions[1]), ["q-02", "q-03"]);
    assert_eq!(changed(Some(&versions[1]), &versions[1]), Vec::<String>::new());
}

#[test]
fn what_two_officers_wrote_apart_stands_and_is_a_draft_until_one_is_chosen() {
    let mut one = empty();
    put_one(&mut one, 1, 0, entry("q-01", "聞きます"));
    let mut other = one.clone();
    put_one(&mut one, 1, 0, entry("q-01", "ゆっくり聞きます"));
    put_one(&mut other, 2, 0, entry("q-01", "だまって聞きます"));
    approve_as(&mut one, 3);
    approve_as(&mut other, 4);
    meet(&mut one, &mut other);
    let handbook = read(&one).unwrap();
    assert_eq!(read(&other).as_ref(), Some(&handbook));
    assert_eq!(handbook.disputed, ["q-01/easy"]);
    assert_eq!((handbook.versions.len(), handbook.drafts.len()), (2, 1));
    put_one(&mut one, 5, 0, entry("q-01", "ゆっくり聞きます"));
    approve_as(&mut one, 6);
    let settled = read(&one).unwrap();
    assert!(settled.disputed.is_empty() && settled.drafts.is_empty());
    assert_eq!(read(&Document::open(&all_bytes(&one)).unwrap()), Some(settled));
}

#[test]
fn the_prefecture_writes_and_approves_and_everybody_reads() {
    let mut document = empty();
    let written = put(&mut document, &session(1), &[(0, entry("q-01", "聞きます"))]).unwrap().unwrap();
    let approved = approve(&mut document, &session(1), [1; 16], OFFICER, "").unwrap().unwrap();
    let (ties, stage) = (ties(&document), stage(&document));
    assert_eq!(stage, Stage::Open);
    for (chunk, touch) in [(written, Touch::Open), (approved, Touch::Guarded(APPROVED))] {
        assert_eq!(touches(&document, &chunk), Ok(vec![touch.clone()]));
        for role in Role::ALL {
            let who = Who { member: OFFICER, role: *role, offices: Vec::new(), safeguarding: false };
            assert!(rights(document.kind(), &who, &ties).read);
            let may = may_touch(document.kind(), &who, (&ties, stage), &touch);
            assert_eq!(may, *role == Role::Prefecture, "{role:?} {touch:?}");
        }
    }
}
