//! The past of a text: each stretch is told, and going back loses nothing.

use super::*;
use crate::documents::past::{STRETCH_MS, STRETCHES_MAX};
use crate::documents::{Splice, Writer};

/// A writing session so many stretches after the first one.
fn later(number: u8, stretches: i64) -> Writer {
    let session = session(number);
    Writer { at: session.at.plus_ms(stretches * STRETCH_MS), ..session }
}

fn write(document: &mut Document, writer: &Writer, at_utf16: usize, deleted_utf16: usize, words: &str) {
    let splice = Splice { at_utf16, deleted_utf16, inserted: words.to_owned() };
    splice_note(document, writer, Section::Talked, &splice).unwrap();
}

fn told(document: &Document) -> Vec<(String, usize)> {
    past_of_note(document, Section::Talked).into_iter().map(|past| (past.text, past.by.len())).collect()
}

#[test]
fn a_text_is_told_as_it_stood_at_the_end_of_each_stretch_the_newest_first() {
    let mut visit = planned();
    assert_eq!(told(&visit), [], "nothing was written");
    write(&mut visit, &later(2, 0), 0, 0, "猫の");
    write(&mut visit, &later(3, 0), 2, 0, "話");
    write(&mut visit, &later(2, 1), 3, 0, "をした");
    type_at(&mut visit, &later(2, 2), Section::Words, 0, "ほかの欄の文");
    write(&mut visit, &later(3, 3), 0, 3, "");
    let wanted = [("をした", 1), ("猫の話をした", 1), ("猫の話", 2)];
    assert_eq!(told(&visit), wanted.map(|(text, by)| (text.to_owned(), by)));
}

#[test]
fn a_stretch_ends_after_its_time() {
    let mut visit = planned();
    let begin = later(2, 0);
    write(&mut visit, &begin, 0, 0, "一");
    write(&mut visit, &Writer { at: begin.at.plus_ms(STRETCH_MS - 1_000), ..begin }, 1, 0, "二");
    assert_eq!(told(&visit).len(), 1);
    write(&mut visit, &Writer { at: begin.at.plus_ms(STRETCH_MS), ..begin }, 2, 0, "三");
    assert_eq!(told(&visit).len(), 2);
}

#[test]
fn going_back_is_an_edit_and_what_was_written_since_can_be_gone_back_to() {
    let mut visit = planned();
    write(&mut visit, &later(2, 0), 0, 0, "𠮷野さんの話");
    let other = visit.clone();
    write(&mut visit, &later(3, 1), 0, 6, "別の");
    let past = past_of_note(&visit, Section::Talked);
    write_note_back(&mut visit, &later(2, 2), Section::Talked, &past[1].heads).unwrap();
    assert_eq!(read(&visit).unwrap().note[&Section::Talked], "𠮷野さんの話");
    assert_eq!(told(&visit).len(), 3, "nothing is taken out of the past");

    let newest = past_of_note(&visit, Section::Talked);
    write_note_back(&mut visit, &later(2, 3), Section::Talked, &newest[1].heads).unwrap();
    assert_eq!(read(&visit).unwrap().note[&Section::Talked], past[0].text);
    assert!(write_note_back(&mut visit, &later(2, 3), Section::Talked, &newest[1].heads).unwrap().is_none());

    // Whoever wrote meanwhile without a network keeps their words.
    let mut other = other;
    write(&mut other, &later(4, 1), 0, 0, "先に。");
    meet(&mut visit, &mut other);
    assert!(read(&visit).unwrap().note[&Section::Talked].contains("先に。"));
}

#[test]
fn one_cannot_go_back_to_what_this_document_never_was() {
    let mut visit = written();
    let unknown = [crate::ids::ChangeHash([7; 32])];
    assert!(write_note_back(&mut visit, &later(2, 1), Section::Talked, &unknown).is_err());
    assert!(write_note_back(&mut visit, &later(2, 1), Section::Talked, &[]).is_err());
}

#[test]
fn only_the_newest_stretches_are_told() {
    let mut visit = planned();
    for n in 0..STRETCHES_MAX + 1 {
        write(&mut visit, &later(2, n as i64), n, 0, "字");
    }
    let told = told(&visit);
    assert_eq!(told.len(), STRETCHES_MAX);
    assert_eq!(told.last().unwrap().0, "字字");
}

#[test]
fn what_was_written_and_taken_back_is_told_as_the_stretch_before_it() {
    let mut visit = planned();
    write(&mut visit, &later(2, 0), 0, 0, "字");
    write(&mut visit, &later(3, 1), 1, 0, "余分");
    write(&mut visit, &Writer { at: later(3, 1).at.plus_ms(1_000), ..later(3, 1) }, 1, 2, "");
    assert_eq!(told(&visit), [("字".to_owned(), 1)]);
}

#[test]
fn how_it_stood_before_it_was_written_anew_is_told_within_the_same_minutes_too() {
    let mut visit = planned();
    write(&mut visit, &later(2, 0), 0, 0, "庭の話をした");
    write(&mut visit, &later(2, 0), 0, 6, "猫の話");
    assert_eq!(told(&visit).len(), 1, "nine characters are no turn");
    write(&mut visit, &later(2, 0), 0, 3, "二人で歩いた");
    assert_eq!(told(&visit).len(), 1);
    write(&mut visit, &later(2, 0), 0, 6, "花の話。");
    let wanted = ["花の話。", "二人で歩いた"];
    assert_eq!(told(&visit).into_iter().map(|(text, _)| text).collect::<Vec<_>>(), wanted);
    let past = past_of_note(&visit, Section::Talked);
    write_note_back(&mut visit, &later(2, 0), Section::Talked, &past[1].heads).unwrap();
    assert_eq!(told(&visit)[1].0, "花の話。", "what was gone back from is there");
}
