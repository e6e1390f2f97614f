//! For an earlier or later day the tables show what was true then, and say what they leave out.

use super::*;

#[test]
fn earlier_days_show_what_was_true_then() {
    let requests = |as_of| of(ReportKind::Requests, as_of).total;
    assert_eq!(requests("2024-11-29").values, [0, 0]);
    assert_eq!(requests("2024-11-30").values, [0, 1]);
    assert_eq!(requests("2024-12-30").values, [0, 1, 0]);
    assert_eq!(requests("2024-12-31").values, [0, 1, 7]);
    assert_eq!(requests("2025-01-30").total, Some(8));
    assert_eq!(visits("2024-12-15").rows.len(), 0);
    assert_eq!(visits("2024-12-16").rows.len(), 1);
    assert_eq!(visits("2024-12-31").rows.len(), 3);
    assert_eq!(visits("2025-01-30").rows.len(), 7);
    // Visits are known by their day, ticks by their month.
    let contents = of(ReportKind::Contents, "2024-12-24");
    assert_eq!(contents.rows[0].values, [0, 0, 3]);
    assert_eq!(contents.total.values, [0, 0, 0]);
    assert_eq!(of(ReportKind::Outcomes, "2024-11-30").total.values, [0, 1]);
    assert_eq!(of(ReportKind::Training, "2024-08-27").total.values[0], 36);
    assert_eq!(of(ReportKind::Training, "2024-07-22").rows.len(), 0);
}

#[test]
fn a_day_inside_a_month_of_undated_facts_says_so() {
    for kind in [ReportKind::Requests, ReportKind::Outcomes, ReportKind::Contents] {
        let notes = of(kind, "2024-12-15").notes;
        assert_eq!(notes.len(), 1, "{kind:?}");
        assert!(notes[0].contains("令和6年12月31日(火)から数えます"), "{}", notes[0]);
        for whole in ["2024-12-31", "2025-01-31", "2025-02-10"] {
            assert_eq!(of(kind, whole).notes, Vec::<String>::new(), "{kind:?} {whole}");
        }
    }
    assert_eq!(visits("2024-12-15").notes, Vec::<String>::new());
    // No fact of October is known by its month: there is nothing to say.
    assert_eq!(of(ReportKind::Requests, "2024-10-28").notes, Vec::<String>::new());
}

#[test]
fn columns_follow_the_service_and_the_fiscal_year() {
    let columns = |as_of| {
        let table = of(ReportKind::Requests, as_of);
        table.columns.into_iter().map(|column| column.id).collect::<Vec<_>>()
    };
    assert_eq!(columns("2024-10-24"), ["2024-10"]);
    assert_eq!(columns("2024-09-30"), Vec::<String>::new());
    assert_eq!(columns("2025-03-31").len(), 6);
    assert_eq!(columns("2025-04-01"), ["2025-04"]);
    let before = of(ReportKind::Requests, "2024-09-30");
    assert_eq!((before.rows.len(), before.total.total), (6, Some(0)));
    assert!(before.notes[0].contains("令和6年10月25日(金)"), "{:?}", before.notes);
    assert_eq!(of(ReportKind::Requests, "2025-04-01").total.total, Some(0));
    assert_eq!(visits("2025-04-01").rows.len(), 0);
}
