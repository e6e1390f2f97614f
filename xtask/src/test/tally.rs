//! Counts tests, and reads the counts that the test runners print.

use std::fmt;
use std::ops::AddAssign;

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// Only passed ones.
    pub fn passed(passed: u64) -> Self {
        Self { passed, failed: 0 }
    }

    /// Only failed ones.
    pub fn failed(failed: u64) -> Self {
        Self { passed: 0, failed }
    }

    /// Whether nothing failed.
    pub fn is_green(self) -> bool {
        self.failed == 0
    }

    /// Counts a line of cargo's test runner: `test result: ok. 3 passed; 0 failed; …`.
    pub fn read_cargo(&mut self, line: &str) {
        let Some(counts) = line.strip_prefix("test result: ") else {
            return;
        };
        for part in counts.split(['.', ';']) {
            let words: Vec<&str> = part.split_whitespace().collect();
            match words.as_slice() {
                [count, "passed"] => self.passed += count.parse::<u64>().unwrap_or(0),
                [count, "failed"] => self.failed += count.parse::<u64>().unwrap_or(0),
                _ => {}
            }
        }
    }

    /// Counts a closing line of Node's test runner in its TAP form: `# pass 3`.
    pub fn read_tap(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["#", "pass", count] => self.passed += count.parse::<u64>().unwrap_or(0),
            // A test that the runner gave up on has not shown what it promises.
            ["#", "fail" | "cancelled", count] => self.failed += count.parse::<u64>().unwrap_or(0),
            _ => {}
        }
    }

    /// The same counts, but a runner that failed without a failed test (it could not be built, it was killed), or that
    /// ran no test at all, is a failure of its own.
    pub fn or_failed(self, succeeded: bool) -> Self {
        let nothing = self.passed + self.failed == 0;
        if self.is_green() && (nothing || !succeeded) { Self { failed: 1, ..self } } else { self }
    }

    /// The counts of a run of which the failed part was made once more: what failed then has failed, all the rest passed.
    pub fn after_again(self, second: Self) -> Self {
        Self { passed: (self.passed + self.failed).saturating_sub(second.failed), failed: second.failed }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_lines_are_added_up() {
        let mut tally = Tally::default();
        tally.read_cargo(
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.02s",
        );
        tally.read_cargo("test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out");
        tally.read_cargo("test tests::it_says_test_result ... ok");
        assert_eq!(tally, Tally { passed: 13, failed: 2 });
    }

    #[test]
    fn a_cancelled_journey_is_a_failed_one() {
        let mut tally = Tally::default();
        let lines = ["# tests 5", "# pass 3", "# fail 1", "# cancelled 1", "# skipped 0"];
        lines.iter().for_each(|line| tally.read_tap(line));
        assert_eq!(tally, Tally { passed: 3, failed: 2 });
    }

    #[test]
    fn a_runner_that_died_or_found_nothing_is_not_green() {
        assert!(!Tally::passed(3).or_failed(false).is_green());
        assert!(!Tally::default().or_failed(true).is_green());
        assert!(Tally::passed(3).or_failed(true).is_green());
        assert_eq!(Tally::failed(2).or_failed(false), Tally::failed(2));
    }

    #[test]
    fn what_failed_twice_has_failed_and_nothing_is_counted_twice() {
        let first = Tally { passed: 158, failed: 2 };
        assert_eq!(first.after_again(Tally { passed: 5, failed: 0 }), Tally { passed: 160, failed: 0 });
        assert_eq!(first.after_again(Tally { passed: 4, failed: 1 }), Tally { passed: 159, failed: 1 });
    }

    #[test]
    fn the_closing_line_has_the_plain_form() {
        assert_eq!(Tally { passed: 2, failed: 1 }.to_string(), "2 passed, 1 failed");
    }
}
