//! Rules about how tests wait.

use super::Rule;
use super::source::{Finding, Source};

/// Ways to wait for a time instead of a state. Written in parts, so that this file does not break its own rule.
const WAITS: [&str; 3] = [concat!("sle", "ep("), concat!("waitFor", "Timeout"), concat!("await set", "Timeout(")];

/// Tests wait for states.
pub const NO_SLEEP_IN_TESTS: Rule = Rule {
    says: "no test waits for a time",
    why: "a time is too short on a busy machine and too long on every other: wait for the state itself, with a limit",
    find: |sources| sources.iter().flat_map(waits).collect(),
};

/// Where a test waits for a time: anywhere in a file of tests, or below `#[cfg(test)]` in any other.
fn waits(source: &Source) -> Vec<Finding> {
    let is_code = [".rs", ".mjs", ".js"].iter().any(|kind| source.path.ends_with(kind));
    let all_tests = source.path.starts_with("tests/") || source.path.contains("/tests/");
    let from = if all_tests { Some(0) } else { source.text.lines().position(|line| line.contains("#[cfg(test)]")) };
    let Some(from) = from.filter(|_| is_code) else {
        return Vec::new();
    };
    let lines = source.text.lines().enumerate().skip(from);
    let found = lines.filter_map(|(at, line)| Some((at, WAITS.iter().find(|wait| line.contains(**wait))?)));
    found.map(|(at, wait)| source.finding(at + 1, format!("has `{wait}`"))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::source::planted;
    use super::*;

    #[test]
    fn a_test_that_waits_for_a_time_is_found() {
        let wait = WAITS[0];
        assert_eq!(waits(&planted("tests/relay/main.rs", &format!("tokio::time::{wait}d)"))).len(), 1);
        assert_eq!(waits(&planted("tests/browser/a.test.mjs", WAITS[1])).len(), 1);
        assert_eq!(waits(&planted("server/src/a.rs", &format!("#[cfg(test)]\nmod tests {{ {wait}1) }}"))).len(), 1);
    }

    #[test]
    fn a_program_may_wait() {
        assert_eq!(waits(&planted("server/src/a.rs", &format!("{}1)\n#[cfg(test)]\nmod tests {{}}", WAITS[0]))), []);
    }
}
