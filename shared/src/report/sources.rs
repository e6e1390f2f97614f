//! Lines by the source they come from: which of them are an office's, and which sources a cell of
//! a table counts. It must never count by another rule than the tables themselves.

use super::{Line, Report, ReportKind, Table, VisitRow, When, visits};
use crate::domain::{ProgrammeData, VisitColumn};
use crate::ids::OfficeId;
use crate::time::Day;

/// A source's name (a document's id, an import's name) and its lines.
pub type Source = (String, Vec<Line>);

/// The row and the column of sums.
pub const TOTAL: &str = "total";

/// The office that a source belongs to: the one that all its lines which name an office name; none
/// for an import of several, or of none.
pub fn office_of(lines: &[Line]) -> Option<&OfficeId> {
    let mut named = lines.iter().filter_map(named);
    let first = named.next()?;
    named.all(|office| office == first).then_some(first)
}

/// The lines that an office counts: all of a source that belongs to it; of one that belongs to no
/// single office, those that name it.
pub fn of_office(sources: &[Source], office: &OfficeId) -> Vec<Source> {
    let own = |lines: &Vec<Line>| -> Vec<Line> {
        match office_of(lines) {
            Some(one) if one == office => lines.clone(),
            Some(_) => Vec::new(),
            None => lines.iter().filter(|line| named(line) == Some(office)).cloned().collect(),
        }
    };
    let sources = sources.iter().map(|(name, lines)| (name.clone(), own(lines)));
    sources.filter(|(_, lines)| !lines.is_empty()).collect()
}

/// All lines, in the order of their sources.
pub fn lines_of(sources: &[Source]) -> Vec<Line> {
    sources.iter().flat_map(|(_, lines)| lines.iter().cloned()).collect()
}

fn named(line: &Line) -> Option<&OfficeId> {
    match line {
        Line::Request { office, .. } => Some(office),
        Line::Visit { office, .. } => office.as_ref(),
        Line::Outcome { .. }
        | Line::Content { .. }
        | Line::Extra { .. }
        | Line::Training { .. }
        | Line::Aftercare { .. } => None,
    }
}

/// The sources that a cell counts, one name for each that it counts: as many as the cell says. A
/// source that counts twice is named twice. `row` and `column` are ids of the table, or [`TOTAL`];
/// of the visits, one by one, `row` is the visit's number, and any column that is no category names
/// the visit itself.
pub fn counted(
    kind: ReportKind,
    sources: &[Source],
    programme: &ProgrammeData,
    as_of: Day,
    row: &str,
    column: &str,
) -> Vec<String> {
    if kind == ReportKind::Visits {
        return visitors(sources, programme, as_of, row, column);
    }
    let mut names = Vec::new();
    for (name, lines) in sources {
        // A table adds up: what a source gives to a cell is that cell of its own table.
        if let Report::Counts(table) = Report::make(kind, lines, programme, as_of) {
            let count = cell(&table, row, column).unwrap_or(0);
            names.extend((0..count).map(|_| name.clone()));
        }
    }
    names
}

/// A cell of a table of counts; none where it has no such cell.
pub fn cell(table: &Table, row: &str, column: &str) -> Option<u32> {
    let (values, total) = match row {
        TOTAL => (&table.total.values, table.total.total),
        id => table.rows.iter().find(|row| row.id == id).map(|row| (&row.values, row.total))?,
    };
    match column {
        TOTAL => total,
        id => {
            let at = table.columns.iter().position(|column| column.id == id)?;
            values.get(at).copied()
        }
    }
}

fn visitors(sources: &[Source], programme: &ProgrammeData, as_of: Day, row: &str, column: &str) -> Vec<String> {
    let mut shown: Vec<(&String, VisitRow)> = Vec::new();
    for (name, lines) in sources {
        shown.extend(visits::table(lines, programme, as_of).rows.into_iter().map(|row| (name, row)));
    }
    // Within a source rows come by day already; between sources, as lines come.
    shown.sort_by_key(|(_, row)| When::Day(row.day));
    let of_row = |(number, _): &(u32, &(&String, VisitRow))| row == TOTAL || number.to_string() == row;
    let category = VisitColumn::from_code(column);
    let mut names = Vec::new();
    for (_, (name, row)) in (1..).zip(&shown).filter(of_row) {
        let count = match category {
            Some(category) => row.count(category),
            None if column == TOTAL => row.visitors(),
            None => 1,
        };
        names.extend((0..count).map(|_| (*name).clone()));
    }
    names
}

#[cfg(test)]
mod tests;
