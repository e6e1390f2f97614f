//! A date as three fields hold it: era or western year, month, day. It must never correct what
//! was written, and never guess a century.

use shared::text::unify;
use shared::time::{Day, Era};

/// How the year is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum YearCount {
    /// 令和.
    #[default]
    Reiwa,
    /// 西暦.
    Western,
}

impl YearCount {
    /// Its name in the list.
    pub fn label(self) -> &'static str {
        match self {
            YearCount::Reiwa => "令和",
            YearCount::Western => "西暦",
        }
    }

    /// The count of its name; none for another text.
    pub fn from_label(label: &str) -> Option<YearCount> {
        [YearCount::Reiwa, YearCount::Western].into_iter().find(|count| count.label() == label)
    }
}

/// What stands in the fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DateParts {
    /// How the year is counted.
    pub count: YearCount,
    /// The year's field.
    pub year: String,
    /// The month's field.
    pub month: String,
    /// The day's field.
    pub day: String,
}

/// What a date field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateInput {
    /// All fields are empty.
    Empty,
    /// Some are empty: the person is still writing, or forgot one.
    Unfinished,
    /// A day.
    Day(Day),
    /// Not a day; why.
    Wrong(DateProblem),
}

/// Why three fields are no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateProblem {
    /// Something other than digits.
    #[error("数字で書いてください。例：令和8年11月24日")]
    Digits,
    /// A western year with fewer than four digits: of which century?
    #[error("西暦の年は4けたで書いてください。例：2026年")]
    ShortYear,
    /// No calendar has that day.
    #[error("暦にない日付です。月と日をたしかめてください")]
    NoSuchDay,
}

impl DateParts {
    /// The parts of a day: counted in 令和 where it lies in 令和 and `count` asks for it.
    pub fn of(day: Day, count: YearCount) -> DateParts {
        let civil = day.civil();
        let (count, year) = match (count, Era::of(day)) {
            (YearCount::Reiwa, Some((Era::Reiwa, year))) => (YearCount::Reiwa, year),
            _ => (YearCount::Western, civil.year),
        };
        DateParts { count, year: year.to_string(), month: civil.month.to_string(), day: civil.day.to_string() }
    }

    /// What they say. Full-width digits and 元 are read.
    pub fn read(&self) -> DateInput {
        let fields = [&self.year, &self.month, &self.day].map(|field| unify(field.trim()));
        let empty = fields.iter().filter(|field| field.is_empty()).count();
        if empty == 3 {
            return DateInput::Empty;
        }
        let numbers = fields.map(|field| number(&field));
        if let Some(problem) = numbers.iter().flatten().find_map(|read| read.err()) {
            return DateInput::Wrong(problem);
        }
        let [Some(Ok(year)), Some(Ok(month)), Some(Ok(day))] = numbers else {
            return DateInput::Unfinished;
        };
        match self.day_of(year, month, day) {
            Ok(day) => DateInput::Day(day),
            Err(problem) => DateInput::Wrong(problem),
        }
    }

    fn day_of(&self, year: i32, month: i32, day: i32) -> Result<Day, DateProblem> {
        let small = |n: i32| u8::try_from(n).map_err(|_| DateProblem::NoSuchDay);
        let (month, day) = (small(month)?, small(day)?);
        let found = match self.count {
            YearCount::Reiwa => Era::Reiwa.day(year, month, day),
            YearCount::Western if year < 1000 => return Err(DateProblem::ShortYear),
            YearCount::Western => Day::from_civil(year, month, day),
        };
        found.ok_or(DateProblem::NoSuchDay)
    }
}

/// None for an empty field.
fn number(field: &str) -> Option<Result<i32, DateProblem>> {
    match field {
        "" => None,
        "元" => Some(Ok(1)),
        _ if field.bytes().all(|b| b.is_ascii_digit()) => Some(field.parse().map_err(|_| DateProblem::NoSuchDay)),
        _ => Some(Err(DateProblem::Digits)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(count: YearCount, year: &str, month: &str, day: &str) -> DateInput {
        let own = str::to_owned;
        DateParts { count, year: own(year), month: own(month), day: own(day) }.read()
    }

    #[test]
    fn a_date_is_read_in_both_counts() {
        let day: Day = "2026-11-24".parse().unwrap();
        assert_eq!(read(YearCount::Reiwa, "8", "11", "24"), DateInput::Day(day));
        assert_eq!(read(YearCount::Reiwa, "８", "１１", " 24 "), DateInput::Day(day));
        assert_eq!(read(YearCount::Western, "2026", "11", "24"), DateInput::Day(day));
        assert_eq!(read(YearCount::Reiwa, "元", "5", "1"), DateInput::Day("2019-05-01".parse().unwrap()));
        assert_eq!(day.japanese(), "令和8年11月24日(火)");
    }

    #[test]
    fn what_is_no_day_says_why() {
        use DateProblem::{Digits, NoSuchDay, ShortYear};
        for (count, fields, wanted) in [
            (YearCount::Reiwa, ["8", "2", "30"], NoSuchDay),
            (YearCount::Reiwa, ["1", "4", "30"], NoSuchDay),
            (YearCount::Reiwa, ["8", "999", "1"], NoSuchDay),
            (YearCount::Reiwa, ["99999999999", "1", "1"], NoSuchDay),
            (YearCount::Reiwa, ["八", "11", ""], Digits),
            (YearCount::Western, ["26", "11", "24"], ShortYear),
        ] {
            assert_eq!(read(count, fields[0], fields[1], fields[2]), DateInput::Wrong(wanted), "{fields:?}");
        }
        assert_eq!(read(YearCount::Reiwa, "", "", " "), DateInput::Empty);
        assert_eq!(read(YearCount::Reiwa, "8", "", "24"), DateInput::Unfinished);
    }

    #[test]
    fn a_day_fills_the_fields_it_came_from() {
        let mut day = Era::Reiwa.first_day();
        while day.civil().year < 2060 {
            for count in [YearCount::Reiwa, YearCount::Western] {
                assert_eq!(DateParts::of(day, count).read(), DateInput::Day(day));
            }
            day = day.plus_days(13);
        }
        let before: Day = "2019-04-30".parse().unwrap();
        assert_eq!(DateParts::of(before, YearCount::Reiwa).count, YearCount::Western);
    }
}
