//! Reads a date as people write it: `令和６年12月18日(水)`, `R6.12.18`, `2024/12/18`, with full-width
//! digits or not. It must never correct a date: what the calendar does not have is refused, and a
//! weekday that does not fit is handed back beside the day, for a person to decide.

use super::{Day, Era, Weekday};

/// A date read from a text, with the weekday written behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenDay {
    /// The day that was written.
    pub day: Day,
    /// The weekday that was written in brackets, if any; it may differ from the day's own.
    pub weekday: Option<Weekday>,
}

impl WrittenDay {
    /// Whether the weekday written is not that of the day: one of the two is a slip of the pen.
    pub fn weekday_differs(&self) -> bool {
        self.weekday.is_some_and(|written| written != self.day.weekday())
    }
}

/// A text that is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WrittenDayError {
    /// It does not look like a date.
    #[error("日付として読めません（例 令和6年12月18日、R6.12.18、2024/12/18）")]
    Form,
    /// It looks like a date, but no calendar has that day.
    #[error("暦にない日付です")]
    NoSuchDay,
}

/// Reads one date, and nothing before or after it but spaces.
pub fn read(text: &str) -> Result<WrittenDay, WrittenDayError> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
    let (date, weekday) = split_weekday(&plain).ok_or(WrittenDayError::Form)?;
    let (era, rest) = split_era(date);
    let [year, month, day] = numbers(rest).ok_or(WrittenDayError::Form)?;
    let parts = (u8::try_from(month), u8::try_from(day));
    let (Ok(month), Ok(day)) = parts else {
        return Err(WrittenDayError::NoSuchDay);
    };
    let day = match era {
        Some(era) => era.day(year, month, day),
        // Two digits alone could be a year of any era: 6/12/18 is refused, not guessed.
        None if year < 1000 => return Err(WrittenDayError::Form),
        None => Day::from_civil(year, month, day),
    };
    day.map(|day| WrittenDay { day, weekday }).ok_or(WrittenDayError::NoSuchDay)
}

/// The half-width form of a full-width digit, letter or sign.
fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '。' => '.',
        '−' | '‐' | '–' | '―' => '-',
        other => other,
    }
}

/// Takes `(水)`, `（水曜日）` or `水曜日` off the end.
fn split_weekday(text: &str) -> Option<(&str, Option<Weekday>)> {
    let (date, word) = match text.split_once('(') {
        Some((date, rest)) => (date, rest.strip_suffix(')')?),
        None => match text.strip_suffix("曜日") {
            Some(rest) => {
                let at = rest.char_indices().next_back()?.0;
                rest.split_at_checked(at)?
            }
            None => return Some((text, None)),
        },
    };
    let word = word.strip_suffix("曜日").or(word.strip_suffix('曜')).unwrap_or(word);
    Some((date, Some(Weekday::from_label(word)?)))
}

/// Takes the era off the front, by name or by letter.
fn split_era(text: &str) -> (Option<Era>, &str) {
    for era in Era::ALL {
        let letters = [era.letter(), era.letter().to_ascii_lowercase()];
        let rest = text.strip_prefix(era.label()).or(text.strip_prefix(letters));
        if let Some(rest) = rest {
            return (Some(era), rest);
        }
    }
    (None, text.strip_prefix("西暦").unwrap_or(text))
}

/// Year, month and day, by 年月日 or by one kind of separator throughout.
fn numbers(text: &str) -> Option<[i32; 3]> {
    let (year, month, day) = match text.split_once('年') {
        Some((year, rest)) => {
            let (month, day) = rest.split_once('月')?;
            (year, month, day.strip_suffix('日')?)
        }
        None => {
            let separator = text.chars().find(|c| ['/', '.', '-'].contains(c))?;
            let mut parts = text.split(separator);
            let three = (parts.next()?, parts.next()?, parts.next()?);
            if parts.next().is_some() {
                return None;
            }
            three
        }
    };
    let year = if year == "元" { "1" } else { year };
    Some([digits(year, 4)?, digits(month, 2)?, digits(day, 2)?])
}

fn digits(text: &str, most: usize) -> Option<i32> {
    let plain = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn one_day_is_read_from_all_its_written_forms() {
        for text in [
            "R6.12.18",
            "r6.12.18",
            "Ｒ６．１２．１８",
            "R6/12/18",
            "R06-12-18",
            "令和6年12月18日",
            "令和６年１２月１８日",
            "令和６年12月18日(水)",
            "令和 6年 12月 18日（水）",
            "令和6年12月18日（水曜日）",
            "令和6年12月18日水曜日",
            "2024/12/18",
            "２０２４／１２／１８",
            "2024-12-18",
            "2024年12月18日",
            "西暦2024年12月18日(水)",
            "　2024.12.18 ",
        ] {
            let read = read(text).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!(read.day, day("2024-12-18"), "{text}");
            assert!(!read.weekday_differs(), "{text}");
        }
        assert_eq!(read("令和元年5月1日").unwrap().day, day("2019-05-01"));
        assert_eq!(read("H31.4.30").unwrap().day, day("2019-04-30"));
        assert_eq!(read("昭和64年1月7日").unwrap().day, day("1989-01-07"));
    }

    #[test]
    fn a_weekday_that_does_not_fit_is_told_and_the_date_is_kept() {
        for (text, iso, own) in [
            ("令和６年７月23日（水）", "2024-07-23", Weekday::Tuesday),
            ("令和６年８月28日（火）", "2024-08-28", Weekday::Wednesday),
        ] {
            let read = read(text).unwrap();
            assert!(read.weekday_differs());
            assert_eq!(read.day, day(iso));
            assert_eq!(read.day.weekday(), own);
        }
    }

    #[test]
    fn what_is_no_date_is_refused_and_never_guessed() {
        for text in [
            "",
            "きのう",
            "6/12/18",
            "2024/12",
            "12月18日",
            "2024/12-18",
            "R6.12.18.1",
            "令和6年12月18日(氷)",
            "2024/12/18x",
            "R",
            "2024年12月18",
            "R6.123.1",
            "(水)",
            "曜日",
        ] {
            assert_eq!(read(text), Err(WrittenDayError::Form), "{text}");
        }
        for text in ["2024/2/30", "R1.4.30", "平成31年5月1日", "2024/13/1", "令和6年0月1日", "R0.5.1"] {
            assert_eq!(read(text), Err(WrittenDayError::NoSuchDay), "{text}");
        }
    }

    #[test]
    fn every_written_form_of_every_day_is_read_back() {
        let mut it = day("1868-01-01");
        while it < day("2101-01-01") {
            let long = read(&it.japanese()).unwrap();
            assert_eq!((long.day, long.weekday), (it, Some(it.weekday())));
            assert_eq!(read(&it.short()).unwrap().day, it);
            it = it.plus_days(1);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_stops_the_reader(text in "\\PC{0,24}") {
            let _ = read(&text);
        }
    }
}
