//! What is new to somebody: the words of others since they last looked, and no others.

use super::*;
use crate::ids::Actor;

fn unseen(document: &Document, since: &[crate::ids::ChangeHash]) -> Vec<(Section, Vec<(usize, usize)>)> {
    added_by_others(document, since, |actor| actor == Actor([2; 16])).into_iter().collect()
}

#[test]
fn only_what_others_put_in_since_is_new() {
    let mut visit = planned();
    type_at(&mut visit, &session(3), Section::Talked, 0, "前の話。");
    let looked = visit.heads();
    assert_eq!(unseen(&visit, &looked), []);
    type_at(&mut visit, &session(2), Section::Talked, 4, "自分の文。");
    assert_eq!(unseen(&visit, &looked), [], "one's own words are not new to oneself");
    type_at(&mut visit, &session(3), Section::Talked, 0, "𠮷野");
    type_at(&mut visit, &session(3), Section::Words, 0, "外に出たい");
    let wanted = [(Section::Talked, vec![(0, 3)]), (Section::Words, vec![(0, 5)])];
    assert_eq!(unseen(&visit, &looked), wanted);
    assert_eq!(unseen(&visit, &visit.heads()), []);
}

#[test]
fn words_that_came_from_another_device_are_new_wherever_they_stand() {
    let mut mine = planned();
    type_at(&mut mine, &session(3), Section::Talked, 0, "はじめ。おわり。");
    let mut theirs = mine.clone();
    let looked = mine.heads();
    type_at(&mut mine, &session(2), Section::Talked, 4, "わたし。");
    type_at(&mut theirs, &session(3), Section::Talked, 4, "あなた。");
    meet(&mut mine, &mut theirs);
    let ranges = unseen(&mine, &looked);
    let text = &read(&mine).unwrap().note[&Section::Talked];
    let [(Section::Talked, ranges)] = ranges.as_slice() else { panic!("{ranges:?}") };
    let units: Vec<u16> = text.encode_utf16().collect();
    let marked: Vec<String> =
        ranges.iter().map(|(start, end)| String::from_utf16_lossy(&units[*start..*end])).collect();
    assert_eq!(marked, ["あなた。"]);
}

#[test]
fn heads_that_this_document_does_not_have_mark_nothing() {
    assert_eq!(unseen(&written(), &[crate::ids::ChangeHash([9; 32])]), []);
}
