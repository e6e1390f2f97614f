//! Moments and days in the words of a page.

use shared::time::{ClockTime, Day, Instant};

use crate::messages::visit as say;

/// Today in Tokyo.
pub fn today() -> Day {
    now().tokyo_day()
}

/// Now.
pub fn now() -> Instant {
    crate::platform::clock::now()
}

/// `14:05` for a moment of today, else `11月24日(火) 14:05`.
pub fn since(moment: Instant, today: Day) -> String {
    if moment.tokyo_day() == today { moment.tokyo_clock().to_string() } else { moment.label() }
}

/// `令和8年11月24日(火) 14:00（午後2時）`, as far as it is settled.
pub fn when(day: Option<Day>, time: Option<ClockTime>) -> String {
    match (day, time) {
        (Some(day), Some(time)) => format!("{} {time}（{}）", day.japanese(), time.easy()),
        (Some(day), None) => format!("{}　時刻：{}", day.japanese(), say::OPEN),
        (None, Some(time)) => format!("{}　日にち：{}", time.easy(), say::OPEN),
        (None, None) => say::OPEN.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_of_another_day_says_its_day() {
        let day: Day = "2026-11-23".parse().unwrap();
        let moment = Instant::at(day, ClockTime::new(14, 5).unwrap());
        assert_eq!(since(moment, day), "14:05");
        assert_eq!(since(moment, day.plus_days(1)), "11月23日(月) 14:05");
    }

    #[test]
    fn a_visit_without_a_time_says_so() {
        let day: Day = "2026-11-24".parse().unwrap();
        let time = ClockTime::new(14, 0);
        assert_eq!(when(Some(day), time), "令和8年11月24日(火) 14:00（午後2時）");
        assert_eq!(when(Some(day), None), "令和8年11月24日(火)　時刻：まだ決まっていません");
        assert_eq!(when(None, None), "まだ決まっていません");
    }
}
