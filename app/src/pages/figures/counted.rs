//! Which facts a cell counts. It asks the table itself, one fact at a time, so that a cell can
//! never open anything else than what it counts.

use shared::domain::ProgrammeData;
use shared::report::{Line, Report, ReportKind, sources};
use shared::time::Day;

use super::address::{CellName, TOTAL};

/// The column that stands for a visit as a whole, in the table that lists visits.
pub const VISIT_COLUMN: &str = "visit";

/// How many a cell counts; 0 where the table has no such cell.
pub fn value(report: &Report, cell: &CellName) -> u32 {
    match report {
        Report::Counts(table) => sources::cell(table, &cell.row, &cell.column).unwrap_or(0),
        Report::Visits(table) if cell.row == TOTAL => {
            let place = table.columns.iter().position(|column| column.id == cell.column);
            place.and_then(|place| table.total.values.get(place)).copied().unwrap_or(0)
        }
        Report::Visits(table) => {
            let is_row = |number: u32| number.to_string() == cell.row && cell.column == VISIT_COLUMN;
            u32::from(table.rows.iter().any(|row| is_row(row.number)))
        }
    }
}

/// How many facts the whole table counts.
pub fn size(report: &Report) -> usize {
    match report {
        Report::Counts(table) => table.rows.iter().flat_map(|row| &row.values).map(|count| *count as usize).sum(),
        Report::Visits(table) => table.rows.len(),
    }
}

/// The places of the facts that a cell counts, in the order of `lines`.
pub fn counted(kind: ReportKind, lines: &[Line], programme: &ProgrammeData, as_of: Day, cell: &CellName) -> Vec<usize> {
    let alone = |line: &Line| Report::make(kind, core::slice::from_ref(line), programme, as_of);
    let listed = kind == ReportKind::Visits && cell.row != TOTAL;
    if listed {
        let all = Report::make(kind, lines, programme, as_of);
        return if value(&all, cell) == 0 { Vec::new() } else { visit(lines, alone, cell).into_iter().collect() };
    }
    let places = lines.iter().enumerate();
    places.filter(|(_, line)| value(&alone(line), cell) > 0).map(|(at, _)| at).collect()
}

/// The visit with a number: the table lists them by day, those of one day in the order of their facts.
fn visit(lines: &[Line], alone: impl Fn(&Line) -> Report, cell: &CellName) -> Option<usize> {
    let mut shown: Vec<(Day, usize)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if let Line::Visit { day, .. } = line
            && size(&alone(line)) > 0
        {
            shown.push((*day, at));
        }
    }
    shown.sort_by_key(|(day, _)| *day);
    let number: usize = cell.row.parse().ok()?;
    shown.get(number.checked_sub(1)?).map(|(_, at)| *at)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{cells, day, programme, sources};
    use super::super::scope::Scope;
    use super::*;

    #[test]
    fn every_cell_opens_what_it_counts_and_nothing_else() {
        let lines = Scope::Everything.facts(&sources()).lines;
        let programme = programme();
        for as_of in ["2024-11-30", "2025-01-15", "2025-03-31"].map(day) {
            for kind in ReportKind::ALL {
                let report = Report::make(kind, &lines, &programme, as_of);
                for cell in cells(&report) {
                    let opened = counted(kind, &lines, &programme, as_of, &cell);
                    let sum: u32 = opened
                        .iter()
                        .map(|at| {
                            let alone = Report::make(kind, &lines[*at..=*at], &programme, as_of);
                            let own = match cell.column.as_str() {
                                VISIT_COLUMN => CellName::new("1", VISIT_COLUMN),
                                _ => cell.clone(),
                            };
                            value(&alone, &own)
                        })
                        .sum();
                    assert_eq!(sum, value(&report, &cell), "{kind:?} {cell}");
                }
            }
        }
    }

    #[test]
    fn a_number_of_the_list_opens_the_visit_in_its_row() {
        let lines = Scope::Everything.facts(&sources()).lines;
        let as_of = day("2025-03-31");
        let Report::Visits(table) = Report::make(ReportKind::Visits, &lines, &programme(), as_of) else {
            panic!("the visits are a list");
        };
        assert!(table.rows.len() > 3);
        for row in &table.rows {
            let cell = CellName::new(&row.number.to_string(), VISIT_COLUMN);
            let opened = counted(ReportKind::Visits, &lines, &programme(), as_of, &cell);
            let Line::Visit { day, pair, .. } = &lines[opened[0]] else {
                panic!("a visit was to open");
            };
            assert_eq!((opened.len(), *day, pair), (1, row.day, &row.pair));
        }
    }

    #[test]
    fn a_cell_that_is_not_there_opens_nothing() {
        let lines = Scope::Everything.facts(&sources()).lines;
        for kind in ReportKind::ALL {
            for cell in ["nobody.2024-12", "total.2031-01", "999.visit", "0.visit", "total.nothing"] {
                let cell = cell.parse().unwrap();
                assert_eq!(counted(kind, &lines, &programme(), day("2025-03-31"), &cell), [0usize; 0]);
            }
        }
    }
}
