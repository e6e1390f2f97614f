//! The bundled figures of Kanagawa against the prefecture's own report, and files that are refused.

mod contradictory;
mod kanagawa_r6;
mod malformed;
mod one_fact;
mod other_days;
mod storing;

use super::*;
use shared::report::{Report, ReportKind, Table, VisitsTable};
use shared::time::Day;

/// The bundled dataset, read.
fn kanagawa() -> Dataset {
    load_dataset(bundled::bundled(bundled::KANAGAWA_R6).unwrap(), "kanagawa-r6.json").unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A table of counts.
fn counts(kind: ReportKind, lines: &[Line], programme: &ProgrammeData, as_of: &str) -> Table {
    match Report::make(kind, lines, programme, day(as_of)) {
        Report::Counts(table) => table,
        Report::Visits(_) => panic!("{kind:?} is no table of counts"),
    }
}

/// Rows as id, values and total.
fn rows(table: &Table) -> Vec<(&str, Vec<u32>, u32)> {
    let rows = table.rows.iter();
    rows.map(|row| (row.id.as_str(), row.values.clone(), row.total.unwrap_or(u32::MAX))).collect()
}

fn months(table: &Table) -> Vec<&str> {
    table.columns.iter().map(|column| column.id.as_str()).collect()
}

/// Kanagawa's visits.
fn visits(as_of: &str) -> VisitsTable {
    let dataset = kanagawa();
    match Report::make(ReportKind::Visits, &dataset.facts(), &dataset.programme, day(as_of)) {
        Report::Visits(table) => table,
        Report::Counts(_) => panic!("visits are listed one by one"),
    }
}

/// One of Kanagawa's tables of counts.
fn of(kind: ReportKind, as_of: &str) -> Table {
    let dataset = kanagawa();
    counts(kind, &dataset.facts(), &dataset.programme, as_of)
}
