//! Where somebody answers the telephone: an office, the prefecture's programme, its window for concerns (法40条の3).
//! It must never be a person's own number: the programme is read by every member.

use core::fmt;
use core::str::FromStr;

/// The most digits of a number, as of every telephone network (E.164).
pub const TELEPHONE_DIGITS_MAX: usize = 15;
/// The fewest: a short number of the country, as 110.
pub const TELEPHONE_DIGITS_MIN: usize = 3;

/// A number as it is printed: digits in groups, `0463-00-0000`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TelephoneNumber(String);

/// A text that is no telephone number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no telephone number: digits in groups, with a hyphen between them")]
pub struct TelephoneError;

impl TelephoneNumber {
    /// The number as it is printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits alone, as they are dialled.
    pub fn digits(&self) -> String {
        self.0.chars().filter(char::is_ascii_digit).collect()
    }

    /// Whether it stands in for a number in a sample: zeros alone reach nobody.
    pub fn is_placeholder(&self) -> bool {
        self.0.bytes().all(|byte| matches!(byte, b'0' | b'-'))
    }
}

impl FromStr for TelephoneNumber {
    type Err = TelephoneError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let grouped = text.split('-').all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        if grouped && (TELEPHONE_DIGITS_MIN..=TELEPHONE_DIGITS_MAX).contains(&digits) {
            Ok(Self(text.to_owned()))
        } else {
            Err(TelephoneError)
        }
    }
}

impl fmt::Display for TelephoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A number, and when somebody answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telephone {
    /// The number.
    pub number: TelephoneNumber,
    /// When it is answered, in words: 「月曜から金曜 午前9時から午後5時」.
    pub hours: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_digits_in_groups_of_a_length_that_can_be_dialled() {
        for good in ["110", "0463-12-0000", "0463120000", "123456789012345"] {
            assert_eq!(good.parse::<TelephoneNumber>().unwrap().as_str(), good);
        }
        let bad = [
            "",
            "11",
            "1234567890123456",
            "0463-",
            "-0463",
            "04--63",
            "０４６３-12-0000",
            "tel:110",
            "110 ",
            "+81-463",
        ];
        for bad in bad {
            assert_eq!(bad.parse::<TelephoneNumber>(), Err(TelephoneError), "{bad}");
        }
    }

    #[test]
    fn what_is_dialled_is_the_digits_and_zeros_alone_reach_nobody() {
        let number: TelephoneNumber = "0463-12-0000".parse().unwrap();
        assert_eq!((number.digits().as_str(), number.is_placeholder()), ("0463120000", false));
        assert!("0000-00-0000".parse::<TelephoneNumber>().unwrap().is_placeholder());
    }
}
