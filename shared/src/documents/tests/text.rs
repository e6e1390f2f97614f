//! Text that several write: positions as the DOM counts them, every run whole, every author known.

use proptest::prelude::*;

use super::*;
use crate::documents::EditError;
use crate::protocol::limits;

const TALKED: Section = Section::Talked;

fn splice(at: usize, deleted: usize, inserted: &str) -> Splice {
    Splice { at_utf16: at, deleted_utf16: deleted, inserted: inserted.to_owned() }
}

fn make(document: &mut Document, number: u8, splice: &Splice) -> Result<(), EditError> {
    visit::splice_note(document, &session(number), TALKED, splice).map(drop)
}

/// What a text field of a browser would hold after a splice.
fn as_the_dom_does(text: &str, splice: &Splice) -> String {
    let mut units: Vec<u16> = text.encode_utf16().collect();
    let end = splice.at_utf16 + splice.deleted_utf16;
    units.splice(splice.at_utf16..end, splice.inserted.encode_utf16());
    String::from_utf16(&units).unwrap()
}

#[test]
fn positions_count_utf16_units_as_the_dom_does() {
    let mut document = a_visit();
    for (edit, expected) in [
        (splice(0, 0, "𠮷野家で👨‍👩‍👧と"), "𠮷野家で👨‍👩‍👧と"),
        // After 𠮷 (two units).
        (splice(2, 1, "牛"), "𠮷牛家で👨‍👩‍👧と"),
        // After the family (five characters, eight units) that begins at unit 5.
        (splice(13, 1, "😀"), "𠮷牛家で👨‍👩‍👧😀"),
        // か with a combining mark is two units and two characters.
        (splice(0, 2, "か\u{3099}"), "か\u{3099}牛家で👨‍👩‍👧😀"),
        (splice(1, 1, ""), "か牛家で👨‍👩‍👧😀"),
    ] {
        let before = note(&document, TALKED);
        assert_eq!(as_the_dom_does(&before, &edit), expected);
        make(&mut document, 1, &edit).unwrap();
        assert_eq!(note(&document, TALKED), expected);
    }
}

#[test]
fn a_splice_inside_a_character_is_refused_and_leaves_the_text_as_it_was() {
    let mut document = a_visit();
    make(&mut document, 1, &splice(0, 0, "𠮷野家")).unwrap();
    let heads = document.heads();
    for inside in [splice(1, 0, "a"), splice(0, 1, ""), splice(1, 1, "b"), splice(1, 2, "")] {
        let refused = make(&mut document, 1, &inside);
        assert!(matches!(refused, Err(EditError::Limit)), "{inside:?}");
    }
    assert_eq!(note(&document, TALKED), "𠮷野家");
    assert_eq!(document.heads(), heads);
}

#[test]
fn a_splice_outside_the_text_is_refused_and_leaves_the_text_as_it_was() {
    let mut document = a_visit();
    make(&mut document, 1, &splice(0, 0, "abc")).unwrap();
    for outside in [splice(4, 0, "x"), splice(2, 2, ""), splice(usize::MAX, 1, "x")] {
        assert!(matches!(make(&mut document, 1, &outside), Err(EditError::Limit)));
    }
    assert_eq!(note(&document, TALKED), "abc");
}

#[test]
fn a_text_reaches_its_limit_and_goes_no_further() {
    let mut document = a_visit();
    let page = "あ".repeat(10_000);
    for _ in 0..limits::TEXT_UNITS_MAX / 10_000 {
        make(&mut document, 1, &splice(0, 0, &page)).unwrap();
    }
    assert!(matches!(make(&mut document, 1, &splice(0, 0, "い")), Err(EditError::Limit)));
    make(&mut document, 1, &splice(0, 1, "う")).unwrap();
    assert_eq!(note(&document, TALKED).chars().count(), limits::TEXT_UNITS_MAX);
}

#[test]
fn a_paste_over_the_limit_of_a_change_leaves_no_trace_to_build_on() {
    let mut document = a_visit();
    make(&mut document, 1, &splice(0, 0, "前")).unwrap();
    let heads = document.heads();
    let paste = "あ".repeat(limits::OPERATIONS_MAX + 1);
    assert!(matches!(make(&mut document, 1, &splice(1, 0, &paste)), Err(EditError::Limit)));
    assert_eq!(document.heads(), heads);
    make(&mut document, 1, &splice(1, 0, "後")).unwrap();
    // What follows can be opened anywhere: it builds on nothing that was never given out.
    let reopened = Document::open(&all_bytes(&document)).unwrap();
    assert_eq!(note(&reopened, TALKED), "前後");
}

#[test]
fn two_runs_typed_at_one_place_offline_both_stand_whole_in_either_order() {
    let mut start = a_visit();
    make(&mut start, 1, &splice(0, 0, "はじめ。おわり。")).unwrap();
    let (mut one, mut other) = (start.clone(), start);
    for (index, character) in "散歩の話。".chars().enumerate() {
        make(&mut one, 2, &splice(4 + index, 0, &character.to_string())).unwrap();
    }
    for (index, character) in "家族の話。".chars().enumerate() {
        make(&mut other, 3, &splice(4 + index, 0, &character.to_string())).unwrap();
    }
    let (mut first, mut second) = (one.clone(), other.clone());
    first.apply(&other.changes_since(&one.heads())).unwrap();
    second.apply(&one.changes_since(&other.heads())).unwrap();
    let text = note(&first, TALKED);
    assert_eq!(text, note(&second, TALKED));
    assert!(text.starts_with("はじめ。") && text.ends_with("おわり。"), "{text}");
    assert!(text.contains("散歩の話。") && text.contains("家族の話。"), "{text}");
    let authors = visit::read(&first).unwrap().authors.remove(&TALKED).unwrap();
    let of = |number: u8| -> String {
        let theirs = authors.iter().filter(|run| run.actor == session(number).actor);
        theirs.map(|run| run.text.as_str()).collect()
    };
    assert_eq!(of(2), "散歩の話。");
    assert_eq!(of(3), "家族の話。");
}

#[test]
fn what_one_deletes_while_another_writes_inside_it_takes_only_the_old_words() {
    let mut one = a_visit();
    make(&mut one, 1, &splice(0, 0, "消すことば")).unwrap();
    let mut other = one.clone();
    make(&mut one, 2, &splice(0, 5, "")).unwrap();
    make(&mut other, 3, &splice(2, 0, "残す")).unwrap();
    meet(&mut one, &mut other);
    assert_eq!(note(&one, TALKED), "残す");
    assert_eq!(note(&other, TALKED), "残す");
}

fn words() -> impl Strategy<Value = String> {
    let pieces = ["あ", "𠮷", "👨‍👩‍👧", "か\u{3099}", "\n", "abc", "😀", ""];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..4).prop_map(|pieces| pieces.concat())
}

/// A random splice that lies between characters of a text.
fn splice_of(text: &str, at: prop::sample::Index, length: prop::sample::Index, words: String) -> Splice {
    let mut places = vec![0];
    for character in text.chars() {
        places.push(places.last().unwrap() + character.len_utf16());
    }
    let from = at.index(places.len());
    let to = from + length.index((places.len() - from).min(6));
    Splice { at_utf16: places[from], deleted_utf16: places[to] - places[from], inserted: words }
}

type Edits = Vec<(u8, prop::sample::Index, prop::sample::Index, String)>;

fn edits(most: usize) -> impl Strategy<Value = Edits> {
    proptest::collection::vec((1u8..4, any::<prop::sample::Index>(), any::<prop::sample::Index>(), words()), 1..most)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_text_is_what_a_text_field_would_hold_after_the_same_splices(edits in edits(24)) {
        let mut document = a_visit();
        let mut expected = String::new();
        for (_, at, length, words) in edits {
            let splice = splice_of(&expected, at, length, words);
            make(&mut document, 1, &splice).unwrap();
            expected = as_the_dom_does(&expected, &splice);
            prop_assert_eq!(note(&document, TALKED), expected.clone());
        }
    }

    #[test]
    fn the_splices_between_two_moments_lead_from_the_old_text_to_the_new(
        first in edits(12), second in edits(12)
    ) {
        let mut shared = a_visit();
        for (_, at, length, words) in first {
            let splice = splice_of(&note(&shared, TALKED), at, length, words);
            make(&mut shared, 1, &splice).unwrap();
        }
        // Three write on, each alone; then the first takes the others in.
        let mut devices = [shared.clone(), shared.clone(), shared.clone()];
        for (who, at, length, words) in second {
            let device = &mut devices[usize::from(who) - 1];
            let splice = splice_of(&note(device, TALKED), at, length, words);
            make(device, who + 10, &splice).unwrap();
        }
        let [mut here, mut b, mut c] = devices;
        let before = (here.heads(), note(&here, TALKED));
        meet(&mut here, &mut b);
        meet(&mut here, &mut c);
        let splices = visit::note_splices(&here, TALKED, &before.0, &here.heads());
        let mut text = before.1;
        for splice in &splices {
            text = as_the_dom_does(&text, splice);
        }
        prop_assert_eq!(text, note(&here, TALKED));
        let runs = visit::read(&here).unwrap().authors.remove(&TALKED).unwrap();
        let joined: String = runs.into_iter().map(|run| run.text).collect();
        prop_assert_eq!(joined, note(&here, TALKED));
    }
}
