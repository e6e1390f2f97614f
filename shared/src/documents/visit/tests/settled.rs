//! Since when nothing of a visit is open.

use super::*;
use crate::documents::Writer;
use crate::time::{Day, Instant};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

fn settled(document: &Document) -> Option<Day> {
    settled_on(&read(document).unwrap())
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Somebody writing at noon in Tokyo, so many days after the visit.
fn days_later(number: u8, days: i32) -> Writer {
    let noon = i64::from(day("2024-12-20").plus_days(days).days_since_epoch()) * DAY_MS + 3 * 60 * 60 * 1_000;
    Writer { at: Instant::from_ms(noon), ..session(number) }
}

#[test]
fn a_visit_is_settled_on_the_day_of_its_acceptance_and_not_before_its_own() {
    let mut document = written();
    assert_eq!(settled(&document), None);
    let mut early = document.clone();
    accept(&mut document, &days_later(3, 5), COORDINATOR, VisitOutcome::Met).unwrap();
    assert_eq!(settled(&document), Some(day("2024-12-25")));
    accept(&mut early, &days_later(3, -400), COORDINATOR, VisitOutcome::NotMet).unwrap();
    assert_eq!(settled(&early), Some(day("2024-12-20")), "by a clock of a year before");
}

#[test]
fn later_words_and_an_open_question_make_it_open_again() {
    let mut document = written();
    accept(&mut document, &days_later(3, 5), COORDINATOR, VisitOutcome::Met).unwrap();
    let mut asked = document.clone();
    type_at(&mut document, &days_later(2, 6), Section::Words, 0, "あとからのことば");
    assert_eq!(settled(&document), None);
    accept(&mut document, &days_later(3, 7), COORDINATOR, VisitOutcome::Met).unwrap();
    assert_eq!(settled(&document), Some(day("2024-12-27")));

    ask(&mut asked, &days_later(3, 6), [1; 16], COORDINATOR, "カードは渡しましたか").unwrap();
    assert_eq!(settled(&asked), None);
    let key = read(&asked).unwrap().questions[0].asked.key.clone();
    answer(&mut asked, &days_later(2, 7), [2; 16], HANAKO, &key, "渡しました").unwrap();
    assert_eq!(settled(&asked), Some(day("2024-12-25")));
}

#[test]
fn a_question_from_before_the_acceptance_holds_nothing_up_and_a_dispute_does() {
    let mut document = written();
    ask(&mut document, &days_later(3, 1), [1; 16], COORDINATOR, "だれが同席しましたか").unwrap();
    accept(&mut document, &days_later(3, 5), COORDINATOR, VisitOutcome::Met).unwrap();
    assert_eq!(settled(&document), Some(day("2024-12-25")));
    let mut other = written();
    accept(&mut other, &days_later(4, 5), COORDINATOR, VisitOutcome::NotMet).unwrap();
    let mut one = written();
    accept(&mut one, &days_later(5, 5), COORDINATOR, VisitOutcome::Met).unwrap();
    meet(&mut one, &mut other);
    assert_eq!(settled(&one), None);
}

#[test]
fn a_visit_to_which_nobody_went_is_settled_with_its_day() {
    for outcome in [VisitOutcome::Cancelled, VisitOutcome::Discharged] {
        let mut document = planned();
        plan_fields(&mut document, 3, vec![(PlanField::Outcome, text(outcome.code()))]);
        assert_eq!(settled(&document), Some(day("2024-12-20")));
    }
}
