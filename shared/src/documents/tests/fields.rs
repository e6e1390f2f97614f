//! Single values: two that differ stand as two, with who set them, until somebody chooses.

use super::*;
use crate::documents::Stated;
use crate::documents::visit::{FactField, PlanField};
use crate::domain::Next;

fn set(document: &mut Document, number: u8, value: Option<&str>) -> Option<Chunk> {
    visit::set_fact(document, &session(number), FactField::Next, value.map(str::to_owned)).unwrap()
}

fn next(document: &Document) -> Stated<Next> {
    visit::read(document).unwrap().facts.next
}

fn disputed() -> (Document, Document) {
    let (mut one, mut other) = (a_visit(), a_visit());
    set(&mut one, 1, Some("meet_again"));
    set(&mut other, 2, Some("end"));
    meet(&mut one, &mut other);
    (one, other)
}

#[test]
fn a_field_set_twice_shows_both_values_with_who_set_them() {
    let (one, other) = disputed();
    assert_eq!(next(&one), next(&other));
    assert!(next(&one).is_disputed());
    assert_eq!(next(&one).settled(), None);
    let mut said: Vec<_> = next(&one).all().iter().map(|s| (s.value, s.actor)).collect();
    said.sort();
    assert_eq!(said, [(Next::MeetAgain, session(1).actor), (Next::End, session(2).actor)]);
    assert!(next(&one).all().iter().all(|said| said.change.is_some_and(|hash| one.has(hash))));
}

#[test]
fn choosing_either_of_two_values_settles_it_everywhere() {
    for choice in ["meet_again", "end"] {
        let (mut one, mut other) = disputed();
        assert!(set(&mut one, 3, Some(choice)).is_some(), "{choice}");
        meet(&mut one, &mut other);
        for device in [&one, &other] {
            assert_eq!(next(device).settled(), Next::from_code(choice).as_ref(), "{choice}");
            assert!(!next(device).is_disputed());
        }
        let reopened = Document::open(&all_bytes(&other)).unwrap();
        assert_eq!(next(&reopened).settled(), Next::from_code(choice).as_ref());
    }
}

#[test]
fn two_who_choose_differently_stand_in_dispute_again() {
    let (mut one, mut other) = disputed();
    set(&mut one, 3, Some("meet_again"));
    set(&mut other, 4, Some("think"));
    meet(&mut one, &mut other);
    assert!(next(&one).is_disputed());
    assert_eq!(next(&one).all().len(), 2);
    assert_eq!(next(&one), next(&other));
}

#[test]
fn choosing_the_value_that_wins_anyway_is_a_choice_that_another_choice_does_not_undo_in_silence() {
    for (left, right) in [("meet_again", "end"), ("end", "meet_again")] {
        let (mut one, mut other) = disputed();
        let chosen = set(&mut one, 3, Some(left)).unwrap();
        set(&mut other, 4, Some(right));
        assert_eq!(next(&one).all()[0].actor, session(3).actor);
        assert_eq!(next(&one).all()[0].change, Some(chosen.hash()));
        meet(&mut one, &mut other);
        assert!(next(&one).is_disputed(), "{left} and {right}");
        assert_eq!(next(&one), next(&other));
    }
}

#[test]
fn equal_values_set_by_two_are_one() {
    let (mut one, mut other) = (a_visit(), a_visit());
    set(&mut one, 1, Some("think"));
    set(&mut other, 2, Some("think"));
    meet(&mut one, &mut other);
    assert_eq!(next(&one).settled(), Some(&Next::Think));
    assert_eq!(next(&one).all().len(), 1);
}

#[test]
fn setting_what_stands_already_makes_no_change() {
    let mut document = a_visit();
    assert!(set(&mut document, 1, Some("think")).is_some());
    assert!(set(&mut document, 2, Some("think")).is_none());
    assert!(set(&mut document, 2, None).is_some());
    assert!(next(&document).is_unset());
    assert!(set(&mut document, 2, None).is_none());
}

#[test]
fn clearing_while_another_sets_leaves_the_value_that_was_set() {
    let mut one = a_visit();
    set(&mut one, 1, Some("think"));
    let mut other = one.clone();
    set(&mut one, 1, None);
    set(&mut other, 2, Some("end"));
    meet(&mut one, &mut other);
    assert_eq!(next(&one).settled(), Some(&Next::End));
    assert_eq!(next(&other).settled(), Some(&Next::End));
}

#[test]
fn a_value_that_this_version_cannot_read_keeps_the_field_from_being_settled() {
    let (mut one, mut other) = (a_visit(), a_visit());
    set(&mut one, 1, Some("think"));
    set(&mut other, 2, Some("a_code_of_a_later_version"));
    meet(&mut one, &mut other);
    let stands = next(&one);
    assert_eq!(stands.settled(), None);
    assert!(stands.is_disputed() && !stands.is_unset());
    assert_eq!((stands.all().len(), stands.unread()), (1, 1));
    set(&mut one, 3, Some("think"));
    assert_eq!(next(&one).settled(), Some(&Next::Think));
}

#[test]
fn fields_set_together_are_one_change() {
    let mut document = a_visit();
    let chunk = visit::put_plan(
        &mut document,
        &session(1),
        vec![
            (PlanField::Day, Some("2024-12-20".to_owned())),
            (PlanField::Time, Some("14:00".to_owned())),
            (PlanField::Ward, None),
        ],
    )
    .unwrap()
    .unwrap();
    assert_eq!(chunk.operations(), 2);
    assert_eq!(document.changes_since(&[]).len(), 2);
}

#[test]
fn a_value_over_its_limit_is_refused_and_nothing_else_of_the_edit_is_made() {
    let mut document = a_visit();
    let heads = document.heads();
    let refused = visit::put_plan(
        &mut document,
        &session(1),
        vec![(PlanField::Day, Some("2024-12-20".to_owned())), (PlanField::Place, Some("あ".repeat(3_000)))],
    );
    assert!(matches!(refused, Err(crate::documents::EditError::Limit)));
    assert_eq!(document.heads(), heads);
    assert!(visit::read(&document).unwrap().plan.day.is_unset());
}
