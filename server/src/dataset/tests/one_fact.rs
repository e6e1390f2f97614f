//! Taking one fact away lowers exactly the cells it feeds, and their totals, by one: tables are
//! counted from facts and from nothing else.

use std::collections::BTreeMap;

use super::*;
use shared::domain::{TrainingRoute, TrainingStage};

type Cells = BTreeMap<String, i64>;

/// Every cell and total of every table by a name, also those of the last row.
fn all_cells(lines: &[Line], programme: &ProgrammeData) -> Cells {
    let mut cells = Cells::new();
    for kind in ReportKind::ALL {
        match Report::make(kind, lines, programme, day("2025-01-31")) {
            Report::Counts(table) => {
                let last = std::iter::once(("total", &table.total.values, table.total.total));
                let rows = table.rows.iter().map(|row| (row.id.as_str(), &row.values, row.total));
                for (row, values, total) in rows.chain(last) {
                    for (column, value) in table.columns.iter().zip(values) {
                        let name = format!("{}/{row}/{}", kind.code(), column.id);
                        cells.insert(name, i64::from(*value));
                    }
                    if let Some(total) = total {
                        cells.insert(format!("{}/{row}/total", kind.code()), i64::from(total));
                    }
                }
            }
            Report::Visits(table) => {
                for row in &table.rows {
                    *cells.entry(format!("visits/{}/{}", row.day, row.hospital)).or_default() += 1;
                }
                for (column, value) in table.columns.iter().zip(&table.total.values) {
                    cells.insert(format!("visits/total/{}", column.id), i64::from(*value));
                }
                let total = i64::from(table.total.total.unwrap());
                cells.insert("visits/total/total".to_owned(), total);
            }
        }
    }
    cells
}

/// The four cells that a fact of one row and one month feeds.
fn crossing(table: &str, row: &str, month: &str) -> Vec<(String, i64)> {
    [(row, month), (row, "total"), ("total", month), ("total", "total")]
        .into_iter()
        .map(|(row, column)| (format!("{table}/{row}/{column}"), 1))
        .collect()
}

/// The cells that a fact must feed, and by how much.
fn fed(line: &Line) -> Cells {
    let month = line.when().month().to_string();
    let cells = match line {
        Line::Request { office, .. } => crossing("requests", office.as_str(), &month),
        Line::Outcome { outcome, .. } => crossing("outcomes", outcome.code(), &month),
        Line::Content { content, .. } => crossing("contents", content.code(), &month),
        Line::Visit { day, hospital, .. } => vec![
            (format!("visits/{day}/{hospital}"), 1),
            ("visits/total/unknown".to_owned(), 2),
            ("visits/total/total".to_owned(), 2),
            (format!("contents/visits/{month}"), 1),
            ("contents/visits/total".to_owned(), 1),
        ],
        // No table counts it.
        Line::Extra { .. } | Line::Aftercare { .. } => Vec::new(),
        Line::Training { course, stage, route, category, .. } => {
            let mut columns = vec![stage.code()];
            columns.extend(category.map(|category| category.code()));
            if *stage == TrainingStage::Completed && *route == Some(TrainingRoute::Facilitator) {
                columns.push("completed_as_facilitator");
            }
            let course = course.to_string();
            let rows = [course.as_str(), "total"];
            rows.iter()
                .flat_map(|row| columns.iter().map(move |column| (row, column)))
                .map(|(row, column)| (format!("training/{row}/{column}"), 1))
                .collect()
        }
    };
    cells.into_iter().collect()
}

#[test]
fn removing_any_one_fact_lowers_exactly_the_cells_it_feeds() {
    let dataset = kanagawa();
    let facts = dataset.facts();
    let before = all_cells(&facts, &dataset.programme);
    for (at, sourced) in dataset.lines.iter().enumerate() {
        let mut fewer = facts.clone();
        fewer.remove(at);
        let after = all_cells(&fewer, &dataset.programme);
        let mut change = Cells::new();
        for (name, value) in &before {
            let lowered = value - after.get(name).copied().unwrap_or(0);
            if lowered != 0 {
                change.insert(name.clone(), lowered);
            }
        }
        assert_eq!(change, fed(&sourced.line), "{}", sourced.id);
        assert!(after.keys().all(|name| before.contains_key(name)), "{}", sourced.id);
    }
}

#[test]
fn removing_an_outcome_says_that_requests_and_outcomes_differ() {
    let dataset = kanagawa();
    let mut facts = dataset.facts();
    let at = facts.iter().position(|line| matches!(line, Line::Outcome { .. })).unwrap();
    facts.remove(at);
    let table = counts(ReportKind::Outcomes, &facts, &dataset.programme, "2025-01-31");
    assert_eq!(table.notes, ["11月は、依頼が1件、対応結果が0件で、数が合っていません。"]);
}
