//! Documents are put together from whatever the disk still gives, and what is missing is counted.

use shared::documents::visit::{self, Section};
use shared::documents::{Splice, Writer};
use shared::domain::{Intent, IntentMethod};
use shared::ids::Actor;
use shared::time::Instant;

use super::*;
use crate::local::vault::Stored;

fn note(words: &[&str]) -> Document {
    let intent =
        Intent { day: "2024-12-10".parse().unwrap(), method: IntentMethod::Phone, confirmed_by: "見本".to_owned() };
    let mut document = visit::create("140007".parse().unwrap(), None, intent, [7; 16]).unwrap();
    for word in words {
        write(&mut document, word);
    }
    document
}

fn write(document: &mut Document, word: &str) {
    let writer = Writer { actor: Actor([1; 16]), at: Instant::from_ms(1_000) };
    let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: word.to_owned() };
    visit::splice_note(document, &writer, Section::Talked, &splice).unwrap();
}

fn text(document: &Document) -> String {
    visit::read(document).unwrap().note[&Section::Talked].clone()
}

fn changes(document: &Document) -> Vec<Stored> {
    let stored = |chunk: Chunk| Stored { name: chunk.hash().to_string(), bytes: chunk.into_bytes() };
    document.changes_since(&[]).into_iter().map(stored).collect()
}

fn whole(document: &Document, name: &str) -> Stored {
    Stored { name: name.to_owned(), bytes: document.save() }
}

#[test]
fn changes_alone_in_any_order_are_the_document() {
    let document = note(&["一", "二", "三"]);
    let mut incrementals = changes(&document);
    incrementals.reverse();
    let found = Found { incrementals, ..Found::default() };
    let made = assemble(document.id(), &found).unwrap();
    assert_eq!(made.document.heads(), document.heads());
    assert_eq!((made.damaged, made.changes), (0, 4));
}

#[test]
fn a_whole_and_later_changes_are_the_document() {
    let early = note(&["一"]);
    let mut late = early.clone();
    write(&mut late, "二");
    let found = Found { snapshots: vec![whole(&early, "a")], incrementals: changes(&late), ..Found::default() };
    let made = assemble(late.id(), &found).unwrap();
    assert_eq!(made.document.heads(), late.heads());
    assert_eq!(made.wholes, ["a"]);
}

#[test]
fn two_wholes_that_two_tabs_wrote_are_merged() {
    let base = note(&["一"]);
    let (mut left, mut right) = (base.clone(), base);
    for (document, actor) in [(&mut left, 2), (&mut right, 3)] {
        let writer = Writer { actor: Actor([actor; 16]), at: Instant::from_ms(1_000) };
        let splice = Splice { at_utf16: 1, deleted_utf16: 0, inserted: format!("{actor}") };
        visit::splice_note(document, &writer, Section::Talked, &splice).unwrap();
    }
    let found = Found { snapshots: vec![whole(&left, "a"), whole(&right, "b")], ..Found::default() };
    let made = assemble(left.id(), &found).unwrap();
    let text = text(&made.document);
    assert!(text.contains('2') && text.contains('3'), "{text}");
    assert_eq!(made.wholes.len(), 2);
}

#[test]
fn a_damaged_change_and_what_builds_on_it_are_counted_and_the_rest_opens() {
    let document = note(&["一", "二", "三"]);
    let mut incrementals = changes(&document);
    let last = incrementals[2].bytes.len() - 1;
    incrementals[2].bytes[last] ^= 1;
    let found = Found { incrementals, ..Found::default() };
    let made = assemble(document.id(), &found).unwrap();
    assert_eq!(text(&made.document), "一");
    assert_eq!(made.damaged, 2);
}

#[test]
fn a_damaged_whole_is_counted_and_the_changes_open() {
    let document = note(&["一", "二"]);
    let mut broken = whole(&document, "a");
    broken.bytes.truncate(20);
    let found = Found { snapshots: vec![broken], incrementals: changes(&document), broken: 1 };
    let made = assemble(document.id(), &found).unwrap();
    assert_eq!(made.document.heads(), document.heads());
    assert_eq!(made.damaged, 2);
    assert!(made.wholes.is_empty());
}

#[test]
fn another_documents_bytes_are_not_this_document() {
    let document = note(&["一"]);
    let found = Found { incrementals: changes(&document), ..Found::default() };
    assert!(assemble(DocumentId([9; 16]), &found).is_none());
}
