//! CSV that spreadsheets open rightly (S67): UTF-8 with a byte order mark, CRLF, every text quoted,
//! no text that a spreadsheet would run as a formula. One table a file, heads in the first row, one
//! value a cell, blank where nothing is told. It must never carry a note: notes are said elsewhere.

use super::grid::{Cell, Grid, for_programs};
use crate::report::Report;

/// The bytes of the file, as text that begins with the mark.
pub fn render(report: &Report) -> String {
    let Grid { head, rows } = for_programs(report);
    let mut out = String::from("\u{FEFF}");
    push_row(&mut out, head.into_iter().map(Cell::Text));
    for row in rows {
        push_row(&mut out, row);
    }
    out
}

fn push_row(out: &mut String, cells: impl IntoIterator<Item = Cell>) {
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        match cell {
            Cell::Text(text) => out.push_str(&quoted(&text)),
            Cell::Number(number) => out.push_str(&number.to_string()),
            Cell::Blank => {}
        }
    }
    out.push_str("\r\n");
}

/// A text in quotes; an apostrophe before a sign that would begin a formula, of either width.
pub fn quoted(text: &str) -> String {
    const FORMULA_SIGNS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    let guard = if text.starts_with(FORMULA_SIGNS) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_can_neither_leave_its_cell_nor_run() {
        assert_eq!(quoted("秦野病院"), "\"秦野病院\"");
        assert_eq!(quoted("a\"b,c\r\nd"), "\"a\"\"b,c\r\nd\"");
        for sign in ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"] {
            assert_eq!(quoted(&format!("{sign}1+1")), format!("\"'{sign}1+1\""));
        }
        assert_eq!(quoted("1=1"), "\"1=1\"");
        assert_eq!(quoted(""), "\"\"");
    }
}
