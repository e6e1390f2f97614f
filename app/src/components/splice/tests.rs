//! What a field does with keys and with others' words, without a browser.

use super::*;

fn splice(at_utf16: usize, deleted_utf16: usize, inserted: &str) -> Splice {
    Splice { at_utf16, deleted_utf16, inserted: inserted.to_owned() }
}

fn after_all(text: &str, splices: &[Splice]) -> String {
    splices.iter().fold(text.to_owned(), |text, splice| apply(&text, splice))
}

#[test]
fn a_key_is_one_splice_where_the_caret_is() {
    assert_eq!(typed("ああ", "あああ", (1, 1), 2), Some(splice(1, 0, "あ")));
    assert_eq!(typed("ああ", "あああ", (0, 0), 1), Some(splice(0, 0, "あ")));
    assert_eq!(typed("ああ", "あああ", (2, 2), 3), Some(splice(2, 0, "あ")));
    assert_eq!(typed("話した", "話した", (3, 3), 3), None);
    // Backspace at 2, Delete at 1.
    assert_eq!(typed("あああ", "ああ", (2, 2), 1), Some(splice(1, 1, "")));
    assert_eq!(typed("あああ", "ああ", (1, 1), 1), Some(splice(1, 1, "")));
}

#[test]
fn a_letter_over_a_selection_replaces_the_selection() {
    // 「かさ」 selected in 「あかさた」, 「か」 typed.
    assert_eq!(typed("あかさた", "あかた", (1, 3), 2), Some(splice(1, 2, "か")));
    assert_eq!(typed("あかさた", "た", (0, 3), 0), Some(splice(0, 3, "")));
}

#[test]
fn a_composition_is_one_splice() {
    assert_eq!(typed("今日は", "今日は本人と話した", (3, 3), 9), Some(splice(3, 0, "本人と話した")));
    assert_eq!(typed("今日は晴れ", "今日は雨れ", (3, 4), 4), Some(splice(3, 1, "雨")));
}

#[test]
fn a_change_without_a_telling_caret_is_still_exact() {
    // Undo leaves the caret anywhere.
    for caret in 0..=4 {
        let edit = typed("あいうえ", "あうえ", (4, 4), caret).unwrap();
        assert_eq!(apply("あいうえ", &edit), "あうえ", "caret {caret}");
    }
}

#[test]
fn surrogate_pairs_are_never_cut() {
    // 𠮷 and 𠮟 share their first unit; 😀 and 😁 too.
    for (old, new) in [("𠮷野", "𠮟野"), ("😀", "😁"), ("a😀b", "a😁b"), ("𠮷", "𡮷"), ("👨‍👩‍👧", "👨‍👩‍👦")]
    {
        let units = new.encode_utf16().count();
        for caret in 0..=units {
            for selected in 0..=units {
                let edit = typed(old, new, (selected, units), caret).unwrap();
                assert!(!edit.inserted.contains('\u{FFFD}'), "{old} {new}");
                assert_eq!(apply(old, &edit), new, "{old} {new} {selected} {caret}");
            }
        }
        assert_eq!(after_all(old, &between(old, new)), new);
    }
    assert_eq!(typed("𠮷", "𠮷😀", (2, 2), 4), Some(splice(2, 0, "😀")));
    assert_eq!(typed("😀😀", "😀", (4, 4), 2), Some(splice(2, 2, "")));
}

#[test]
fn every_input_is_found_again() {
    let letters = ["", "あ", "い", "ああ", "あい", "😀"];
    for before in ["", "あ", "ああいあ", "あ😀い😀", "いいい"] {
        let length = before.encode_utf16().count();
        for at in 0..=length {
            for end in at..=length {
                let within_pair =
                    [at, end].iter().any(|place| apply(before, &splice(0, *place, "")).contains('\u{FFFD}'));
                for put_in in letters.into_iter().filter(|_| !within_pair) {
                    let made = splice(at, end - at, put_in);
                    let after = apply(before, &made);
                    let caret = at + put_in.encode_utf16().count();
                    match typed(before, &after, (at, end), caret) {
                        None => assert_eq!(before, after),
                        Some(found) => assert_eq!(found, made, "{before} -> {after}"),
                    }
                }
            }
        }
    }
}

#[test]
fn a_caret_stays_between_the_same_words() {
    assert_eq!(moved(3, &splice(0, 0, "😀"), Lean::Before), 5);
    assert_eq!(moved(3, &splice(5, 0, "後"), Lean::Before), 3);
    assert_eq!(moved(3, &splice(3, 0, "ここ"), Lean::Before), 3);
    assert_eq!(moved(3, &splice(3, 0, "ここ"), Lean::Behind), 5);
    assert_eq!(moved(3, &splice(1, 4, "替"), Lean::Before), 1);
    assert_eq!(moved(3, &splice(1, 2, ""), Lean::Before), 1);
    assert_eq!(moved(3, &splice(0, 1, "𠮷"), Lean::Before), 4);
}

#[test]
fn a_selection_never_takes_in_others_words() {
    assert_eq!(moved_selection(2, 4, &[splice(2, 0, "前")]), (3, 5));
    assert_eq!(moved_selection(2, 4, &[splice(4, 0, "後")]), (2, 4));
    assert_eq!(moved_selection(2, 2, &[splice(2, 0, "同")]), (2, 2));
    assert_eq!(moved_selection(2, 4, &[splice(0, 6, "全部")]), (0, 0));
}

#[test]
fn two_places_changed_at_once_leave_the_caret_between_them() {
    let before = "はじめ。まん中。おわり。";
    let after = "一番はじめ。まん中。本当のおわり。";
    let splices = between(before, after);
    assert_eq!(splices, vec![splice(0, 0, "一番"), splice(10, 0, "本当の")]);
    assert_eq!(moved_selection(6, 6, &splices), (8, 8));
}

#[test]
fn what_is_known_goes_before_what_is_guessed() {
    // 「あ」 was put in at the front: the texts alone would say at the end.
    let known = [splice(9, 9, "古い"), splice(0, 0, "あ")];
    assert_eq!(explain("ああ", "あああ", &known), vec![splice(0, 0, "あ")]);
    assert_eq!(explain("ああ", "あああ", &[]), vec![splice(2, 0, "あ")]);
    assert_eq!(explain("ああ", "い", &known), between("ああ", "い"));
    assert_eq!(explain("同じ", "同じ", &known), Vec::new());
}

#[test]
fn every_difference_leads_from_one_text_to_the_other() {
    let texts = ["", "あ", "あい", "いあ", "あいうえお", "おえういあ", "あ😀い", "😀", "あ\nい", "𠮷野家", "野𠮷家"];
    for before in texts {
        for after in texts {
            assert_eq!(after_all(before, &between(before, after)), after, "{before} -> {after}");
        }
    }
    let long_before = "あいうえお".repeat(2_000);
    let long_after = "かきくけこ".repeat(2_000);
    assert_eq!(after_all(&long_before, &between(&long_before, &long_after)), long_after);
}

#[test]
fn own_words_and_others_both_stand_whole_at_one_place() {
    let base = "本人は話した。";
    let own = splice(7, 0, "次も来てほしい。");
    let others = [splice(7, 0, "窓を見ていた。")];
    let there = after_all(base, &others);
    let made = rebase(&own, &others);
    assert_eq!(made.len(), 1);
    assert_eq!(after_all(&there, &made), "本人は話した。次も来てほしい。窓を見ていた。");
}

#[test]
fn words_put_inside_what_was_taken_away_stand() {
    let own = splice(1, 4, "新");
    let others = [splice(3, 0, "他人")];
    let there = after_all("0123456", &others);
    assert_eq!(after_all(&there, &rebase(&own, &others)), "0新他人56");
}

/// All pairs of one own splice and two others' on a short text of distinct letters: a letter stands
/// if nobody took it away, and everybody's words stand whole.
#[test]
fn nothing_but_what_somebody_took_away_is_gone() {
    let base = "0123";
    let all = |length: usize, word: &str| -> Vec<Splice> {
        (0..=length)
            .flat_map(|at| (at..=length).map(move |end| (at, end - at)))
            .map(|(at, gone)| splice(at, gone, word))
            .collect()
    };
    let mut seen = 0;
    for own in all(4, "own") {
        for first in all(4, "A") {
            let middle = apply(base, &first);
            for second in all(middle.len(), "") {
                let others = [first.clone(), second.clone()];
                let there = after_all(base, &others);
                let result = after_all(&there, &rebase(&own, &others));
                let kept_by_own = after_all(base, std::slice::from_ref(&own));
                for letter in "0123".chars() {
                    let wanted = there.contains(letter) && kept_by_own.contains(letter);
                    assert_eq!(result.contains(letter), wanted, "{own:?} {others:?} {result}");
                }
                assert!(result.contains("own"), "{own:?} {others:?} {result}");
                assert_eq!(result.contains('A'), there.contains('A'), "{own:?} {others:?} {result}");
                seen += 1;
            }
        }
    }
    assert!(seen > 3_000);
}
