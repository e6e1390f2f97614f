//! A civil day of the Gregorian calendar, kept as the number of days since 1970-01-01. It must
//! never carry a time zone: a day is what a calendar on a wall in Tokyo says.

use core::fmt;

use super::iso::{iso_text, number};
use super::{FiscalYear, Month, Weekday};

/// A day from 0001-01-01 to 9999-12-31; stored and sent as `2024-12-18`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// A day taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Civil {
    /// Gregorian year, 1 to 9999.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

iso_text!(Day, "日付（例 2024-10-25）");

impl Day {
    /// 0001-01-01.
    pub const MIN: Day = Day(-719_162);
    /// 9999-12-31.
    pub const MAX: Day = Day(2_932_896);

    /// The day of a year (1 to 9999), month (1 to 12) and day, if the calendar has it.
    pub fn from_civil(year: i32, month: u8, day: u8) -> Option<Day> {
        let known = (1..=9999).contains(&year) && (1..=12).contains(&month);
        if !known || day == 0 || day > days_in_month(year, month) {
            return None;
        }
        Some(Day(days_before(year, month) + i32::from(day) - 1))
    }

    /// The day that lies `days` after 1970-01-01, held within [`Day::MIN`] and [`Day::MAX`].
    pub fn from_days_since_epoch(days: i64) -> Day {
        let held = days.clamp(i64::from(Self::MIN.0), i64::from(Self::MAX.0));
        i32::try_from(held).map_or(Self::MAX, Day)
    }

    /// Days since 1970-01-01; negative before.
    pub fn days_since_epoch(self) -> i32 {
        self.0
    }

    /// Year, month and day.
    pub fn civil(self) -> Civil {
        civil_of(self.0)
    }

    /// The weekday.
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday, three days after a Monday.
        let index = (self.0 + 3).rem_euclid(7);
        usize::try_from(index).ok().and_then(|i| Weekday::ALL.get(i).copied()).unwrap_or(Weekday::Monday)
    }

    /// The day `days` later (earlier when negative), held within the calendar's ends.
    pub fn plus_days(self, days: i32) -> Day {
        Self::from_days_since_epoch(i64::from(self.0) + i64::from(days))
    }

    /// How many days this day lies after `earlier`; negative when before.
    pub fn days_after(self, earlier: Day) -> i32 {
        self.0 - earlier.0
    }

    /// The month this day lies in.
    pub fn month(self) -> Month {
        Month::of(self)
    }

    /// The fiscal year (年度, 1 April to 31 March) this day lies in.
    pub fn fiscal_year(self) -> FiscalYear {
        FiscalYear::of(self)
    }

    fn read_iso(text: &str) -> Option<Day> {
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        let month = number(parts.next()?, 2)?;
        let day = number(parts.next()?, 2)?;
        if parts.next().is_some() {
            return None;
        }
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        Day::from_civil(i32::try_from(year).ok()?, month, day)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Civil { year, month, day } = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// Whether a Gregorian year has a 29 February.
fn is_leap(year: i32) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

/// How many days a month (1 to 12) of a year has.
pub(super) fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01 to the first of a month. Years are counted from March, so that the leap
/// day is the last of its year and every month's start is a linear function of its number.
fn days_before(year: i32, month: u8) -> i32 {
    let month = i32::from(month);
    let year = if month <= 2 { year - 1 } else { year };
    let century = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    century * 146_097 + day_of_era - 719_468
}

/// The inverse of [`days_before`].
fn civil_of(days: i32) -> Civil {
    let shifted = days + 719_468;
    let century = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = year_of_era + century * 400 + i32::from(month <= 2);
    // Both lie in 1 to 31 by construction; the fallback can never be taken.
    let small = |n: i32| u8::try_from(n).unwrap_or(1);
    Civil { year, month: small(month), day: small(day) }
}

#[cfg(test)]
mod tests;
