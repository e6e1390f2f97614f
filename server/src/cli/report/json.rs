//! A table as JSON for programs: `{"as_of", "columns", "rows": [{"id", "label", "values",
//! "total"}], "total": {"values", "total"}}`. It must never hold a note or a word for people beside
//! labels and what an import published.

use serde::Serialize;
use shared::domain::{Category, RepeatWish};
use shared::ids::HospitalId;
use shared::report::{Report, Table, VisitRow, VisitsTable};
use shared::time::Day;

#[derive(Serialize)]
struct Page<R> {
    as_of: Day,
    columns: Vec<String>,
    rows: Vec<R>,
    total: Total,
}

#[derive(Serialize)]
struct Total {
    values: Vec<u32>,
    total: Option<u32>,
}

#[derive(Serialize)]
struct Count {
    id: String,
    label: String,
    values: Vec<u32>,
    total: Option<u32>,
}

/// A visit: its values count visitors by column, its total is how many went.
#[derive(Serialize)]
struct Visit {
    id: String,
    label: String,
    date: Day,
    hospital: String,
    hospital_id: HospitalId,
    /// A category, or null where the source lost it.
    pair: Vec<Option<Category>>,
    repeat: RepeatWish,
    wish: Option<String>,
    values: Vec<u32>,
    total: u32,
}

/// The JSON text, ending in a line end.
///
/// # Errors
/// When it cannot be written, which no table is known to cause.
pub fn render(report: &Report) -> Result<String, serde_json::Error> {
    let json = match report {
        Report::Counts(table) => serde_json::to_string_pretty(&counts(table)),
        Report::Visits(table) => serde_json::to_string_pretty(&visits(table)),
    };
    json.map(|json| json + "\n")
}

fn counts(table: &Table) -> Page<Count> {
    let row = |row: &shared::report::Row| Count {
        id: row.id.clone(),
        label: row.label.clone(),
        values: row.values.clone(),
        total: row.total,
    };
    Page {
        as_of: table.as_of,
        columns: table.columns.iter().map(|column| column.id.clone()).collect(),
        rows: table.rows.iter().map(row).collect(),
        total: Total { values: table.total.values.clone(), total: table.total.total },
    }
}

fn visits(table: &VisitsTable) -> Page<Visit> {
    Page {
        as_of: table.as_of,
        columns: table.columns.iter().map(|column| column.id.clone()).collect(),
        rows: table.rows.iter().map(visit).collect(),
        total: Total { values: table.total.values.clone(), total: table.total.total },
    }
}

fn visit(row: &VisitRow) -> Visit {
    Visit {
        id: row.number.to_string(),
        label: format!("{} {}", row.day.japanese(), row.hospital_name),
        date: row.day,
        hospital: row.hospital_name.clone(),
        hospital_id: row.hospital.clone(),
        pair: row.pair.clone(),
        repeat: row.repeat,
        wish: row.wish.clone(),
        values: row.values.clone(),
        total: row.visitors(),
    }
}
