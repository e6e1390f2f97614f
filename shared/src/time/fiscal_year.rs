//! The fiscal year (年度) of Japanese administration: 1 April to 31 March. It must never be
//! confused with a calendar year, so it is a type of its own.

use serde::{Deserialize, Serialize};

use super::{Civil, Day, Era, Month};

/// A fiscal year, named by the calendar year it begins in: 令和6年度 is 2024.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FiscalYear(pub i32);

impl FiscalYear {
    /// The fiscal year a day lies in: 2025-03-31 is still 令和6年度.
    pub fn of(day: Day) -> FiscalYear {
        let Civil { year, month, .. } = day.civil();
        FiscalYear(if month < 4 { year - 1 } else { year })
    }

    /// April of the year it begins in.
    pub fn first_month(self) -> Month {
        Month::new(self.0, 4).unwrap_or_else(|| Month::of(Day::MIN))
    }

    /// 1 April.
    pub fn first_day(self) -> Day {
        self.first_month().first_day()
    }

    /// 31 March of the following calendar year.
    pub fn last_day(self) -> Day {
        FiscalYear(self.0.saturating_add(1)).first_day().plus_days(-1)
    }

    /// `令和6年度`; the era is that of 1 April, as offices name it (2019 is 平成31年度).
    pub fn label(self) -> String {
        match Era::of(self.first_day()) {
            Some((era, year)) => format!("{}{}年度", era.label(), Era::year_label(year)),
            None => format!("{}年度", self.0),
        }
    }

    /// `R6年度`, where room is short.
    pub fn short_label(self) -> String {
        match Era::of(self.first_day()) {
            Some((era, year)) => format!("{}{year}年度", era.letter()),
            None => format!("{}年度", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fiscal_year_turns_between_31_march_and_1_april() {
        let of = |text: &str| text.parse::<Day>().unwrap().fiscal_year();
        assert_eq!(of("2025-03-31"), FiscalYear(2024));
        assert_eq!(of("2025-04-01"), FiscalYear(2025));
        assert_eq!(of("2024-04-01"), FiscalYear(2024));
        assert_eq!(of("2025-01-31").label(), "令和6年度");
        assert_eq!(of("2025-01-31").short_label(), "R6年度");
        assert_eq!(of("2019-06-01").label(), "平成31年度");
        assert_eq!(of("2020-04-01").label(), "令和2年度");
    }

    #[test]
    fn every_fiscal_year_ends_the_day_before_the_next_begins() {
        for year in 1868..2100 {
            let this = FiscalYear(year);
            assert_eq!(this.last_day().plus_days(1), FiscalYear(year + 1).first_day());
            assert_eq!(this.last_day().fiscal_year(), this);
            assert_eq!(this.first_day().fiscal_year(), this);
        }
    }
}
