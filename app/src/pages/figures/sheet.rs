//! A table laid out for the screen and the clipboard: heads, rows, sums, and which cell opens
//! something. It must never count: every figure is one that the table holds.

use shared::domain::VisitColumn;
use shared::report::{Report, Table, VisitRow, VisitsTable};

use super::address::{CellName, TOTAL};
use super::counted::VISIT_COLUMN;
use crate::messages::figures as say;

/// A column's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its words.
    pub label: String,
    /// Whether it holds figures.
    pub numeric: bool,
}

/// What stands in a cell. A blank is not a zero: it is what nothing tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetCell {
    /// Words; empty for blank.
    Words(String),
    /// A count of nothing, or one that nothing stands behind.
    Figure(u32),
    /// Something that opens: its words, which cell, what is read aloud.
    Opens(String, CellName, String),
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its columns; the first holds the heads of the rows.
    pub head: Vec<Head>,
    /// Its rows, each with a key.
    pub rows: Vec<(String, Vec<SheetCell>)>,
    /// The sums.
    pub total: Vec<SheetCell>,
}

impl SheetCell {
    /// As it is copied.
    pub fn plain(&self) -> String {
        match self {
            SheetCell::Words(words) | SheetCell::Opens(words, ..) => words.clone(),
            SheetCell::Figure(figure) => figure.to_string(),
        }
    }
}

/// Lays a table out.
pub fn sheet(report: &Report) -> Sheet {
    match report {
        Report::Counts(table) => counts(table),
        Report::Visits(table) => visits(table),
    }
}

/// What a cell's row and column are called; empty where the table has no such cell.
pub fn names(report: &Report, cell: &CellName) -> (String, String) {
    let (columns, rows): (&[_], Vec<(&str, &str)>) = match report {
        Report::Counts(table) => (&table.columns, table.rows.iter().map(|row| (&*row.id, &*row.label)).collect()),
        Report::Visits(table) => (&table.columns, Vec::new()),
    };
    let total = match report {
        Report::Counts(table) => &table.total.label,
        Report::Visits(table) => &table.total.label,
    };
    let listed = |number: &str| match report {
        Report::Visits(table) => {
            table.rows.iter().find(|row| row.number.to_string() == number).map(|row| row.day.japanese())
        }
        Report::Counts(_) => None,
    };
    let row = match cell.row.as_str() {
        TOTAL => total.clone(),
        id => rows.iter().find(|(other, _)| *other == id).map(|(_, label)| (*label).to_owned()).unwrap_or_default(),
    };
    let column = match cell.column.as_str() {
        TOTAL => say::SUM.to_owned(),
        VISIT_COLUMN => return (listed(&cell.row).unwrap_or_default(), say::VISIT.to_owned()),
        id => columns.iter().find(|column| column.id == id).map(|column| column.label.clone()).unwrap_or_default(),
    };
    (row, column)
}

fn head(label: &str, numeric: bool) -> Head {
    Head { label: label.to_owned(), numeric }
}

fn counts(table: &Table) -> Sheet {
    let summed = table.total.total.is_some();
    let mut heads = vec![head(table.corner, false)];
    heads.extend(table.columns.iter().map(|column| head(&column.label, true)));
    heads.extend(summed.then(|| head(say::SUM, true)));
    let row = |id: &str, label: &str, values: &[u32], total: Option<u32>| {
        let mut cells = vec![SheetCell::Words(label.to_owned())];
        let count = |column: &str, head: &str, count: u32| match count {
            0 => SheetCell::Figure(0),
            _ => SheetCell::Opens(count.to_string(), CellName::new(id, column), say::count_of(label, head, count)),
        };
        cells.extend(table.columns.iter().zip(values).map(|(column, value)| count(&column.id, &column.label, *value)));
        cells.extend(total.filter(|_| summed).map(|total| count(TOTAL, say::SUM, total)));
        cells
    };
    let rows = table.rows.iter().map(|r| (r.id.clone(), row(&r.id, &r.label, &r.values, r.total))).collect();
    let sums = &table.total;
    Sheet { head: heads, rows, total: row(TOTAL, &sums.label, &sums.values, sums.total) }
}

fn visits(table: &VisitsTable) -> Sheet {
    let mut heads = vec![head(say::DAY, false), head(say::HOSPITAL, false), head(say::WISH, false)];
    heads.extend(table.columns.iter().map(|column| head(&column.label, true)));
    heads.push(head(say::REPEAT, false));
    let rows = table.rows.iter().map(|row| (row.number.to_string(), visit(row))).collect();
    let sum = |(cell, column): (Option<u32>, &shared::report::Column)| match cell {
        None => SheetCell::Words(String::new()),
        Some(0) => SheetCell::Figure(0),
        Some(count) => SheetCell::Opens(
            count.to_string(),
            CellName::new(TOTAL, &column.id),
            say::count_of(&table.total.label, &column.label, count),
        ),
    };
    let words = |words: String| SheetCell::Words(words);
    let mut total = vec![words(table.total.label.clone()), words(say::cases(table.rows.len())), words(String::new())];
    total.extend(table.total_cells().into_iter().zip(&table.columns).map(sum));
    total.push(words(String::new()));
    Sheet { head: heads, rows, total }
}

fn visit(row: &VisitRow) -> Vec<SheetCell> {
    let day = row.day.japanese();
    let spoken = format!("{day} {}", row.hospital_name);
    let mut cells = vec![
        SheetCell::Opens(day, CellName::new(&row.number.to_string(), VISIT_COLUMN), spoken),
        SheetCell::Words(row.hospital_name.clone()),
        SheetCell::Words(row.wish.clone().unwrap_or_default()),
    ];
    let told = |cell: Option<u32>| cell.map_or(SheetCell::Words(String::new()), SheetCell::Figure);
    cells.extend(VisitColumn::ALL.iter().map(|column| told(row.cell(*column))));
    cells.push(SheetCell::Words(row.repeat.label().to_owned()));
    cells
}

#[cfg(test)]
mod tests {
    use super::super::counted::value;
    use super::super::sample::{day, programme, sources};
    use super::super::scope::Scope;
    use super::*;
    use shared::report::ReportKind;

    fn reports() -> Vec<Report> {
        let lines = Scope::Everything.facts(&sources()).lines;
        ReportKind::ALL.map(|kind| Report::make(kind, &lines, &programme(), day("2025-03-31"))).to_vec()
    }

    #[test]
    fn every_row_is_as_wide_as_the_head_and_every_figure_opens_its_own_cell() {
        for report in reports() {
            let sheet = sheet(&report);
            let lines = sheet.rows.iter().map(|(_, cells)| cells).chain([&sheet.total]);
            for cells in lines {
                assert_eq!(cells.len(), sheet.head.len());
                for cell in cells {
                    if let SheetCell::Opens(words, cell, spoken) = cell {
                        let count = value(&report, cell);
                        assert!(words == &count.to_string() || cell.column == VISIT_COLUMN);
                        assert!(count > 0 && spoken.contains(words.as_str()), "{cell} {spoken}");
                        let (row, column) = names(&report, cell);
                        assert!(!row.is_empty() && !column.is_empty(), "{cell} has names");
                    }
                }
            }
        }
    }

    #[test]
    fn what_nothing_tells_stays_blank() {
        let visits = reports().into_iter().nth(2).unwrap();
        let sheet = sheet(&visits);
        let lost = &sheet.rows[4].1;
        assert_eq!(lost[0].plain(), "令和7年1月20日(月)");
        let blank: Vec<String> = lost[3..8].iter().map(SheetCell::plain).collect();
        assert_eq!(blank, ["", "", "", "", "2"]);
    }
}
