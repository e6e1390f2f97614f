//! A time of day on a wall clock in Tokyo, to the minute. It must never carry a date.

use core::fmt;

use super::iso::{iso_text, number};

/// A time from 00:00 to 23:59; stored, sent and shown as `14:00`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime {
    minutes: u16,
}

iso_text!(ClockTime, "時刻（例 14:00）");

impl ClockTime {
    /// The time of an hour (0 to 23) and minute (0 to 59).
    pub fn new(hour: u8, minute: u8) -> Option<ClockTime> {
        (hour < 24 && minute < 60).then(|| ClockTime { minutes: u16::from(hour) * 60 + u16::from(minute) })
    }

    /// 00:00.
    pub fn midnight() -> ClockTime {
        ClockTime { minutes: 0 }
    }

    /// Minutes since midnight.
    pub fn minutes(self) -> u16 {
        self.minutes
    }

    /// 0 to 23.
    pub fn hour(self) -> u16 {
        self.minutes / 60
    }

    /// 0 to 59.
    pub fn minute(self) -> u16 {
        self.minutes % 60
    }

    /// `午後2時`, `午前9時30分`: for words that everyone reads.
    pub fn easy(self) -> String {
        let half = if self.hour() < 12 { "午前" } else { "午後" };
        match self.minute() {
            0 => format!("{half}{}時", self.hour() % 12),
            minute => format!("{half}{}時{minute}分", self.hour() % 12),
        }
    }

    fn read_iso(text: &str) -> Option<ClockTime> {
        let (hour, minute) = text.split_once(':')?;
        let hour = u8::try_from(number(hour, 2)?).ok()?;
        ClockTime::new(hour, u8::try_from(number(minute, 2)?).ok()?)
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour(), self.minute())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_minute_of_a_day_round_trips() {
        for hour in 0..24 {
            for minute in 0..60 {
                let time = ClockTime::new(hour, minute).unwrap();
                assert_eq!(time.to_string().parse(), Ok(time));
            }
        }
        for bad in ["24:00", "12:60", "9:00", "09:0", "0900", "09:00:00", "", "９:00"] {
            assert!(bad.parse::<ClockTime>().is_err(), "{bad}");
        }
    }

    #[test]
    fn easy_words_say_morning_and_afternoon() {
        let easy = |hour, minute| ClockTime::new(hour, minute).unwrap().easy();
        assert_eq!(easy(14, 0), "午後2時");
        assert_eq!(easy(9, 30), "午前9時30分");
        assert_eq!(easy(0, 5), "午前0時5分");
        assert_eq!(easy(12, 0), "午後0時");
    }
}
