//! Steps: whole, in one order, never changed.

use proptest::prelude::*;

use super::*;
use crate::documents::request::step::{encode, named};
use crate::documents::{Breach, EditError, Touch, touches};
use crate::domain::{ConsultAnswer, DispatchWarning, ExtraReason, Outcome, PauseReason};
use crate::ids::DocumentId;
use crate::protocol::limits;

fn any_day() -> impl Strategy<Value = Day> {
    (0..2000i32).prop_map(|days| day("2024-10-25").plus_days(days))
}

fn of<T: Clone + std::fmt::Debug>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}

pub(super) fn any_kind() -> impl Strategy<Value = StepKind> {
    let words = || "\\PC{0,12}";
    let id = || any::<[u8; 16]>().prop_map(DocumentId);
    let waits = (words(), any_day(), of(PauseReason::ALL)).boxed();
    prop_oneof![
        (any_day(), of(IntentMethod::ALL), words()).prop_map(|(day, method, confirmed_by)| StepKind::IntentConfirmed {
            day,
            method,
            confirmed_by
        }),
        (any_day(), words()).prop_map(|(ask_again, note)| StepKind::Undecided { ask_again, note }),
        (any_day(), any::<u32>(), of(Standing::ALL), of(Decision::ALL), "\\PC{1,12}").prop_map(
            |(day, policy, standing, decision, reason)| StepKind::Judged { day, policy, standing, decision, reason }
        ),
        id().prop_map(|consult| StepKind::Asked { consult }),
        (id(), of(ConsultAnswer::ALL)).prop_map(|(consult, answer)| StepKind::Answered { consult, answer }),
        (
            id(),
            proptest::option::of(of(ExtraReason::ALL)),
            words(),
            proptest::collection::vec(of(DispatchWarning::ALL), 0..3)
        )
            .prop_map(|(visit, reason, words, overridden)| StepKind::Arranged {
                visit,
                reason,
                words,
                overridden
            }),
        waits.prop_map(|(note, ask_again, reason)| StepKind::Paused { reason, ask_again, note }),
        words().prop_map(|note| StepKind::Resumed { note }),
        (of(Outcome::ALL), words()).prop_map(|(outcome, told)| StepKind::Closed { outcome, told }),
        words().prop_map(|note| StepKind::Reopened { note }),
        words().prop_map(|note| StepKind::Called { note }),
        (id(), words()).prop_map(|(visit, note)| StepKind::VisitEnded { visit, note }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_step_is_read_back_as_it_was_done(kinds in proptest::collection::vec(any_kind(), 1..6)) {
        let mut document = taken();
        for (kind, key) in kinds.iter().zip(1..) {
            step(&mut document, 1, key, kind);
        }
        let request = read(&document).unwrap();
        prop_assert_eq!(request.unread_steps, 0);
        let read: Vec<_> = request.steps.iter().map(|step| step.kind.clone()).collect();
        prop_assert_eq!(read, kinds);
        let named: Vec<_> = request.steps.iter().map(|step| step.after.clone()).collect();
        let keys: Vec<_> = request.steps.iter().map(|step| step.key.clone()).collect();
        prop_assert!(named[0].is_empty());
        for (after, before) in named[1..].iter().zip(&keys) {
            prop_assert_eq!(after, &vec![before.clone()]);
        }
        for step in &request.steps {
            prop_assert_eq!((step.by, step.at, step.actor), (HANA, session(1).at, session(1).actor));
            prop_assert!(document.has(step.change.unwrap()));
        }
    }

    #[test]
    fn any_bytes_are_a_step_or_are_counted(bytes in proptest::collection::vec(any::<u8>(), 0..80), cut: bool) {
        let whole = encode(&confirmed(), HANA, session(1).at, &[]);
        let bytes = if cut { whole[..bytes.len().min(whole.len() - 1)].to_vec() } else { bytes };
        let mut document = taken();
        document.append(&session(1), STEPS, [7; 16], bytes.clone()).unwrap();
        let request = read(&document).unwrap();
        prop_assert_eq!(request.steps.len() + request.unread_steps, 1);
        prop_assert!(named(&bytes).len() <= limits::HEADS_MAX);
    }
}

#[test]
fn a_step_of_a_later_version_is_counted_and_keeps_its_place() {
    let mut document = taken();
    let mut later = encode(&called(), HANA, session(1).at, &[]);
    let at = later.windows(6).position(|bytes| bytes == b"called").unwrap();
    later[at..at + 6].copy_from_slice(b"sprung");
    document.append(&session(1), STEPS, [7; 16], later).unwrap();
    step(&mut document, 1, 2, &confirmed());
    let request = read(&document).unwrap();
    assert_eq!((request.steps.len(), request.unread_steps), (1, 1));
    assert_eq!(request.steps[0].after, [crate::ids::hex(&[7; 16])]);
    assert!(arrange_problems(&request).contains(&ArrangeProblem::Contested));
}

#[test]
fn steps_stand_in_one_order_on_all_devices_each_after_what_its_writer_knew() {
    let mut one = taken();
    let mut other = one.clone();
    step(&mut one, 1, 1, &confirmed());
    step(&mut other, 2, 1, &called());
    step(&mut other, 2, 2, &judged(Decision::Eligible));
    meet(&mut one, &mut other);
    step(&mut one, 1, 2, &StepKind::Resumed { note: String::new() });
    meet(&mut one, &mut other);
    let (steps, same) = (read(&one).unwrap().steps, read(&other).unwrap().steps);
    assert_eq!(steps, same);
    let codes: Vec<_> = steps.iter().map(|step| step.kind.code()).collect();
    assert_eq!(codes.last(), Some(&"resumed"));
    assert_eq!(steps.last().unwrap().after.len(), 2);
    let at = |code: &str| codes.iter().position(|known| *known == code).unwrap();
    assert!(at("called") < at("judged"));
}

#[test]
fn a_step_is_put_once_and_neither_changed_nor_taken_away_nor_hidden() {
    let mut document = taken();
    step(&mut document, 1, 1, &confirmed());
    let key = read(&document).unwrap().steps[0].key.clone();
    let bytes = || Some(crate::documents::Scalar::Bytes(vec![1]));
    for value in [bytes(), None] {
        let mut changed = document.clone();
        let chunk = changed.set_all(&session(2), STEPS, vec![(key.clone(), value)]).unwrap().unwrap();
        assert_eq!(touches(&document, &chunk), Err(Breach::Operation));
    }
    // Under the same key without knowing of it: both stand, and neither hides the other.
    let mut apart = taken();
    let twin = apart.set_all(&session(2), STEPS, vec![(key, bytes())]).unwrap().unwrap();
    assert_eq!(touches(&apart, &twin), Ok(vec![Touch::Open]));
    meet(&mut document, &mut apart);
    let request = read(&document).unwrap();
    assert_eq!((request.steps.len(), request.unread_steps), (1, 1));
    let mut odd = taken();
    for (key, value) in [
        ("mine".to_owned(), bytes()),
        ("0".repeat(32), Some(crate::documents::Scalar::Text("x".to_owned()))),
        ("0".repeat(31), bytes()),
    ] {
        let chunk = odd.set_all(&session(2), STEPS, vec![(key, value)]).unwrap().unwrap();
        assert_eq!(touches(&odd, &chunk), Err(Breach::Operation));
    }
}

#[test]
fn every_edit_of_a_request_touches_what_it_says() {
    let mut document = a_request();
    let chunk = put_office(&mut document, &session(1), &office("keno")).unwrap().unwrap();
    assert_eq!(touches(&document, &chunk), Ok(vec![Touch::Guarded(crate::access::OFFICE_FIELD)]));
    let chunk = put(&mut document, &session(1), vec![(RequestField::Name, Some("見本".to_owned()))]).unwrap().unwrap();
    assert_eq!(touches(&document, &chunk), Ok(vec![Touch::Open]));
    let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: "ことば".to_owned() };
    let chunk = splice_wish(&mut document, &session(1), &splice).unwrap().unwrap();
    assert_eq!(touches(&document, &chunk), Ok(vec![Touch::Open]));
    let chunk = add_step(&mut document, &session(1), [5; 16], HANA, &confirmed()).unwrap().unwrap();
    assert_eq!(touches(&document, &chunk), Ok(vec![Touch::Open]));
}

#[test]
fn words_longer_than_a_value_may_be_are_refused_and_leave_no_trace() {
    let mut document = taken();
    let before = document.heads();
    let long = StepKind::Called { note: "長".repeat(limits::SCALAR_BYTES_MAX / 3) };
    let refused = add_step(&mut document, &session(1), [5; 16], HANA, &long);
    assert!(matches!(refused, Err(EditError::Limit)));
    assert_eq!(document.heads(), before);
}
