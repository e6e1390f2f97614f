//! A calendar month, the column of most tables. It must never stand for a fiscal month number.

use core::fmt;

use super::day::days_in_month;
use super::iso::{iso_text, number};
use super::{Civil, Day, Era, FiscalYear};

/// A month; stored and sent as `2024-10`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u8,
}

iso_text!(Month, "年月（例 2024-10）");

impl Month {
    /// The month of a year (1 to 9999) and number (1 to 12).
    pub fn new(year: i32, month: u8) -> Option<Month> {
        let known = (1..=9999).contains(&year) && (1..=12).contains(&month);
        known.then_some(Month { year, month })
    }

    /// The month a day lies in.
    pub fn of(day: Day) -> Month {
        let Civil { year, month, .. } = day.civil();
        Month { year, month }
    }

    /// Gregorian year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// 1 to 12.
    pub fn number(self) -> u8 {
        self.month
    }

    /// The first day.
    pub fn first_day(self) -> Day {
        Day::from_civil(self.year, self.month, 1).unwrap_or(Day::MIN)
    }

    /// The last day; a fact known by its month alone counts from here.
    pub fn last_day(self) -> Day {
        let last = days_in_month(self.year, self.month);
        Day::from_civil(self.year, self.month, last).unwrap_or(Day::MAX)
    }

    /// The month after; December 9999 has none and stays.
    pub fn next(self) -> Month {
        match self.month {
            12 => Month::new(self.year + 1, 1).unwrap_or(self),
            number => Month { year: self.year, month: number + 1 },
        }
    }

    /// Every month from this one to `last`, both included; none when `last` lies before.
    pub fn through(self, last: Month) -> Vec<Month> {
        let mut months = Vec::new();
        let mut month = self;
        while month <= last {
            months.push(month);
            let next = month.next();
            if next == month {
                break;
            }
            month = next;
        }
        months
    }

    /// The fiscal year this month lies in.
    pub fn fiscal_year(self) -> FiscalYear {
        FiscalYear::of(self.first_day())
    }

    /// The head of a column: `10月`.
    pub fn label(self) -> String {
        format!("{}月", self.month)
    }

    /// `令和6年12月`, by the era of its last day; before 明治 by the western year.
    pub fn japanese(self) -> String {
        match Era::of(self.last_day()) {
            Some((era, year)) => {
                format!("{}{}年{}月", era.label(), Era::year_label(year), self.month)
            }
            None => format!("{}年{}月", self.year, self.month),
        }
    }

    fn read_iso(text: &str) -> Option<Month> {
        let (year, month) = text.split_once('-')?;
        let month = u8::try_from(number(month, 2)?).ok()?;
        Month::new(i32::try_from(number(year, 4)?).ok()?, month)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn months_follow_each_other_and_end_where_the_next_begins() {
        let months = month("1868-01").through(month("2100-12"));
        assert_eq!(months.len(), 233 * 12);
        for pair in months.windows(2) {
            assert_eq!(pair[0].last_day().plus_days(1), pair[1].first_day());
            assert_eq!(pair[0].next(), pair[1]);
            assert_eq!(Month::of(pair[0].last_day()), pair[0]);
        }
    }

    #[test]
    fn a_leap_february_ends_on_the_29th() {
        assert_eq!(month("2024-02").last_day().to_string(), "2024-02-29");
        assert_eq!(month("2025-02").last_day().to_string(), "2025-02-28");
        assert_eq!(month("2024-10").label(), "10月");
        assert_eq!(month("2024-10").japanese(), "令和6年10月");
        assert_eq!(month("2019-05").japanese(), "令和元年5月");
        assert_eq!(month("1868-01").japanese(), "1868年1月");
    }

    #[test]
    fn a_month_before_gives_no_columns_and_the_last_month_ends_the_list() {
        assert!(month("2025-02").through(month("2025-01")).is_empty());
        assert_eq!(month("9999-12").through(month("9999-12")).len(), 1);
    }

    #[test]
    fn only_the_one_iso_form_is_read() {
        for bad in ["2024-1", "2024-13", "2024-00", "2024", "2024-10-01", "2024-10 ", "0000-01"] {
            assert!(bad.parse::<Month>().is_err(), "{bad}");
        }
    }
}
