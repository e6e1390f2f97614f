//! Visits and what was mainly done in them, by month (主に行った訪問支援の内容, R46). Visits and marks are
//! counted apart: one visit may have several marks, or none. The last row sums the marks alone.

use super::frame::Frame;
use super::{Line, Row, Table, Totals, When};
use crate::domain::{Content, ProgrammeData};
use crate::time::Day;

/// The id of the row that counts visits.
pub const VISITS_ROW: &str = "visits";

/// Counts the table.
pub fn table(lines: &[Line], programme: &ProgrammeData, as_of: Day) -> Table {
    let frame = Frame::new(programme, as_of);
    let of = |content: Option<Content>| {
        let same = facts(lines).filter(move |(other, _)| *other == content);
        frame.count(same.map(|(_, when)| when))
    };
    let marks = Content::ALL.iter();
    let marks: Vec<Row> =
        marks.map(|content| Row::summed(content.code(), content.label(), of(Some(*content)))).collect();
    let total = Totals::of("内容の合計（複数選択）", frame.months.len(), &marks);
    let mut rows = vec![Row::summed(VISITS_ROW, "訪問件数", of(None))];
    rows.extend(marks);
    Table {
        as_of,
        corner: "内容",
        columns: frame.columns(),
        rows,
        total,
        notes: frame.notes(facts(lines).map(|(_, when)| when)),
    }
}

/// Marks with their item, and visits with none.
fn facts(lines: &[Line]) -> impl Iterator<Item = (Option<Content>, When)> {
    lines.iter().filter_map(|line| match line {
        Line::Content { content, when, .. } => Some((Some(*content), *when)),
        Line::Visit { day, .. } => Some((None, When::Day(*day))),
        _ => None,
    })
}
