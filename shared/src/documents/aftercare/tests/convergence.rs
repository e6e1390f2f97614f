//! Whatever visitor and supporter write apart and in whatever order it arrives, they end with the same.

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Edit {
    Check(Option<usize>),
    Wish(usize),
    Enough(bool),
    Day(i32),
    Words(String),
    Call(usize),
    Meet,
}

fn edits() -> impl Strategy<Value = Vec<(bool, Edit)>> {
    let edit = prop_oneof![
        proptest::option::of(0..Face::ALL.len()).prop_map(Edit::Check),
        (0..CareWish::ALL.len()).prop_map(Edit::Wish),
        any::<bool>().prop_map(Edit::Enough),
        (0..5i32).prop_map(Edit::Day),
        "[あ-ん𠮷]{1,4}".prop_map(Edit::Words),
        (0..CallState::ALL.len()).prop_map(Edit::Call),
        Just(Edit::Meet),
    ];
    proptest::collection::vec((any::<bool>(), edit), 1..24)
}

fn make(document: &mut Document, (number, key): (u8, u8), edit: &Edit) {
    let writer = session(number);
    let day = |after: i32| "2024-12-18".parse::<crate::time::Day>().unwrap().plus_days(after);
    match edit {
        Edit::Check(face) => {
            let face = face.map(|at| Face::ALL[at]);
            put_check(document, &writer, Moment::After, Some(&checked(face, &[]))).map(drop)
        }
        Edit::Wish(at) => put_wish(document, &writer, Some(CareWish::ALL[*at])).map(drop),
        Edit::Enough(enough) => put_enough(document, &writer, *enough).map(drop),
        Edit::Day(after) => put_day(document, &writer, day(*after)).map(drop),
        Edit::Words(words) => {
            let inserted = Splice { at_utf16: 0, deleted_utf16: 0, inserted: words.clone() };
            splice(document, &writer, CareSection::Mind, &inserted).map(drop)
        }
        Edit::Call(at) => {
            let noted = Noted { state: CallState::ALL[*at], day: day(1), text: "" };
            note_call(document, &writer, [key; 16], SUPPORTER, &noted).map(drop)
        }
        Edit::Meet => Ok(()),
    }
    .unwrap();
}

proptest! {
    #[test]
    fn two_devices_end_with_the_same_and_no_word_or_call_is_lost(edits in edits()) {
        let mut one = an_aftercare();
        let mut other = one.clone();
        let (mut words, mut calls) = (Vec::new(), 0);
        for (index, (first, edit)) in edits.iter().enumerate() {
            match edit {
                Edit::Meet => meet(&mut one, &mut other),
                Edit::Words(text) => words.push(text),
                Edit::Call(_) => calls += 1,
                _ => {}
            }
            let (document, number) = if *first { (&mut one, 1) } else { (&mut other, 2) };
            make(document, (number, index as u8 + 1), edit);
        }
        meet(&mut one, &mut other);
        prop_assert_eq!(read(&one), read(&other));
        prop_assert_eq!(figures(&one), figures(&other));
        let aftercare = read(&one).unwrap();
        prop_assert_eq!(aftercare.calls.len(), calls);
        let mind = &aftercare.texts[&CareSection::Mind];
        prop_assert!(words.iter().all(|text| mind.contains(text.as_str())), "{} {:?}", mind, words);
        let bytes = crate::documents::tests::all_bytes(&one);
        prop_assert_eq!(read(&Document::open(&bytes).unwrap()), Some(aftercare));
    }
}
