//! The way of a request: every state, every gate, and what is contested.

use proptest::prelude::*;

use super::steps::any_kind;
use super::*;
use crate::domain::{ConsultAnswer, Outcome, PauseReason};
use crate::ids::DocumentId;

const CONSULT: DocumentId = DocumentId([21; 16]);
const VISIT: DocumentId = DocumentId([31; 16]);
const SECOND: DocumentId = DocumentId([32; 16]);

fn arranged(visit: DocumentId) -> StepKind {
    StepKind::Arranged { visit, reason: None, words: String::new(), overridden: Vec::new() }
}

fn ended(visit: DocumentId) -> StepKind {
    StepKind::VisitEnded { visit, note: "退院".to_owned() }
}

fn paused() -> StepKind {
    StepKind::Paused { reason: PauseReason::Condition, ask_again: day("2025-01-10"), note: String::new() }
}

fn undecided() -> StepKind {
    StepKind::Undecided { ask_again: day("2024-12-24"), note: "わからない".to_owned() }
}

fn closed(outcome: Outcome) -> StepKind {
    StepKind::Closed { outcome, told: "またいつでも電話できると伝えた".to_owned() }
}

fn answered(answer: ConsultAnswer) -> StepKind {
    StepKind::Answered { consult: CONSULT, answer }
}

fn resumed() -> StepKind {
    StepKind::Resumed { note: String::new() }
}

fn reopened() -> StepKind {
    StepKind::Reopened { note: String::new() }
}

fn with(kinds: &[StepKind]) -> Document {
    let mut document = taken();
    for (kind, key) in kinds.iter().zip(1..) {
        step(&mut document, 1, key, kind);
    }
    document
}

#[test]
fn a_request_is_being_received_until_day_channel_and_hospital_are_known() {
    let mut document = a_request();
    for (known, value) in [
        (RequestField::Received, "2024-12-10"),
        (RequestField::Channel, "ward_nurse"),
        (RequestField::Hospital, "mihon"),
    ] {
        assert_eq!(state(&document), RequestState::Received);
        field(&mut document, 1, known, value);
    }
    assert_eq!(state(&document), RequestState::Confirming);
}

#[test]
fn every_way_leads_to_its_state() {
    use ConsultAnswer as A;
    use Decision as D;
    use RequestState as S;
    let asked = StepKind::Asked { consult: CONSULT };
    let eligible = [confirmed(), judged(D::Eligible)];
    let on = |more: &[StepKind]| [&eligible[..], more].concat();
    for (steps, expected) in [
        (vec![called()], S::Confirming),
        (vec![undecided()], S::Undecided),
        (vec![undecided(), confirmed()], S::Judging),
        (vec![confirmed(), undecided(), resumed()], S::Confirming),
        (vec![confirmed()], S::Judging),
        (vec![judged(D::Eligible)], S::Confirming),
        (vec![confirmed(), judged(D::AskPrefecture)], S::Judging),
        (vec![confirmed(), judged(D::AskPrefecture), asked.clone()], S::Consulting),
        (vec![confirmed(), judged(D::AskPrefecture), asked.clone(), answered(A::More)], S::Consulting),
        (vec![confirmed(), judged(D::AskPrefecture), asked.clone(), answered(A::Yes)], S::Judging),
        (vec![confirmed(), judged(D::AskPrefecture), asked, answered(A::No), judged(D::NotEligible)], S::Telling),
        (eligible.to_vec(), S::Arranging),
        (on(&[arranged(VISIT)]), S::Visiting),
        (on(&[arranged(VISIT), ended(VISIT)]), S::Arranging),
        (on(&[arranged(VISIT), arranged(SECOND), ended(VISIT)]), S::Visiting),
        (on(&[paused()]), S::Paused),
        (on(&[paused(), called()]), S::Paused),
        (on(&[paused(), resumed()]), S::Arranging),
        (on(&[paused(), arranged(VISIT)]), S::Visiting),
        (on(&[closed(Outcome::Dispatch)]), S::Closed),
        (on(&[closed(Outcome::Information), confirmed()]), S::Closed),
        (on(&[closed(Outcome::Dispatch), reopened()]), S::Arranging),
    ] {
        assert_eq!(state(&with(&steps)), expected, "{steps:?}");
    }
}

#[test]
fn not_being_able_to_decide_is_no_refusal_and_shuts_gate_a_again() {
    let request = read(&with(&[confirmed(), judged(Decision::Eligible), undecided()])).unwrap();
    assert_eq!(request.course.ask_again(), Some(day("2024-12-24")));
    assert_eq!((request.course.intent.clone(), request.course.outcome()), (None, None));
    let problems = arrange_problems(&request);
    assert_eq!(problems, [ArrangeProblem::NoIntent, ArrangeProblem::Resting]);
}

#[test]
fn no_visit_can_be_arranged_before_gate_a_and_a_judgement() {
    use ArrangeProblem as P;
    let problems = |kinds: &[StepKind]| arrange_problems(&read(&with(kinds)).unwrap());
    assert_eq!(problems(&[]), [P::NoIntent, P::NotEligible]);
    assert_eq!(problems(&[judged(Decision::Eligible)]), [P::NoIntent]);
    assert_eq!(problems(&[confirmed()]), [P::NotEligible]);
    assert_eq!(problems(&[confirmed(), judged(Decision::NotEligible)]), [P::NotEligible]);
    assert_eq!(problems(&[confirmed(), judged(Decision::AskPrefecture)]), [P::NotEligible]);
    let open = [confirmed(), judged(Decision::Eligible)];
    assert_eq!(problems(&open), []);
    assert_eq!(problems(&[&open[..], &[paused()]].concat()), [P::Resting]);
    assert_eq!(problems(&[&open[..], &[closed(Outcome::Other)]].concat()), [P::Resting]);
}

#[test]
fn what_is_known_of_the_way_is_kept() {
    let steps = [confirmed(), judged(Decision::Eligible), arranged(VISIT), arranged(SECOND), ended(VISIT)];
    let course = read(&with(&steps)).unwrap().course;
    assert_eq!(course.intent.unwrap().confirmed_by, "見本 はな");
    let judged = course.judged.unwrap();
    assert_eq!((judged.policy, judged.reason.as_str()), (2, "面会が途絶えている"));
    assert_eq!((course.visits, course.arranged), (vec![SECOND], vec![VISIT, SECOND]));
    assert_eq!(course.since, Some(session(1).at));
}

#[test]
fn who_waits_how_long_is_counted_from_the_step_that_brought_the_state() {
    let mut document = taken();
    let at = |ms| crate::documents::Writer { at: crate::time::Instant::from_ms(ms), ..session(1) };
    let mut add = |ms: i64, kind: StepKind| {
        let key = [ms as u8; 16];
        add_step(&mut document, &at(ms), key, HANA, &kind).unwrap();
        read(&document).unwrap().course.since.map(crate::time::Instant::ms)
    };
    assert_eq!(add(1, called()), None);
    assert_eq!(add(2, confirmed()), Some(2));
    assert_eq!(add(3, called()), Some(2));
    assert_eq!(add(4, paused()), Some(4));
    assert_eq!(add(5, paused()), Some(4));
    assert_eq!(add(6, resumed()), Some(6));
}

/// What two do without knowing of each other, on a request that is being arranged.
fn apart(one: &[StepKind], other: &[StepKind]) -> Document {
    let mut first = with(&[confirmed(), judged(Decision::Eligible)]);
    let mut second = first.clone();
    for (document, number, kinds) in [(&mut first, 2, one), (&mut second, 3, other)] {
        for (kind, key) in kinds.iter().zip(1..) {
            step(document, number, key, kind);
        }
    }
    meet(&mut first, &mut second);
    assert_eq!(read(&first), read(&second));
    first
}

#[test]
fn steps_apart_that_lead_to_different_states_are_said_and_settled_by_a_new_one() {
    use RequestState as S;
    let dispatch = || closed(Outcome::Dispatch);
    for (one, other, states) in [
        (vec![paused()], vec![dispatch()], vec![S::Paused, S::Closed]),
        (vec![paused()], vec![arranged(VISIT)], vec![S::Visiting, S::Paused]),
        (vec![arranged(VISIT)], vec![dispatch()], vec![S::Visiting, S::Closed]),
        (vec![undecided()], vec![confirmed()], vec![S::Undecided, S::Arranging]),
        (vec![paused(), resumed()], vec![dispatch()], vec![S::Arranging, S::Closed]),
        (vec![paused(), called()], vec![called(), dispatch(), called()], vec![S::Paused, S::Closed]),
        (vec![dispatch()], vec![closed(Outcome::Information)], vec![S::Closed]),
        (vec![judged(Decision::NotEligible)], vec![judged(Decision::Eligible)], vec![S::Telling, S::Arranging]),
    ] {
        for (one, other) in [(&one, &other), (&other, &one)] {
            let mut document = apart(one, other);
            let request = read(&document).unwrap();
            assert!(request.contested, "{one:?} {other:?}");
            assert_eq!(request.states, states, "{one:?} {other:?}");
            assert!(arrange_problems(&request).contains(&ArrangeProblem::Contested));
            step(&mut document, 2, 9, &called());
            assert!(read(&document).unwrap().contested, "a talk settles nothing");
            step(&mut document, 2, 10, &paused());
            assert_eq!(state(&document), S::Paused);
        }
    }
}

#[test]
fn steps_apart_that_do_not_stand_against_each_other_are_not_contested() {
    for (one, other) in [
        (vec![called()], vec![closed(Outcome::Dispatch)]),
        (vec![called()], vec![called()]),
        (vec![paused()], vec![paused()]),
        (vec![judged(Decision::Eligible)], vec![paused()]),
        (vec![arranged(VISIT)], vec![arranged(SECOND)]),
        (vec![paused(), resumed()], vec![arranged(VISIT)]),
        (vec![confirmed()], vec![judged(Decision::Eligible)]),
    ] {
        state(&apart(&one, &other));
        state(&apart(&other, &one));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn one_who_knows_all_is_never_contested(kinds in proptest::collection::vec(any_kind(), 0..8)) {
        let request = read(&with(&kinds)).unwrap();
        prop_assert!(!request.contested);
        prop_assert_eq!(request.states, vec![request.state]);
    }

    #[test]
    fn the_state_that_is_shown_is_one_of_those_that_stand_and_all_devices_show_it(
        kinds in proptest::collection::vec((0u8..3, any_kind(), any::<bool>()), 1..10),
    ) {
        let mut devices = [taken(), taken(), taken()];
        let mut counted = 0;
        for (who, kind, meets) in &kinds {
            counted += 1;
            let number = who + 1;
            let who = usize::from(*who);
            step(&mut devices[who], number, counted, kind);
            if *meets {
                let from = devices[(who + 1) % 3].changes_since(&[]);
                devices[who].apply(&from).unwrap();
            }
        }
        for _ in 0..2 {
            for (one, other) in [(0, 1), (1, 2), (2, 0)] {
                let given = devices[one].changes_since(&[]);
                devices[other].apply(&given).unwrap();
            }
        }
        let [one, other, third] = devices.map(|device| read(&device).unwrap());
        prop_assert_eq!(&one, &other);
        prop_assert_eq!(&one, &third);
        prop_assert!(one.states.contains(&one.state));
        prop_assert!(one.contested || one.states.len() == 1);
        prop_assert_eq!(one.steps.len(), kinds.len());
    }
}
