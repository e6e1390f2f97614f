//! What the address of a table says: the day, the office, the cell that is open. Ids and codes
//! alone; what is not one is left out. It must never hold a name or a search word.

use core::fmt;
use core::str::FromStr;

use shared::ids::OfficeId;
use shared::report::ReportKind;
use shared::time::Day;

/// The query's name of the day.
pub const AS_OF: &str = "as_of";
/// The query's name of the office.
pub const OFFICE: &str = "office";
/// The query's name of the open cell.
pub const CELL: &str = "cell";
/// The id of the row and of the column of sums.
pub const TOTAL: &str = "total";

const CODE_LENGTH_MAX: usize = 40;

/// A cell of a table, by the ids of its row and column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellName {
    /// The row's id.
    pub row: String,
    /// The column's id.
    pub column: String,
}

impl CellName {
    /// The cell of a row and a column.
    pub fn new(row: &str, column: &str) -> CellName {
        CellName { row: row.to_owned(), column: column.to_owned() }
    }
}

impl fmt::Display for CellName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.row, self.column)
    }
}

/// A text that names no cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a row's code, a full stop and a column's code")]
pub struct NoCell;

impl FromStr for CellName {
    type Err = NoCell;

    fn from_str(text: &str) -> Result<Self, NoCell> {
        let (row, column) = text.split_once('.').ok_or(NoCell)?;
        let is_code = |part: &str| {
            (1..=CODE_LENGTH_MAX).contains(&part.len())
                && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-')
        };
        if is_code(row) && is_code(column) { Ok(CellName::new(row, column)) } else { Err(NoCell) }
    }
}

/// The page of one table, of all five in a row, or the first one that leads to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// `/figures`.
    First,
    /// `/figures/all`.
    All,
    /// `/figures/visits`.
    Table(ReportKind),
}

/// What the address says beside the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// The day; none for today.
    pub as_of: Option<Day>,
    /// The one office to count; none for all that this person may.
    pub office: Option<OfficeId>,
    /// The open cell.
    pub cell: Option<CellName>,
}

impl Address {
    /// Reads the query; `get` gives the text of a name.
    pub fn read<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Address {
        Address {
            as_of: get(AS_OF).and_then(|text| text.parse().ok()),
            office: get(OFFICE).and_then(|text| text.parse().ok()),
            cell: get(CELL).and_then(|text| text.parse().ok()),
        }
    }

    /// The same as of another day; today is not written. No cell is open.
    pub fn as_of(&self, day: Day, today: Day) -> Address {
        Address { as_of: (day != today).then_some(day), cell: None, office: self.office.clone() }
    }

    /// The same with this cell open, or none.
    pub fn with_cell(&self, cell: Option<CellName>) -> Address {
        Address { cell, ..self.clone() }
    }

    /// The path and the query.
    pub fn href(&self, place: Place) -> String {
        let mut out = match place {
            Place::First => "/figures".to_owned(),
            Place::All => "/figures/all".to_owned(),
            Place::Table(kind) => format!("/figures/{}", kind.code()),
        };
        let parts = [
            self.as_of.map(|day| format!("{AS_OF}={day}")),
            self.office.as_ref().map(|office| format!("{OFFICE}={office}")),
            self.cell.as_ref().map(|cell| format!("{CELL}={cell}")),
        ];
        for (at, part) in parts.into_iter().flatten().enumerate() {
            out.push(if at == 0 { '?' } else { '&' });
            out.push_str(&part);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let address = Address {
            as_of: Some("2025-01-31".parse().unwrap()),
            office: Some("kokoro".parse().unwrap()),
            cell: Some(CellName::new("kokoro", "2024-12")),
        };
        let href = address.href(Place::Table(ReportKind::Requests));
        assert_eq!(href, "/figures/requests?as_of=2025-01-31&office=kokoro&cell=kokoro.2024-12");
        let query = href.split_once('?').unwrap().1;
        let get = |name: &str| query.split('&').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
        assert_eq!(Address::read(get), address);
        assert_eq!(Address::default().href(Place::First), "/figures");
        assert_eq!(address.with_cell(None).href(Place::All), "/figures/all?as_of=2025-01-31&office=kokoro");
    }

    #[test]
    fn what_is_no_code_is_left_out() {
        for text in ["", ".", "a", "a.", ".b", "a.b.c", "見本.b", "A.b", "a.b c", "a.<b>"] {
            assert_eq!(text.parse::<CellName>(), Err(NoCell), "{text}");
        }
        let read = Address::read(|name| (name == AS_OF).then_some("2025-02-30"));
        assert_eq!(read, Address::default());
    }

    #[test]
    fn another_day_closes_the_cell_and_today_is_not_written() {
        let today: Day = "2026-11-23".parse().unwrap();
        let open = Address { cell: Some(CellName::new("total", "total")), ..Address::default() };
        assert_eq!(open.as_of(today, today), Address::default());
        assert_eq!(open.as_of(today.plus_days(-1), today).href(Place::First), "/figures?as_of=2026-11-22");
    }
}
