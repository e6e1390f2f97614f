//! A table for a terminal or a plain text file, aligned for Japanese width. A sample's band stands
//! above it and its notes below. It must never cut a word to fit.

use super::grid::{Cell, Grid, for_people};
use crate::domain::ProgrammeData;
use crate::report::{Report, ReportKind};
use crate::text::width;
use crate::time::Day;

/// The whole page: band, heading, as-of day, table, notes.
pub fn render(kind: ReportKind, report: &Report, programme: &ProgrammeData) -> String {
    let mut out = String::new();
    if let Some(band) = &programme.sample {
        out.push_str(&format!("【{band}】\n"));
    }
    let (as_of, name) = (as_of(report), &programme.name);
    let year = as_of.fiscal_year().label();
    out.push_str(&format!("{}\n{name}　{year}　{}現在\n\n", kind.label(), as_of.japanese()));
    push_grid(&mut out, &for_people(report));
    if !report.notes().is_empty() {
        out.push('\n');
    }
    for note in report.notes() {
        out.push_str(&format!("注 {note}\n"));
    }
    out
}

fn as_of(report: &Report) -> Day {
    match report {
        Report::Counts(table) => table.as_of,
        Report::Visits(table) => table.as_of,
    }
}

fn push_grid(out: &mut String, grid: &Grid) {
    let columns = grid.head.iter().enumerate();
    let widths: Vec<usize> = columns
        .map(|(at, head)| {
            let cells = grid.rows.iter().filter_map(|row| row.get(at));
            cells.map(|cell| width(&shown(cell))).max().unwrap_or(0).max(width(head))
        })
        .collect();
    // A column is set to the right when it holds a number anywhere: the head follows its cells.
    let right: Vec<bool> = (0..grid.head.len())
        .map(|at| grid.rows.iter().any(|row| matches!(row.get(at), Some(Cell::Number(_)))))
        .collect();
    push_line(out, grid.head.iter().cloned(), &widths, &right);
    let total: usize = widths.iter().map(|w| w + 2).sum();
    out.push_str(&"-".repeat(total.saturating_sub(2)));
    out.push('\n');
    for row in &grid.rows {
        push_line(out, row.iter().map(shown), &widths, &right);
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Blank => String::new(),
    }
}

fn push_line(out: &mut String, cells: impl Iterator<Item = String>, widths: &[usize], right: &[bool]) {
    let mut line = String::new();
    for ((cell, wide), right) in cells.zip(widths).zip(right) {
        if !line.is_empty() {
            line.push_str("  ");
        }
        let gap = " ".repeat(wide.saturating_sub(width(&cell)));
        match right {
            true => line.extend([gap, cell]),
            false => line.extend([cell, gap]),
        }
    }
    out.push_str(line.trim_end());
    out.push('\n');
}
