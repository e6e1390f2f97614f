//! The seven weekdays as they are printed behind a date. It must never decide which days are
//! holidays: those are data of the programme.

/// A day of the week, Monday first as in ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weekday {
    /// 月
    Monday,
    /// 火
    Tuesday,
    /// 水
    Wednesday,
    /// 木
    Thursday,
    /// 金
    Friday,
    /// 土
    Saturday,
    /// 日
    Sunday,
}

impl Weekday {
    /// Monday to Sunday.
    pub const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    /// The one character printed in brackets behind a date.
    pub fn label(self) -> &'static str {
        match self {
            Weekday::Monday => "月",
            Weekday::Tuesday => "火",
            Weekday::Wednesday => "水",
            Weekday::Thursday => "木",
            Weekday::Friday => "金",
            Weekday::Saturday => "土",
            Weekday::Sunday => "日",
        }
    }

    /// The weekday of its character.
    pub fn from_label(label: &str) -> Option<Weekday> {
        Self::ALL.into_iter().find(|day| day.label() == label)
    }

    /// Monday 0 to Sunday 6.
    pub fn index(self) -> u8 {
        self as u8
    }
}
