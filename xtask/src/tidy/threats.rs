//! The rule that what docs/threats.md says is shown.

use super::Rule;
use super::source::{Finding, Source};

/// The page.
const PAGE: &str = "docs/threats.md";
/// A test's name is at least so long: other words between backquotes are not.
const NAME_MIN: usize = 24;
/// A journey's name has at least so many words.
const WORDS_MIN: usize = 5;

/// Every test that the page names is there.
pub const THREATS_ARE_TESTED: Rule = Rule {
    says: "every test that docs/threats.md names is there",
    why: "a promise about safety that nothing shows is worse than none",
    find: |sources| {
        sources.iter().filter(|source| source.path == PAGE).flat_map(|page| missing(page, sources)).collect()
    },
};

fn missing(page: &Source, sources: &[Source]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, line) in page.text.lines().enumerate() {
        for name in line.split('`').skip(1).step_by(2) {
            let (heading, ends) = match (is_test(name), is_journey(name)) {
                (true, _) => (format!("fn {name}("), ".rs"),
                (_, true) => (format!("test(\"{name}\""), ".test.mjs"),
                _ => continue,
            };
            if !sources.iter().any(|source| source.path.ends_with(ends) && source.text.contains(&heading)) {
                found.push(page.finding(at + 1, format!("there is no test {name}")));
            }
        }
    }
    found
}

/// Whether a word between backquotes is the name of a test.
fn is_test(word: &str) -> bool {
    let letters = word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    letters && word.len() >= NAME_MIN && word.contains('_')
}

/// Whether it is the name of a journey in browsers: a sentence.
fn is_journey(name: &str) -> bool {
    name.split(' ').filter(|word| word.chars().all(|letter| letter.is_alphabetic() || ",'".contains(letter))).count()
        >= WORDS_MIN
}

#[cfg(test)]
mod tests {
    use super::super::source::planted;
    use super::*;

    #[test]
    fn a_promise_without_its_test_is_found() {
        let name = "a_stolen_token_reads_nothing";
        let page = || planted(PAGE, &format!("It reads nothing (`{name}`, `no-right`, `shared::access`)."));
        let test = planted("tests/relay/attack.rs", &format!("fn {name}() {{}}"));
        assert_eq!((THREATS_ARE_TESTED.find)(&[page(), test]), []);
        assert_eq!((THREATS_ARE_TESTED.find)(&[page()]).len(), 1);
    }

    #[test]
    fn a_promise_without_its_journey_is_found() {
        let page = || planted(PAGE, "It shows nothing (`a stolen tablet shows nothing of anybody`).");
        let test =
            planted("tests/browser/a.test.mjs", "test(\"a stolen tablet shows nothing of anybody\", async () => {");
        assert_eq!((THREATS_ARE_TESTED.find)(&[page(), test]), []);
        assert_eq!((THREATS_ARE_TESTED.find)(&[page()]).len(), 1);
    }
}
