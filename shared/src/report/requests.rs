//! Requests by office and month (訪問支援依頼の件数, R43). Every office of the programme has its row,
//! in the programme's order, also with nothing but zeros.

use std::collections::BTreeSet;

use super::frame::Frame;
use super::{Line, Row, Table, Totals, When};
use crate::domain::ProgrammeData;
use crate::ids::OfficeId;
use crate::time::Day;

/// Counts the table.
pub fn table(lines: &[Line], programme: &ProgrammeData, as_of: Day) -> Table {
    let frame = Frame::new(programme, as_of);
    let row = |id: &OfficeId, label: &str| {
        let of_office = facts(lines).filter(|(office, _)| *office == id);
        let cells = frame.count(of_office.map(|(_, when)| when));
        Row::summed(id.as_str(), label, cells)
    };
    let offices = programme.offices.iter();
    let mut rows: Vec<Row> = offices.map(|office| row(&office.id, &office.short)).collect();
    // An office that the programme does not know must not make a request disappear.
    let unknown: BTreeSet<&OfficeId> = facts(lines)
        .filter(|(id, when)| programme.office(id).is_none() && frame.shows(*when))
        .map(|(id, _)| id)
        .collect();
    rows.extend(unknown.into_iter().map(|id| row(id, &format!("登録のない事業所（{id}）"))));
    Table {
        as_of,
        corner: "事業所",
        columns: frame.columns(),
        total: Totals::of("合計", frame.months.len(), &rows),
        rows,
        notes: frame.notes(facts(lines).map(|(_, when)| when)),
    }
}

fn facts(lines: &[Line]) -> impl Iterator<Item = (&OfficeId, When)> {
    lines.iter().filter_map(|line| match line {
        Line::Request { office, when, .. } => Some((office, *when)),
        _ => None,
    })
}
