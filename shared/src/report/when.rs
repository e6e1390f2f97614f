//! When a fact was true, as exactly as its source tells. It must never make up a day for a fact
//! that is known by its month.

use core::fmt;
use core::str::FromStr;

use crate::time::{Day, IsoError, Month};

/// A day, or a month where the source tells no more; stored and sent as `2024-12-16` or `2024-12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    /// Known by its day.
    Day(Day),
    /// Known by its month alone.
    Month(Month),
}

impl When {
    /// The day from which the fact counts: its own, or the last of its month.
    pub fn counts_from(self) -> Day {
        match self {
            When::Day(day) => day,
            When::Month(month) => month.last_day(),
        }
    }

    /// The month whose column counts it.
    pub fn month(self) -> Month {
        match self {
            When::Day(day) => day.month(),
            When::Month(month) => month,
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::Day(day) => day.fmt(f),
            When::Month(month) => month.fmt(f),
        }
    }
}

impl FromStr for When {
    type Err = IsoError;
    fn from_str(text: &str) -> Result<When, IsoError> {
        text.parse().map(When::Day).or_else(|_| text.parse().map(When::Month))
    }
}

impl serde::Serialize for When {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for When {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_counts_from_its_last_day() {
        let when: When = "2024-12".parse().unwrap();
        assert_eq!(when.counts_from().to_string(), "2024-12-31");
        let when: When = "2024-12-16".parse().unwrap();
        assert_eq!(when.counts_from().to_string(), "2024-12-16");
        assert_eq!(when.month().to_string(), "2024-12");
        assert!("2024".parse::<When>().is_err());
        let json = serde_json::to_string(&when).unwrap();
        assert_eq!(json, "\"2024-12-16\"");
        assert_eq!(serde_json::from_str::<When>(&json).unwrap(), when);
    }
}
