//! What is read beside the tables: whether requests and outcomes agree (R44), how much of the
//! year's plan is done (R61), where the newest facts are. It must never even anything out.

use shared::report::{Line, Report, ReportKind, When};
use shared::time::Day;

/// A month in which requests and outcomes differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The month's head.
    pub month: String,
    /// Requests received.
    pub received: u32,
    /// Outcomes told.
    pub answered: u32,
}

/// The months in which the sums of the two tables differ; all of them when the tables have
/// different months.
pub fn differences(requests: &Report, outcomes: &Report) -> Vec<Difference> {
    let (Report::Counts(requests), Report::Counts(outcomes)) = (requests, outcomes) else {
        return Vec::new();
    };
    let months = requests.columns.iter().zip(requests.total.values.iter().zip(&outcomes.total.values));
    months
        .filter(|(_, (received, answered))| received != answered)
        .map(|(column, (received, answered))| Difference {
            month: column.label.clone(),
            received: *received,
            answered: *answered,
        })
        .collect()
}

/// How much a table comes to: its grand total, or the visits of its list. A table whose columns
/// are no parts of a whole has none.
pub fn grand_total(report: &Report) -> Option<u32> {
    match report {
        Report::Counts(table) => table.total.total,
        Report::Visits(table) => u32::try_from(table.rows.len()).ok(),
    }
}

/// Whether the table counts nothing at all.
pub fn is_empty(report: &Report) -> bool {
    super::counted::size(report) == 0
}

/// The end of the month of the newest fact of a table, or `today` if that comes first; none where
/// there is no fact up to today.
pub fn newest_day(kind: ReportKind, lines: &[Line], today: Day) -> Option<Day> {
    let own = lines.iter().filter(|line| belongs(kind, line)).map(Line::when);
    let newest = own.map(When::counts_from).filter(|day| *day <= today).max()?;
    Some(newest.month().last_day().min(today))
}

fn belongs(kind: ReportKind, line: &Line) -> bool {
    match line {
        Line::Request { .. } => kind == ReportKind::Requests,
        Line::Outcome { .. } => kind == ReportKind::Outcomes,
        Line::Visit { .. } => matches!(kind, ReportKind::Visits | ReportKind::Contents),
        Line::Extra { .. } | Line::Aftercare { .. } => false,
        Line::Content { .. } => kind == ReportKind::Contents,
        Line::Training { .. } => kind == ReportKind::Training,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{day, programme, sources};
    use super::super::scope::Scope;
    use super::*;

    fn lines() -> Vec<Line> {
        Scope::Everything.facts(&sources()).lines
    }

    fn report(kind: ReportKind, as_of: &str) -> Report {
        Report::make(kind, &lines(), &programme(), day(as_of))
    }

    #[test]
    fn the_months_that_differ_are_named() {
        let (requests, outcomes) =
            (report(ReportKind::Requests, "2025-01-31"), report(ReportKind::Outcomes, "2025-01-31"));
        let differ = |month: &str, received, answered| Difference { month: month.to_owned(), received, answered };
        assert_eq!(differences(&requests, &outcomes), [differ("12月", 2, 1), differ("1月", 1, 0)]);
        assert_eq!(differences(&requests, &requests), []);
    }

    #[test]
    fn a_total_is_that_of_the_table() {
        assert_eq!(grand_total(&report(ReportKind::Requests, "2025-01-31")), Some(4));
        assert_eq!(grand_total(&report(ReportKind::Visits, "2025-01-31")), Some(5));
        assert_eq!(grand_total(&report(ReportKind::Training, "2025-01-31")), None);
        assert!(is_empty(&report(ReportKind::Visits, "2026-01-31")));
        assert!(!is_empty(&report(ReportKind::Training, "2025-01-31")));
    }

    #[test]
    fn the_newest_facts_are_found_and_the_future_is_not() {
        let newest = |kind, today| newest_day(kind, &lines(), day(today));
        assert_eq!(newest(ReportKind::Visits, "2026-11-23"), Some(day("2025-02-28")));
        assert_eq!(newest(ReportKind::Visits, "2025-02-10"), Some(day("2025-02-10")));
        assert_eq!(newest(ReportKind::Visits, "2025-01-25"), Some(day("2025-01-25")));
        assert_eq!(newest(ReportKind::Training, "2024-10-01"), None);
    }
}
