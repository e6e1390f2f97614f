//! One's own appointments as a calendar file (RFC 5545), for the calendar of one's own device. It must never hold a
//! person, a hospital, a ward or a word of a record: a calendar is shown on locked screens and copied to other services.

use sha2::{Digest, Sha256};

use crate::ids::hex;
use crate::time::{ClockTime, Day, Instant};

/// A line is at most so long, in bytes without its end (RFC 5545, 3.1).
const LINE_BYTES_MAX: usize = 75;
/// Tokyo is ahead of UTC by this much, in ms, all year.
const TOKYO_AHEAD_MS: i64 = 9 * 60 * 60 * 1_000;
/// When a calendar reminds of it: the evening before.
const REMIND_AT: u8 = 18;

/// An appointment, without what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// Tells it from others, the same each time it is given out. It goes into the file as a digest alone.
    pub key: String,
    /// Its day in Tokyo.
    pub day: Day,
    /// When it begins; without it, it is of the whole day.
    pub time: Option<ClockTime>,
    /// Whether it was called off.
    pub off: bool,
}

/// The file. `title` is the one sentence that every appointment is called by.
pub fn calendar(now: Instant, title: &str, appointments: &[Appointment]) -> String {
    let mut out = Lines(String::new());
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Otozure//Schedule//JA", "CALSCALE:GREGORIAN"] {
        out.put(line);
    }
    for line in ["BEGIN:VTIMEZONE", "TZID:Asia/Tokyo", "BEGIN:STANDARD", "DTSTART:19700101T000000"] {
        out.put(line);
    }
    for line in ["TZOFFSETFROM:+0900", "TZOFFSETTO:+0900", "TZNAME:JST", "END:STANDARD", "END:VTIMEZONE"] {
        out.put(line);
    }
    for appointment in appointments {
        event(&mut out, now, title, appointment);
    }
    out.put("END:VCALENDAR");
    out.0
}

fn event(out: &mut Lines, now: Instant, title: &str, appointment: &Appointment) {
    out.put("BEGIN:VEVENT");
    out.put(&format!("UID:{}", uid(&appointment.key)));
    out.put(&format!("DTSTAMP:{}", utc(now)));
    match appointment.time {
        Some(time) => {
            out.put(&format!(
                "DTSTART;TZID=Asia/Tokyo:{}T{:02}{:02}00",
                date(appointment.day),
                time.hour(),
                time.minute()
            ));
            out.put("DURATION:PT1H");
        }
        None => out.put(&format!("DTSTART;VALUE=DATE:{}", date(appointment.day))),
    }
    out.put(&format!("SUMMARY:{}", escaped(title)));
    out.put("CLASS:PRIVATE");
    out.put(if appointment.off { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
    if !appointment.off {
        let evening = ClockTime::new(REMIND_AT, 0).unwrap_or_else(ClockTime::midnight);
        out.put("BEGIN:VALARM");
        out.put("ACTION:DISPLAY");
        out.put(&format!("DESCRIPTION:{}", escaped(title)));
        out.put(&format!("TRIGGER;VALUE=DATE-TIME:{}", utc(Instant::at(appointment.day.plus_days(-1), evening))));
        out.put("END:VALARM");
    }
    out.put("END:VEVENT");
}

/// A name that leads nowhere: whoever reads the file cannot find the record by it.
fn uid(key: &str) -> String {
    let digest = Sha256::digest(format!("otozure calendar {key}").as_bytes());
    format!("{}@otozure.invalid", hex(digest.get(..16).unwrap_or_default()))
}

/// `20261201`.
fn date(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// `20261201T093000Z`.
fn utc(at: Instant) -> String {
    let at = at.plus_ms(-TOKYO_AHEAD_MS);
    let clock = at.tokyo_clock();
    format!("{}T{:02}{:02}00Z", date(at.tokyo_day()), clock.hour(), clock.minute())
}

/// Text as a value (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

struct Lines(String);

impl Lines {
    /// A content line, folded between characters.
    fn put(&mut self, line: &str) {
        let mut used = 0;
        for character in line.chars() {
            let bytes = character.len_utf8();
            if used + bytes > LINE_BYTES_MAX {
                self.0.push_str("\r\n ");
                used = 1;
            }
            self.0.push(character);
            used += bytes;
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use core::slice;

    use super::*;

    fn at(day: &str, time: Option<&str>) -> Appointment {
        let time = time.map(|time| time.parse().unwrap());
        Appointment { key: "2YHqJb1EurC51skc6otmYrsBoN7i".to_owned(), day: day.parse().unwrap(), time, off: false }
    }

    fn file(title: &str, appointments: &[Appointment]) -> String {
        calendar(Instant::at("2026-11-23".parse().unwrap(), "05:30".parse().unwrap()), title, appointments)
    }

    #[test]
    fn a_line_is_75_bytes_at_most_and_no_character_is_cut() {
        // `SUMMARY:` is 8 bytes: 22 kana fill 74, one more does not fit; 67 letters fill the line to its last byte.
        for (title, folds) in [("a".repeat(67), 0), ("a".repeat(68), 1), ("あ".repeat(22), 0), ("あ".repeat(23), 1)] {
            let file = file(&title, &[Appointment { off: true, ..at("2026-12-01", None) }]);
            assert!(file.split("\r\n").all(|line| line.len() <= LINE_BYTES_MAX), "{file}");
            assert_eq!(file.matches("\r\n ").count(), folds, "{title}");
            assert!(file.replace("\r\n ", "").contains(&title));
            assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
        }
    }

    #[test]
    fn times_are_those_of_tokyo_and_the_alarm_is_on_the_evening_before() {
        let file = file("予定があります", &[at("2026-12-01", Some("14:05")), at("2026-12-03", None)]);
        for line in [
            "DTSTAMP:20261122T203000Z",
            "DTSTART;TZID=Asia/Tokyo:20261201T140500",
            "TRIGGER;VALUE=DATE-TIME:20261130T090000Z",
            "DTSTART;VALUE=DATE:20261203",
            "TRIGGER;VALUE=DATE-TIME:20261202T090000Z",
        ] {
            assert!(file.contains(&format!("\r\n{line}\r\n")), "{line} in {file}");
        }
    }

    #[test]
    fn it_names_no_record_and_what_was_called_off_says_so() {
        let off = Appointment { off: true, ..at("2026-12-01", None) };
        let (first, again) = (file("予定；予定,あり;ます", slice::from_ref(&off)), file("x", slice::from_ref(&off)));
        assert!(!first.contains(&off.key));
        let uid = |file: &str| file.lines().find(|line| line.starts_with("UID:")).unwrap().to_owned();
        assert_eq!(uid(&first), uid(&again), "given out again it is the same appointment");
        assert!(first.contains("STATUS:CANCELLED") && !first.contains("VALARM"));
        assert!(first.contains("SUMMARY:予定；予定\\,あり\\;ます"));
    }
}
