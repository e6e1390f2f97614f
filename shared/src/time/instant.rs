//! A moment, as machines count it, and the day and clock time it has in Tokyo. It must never ask
//! what the moment is now, nor what zone the machine believes to be in.

use serde::{Deserialize, Serialize};

use super::{ClockTime, Day};

const MS_PER_MINUTE: i64 = 60_000;
const MS_PER_DAY: i64 = 86_400_000;
/// Asia/Tokyo is nine hours ahead of UTC, always.
const TOKYO_AHEAD_MS: i64 = 9 * 3_600_000;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// The moment so many milliseconds after 1970 began in UTC.
    pub fn from_ms(ms: i64) -> Instant {
        Instant(ms)
    }

    /// The moment at which a clock in Tokyo shows `time` on `day`.
    pub fn at(day: Day, time: ClockTime) -> Instant {
        let minutes = i64::from(time.minutes()) * MS_PER_MINUTE;
        Instant(i64::from(day.days_since_epoch()) * MS_PER_DAY + minutes - TOKYO_AHEAD_MS)
    }

    /// Milliseconds since 1970 began in UTC.
    pub fn ms(self) -> i64 {
        self.0
    }

    /// The moment `ms` later (earlier when negative).
    pub fn plus_ms(self, ms: i64) -> Instant {
        Instant(self.0.saturating_add(ms))
    }

    /// The day a calendar in Tokyo shows.
    pub fn tokyo_day(self) -> Day {
        Day::from_days_since_epoch(self.tokyo_ms().div_euclid(MS_PER_DAY))
    }

    /// The time a clock in Tokyo shows, to the minute begun.
    pub fn tokyo_clock(self) -> ClockTime {
        let minutes = self.tokyo_ms().rem_euclid(MS_PER_DAY) / MS_PER_MINUTE;
        let part = |n: i64| u8::try_from(n).unwrap_or(0);
        ClockTime::new(part(minutes / 60), part(minutes % 60)).unwrap_or_else(ClockTime::midnight)
    }

    /// `12月18日(水) 14:00`, for lists within one year.
    pub fn label(self) -> String {
        format!("{} {}", self.tokyo_day().month_day(), self.tokyo_clock())
    }

    /// `令和6年12月18日(水) 14:00`.
    pub fn japanese(self) -> String {
        format!("{} {}", self.tokyo_day().japanese(), self.tokyo_clock())
    }

    fn tokyo_ms(self) -> i64 {
        self.0.saturating_add(TOKYO_AHEAD_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(day: &str, hour: i64, minute: i64, ms: i64) -> Instant {
        let days = i64::from(day.parse::<Day>().unwrap().days_since_epoch());
        Instant::from_ms(days * MS_PER_DAY + (hour * 60 + minute) * MS_PER_MINUTE + ms)
    }

    #[test]
    fn the_day_turns_at_midnight_in_tokyo_and_not_in_utc() {
        let before = utc("2024-12-17", 14, 59, 59_999);
        let after = utc("2024-12-17", 15, 0, 0);
        assert_eq!(before.label(), "12月17日(火) 23:59");
        assert_eq!(after.label(), "12月18日(水) 00:00");
        assert_eq!(utc("2024-12-17", 23, 59, 0).tokyo_day(), utc("2024-12-18", 0, 0, 0).tokyo_day());
        assert_eq!(utc("2024-12-18", 5, 0, 0).japanese(), "令和6年12月18日(水) 14:00");
    }

    #[test]
    fn the_fiscal_year_turns_at_midnight_in_tokyo() {
        assert_eq!(utc("2025-03-31", 14, 59, 0).tokyo_day().fiscal_year().0, 2024);
        assert_eq!(utc("2025-03-31", 15, 0, 0).tokyo_day().fiscal_year().0, 2025);
    }

    #[test]
    fn a_day_and_a_time_come_back_from_their_moment() {
        for text in ["1868-01-01", "1969-12-31", "1970-01-01", "2024-02-29", "2100-12-31"] {
            let day: Day = text.parse().unwrap();
            for (hour, minute) in [(0, 0), (8, 59), (9, 0), (14, 30), (23, 59)] {
                let time = ClockTime::new(hour, minute).unwrap();
                let moment = Instant::at(day, time);
                assert_eq!((moment.tokyo_day(), moment.tokyo_clock()), (day, time));
            }
        }
    }

    #[test]
    fn moments_beyond_the_calendar_are_held_at_its_ends() {
        assert_eq!(Instant::from_ms(i64::MAX).tokyo_day(), Day::MAX);
        assert_eq!(Instant::from_ms(i64::MIN).tokyo_day(), Day::MIN);
        assert_eq!(Instant::from_ms(i64::MAX).plus_ms(1).ms(), i64::MAX);
    }
}
