//! What holds for every table whatever the facts: totals are sums, the order of facts does not
//! matter, and what is printed is what was counted.

use proptest::prelude::*;

use super::*;
use crate::domain::{
    Area, Category, Content, Hospital, Office, Outcome, Policies, Policy, RepeatWish, Target, TrainingRoute,
    TrainingStage, VisitColumn,
};
use crate::time::Month;

mod histories;
mod rendering;

const OFFICES: [&str; 3] = ["keno", "kensei", "miura"];

pub(super) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A programme of three offices and one hospital, in service from 25 October 2024.
pub(super) fn programme() -> ProgrammeData {
    let office = |id: &str| Office {
        id: id.parse().unwrap(),
        name: format!("{id}支援センター"),
        short: id.to_owned(),
        area: "everywhere".parse().unwrap(),
        explained: None,
        municipalities: Vec::new(),
        telephone: None,
    };
    ProgrammeData {
        prefecture: "140007".parse().unwrap(),
        name: "見本県".to_owned(),
        sample: Some("見本データ".to_owned()),
        telephone: None,
        concerns: None,
        areas: vec![Area { id: "everywhere".parse().unwrap(), name: "全域".to_owned(), spellings: Vec::new() }],
        offices: OFFICES.iter().map(|id| office(id)).collect(),
        hospitals: vec![Hospital {
            id: "mihon".parse().unwrap(),
            name: "みほん病院(架空)".to_owned(),
            yomi: None,
            area: None,
            dementia_only: None,
        }],
        policies: Policies::new(vec![Policy {
            number: 1,
            from: day("2024-10-25"),
            targets: vec![Target::MayorConsent],
            visits_per_person: Some(1),
            note: None,
        }])
        .unwrap(),
        quotas: Vec::new(),
    }
}

fn any_when() -> impl Strategy<Value = When> {
    let month = (2023..2027i32, 1..=12u8).prop_map(|(year, month)| Month::new(year, month).unwrap());
    let day = (0..1200i32).prop_map(|days| day("2023-06-01").plus_days(days));
    prop_oneof![month.prop_map(When::Month), day.prop_map(When::Day)]
}

pub(super) fn any_line() -> impl Strategy<Value = Line> {
    let category = proptest::option::of(proptest::sample::select(Category::ALL));
    let request = (0..4usize, any_when()).prop_map(|(office, when)| Line::Request {
        office: OFFICES.get(office).unwrap_or(&"closed").parse().unwrap(),
        when,
        admission: None,
        channel: None,
        hospital: None,
    });
    let outcome = (proptest::sample::select(Outcome::ALL), any_when()).prop_map(|(outcome, when)| Line::Outcome {
        when,
        outcome,
        request: None,
    });
    let content = (proptest::sample::select(Content::ALL), any_when()).prop_map(|(content, when)| Line::Content {
        when,
        content,
        visit: None,
    });
    let pair = proptest::collection::vec(category.clone(), 1..=2);
    let visit =
        (0..1200i32, pair, proptest::sample::select(RepeatWish::ALL)).prop_map(|(days, pair, repeat)| Line::Visit {
            day: day("2023-06-01").plus_days(days),
            office: None,
            hospital: "mihon".parse().unwrap(),
            pair,
            repeat,
            next: None,
            wish: None,
            request: None,
        });
    let stage = proptest::sample::select(TrainingStage::ALL);
    let route = proptest::option::of(proptest::sample::select(TrainingRoute::ALL));
    let training = (1..4u32, any_when(), stage, route, category)
        .prop_map(|(course, when, stage, route, category)| Line::Training { course, when, stage, route, category });
    prop_oneof![request, outcome, content, visit, training]
}

fn sum_of_rows(rows: &[Row], columns: usize) -> Vec<u32> {
    let of = |at: usize| rows.iter().map(|row| row.values[at]).sum();
    (0..columns).map(of).collect()
}

proptest! {
    #[test]
    fn totals_are_sums(
        lines in proptest::collection::vec(any_line(), 0..120),
        after in 0..1300i32,
    ) {
        let (programme, as_of) = (programme(), day("2023-06-01").plus_days(after));
        for kind in ReportKind::ALL {
            match Report::make(kind, &lines, &programme, as_of) {
                Report::Visits(table) => {
                    for row in &table.rows {
                        prop_assert_eq!(row.visitors() as usize, row.pair.len());
                        prop_assert!(row.day <= as_of);
                    }
                    let people: u32 = table.rows.iter().map(VisitRow::visitors).sum();
                    prop_assert_eq!(table.total.total, Some(people));
                    prop_assert_eq!(table.total.values.iter().sum::<u32>(), people);
                }
                Report::Counts(table) => {
                    let width = table.columns.len();
                    prop_assert!(table.rows.iter().all(|row| row.values.len() == width));
                    for row in table.rows.iter().filter(|row| row.total.is_some()) {
                        prop_assert_eq!(row.total, Some(row.values.iter().sum()));
                    }
                    let summed: Vec<Row> =
                        table.rows.iter().filter(|row| row.id != contents::VISITS_ROW).cloned().collect();
                    prop_assert_eq!(&table.total.values, &sum_of_rows(&summed, width));
                    if let Some(total) = table.total.total {
                        prop_assert_eq!(total, table.total.values.iter().sum::<u32>());
                    }
                }
            }
        }
    }

    #[test]
    fn every_request_of_the_year_up_to_the_day_is_counted_or_noted(
        lines in proptest::collection::vec(any_line(), 0..120),
        after in 0..1300i32,
    ) {
        let (programme, as_of) = (programme(), day("2023-06-01").plus_days(after));
        let table = requests::table(&lines, &programme, as_of);
        let in_year = lines.iter().filter(|line| {
            let when = line.when();
            matches!(line, Line::Request { .. })
                && when.counts_from() <= as_of
                && when.month().fiscal_year() == as_of.fiscal_year()
        });
        let early = in_year.clone().filter(|line| {
            line.when().month() < day("2024-10-25").month()
        });
        let early = early.count();
        prop_assert_eq!(table.total.total.unwrap() as usize + early, in_year.count());
        let noted = table.notes.iter().any(|note| note.contains(&format!("事実が{early}件")));
        prop_assert_eq!(noted, early > 0);
    }

    #[test]
    fn the_order_of_facts_moves_no_count(
        lines in proptest::collection::vec(any_line(), 0..60),
        seed in any::<u64>(),
    ) {
        let mut other = lines.clone();
        let turn = seed as usize % other.len().max(1);
        other.rotate_left(turn);
        for kind in ReportKind::ALL {
            let (a, b) = (
                Report::make(kind, &lines, &programme(), day("2025-01-31")),
                Report::make(kind, &other, &programme(), day("2025-01-31")),
            );
            match (a, b) {
                (Report::Counts(a), Report::Counts(b)) => prop_assert_eq!(a, b),
                (Report::Visits(a), Report::Visits(b)) => prop_assert_eq!(a.total, b.total),
                _ => prop_assert!(false, "one kind gave two forms"),
            }
        }
    }

    #[test]
    fn a_line_is_read_back_as_it_was_written(line in any_line()) {
        let json = serde_json::to_string(&line).unwrap();
        prop_assert_eq!(serde_json::from_str::<Line>(&json).unwrap(), line);
    }
}

#[test]
fn an_office_the_programme_does_not_know_keeps_its_requests() {
    let line = Line::Request {
        office: "closed".parse().unwrap(),
        when: "2024-12-01".parse().unwrap(),
        admission: None,
        channel: None,
        hospital: None,
    };
    let table = requests::table(&[line], &programme(), day("2024-12-31"));
    let last = table.rows.last().unwrap();
    assert_eq!((last.id.as_str(), last.total), ("closed", Some(1)));
    assert_eq!(table.total.total, Some(1));
}

#[test]
fn an_undecided_request_makes_outcomes_and_requests_agree() {
    let when: When = "2024-12-01".parse().unwrap();
    let lines = [
        Line::Request { office: "keno".parse().unwrap(), when, admission: None, channel: None, hospital: None },
        Line::Outcome { when, outcome: Outcome::Unknown, request: None },
    ];
    let table = outcomes::table(&lines, &programme(), day("2024-12-31"));
    assert_eq!(table.rows.last().unwrap().id, "unknown");
    assert_eq!(table.total.total, Some(1));
    assert_eq!(table.notes, Vec::<String>::new());
}

#[test]
fn registrants_without_a_category_are_noted() {
    let line = Line::Training {
        course: 1,
        when: "2024-11-01".parse().unwrap(),
        stage: TrainingStage::Registered,
        route: None,
        category: None,
    };
    let table = training::table(&[line], &programme(), day("2024-12-31"));
    assert_eq!(table.total.values.iter().sum::<u32>(), 1);
    assert_eq!(table.notes, ["登録者のうち1人は、区分が分かりません。"]);
}

#[test]
fn a_pair_half_known_leaves_the_other_columns_open() {
    let line = Line::Visit {
        day: day("2024-12-16"),
        office: None,
        hospital: "mihon".parse().unwrap(),
        pair: vec![Some(Category::Government), None],
        repeat: RepeatWish::Unknown,
        next: None,
        wish: None,
        request: None,
    };
    let table = visits::table(&[line], &programme(), day("2024-12-31"));
    let row = &table.rows[0];
    assert_eq!(row.cell(VisitColumn::Other), Some(1));
    assert_eq!(row.cell(VisitColumn::Unknown), Some(1));
    assert_eq!(row.cell(VisitColumn::Peer), None);
}
