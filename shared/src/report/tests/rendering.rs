//! The printed forms, whole.

use super::*;
use crate::report::render::{csv, text};

fn visit(day: &str, pair: Vec<Option<Category>>, wish: &str) -> Line {
    Line::Visit {
        day: day.parse().unwrap(),
        office: None,
        hospital: "mihon".parse().unwrap(),
        pair,
        repeat: RepeatWish::Wanted,
        next: None,
        wish: Some(wish.to_owned()),
        request: None,
    }
}

fn lines() -> Vec<Line> {
    vec![
        Line::Request {
            office: "kensei".parse().unwrap(),
            when: "2024-11".parse().unwrap(),
            admission: None,
            channel: None,
            hospital: None,
        },
        visit("2024-11-05", vec![Some(Category::Peer), Some(Category::OfficeStaff)], "話したい"),
        visit("2024-11-06", vec![None, None], "=SUM(A1), \"あ\""),
    ]
}

fn report(kind: ReportKind, as_of: &str) -> Report {
    Report::make(kind, &lines(), &programme(), day(as_of))
}

#[test]
fn counts_as_text_carry_band_heading_day_and_notes() {
    let kind = ReportKind::Requests;
    let page = text::render(kind, &report(kind, "2024-11-10"), &programme());
    assert_eq!(
        page,
        "【見本データ】
訪問支援依頼の件数（事業所別）
見本県　令和6年度　令和6年11月10日(日)現在

事業所  10月  11月  合計
------------------------
keno       0     0     0
kensei     0     0     0
miura      0     0     0
合計       0     0     0

注 令和6年11月の事実には月だけが分かるものがあり、月末の令和6年11月30日(土)から数えます。その日より前の時点のこの表には入っていません。
"
    );
}

#[test]
fn visits_as_text_leave_open_what_is_not_told() {
    let kind = ReportKind::Visits;
    let mut real = programme();
    real.sample = None;
    let page = text::render(kind, &report(kind, "2024-11-30"), &real);
    assert!(page.starts_with("精神科病院への訪問実績\n"), "{page}");
    let rows: Vec<&str> = page.lines().skip(5).collect();
    let parts = |row: &str| row.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(parts(rows[0]), ["令和6年11月5日(火)", "みほん病院(架空)", "話したい", "1", "1", "0", "0", "0", "あり"]);
    assert_eq!(parts(rows[1])[2..], ["=SUM(A1),", "\"あ\"", "2", "あり"]);
    assert_eq!(parts(rows[2]), ["合計", "2件", "1", "1", "2"]);
}

#[test]
fn csv_opens_rightly_in_a_spreadsheet() {
    assert_eq!(
        csv::render(&report(ReportKind::Requests, "2024-11-30")),
        "\u{FEFF}\"コード\",\"事業所\",\"2024-10\",\"2024-11\",\"合計\"\r\n\
         \"keno\",\"keno\",0,0,0\r\n\
         \"kensei\",\"kensei\",0,1,1\r\n\
         \"miura\",\"miura\",0,0,0\r\n\
         \"total\",\"合計\",0,1,1\r\n"
    );
    let visits = csv::render(&report(ReportKind::Visits, "2024-11-30"));
    let rows: Vec<&str> = visits.split("\r\n").collect();
    assert_eq!(
        rows[1],
        "1,\"2024-11-05\",\"令和6年11月5日(火)\",\"mihon\",\"みほん病院(架空)\",\"話したい\",1,1,0,0,0,\"wanted\",\"あり\""
    );
    assert_eq!(
        rows[2],
        "2,\"2024-11-06\",\"令和6年11月6日(水)\",\"mihon\",\"みほん病院(架空)\",\"'=SUM(A1), \"\"あ\"\"\",,,,,2,\"wanted\",\"あり\""
    );
    assert_eq!(rows.len(), 4, "one head, two visits, one end of line");
}

#[test]
fn a_table_without_sums_has_no_column_of_sums() {
    let page = csv::render(&report(ReportKind::Training, "2024-11-30"));
    let heads = page.lines().next().unwrap();
    assert!(heads.contains("\"申し込み人数\"") && !heads.contains("合計"), "{heads}");
}

proptest! {
    #[test]
    fn every_row_of_a_csv_has_as_many_cells_as_its_head(
        lines in proptest::collection::vec(any_line(), 0..60),
    ) {
        for kind in ReportKind::ALL {
            let report = Report::make(kind, &lines, &programme(), day("2025-03-31"));
            let csv = csv::render(&report);
            // No text of these facts holds a comma or a line end.
            let widths: std::collections::BTreeSet<usize> =
                csv.trim_end().split("\r\n").map(|row| row.split(',').count()).collect();
            prop_assert_eq!(widths.len(), 1);
            prop_assert!(!text::render(kind, &report, &programme()).is_empty());
        }
    }
}
