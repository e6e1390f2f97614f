//! One table as it is drawn: heads, rows, notes below. It must never count.

use std::sync::Arc;

use leptos::prelude::*;
use shared::report::{Report, ReportKind};

use super::address::{Address, Place};
use super::counting::Counting;
use super::sheet::{Sheet, SheetCell, sheet};
use crate::components::{Cell, Column, Row, Table, TableFit};
use crate::messages::figures as say;

/// Whether its cells open what they count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cells {
    /// They do.
    Open,
    /// They are read and printed alone.
    Plain,
}

/// The table of a kind with its notes.
#[component]
pub fn Drawn(counting: Counting, kind: ReportKind, report: Memo<Option<Arc<Report>>>, cells: Cells) -> impl IntoView {
    let laid = Memo::new(move |_| report.with(|report| report.as_ref().map(|report| sheet(report))));
    let plain = Memo::new(move |_| counting.address.with(|address| address.with_cell(None)));
    let columns = Signal::derive(move || {
        laid.with(|sheet| sheet.iter().flat_map(|sheet| &sheet.head).map(column).collect::<Vec<_>>())
    });
    let rows = Signal::derive(move || {
        let draw = |sheet: &Sheet| {
            let row = |(key, line): &(String, Vec<SheetCell>)| drawn_row(key, line, kind, &plain.get(), cells);
            sheet.rows.iter().map(row).collect::<Vec<Row>>()
        };
        laid.with(|sheet| sheet.as_ref().map(draw).unwrap_or_default())
    });
    let total = Signal::derive(move || {
        laid.with(|sheet| sheet.as_ref().map(|sheet| drawn_row("total", &sheet.total, kind, &plain.get(), cells)))
    });
    view! {
        <Table
            caption=Signal::derive(move || counting.caption_of(kind))
            columns=columns
            rows=rows
            total=total
            fit=if kind == ReportKind::Visits { TableFit::Words } else { TableFit::Figures }
        />
        {move || notes(counting, kind, report)}
    }
}

fn column(head: &super::sheet::Head) -> Column {
    if head.numeric { Column::figures(head.label.clone()) } else { Column::words(head.label.clone()) }
}

fn drawn_row(key: &str, line: &[SheetCell], kind: ReportKind, address: &Address, cells: Cells) -> Row {
    let cell = |cell: &SheetCell| match cell {
        SheetCell::Opens(words, name, spoken) if cells == Cells::Open => Cell::Opens {
            href: address.with_cell(Some(name.clone())).href(Place::Table(kind)),
            label: words.clone(),
            spoken: spoken.clone(),
        },
        other => Cell::Words(other.plain()),
    };
    Row { key: key.to_owned(), cells: line.iter().map(cell).collect() }
}

/// The notes of the table, and of what a single office's table leaves out.
fn notes(counting: Counting, kind: ReportKind, report: Memo<Option<Arc<Report>>>) -> Option<AnyView> {
    let mut notes = report.with(|report| report.as_ref().map(|report| report.notes().to_vec()))?;
    let left_out = counting.left_out(kind);
    if left_out > 0 {
        notes.push(say::without_office(left_out));
    }
    (!notes.is_empty()).then(|| {
        let note = |note: String| view! { <li>{note}</li> };
        view! {
            <section class="footnotes" aria-label=say::NOTES>
                <ol class="footnotes__list">{notes.into_iter().map(note).collect_view()}</ol>
            </section>
        }
        .into_any()
    })
}
