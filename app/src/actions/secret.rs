//! What may be a person's own secret on a device. It must never be kept, shown or sent: only what follows from it
//! together with the device is.

/// Digits on a device that an office or the prefecture manages (requirement S7).
pub const DIGITS_MANAGED: usize = 6;
/// Digits on any other device.
pub const DIGITS_OWN: usize = 8;
/// Characters of what is not of digits alone.
pub const PHRASE: usize = 12;
/// More than anybody types.
const LONGEST: usize = 128;

/// Why it may not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretProblem {
    /// So many digits at least.
    FewDigits(usize),
    /// So many characters at least.
    FewCharacters(usize),
    /// It is among the first that anybody would try.
    TooEasy,
    /// Longer than is taken.
    TooLong,
}

/// What a person meant: digits of a Japanese keyboard are digits, and what stands around is nothing.
pub fn meant(typed: &str) -> String {
    let digit = |character: char| match character {
        '０'..='９' => char::from_u32(u32::from(character) - u32::from('０') + u32::from('0')).unwrap_or(character),
        other => other,
    };
    typed.trim().chars().map(digit).collect()
}

/// Whether it is of digits alone.
pub fn is_digits(secret: &str) -> bool {
    !secret.is_empty() && secret.bytes().all(|byte| byte.is_ascii_digit())
}

/// What keeps it from being a secret on such a device.
pub fn problem(secret: &str, managed: bool) -> Option<SecretProblem> {
    let length = secret.chars().count();
    let least = if managed { DIGITS_MANAGED } else { DIGITS_OWN };
    if length > LONGEST {
        return Some(SecretProblem::TooLong);
    }
    if secret.is_empty() || is_digits(secret) {
        return match length < least {
            true => Some(SecretProblem::FewDigits(least)),
            false => is_easy(secret.as_bytes()).then_some(SecretProblem::TooEasy),
        };
    }
    if length < PHRASE {
        return Some(SecretProblem::FewCharacters(PHRASE));
    }
    is_repeated(secret.as_bytes()).then_some(SecretProblem::TooEasy)
}

/// What keeps it from being the phrase of a file that is taken away: whoever has the file has all the time there is.
pub fn problem_of_phrase(phrase: &str) -> Option<SecretProblem> {
    match phrase.chars().count() {
        0..PHRASE => Some(SecretProblem::FewCharacters(PHRASE)),
        PHRASE..=LONGEST if is_digits(phrase) && is_easy(phrase.as_bytes()) => Some(SecretProblem::TooEasy),
        PHRASE..=LONGEST => is_repeated(phrase.as_bytes()).then_some(SecretProblem::TooEasy),
        _ => Some(SecretProblem::TooLong),
    }
}

fn is_easy(digits: &[u8]) -> bool {
    let steps =
        |step: u8| digits.windows(2).all(|two| matches!(two, [one, next] if (one - b'0' + step) % 10 == next - b'0'));
    steps(1) || steps(9) || is_repeated(digits)
}

/// The same one to three over and over: 000000, 121212, 123123.
fn is_repeated(bytes: &[u8]) -> bool {
    (1..=3).any(|length| {
        let (first, rest) = bytes.split_at_checked(length).unwrap_or((bytes, &[]));
        !rest.is_empty() && rest.chunks(length).all(|part| first.starts_with(part))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_digits_do_on_a_managed_device_and_eight_elsewhere() {
        assert_eq!(problem("", true), Some(SecretProblem::FewDigits(6)));
        assert_eq!(problem("48213", true), Some(SecretProblem::FewDigits(6)));
        assert_eq!(problem("482139", true), None);
        assert_eq!(problem("482139", false), Some(SecretProblem::FewDigits(8)));
        assert_eq!(problem("48213907", false), None);
    }

    #[test]
    fn what_anybody_would_try_first_is_none() {
        for easy in ["000000", "123456", "654321", "890123", "121212", "123123", "210987", "12121212"] {
            assert_eq!(problem(easy, true), Some(SecretProblem::TooEasy), "{easy}");
        }
        for fine in ["112233", "246813", "482139"] {
            assert_eq!(problem(fine, true), None, "{fine}");
        }
    }

    #[test]
    fn a_phrase_is_long_in_characters_and_not_one_thing_again_and_again() {
        assert_eq!(problem("みかんのき", false), Some(SecretProblem::FewCharacters(12)));
        assert_eq!(problem("みかんのきと青いじてんしゃ", false), None);
        assert_eq!(problem("abcabcabcabcabc", false), Some(SecretProblem::TooEasy));
        assert_eq!(problem(&"あ".repeat(200), true), Some(SecretProblem::TooLong));
    }

    #[test]
    fn the_phrase_of_a_file_is_long_whatever_it_is_of() {
        assert_eq!(problem_of_phrase("48213907"), Some(SecretProblem::FewCharacters(12)));
        assert_eq!(problem_of_phrase("123456789012"), Some(SecretProblem::TooEasy));
        assert_eq!(problem_of_phrase("482139074213"), None);
        assert_eq!(problem_of_phrase("みかんのきと青いじてんしゃ"), None);
        assert_eq!(problem_of_phrase("abcabcabcabc"), Some(SecretProblem::TooEasy));
        assert_eq!(problem_of_phrase(&"あ".repeat(LONGEST + 1)), Some(SecretProblem::TooLong));
    }

    #[test]
    fn what_is_typed_on_a_japanese_keyboard_is_meant_as_digits() {
        assert_eq!(meant(" ４８２139\n"), "482139");
        assert!(is_digits(&meant("４８２")) && !is_digits("") && !is_digits("48a"));
    }
}
