//! Whatever the facts: a cell's sources are as many as it counts, and offices add up to the whole.

use proptest::prelude::*;

use super::*;
use crate::report::tests::{any_line, day, programme};

fn any_sources() -> impl Strategy<Value = Vec<Source>> {
    let lines = proptest::collection::vec(any_line(), 0..6);
    proptest::collection::vec(lines, 0..12).prop_map(|all| {
        let named = all.into_iter().enumerate();
        named.map(|(number, lines)| (format!("source {number}"), lines)).collect()
    })
}

/// Every cell of a report, with its count.
fn cells(report: &Report) -> Vec<(String, String, u32)> {
    let mut cells = Vec::new();
    match report {
        Report::Counts(table) => {
            let rows = table.rows.iter().map(|row| row.id.as_str()).chain([TOTAL]);
            for row in rows {
                let columns = table.columns.iter().map(|column| column.id.as_str()).chain([TOTAL]);
                for column in columns {
                    let count = cell(table, row, column).unwrap_or(0);
                    cells.push((row.to_owned(), column.to_owned(), count));
                }
            }
        }
        Report::Visits(table) => {
            for row in &table.rows {
                let number = row.number.to_string();
                cells.push((number.clone(), "hospital".to_owned(), 1));
                for (column, count) in table.columns.iter().zip(&row.values) {
                    cells.push((number.clone(), column.id.clone(), *count));
                }
                cells.push((number, TOTAL.to_owned(), row.visitors()));
            }
            for (column, sum) in table.columns.iter().zip(&table.total.values) {
                cells.push((TOTAL.to_owned(), column.id.clone(), *sum));
            }
            cells.push((TOTAL.to_owned(), TOTAL.to_owned(), table.total.total.unwrap()));
        }
    }
    cells
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_cell_names_as_many_sources_as_it_counts(sources in any_sources(), after in 0..1300i32) {
        let as_of = day("2023-06-01").plus_days(after);
        let programme = programme();
        let lines = lines_of(&sources);
        for kind in ReportKind::ALL {
            let report = Report::make(kind, &lines, &programme, as_of);
            for (row, column, count) in cells(&report) {
                let names = counted(kind, &sources, &programme, as_of, &row, &column);
                prop_assert_eq!(names.len() as u32, count, "{:?} {} {}", kind, row, column);
                prop_assert!(names.iter().all(|name| sources.iter().any(|(known, _)| known == name)));
            }
        }
    }

    #[test]
    fn the_source_of_a_visit_has_that_visit(sources in any_sources()) {
        let (programme, as_of) = (programme(), day("2025-03-31"));
        let Report::Visits(table) = Report::make(ReportKind::Visits, &lines_of(&sources), &programme, as_of) else {
            unreachable!("visits are listed one by one");
        };
        for row in &table.rows {
            let names = counted(ReportKind::Visits, &sources, &programme, as_of, &row.number.to_string(), "day");
            prop_assert_eq!(names.len(), 1);
            let (_, lines) = sources.iter().find(|(name, _)| *name == names[0]).unwrap();
            let has = lines.iter().any(|line| matches!(line, Line::Visit { day, pair, repeat, .. }
                if *day == row.day && *pair == row.pair && *repeat == row.repeat));
            prop_assert!(has);
        }
    }

    #[test]
    fn a_line_is_of_one_office_at_most(sources in any_sources()) {
        let offices = ["keno", "kensei", "miura", "closed"].map(|id| id.parse::<OfficeId>().unwrap());
        let of_all: usize =
            offices.iter().map(|office| lines_of(&of_office(&sources, office)).len()).sum();
        prop_assert!(of_all <= lines_of(&sources).len());
        for office in &offices {
            for (_, lines) in of_office(&sources, office) {
                prop_assert!(lines.iter().filter_map(named).all(|one| one == office));
            }
        }
    }
}

#[test]
fn a_source_of_one_office_is_all_its_own_and_an_import_is_parted_by_what_its_lines_name() {
    let request = |office: &str| Line::Request {
        office: office.parse().unwrap(),
        when: "2024-12-10".parse().unwrap(),
        admission: None,
        channel: None,
        hospital: None,
    };
    let outcome =
        Line::Outcome { when: "2024-12-10".parse().unwrap(), outcome: crate::domain::Outcome::Dispatch, request: None };
    let sources = vec![
        ("one".to_owned(), vec![request("keno"), outcome.clone()]),
        ("import".to_owned(), vec![request("keno"), request("miura"), outcome.clone()]),
        ("untold".to_owned(), vec![outcome.clone()]),
    ];
    let of = |office: &str| of_office(&sources, &office.parse().unwrap());
    assert_eq!(
        of("keno"),
        [("one".to_owned(), vec![request("keno"), outcome]), ("import".to_owned(), vec![request("keno")])]
    );
    assert_eq!(of("miura"), [("import".to_owned(), vec![request("miura")])]);
    assert_eq!(of("kensei"), []);
}
