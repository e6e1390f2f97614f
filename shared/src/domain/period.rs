//! A stretch of days, open at its end where nobody knows yet. It must never say why.

use core::fmt;
use core::str::FromStr;

use crate::time::Day;

/// From one day to another, both in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    from: Day,
    until: Option<Day>,
}

/// A text that is not a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a period: two days with a stroke between them, the second may be left out")]
pub struct NotAPeriod;

impl Period {
    /// A period; none if it ends before it begins.
    pub fn new(from: Day, until: Option<Day>) -> Option<Self> {
        until.is_none_or(|until| from <= until).then_some(Self { from, until })
    }

    /// Its first day.
    pub fn from(self) -> Day {
        self.from
    }

    /// Its last day; none while it is open.
    pub fn until(self) -> Option<Day> {
        self.until
    }

    /// Whether a day is in it.
    pub fn has(self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// `2026-12-01/2027-01-31`, `2026-12-01/`: as documents hold it.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/", self.from)?;
        self.until.map_or(Ok(()), |until| write!(f, "{until}"))
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let (from, until) = text.split_once('/').ok_or(NotAPeriod)?;
        let day = |text: &str| text.parse::<Day>().map_err(|_| NotAPeriod);
        let until = if until.is_empty() { None } else { Some(day(until)?) };
        Self::new(day(from)?, until).ok_or(NotAPeriod)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_has_its_first_and_its_last_day_and_none_beside_them() {
        let period: Period = "2026-12-01/2027-01-31".parse().unwrap();
        assert!(period.has(day("2026-12-01")) && period.has(day("2027-01-31")));
        assert!(!period.has(day("2026-11-30")) && !period.has(day("2027-02-01")));
        let open: Period = "2026-12-01/".parse().unwrap();
        assert!(open.has(day("2099-12-31")) && !open.has(day("2026-11-30")));
        assert_eq!((period.to_string().as_str(), open.to_string().as_str()), ("2026-12-01/2027-01-31", "2026-12-01/"));
    }

    #[test]
    fn what_ends_before_it_begins_and_what_is_no_day_is_no_period() {
        for text in ["2026-12-02/2026-12-01", "2026-12-01", "/", "", "2026-12-01/x", "2026-13-01/"] {
            assert_eq!(text.parse::<Period>(), Err(NotAPeriod), "{text}");
        }
    }
}
