//! The days that a table is asked for most: ends of months and of fiscal years. It must never
//! read the clock.

use shared::time::{Day, FiscalYear};

/// The last day of the month before that of `day`.
pub fn month_end_before(day: Day) -> Day {
    day.month().first_day().plus_days(-1)
}

/// The next last day of a month after `day`.
pub fn month_end_after(day: Day) -> Day {
    let this = day.month().last_day();
    if day < this { this } else { day.month().next().last_day() }
}

/// The last day of the fiscal year before that of `day`.
pub fn year_end_before(day: Day) -> Day {
    FiscalYear::of(day).first_day().plus_days(-1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn steps_go_from_one_end_of_a_month_to_the_next() {
        assert_eq!(month_end_before(day("2026-11-23")), day("2026-10-31"));
        assert_eq!(month_end_before(day("2026-10-31")), day("2026-09-30"));
        assert_eq!(month_end_before(day("2025-03-01")), day("2025-02-28"));
        assert_eq!(month_end_after(day("2026-11-23")), day("2026-11-30"));
        assert_eq!(month_end_after(day("2026-11-30")), day("2026-12-31"));
        assert_eq!(month_end_after(day("2024-01-31")), day("2024-02-29"));
    }

    #[test]
    fn the_fiscal_year_before_ends_in_march() {
        assert_eq!(year_end_before(day("2026-11-23")), day("2026-03-31"));
        assert_eq!(year_end_before(day("2026-03-31")), day("2025-03-31"));
        assert_eq!(year_end_before(day("2026-04-01")), day("2026-03-31"));
    }

    #[test]
    fn stepping_back_and_on_comes_to_the_same_end() {
        let mut end = day("2024-10-31");
        for _ in 0..40 {
            let next = month_end_after(end);
            assert_eq!(month_end_before(next), end);
            end = next;
        }
    }
}
