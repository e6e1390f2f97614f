//! A report laid out as cells, before it becomes text or CSV.

use crate::domain::VisitColumn;
use crate::report::{Report, Table, VisitsTable};

/// One cell. Blank means not told; it is never a zero.
pub(super) enum Cell {
    Text(String),
    Number(u32),
    Blank,
}

impl From<Option<u32>> for Cell {
    fn from(count: Option<u32>) -> Cell {
        count.map_or(Cell::Blank, Cell::Number)
    }
}

pub(super) struct Grid {
    pub head: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// For people: labels and Japanese dates.
pub(super) fn for_people(report: &Report) -> Grid {
    match report {
        Report::Counts(table) => counts(table, false),
        Report::Visits(table) => visits_for_people(table),
    }
}

/// For programs: codes beside labels, ISO dates.
pub(super) fn for_programs(report: &Report) -> Grid {
    match report {
        Report::Counts(table) => counts(table, true),
        Report::Visits(table) => visits_for_programs(table),
    }
}

fn counts(table: &Table, codes: bool) -> Grid {
    let summed = table.total.total.is_some();
    let mut head: Vec<String> = Vec::new();
    if codes {
        head.push("コード".to_owned());
    }
    head.push(table.corner.to_owned());
    // A label such as 10月 says no year; a program needs the month itself.
    let is_month = |id: &str| id.parse::<crate::time::Month>().is_ok();
    head.extend(table.columns.iter().map(|column| match codes && is_month(&column.id) {
        true => column.id.clone(),
        false => column.label.clone(),
    }));
    if summed {
        head.push("合計".to_owned());
    }
    let row = |id: &str, label: &str, values: &[u32], total: Option<u32>| {
        let mut cells = Vec::new();
        if codes {
            cells.push(Cell::Text(id.to_owned()));
        }
        cells.push(Cell::Text(label.to_owned()));
        cells.extend(values.iter().copied().map(Cell::Number));
        if summed {
            cells.push(total.into());
        }
        cells
    };
    let body = table.rows.iter();
    let mut rows: Vec<Vec<Cell>> = body.map(|r| row(&r.id, &r.label, &r.values, r.total)).collect();
    let total = &table.total;
    rows.push(row("total", &total.label, &total.values, total.total));
    Grid { head, rows }
}

fn visits_for_people(table: &VisitsTable) -> Grid {
    let mut head = vec!["日付".to_owned(), "訪問病院".to_owned(), "主な希望内容".to_owned()];
    head.extend(table.columns.iter().map(|column| column.label.clone()));
    head.push("複数回訪問の希望".to_owned());
    let row = |row: &crate::report::VisitRow| {
        let mut cells = vec![
            Cell::Text(row.day.japanese()),
            Cell::Text(row.hospital_name.clone()),
            row.wish.clone().map_or(Cell::Blank, Cell::Text),
        ];
        cells.extend(VisitColumn::ALL.iter().map(|column| row.cell(*column).into()));
        cells.push(Cell::Text(row.repeat.label().to_owned()));
        cells
    };
    let mut rows: Vec<Vec<Cell>> = table.rows.iter().map(row).collect();
    let mut last =
        vec![Cell::Text(table.total.label.clone()), Cell::Text(format!("{}件", table.rows.len())), Cell::Blank];
    last.extend(table.total_cells().into_iter().map(Cell::from));
    last.push(Cell::Blank);
    rows.push(last);
    Grid { head, rows }
}

/// One visit a row and nothing else: a sum among visits would be one more visit to a program.
fn visits_for_programs(table: &VisitsTable) -> Grid {
    let heads = ["番号", "日付", "日付（和暦）", "病院コード", "訪問病院", "主な希望内容"];
    let mut head: Vec<String> = heads.into_iter().map(str::to_owned).collect();
    head.extend(table.columns.iter().map(|column| column.label.clone()));
    head.push("複数回訪問の希望コード".to_owned());
    head.push("複数回訪問の希望".to_owned());
    let row = |row: &crate::report::VisitRow| {
        let mut cells = vec![
            Cell::Number(row.number),
            Cell::Text(row.day.to_string()),
            Cell::Text(row.day.japanese()),
            Cell::Text(row.hospital.to_string()),
            Cell::Text(row.hospital_name.clone()),
            row.wish.clone().map_or(Cell::Blank, Cell::Text),
        ];
        cells.extend(VisitColumn::ALL.iter().map(|column| row.cell(*column).into()));
        cells.push(Cell::Text(row.repeat.code().to_owned()));
        cells.push(Cell::Text(row.repeat.label().to_owned()));
        cells
    };
    Grid { head, rows: table.rows.iter().map(row).collect() }
}
