//! Outcomes by month, all offices together (依頼時点対応結果, R44). The last row is the sum of the
//! outcomes; where it differs from the requests of a month, a note says so, and nothing is evened out.

use super::frame::Frame;
use super::{Line, Row, Table, Totals, When};
use crate::domain::{Outcome, ProgrammeData};
use crate::time::Day;

/// Counts the table: the report's four outcomes, and undecided ones where there are any.
pub fn table(lines: &[Line], programme: &ProgrammeData, as_of: Day) -> Table {
    let frame = Frame::new(programme, as_of);
    let row = |outcome: Outcome| {
        let same = facts(lines).filter(|(other, _)| *other == outcome);
        let cells = frame.count(same.map(|(_, when)| when));
        Row::summed(outcome.code(), outcome.label(), cells)
    };
    let mut rows: Vec<Row> = Outcome::REPORTED.into_iter().map(row).collect();
    let undecided = row(Outcome::Unknown);
    if undecided.total != Some(0) {
        rows.push(undecided);
    }
    let total = Totals::of("件数", frame.months.len(), &rows);
    let requests = frame.count(lines.iter().filter_map(request));
    let mut notes = frame.notes(facts(lines).map(|(_, when)| when));
    for ((month, answered), received) in frame.months.iter().zip(&total.values).zip(&requests) {
        if answered != received {
            notes.push(format!(
                "{}は、依頼が{received}件、対応結果が{answered}件で、数が合っていません。",
                month.label(),
            ));
        }
    }
    Table { as_of, corner: "対応結果", columns: frame.columns(), rows, total, notes }
}

fn facts(lines: &[Line]) -> impl Iterator<Item = (Outcome, When)> {
    lines.iter().filter_map(|line| match line {
        Line::Outcome { outcome, when, .. } => Some((*outcome, *when)),
        _ => None,
    })
}

fn request(line: &Line) -> Option<When> {
    match line {
        Line::Request { when, .. } => Some(*when),
        _ => None,
    }
}
