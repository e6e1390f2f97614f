//! A municipality's or prefecture's 団体コード: six digits, the last of which checks the others. It
//! must never be a number: a leading zero is part of it.

use core::fmt;
use core::str::FromStr;

/// A code whose check digit is right.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MunicipalityCode(String);

/// A text that is no 団体コード.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("「{0}」は団体コードではありません（検査数字を含む6桁の数字。例 142115）")]
pub struct MunicipalityCodeError(String);

impl MunicipalityCode {
    /// The six digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for MunicipalityCode {
    type Err = MunicipalityCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if is_code(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(MunicipalityCodeError(text.chars().take(20).collect()))
        }
    }
}

impl fmt::Display for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether six digits end in their check digit: weights 6 to 2, modulo 11.
pub fn is_code(text: &str) -> bool {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    let Some([a, b, c, d, e, check]) = digits.as_deref() else {
        return false;
    };
    let sum = 6 * a + 5 * b + 4 * c + 3 * d + 2 * e;
    (11 - sum % 11) % 10 == *check
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_codes_are_read_and_slips_of_one_digit_are_not() {
        for code in ["140007", "142115", "142034", "143413", "143421", "142140", "011002", "141003"] {
            assert_eq!(code.parse::<MunicipalityCode>().unwrap().as_str(), code);
            let (five, check) = code.split_at(5);
            for digit in 0..10 {
                let other = format!("{five}{digit}");
                assert_eq!(is_code(&other), check == digit.to_string(), "{other}");
            }
        }
        for bad in ["", "14211", "1421155", "14211a", "１４２１１５", "142116", "142151"] {
            assert!(bad.parse::<MunicipalityCode>().is_err(), "{bad}");
        }
    }
}
