//! What every monthly table shares: its columns and which facts they count. Columns run from the
//! first month of service in the fiscal year of the as-of day up to the as-of month. It must never
//! drop a fact in silence: what a table leaves out is said in a note.

use std::collections::BTreeSet;

use super::{Column, When};
use crate::domain::ProgrammeData;
use crate::time::{Day, Month};

pub(super) struct Frame {
    pub as_of: Day,
    pub months: Vec<Month>,
    start: Option<Day>,
}

impl Frame {
    pub fn new(programme: &ProgrammeData, as_of: Day) -> Frame {
        let start = programme.service_start();
        let months = start.map_or_else(Vec::new, |start| {
            let first = as_of.fiscal_year().first_month().max(start.month());
            first.through(as_of.month())
        });
        Frame { as_of, months, start }
    }

    pub fn columns(&self) -> Vec<Column> {
        let column = |month: &Month| Column { id: month.to_string(), label: month.label() };
        self.months.iter().map(column).collect()
    }

    /// Counts facts by month: one cell a column.
    pub fn count(&self, facts: impl IntoIterator<Item = When>) -> Vec<u32> {
        let mut cells = vec![0; self.months.len()];
        for when in facts.into_iter().filter(|when| self.is_counted(*when)) {
            let at = self.months.iter().position(|month| *month == when.month());
            if let Some(cell) = at.and_then(|at| cells.get_mut(at)) {
                *cell += 1;
            }
        }
        cells
    }

    /// Whether a fact stands in one of the columns.
    pub fn shows(&self, when: When) -> bool {
        self.is_counted(when) && self.months.contains(&when.month())
    }

    /// The notes under a table of these facts.
    pub fn notes(&self, facts: impl IntoIterator<Item = When>) -> Vec<String> {
        let (mut waiting, mut early) = (BTreeSet::new(), 0u32);
        for when in facts {
            match when {
                When::Month(month) if month == self.as_of.month() && !self.is_counted(when) => {
                    waiting.insert(month);
                }
                _ if self.is_too_early(when) => early += 1,
                _ => {}
            }
        }
        let mut notes = Vec::new();
        if let Some(start) = self.start.filter(|start| self.as_of < *start) {
            notes.push(format!("訪問支援の開始（{}）より前の時点です。", start.japanese()));
        }
        if self.start.is_none() {
            notes.push("方針の日付が登録されていないため、月の列がありません。".to_owned());
        }
        notes.extend(waiting.into_iter().map(waiting_note));
        if early > 0 {
            notes.push(format!("訪問支援の開始より前の月の事実が{early}件あり、この表には入っていません。"));
        }
        notes
    }

    fn is_counted(&self, when: When) -> bool {
        when.counts_from() <= self.as_of
    }

    /// A fact of this fiscal year that lies before the first column.
    fn is_too_early(&self, when: When) -> bool {
        let same_year = when.month().fiscal_year() == self.as_of.fiscal_year();
        let before = self.months.first().is_none_or(|first| when.month() < *first);
        self.is_counted(when) && same_year && before
    }
}

fn waiting_note(month: Month) -> String {
    format!(
        "{}の事実には月だけが分かるものがあり、月末の{}から数えます。その日より前の時点のこの表には入っていません。",
        month.japanese(),
        month.last_day().japanese(),
    )
}
