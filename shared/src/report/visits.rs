//! The visits one by one (精神科病院への訪問実績, R45), by day. A visitor whose category the source lost
//! is counted as unknown and never put under a guess.

use super::frame::Frame;
use super::{Column, Line, Totals, When};
use crate::domain::{Category, ProgrammeData, RepeatWish, VisitColumn};
use crate::ids::HospitalId;
use crate::time::Day;

/// The visits of a fiscal year up to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitsTable {
    /// The day.
    pub as_of: Day,
    /// The columns of [`VisitRow::values`].
    pub columns: Vec<Column>,
    /// Visits, by day.
    pub rows: Vec<VisitRow>,
    /// Visitors sent, by column.
    pub total: Totals,
    /// What must be read with the table.
    pub notes: Vec<String>,
}

/// One visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitRow {
    /// Its number in the table, from 1.
    pub number: u32,
    /// Its day.
    pub day: Day,
    /// Its hospital.
    pub hospital: HospitalId,
    /// The hospital's name, or its id where the programme does not know it.
    pub hospital_name: String,
    /// The main wish, where it was published.
    pub wish: Option<String>,
    /// The category of each visitor.
    pub pair: Vec<Option<Category>>,
    /// How many visitors stand in each column.
    pub values: Vec<u32>,
    /// The wish for another visit.
    pub repeat: RepeatWish,
}

impl VisitRow {
    /// How many visitors went.
    pub fn visitors(&self) -> u32 {
        self.values.iter().sum()
    }

    /// The cell of a column; none where a zero would claim what the source does not tell.
    pub fn cell(&self, column: VisitColumn) -> Option<u32> {
        let lost = column != VisitColumn::Unknown && self.count(VisitColumn::Unknown) > 0;
        told(self.count(column), lost)
    }

    /// How many visitors stand in a column.
    pub(super) fn count(&self, column: VisitColumn) -> u32 {
        count(&self.pair, column)
    }
}

impl VisitsTable {
    /// The last row's cells, one for each column; none as in [`VisitRow::cell`].
    pub fn total_cells(&self) -> Vec<Option<u32>> {
        let sums = VisitColumn::ALL.iter().zip(&self.total.values);
        let lost = sums.clone().any(|(column, sum)| *column == VisitColumn::Unknown && *sum > 0);
        sums.map(|(column, sum)| told(*sum, lost && *column != VisitColumn::Unknown)).collect()
    }
}

/// A count as it may be shown: none where a zero would claim what the source does not tell,
/// because someone counted beside it has no known category.
fn told(count: u32, lost: bool) -> Option<u32> {
    (count > 0 || !lost).then_some(count)
}

/// Lists the visits.
pub fn table(lines: &[Line], programme: &ProgrammeData, as_of: Day) -> VisitsTable {
    let frame = Frame::new(programme, as_of);
    let days = lines.iter().filter_map(visit_day);
    let notes = frame.notes(days);
    let mut rows: Vec<VisitRow> =
        lines.iter().filter_map(|line| row(line, programme)).filter(|row| frame.shows(When::Day(row.day))).collect();
    rows.sort_by_key(|row| row.day);
    for (row, number) in rows.iter_mut().zip(1..) {
        row.number = number;
    }
    let columns =
        VisitColumn::ALL.iter().map(|column| Column { id: column.code().to_owned(), label: column.label().to_owned() });
    let sums = VisitColumn::ALL.iter();
    let values: Vec<u32> = sums.map(|column| rows.iter().map(|row| row.count(*column)).sum()).collect();
    VisitsTable {
        as_of,
        columns: columns.collect(),
        rows,
        total: Totals { label: "合計".to_owned(), total: Some(values.iter().sum()), values },
        notes,
    }
}

fn visit_day(line: &Line) -> Option<When> {
    match line {
        Line::Visit { day, .. } => Some(When::Day(*day)),
        _ => None,
    }
}

fn row(line: &Line, programme: &ProgrammeData) -> Option<VisitRow> {
    let Line::Visit { day, hospital, pair, repeat, wish, .. } = line else {
        return None;
    };
    let known = programme.hospital(hospital);
    let unknown = || format!("登録のない病院（{hospital}）");
    Some(VisitRow {
        number: 0,
        day: *day,
        hospital: hospital.clone(),
        hospital_name: known.map_or_else(unknown, |known| known.name.clone()),
        wish: wish.clone(),
        pair: pair.clone(),
        values: VisitColumn::ALL.iter().map(|column| count(pair, *column)).collect(),
        repeat: *repeat,
    })
}

fn count(pair: &[Option<Category>], column: VisitColumn) -> u32 {
    let same = pair.iter().filter(|category| VisitColumn::of(**category) == column);
    same.map(|_| 1).sum()
}
