//! The chart of a table: which bars, made of which parts. It must never show a figure that the
//! table beside it does not hold.

use shared::domain::TrainingStage;
use shared::report::{Report, ReportKind, Table};
use shared::time::Month;

use crate::components::{Bar, BarLayout};

/// A chart's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    /// How the bars stand.
    pub layout: BarLayout,
    /// The names of the parts that each bar is made of; one part needs no name.
    pub parts: Vec<String>,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// The bars of a table.
pub fn bars(kind: ReportKind, report: &Report) -> Bars {
    match report {
        Report::Visits(visits) => {
            let mut months: Vec<(Month, u32)> = Vec::new();
            if let (Some(first), Some(last)) = (visits.rows.first(), visits.rows.last()) {
                months.extend(first.day.month().through(last.day.month()).into_iter().map(|month| (month, 0)));
            }
            for row in &visits.rows {
                if let Some((_, count)) = months.iter_mut().find(|(month, _)| *month == row.day.month()) {
                    *count += 1;
                }
            }
            let bar = |(month, count): (Month, u32)| of_month(&month.to_string(), vec![count]);
            Bars { layout: BarLayout::Months, parts: Vec::new(), bars: months.into_iter().map(bar).collect() }
        }
        Report::Counts(table) => match kind {
            ReportKind::Outcomes => by_month(table, true),
            ReportKind::Contents => by_row(table),
            ReportKind::Training => by_stage(table),
            _ => by_month(table, false),
        },
    }
}

fn of_month(id: &str, parts: Vec<u32>) -> Bar {
    let month = id.parse::<Month>().ok();
    let label = month.map_or_else(|| id.to_owned(), |month| month.number().to_string());
    let spoken = month.map_or_else(|| id.to_owned(), Month::label);
    Bar { label, spoken, parts }
}

fn by_month(table: &Table, parted: bool) -> Bars {
    let column = |(at, column): (usize, &shared::report::Column)| {
        let parts = match parted {
            true => table.rows.iter().filter_map(|row| row.values.get(at).copied()).collect(),
            false => table.total.values.get(at).copied().into_iter().collect(),
        };
        of_month(&column.id, parts)
    };
    let parts = if parted { table.rows.iter().map(|row| row.label.clone()).collect() } else { Vec::new() };
    Bars { layout: BarLayout::Months, parts, bars: table.columns.iter().enumerate().map(column).collect() }
}

fn named(label: &str, count: u32) -> Bar {
    Bar { label: label.to_owned(), spoken: label.to_owned(), parts: vec![count] }
}

fn by_row(table: &Table) -> Bars {
    let bars = table.rows.iter().map(|row| named(&row.label, row.total.unwrap_or(0))).collect();
    Bars { layout: BarLayout::Names, parts: Vec::new(), bars }
}

/// The funnel: how many came to each stage, all courses together.
fn by_stage(table: &Table) -> Bars {
    let stages = table.columns.iter().zip(&table.total.values);
    let stages = stages.filter(|(column, _)| TrainingStage::from_code(&column.id).is_some());
    Bars {
        layout: BarLayout::Names,
        parts: Vec::new(),
        bars: stages.map(|(column, count)| named(&column.label, *count)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{day, programme, sources};
    use super::super::scope::Scope;
    use super::*;

    fn made(kind: ReportKind) -> Bars {
        let lines = Scope::Everything.facts(&sources()).lines;
        bars(kind, &Report::make(kind, &lines, &programme(), day("2025-02-28")))
    }

    fn heights(bars: &Bars) -> Vec<u32> {
        bars.bars.iter().map(|bar| bar.parts.iter().sum()).collect()
    }

    #[test]
    fn bars_are_as_high_as_the_sums_of_their_table() {
        let requests = made(ReportKind::Requests);
        assert_eq!(heights(&requests), [0, 1, 2, 1, 0]);
        assert_eq!((requests.bars[0].label.as_str(), requests.bars[0].spoken.as_str()), ("10", "10月"));
        let outcomes = made(ReportKind::Outcomes);
        assert_eq!(heights(&outcomes), [0, 1, 1, 0, 0]);
        assert!(outcomes.bars.iter().all(|bar| bar.parts.len() == outcomes.parts.len()));
        assert_eq!(heights(&made(ReportKind::Visits)), [4, 1, 1]);
        assert_eq!(heights(&made(ReportKind::Training)), [1, 0, 1, 2]);
        assert_eq!(heights(&made(ReportKind::Contents))[..3], [6, 5, 3]);
    }
}
