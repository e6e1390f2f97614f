//! A table as it leaves the page: tab-separated for the clipboard, CSV as a file. Nothing in it
//! may run in the program that takes it up.

use shared::report::render::csv;
use shared::report::{Report, ReportKind};
use shared::time::Day;

use super::sheet::Sheet;

/// Signs that begin a formula in a spreadsheet, of either width.
const FORMULA_SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The table for pasting: one line a row, a tab between cells. A blank stays blank.
pub fn tsv(sheet: &Sheet) -> String {
    let head = sheet.head.iter().map(|head| field(&head.label)).collect::<Vec<_>>();
    let rows = sheet.rows.iter().map(|(_, cells)| cells).chain([&sheet.total]);
    let rows = rows.map(|cells| cells.iter().map(|cell| field(&cell.plain())).collect::<Vec<_>>());
    let mut out = String::new();
    for row in [head].into_iter().chain(rows) {
        out.push_str(&row.join("\t"));
        out.push_str("\r\n");
    }
    out
}

/// A text that stays in its cell and does not run.
fn field(text: &str) -> String {
    let flat: String = text.chars().map(|c| if matches!(c, '\t' | '\r' | '\n') { ' ' } else { c }).collect();
    if flat.trim_start().starts_with(FORMULA_SIGNS) { format!("'{flat}") } else { flat }
}

/// The file: UTF-8 with its mark, CRLF.
pub fn csv_bytes(report: &Report) -> Vec<u8> {
    csv::render(report).into_bytes()
}

/// The file's name: which table, as of when, and which office where it is one's alone.
pub fn file_name(kind: ReportKind, as_of: Day, office: Option<&str>) -> String {
    let office = office.map(|office| format!("-{office}")).unwrap_or_default();
    format!("otozure-{}{office}-{as_of}.csv", kind.code())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{day, programme, sources};
    use super::super::scope::Scope;
    use super::super::sheet::sheet;
    use super::*;

    fn report(kind: ReportKind) -> Report {
        let lines = Scope::Everything.facts(&sources()).lines;
        Report::make(kind, &lines, &programme(), day("2025-01-31"))
    }

    #[test]
    fn a_copy_holds_the_table_cell_by_cell() {
        let copy = tsv(&sheet(&report(ReportKind::Requests)));
        assert_eq!(
            copy,
            "事業所\t10月\t11月\t12月\t1月\t合計\r\n\
             keno\t0\t1\t1\t0\t2\r\n\
             kensei\t0\t0\t1\t0\t1\r\n\
             miura\t0\t0\t0\t0\t0\r\n\
             登録のない事業所（closed）\t0\t0\t0\t1\t1\r\n\
             合計\t0\t1\t2\t1\t4\r\n"
        );
    }

    #[test]
    fn no_text_of_a_copy_leaves_its_cell_or_runs() {
        let copy = tsv(&sheet(&report(ReportKind::Visits)));
        let widths: Vec<usize> =
            copy.strip_suffix("\r\n").unwrap().split("\r\n").map(|row| row.split('\t').count()).collect();
        assert!(widths.iter().all(|width| *width == 9), "{copy}");
        assert!(copy.contains("\t'=話を 聴いてほしい\t"), "{copy}");
        let lost = copy.lines().find(|line| line.contains("1月20日")).unwrap();
        assert!(lost.contains("\t\t\t\t\t2\t"), "a blank is no zero: {lost}");
    }

    #[test]
    fn a_file_says_what_it_holds_and_spreadsheets_read_it() {
        for kind in ReportKind::ALL {
            let bytes = csv_bytes(&report(kind));
            assert_eq!(bytes[..3], [0xEF, 0xBB, 0xBF]);
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains('\n'), "{text:?}");
        }
        assert_eq!(file_name(ReportKind::Visits, day("2025-01-31"), None), "otozure-visits-2025-01-31.csv");
        let own = file_name(ReportKind::Requests, day("2025-01-31"), Some("keno"));
        assert_eq!(own, "otozure-requests-keno-2025-01-31.csv");
    }
}
