//! What a request contributes to the tables, and when it contributes nothing.

use super::*;
use crate::documents::request::{RequestField, add_step, create, put, put_office};
use crate::documents::tests::{meet, session};
use crate::domain::{AdmissionType, Decision, ExtraReason, IntentMethod, PauseReason, RequestChannel, Standing};
use crate::ids::{DocumentId, MemberId};

fn received() -> Document {
    let mut document = create("140007".parse().unwrap(), [3; 16]).unwrap();
    put_office(&mut document, &session(1), &"keno".parse().unwrap()).unwrap();
    let fields = [
        (RequestField::Received, "2024-12-10"),
        (RequestField::Channel, "ward_nurse"),
        (RequestField::Hospital, "mihon"),
        (RequestField::Admission, "voluntary"),
        (RequestField::Name, "見本 さくら"),
    ];
    let fields = fields.map(|(field, value)| (field, Some(value.to_owned()))).to_vec();
    put(&mut document, &session(1), fields).unwrap();
    document
}

fn step(document: &mut Document, number: u8, key: u8, kind: StepKind) {
    let mut bytes = [number; 16];
    bytes[15] = key;
    add_step(document, &session(number), bytes, MemberId([9; 8]), &kind).unwrap();
}

fn confirm(document: &mut Document) {
    let day = "2024-12-10".parse().unwrap();
    let kind = StepKind::IntentConfirmed { day, method: IntentMethod::Phone, confirmed_by: "見本".to_owned() };
    step(document, 1, 1, kind);
    let (standing, decision) = (Standing::Meant, Decision::Eligible);
    step(document, 1, 2, StepKind::Judged { day, policy: 1, standing, decision, reason: "孤独".to_owned() });
}

fn paused() -> StepKind {
    let ask_again = "2025-01-10".parse().unwrap();
    StepKind::Paused { reason: PauseReason::Condition, ask_again, note: "つらい".to_owned() }
}

fn closed(outcome: Outcome) -> StepKind {
    StepKind::Closed { outcome, told: "相談先を案内した".to_owned() }
}

fn answer(document: &Document) -> Outcome {
    let answers = figures(document).into_iter().filter_map(|line| match line {
        Line::Outcome { outcome, .. } => Some(outcome),
        _ => None,
    });
    let answers: Vec<_> = answers.collect();
    assert_eq!(answers.len(), 1);
    answers[0]
}

#[test]
fn a_request_is_two_lines_without_person_or_word() {
    let document = received();
    let when = When::Day("2024-12-10".parse().unwrap());
    assert_eq!(
        figures(&document),
        [
            Line::Request {
                office: "keno".parse().unwrap(),
                when,
                admission: Some(AdmissionType::Voluntary),
                channel: Some(RequestChannel::WardNurse),
                hospital: Some("mihon".parse().unwrap()),
            },
            Line::Outcome { when, outcome: Outcome::Unknown, request: Some(document.id().to_string()) },
        ]
    );
}

#[test]
fn the_answer_follows_the_state_and_a_pause_is_reported_as_cancelled() {
    let mut document = received();
    assert_eq!(answer(&document), Outcome::Unknown);
    confirm(&mut document);
    assert_eq!(answer(&document), Outcome::Dispatch);
    step(&mut document, 1, 3, paused());
    assert_eq!(answer(&document), Outcome::Cancelled);
    step(&mut document, 1, 4, StepKind::Resumed { note: String::new() });
    assert_eq!(answer(&document), Outcome::Dispatch);
    for (outcome, key) in Outcome::ALL.iter().zip(5..) {
        step(&mut document, 1, key, closed(*outcome));
        assert_eq!(answer(&document), *outcome);
    }
    assert!(!format!("{:?}", figures(&document)).contains("案内"));
}

#[test]
fn a_contested_answer_is_not_decided_until_somebody_says_which() {
    let mut one = received();
    confirm(&mut one);
    let mut other = one.clone();
    step(&mut one, 2, 3, paused());
    step(&mut other, 3, 3, closed(Outcome::Information));
    meet(&mut one, &mut other);
    assert_eq!(answer(&one), Outcome::Unknown);
    assert_eq!(figures(&one), figures(&other));
    step(&mut one, 2, 4, closed(Outcome::Information));
    assert_eq!(answer(&one), Outcome::Information);
}

#[test]
fn a_disputed_day_or_office_counts_nothing_until_somebody_chooses() {
    for field in ["day", "office"] {
        let mut one = received();
        let mut other = one.clone();
        let write = |document: &mut Document, number: u8, day: &str, office: &str| {
            if field == "day" {
                put(document, &session(number), vec![(RequestField::Received, Some(day.to_owned()))]).unwrap();
            } else {
                put_office(document, &session(number), &office.parse().unwrap()).unwrap();
            }
        };
        write(&mut one, 2, "2024-12-11", "kensei");
        write(&mut other, 3, "2024-12-12", "miura");
        meet(&mut one, &mut other);
        assert_eq!(figures(&one), [], "{field}");
        write(&mut one, 2, "2024-12-11", "kensei");
        assert_eq!(figures(&one).len(), 2, "{field}");
    }
}

#[test]
fn a_visit_beyond_the_limit_is_told_by_the_class_of_its_reason_alone() {
    let mut document = received();
    confirm(&mut document);
    let visit = DocumentId([4; 16]);
    let arranged =
        |reason| StepKind::Arranged {
            visit, reason, words: "続きを話したい".to_owned(), overridden: Vec::new()
        };
    step(&mut document, 1, 3, arranged(None));
    assert_eq!(figures(&document).len(), 2);
    step(&mut document, 1, 4, arranged(Some(ExtraReason::PersonWish)));
    let lines = figures(&document);
    let when = When::Day(session(1).at.tokyo_day());
    assert_eq!(lines[2], Line::Extra { when, reason: ExtraReason::PersonWish, visit: Some(visit.to_string()) });
    assert!(!serde_json::to_string(&lines).unwrap().contains("続き"));
}
