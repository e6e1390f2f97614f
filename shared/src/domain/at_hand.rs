//! How long a visitor's device holds a visit of which nothing is open any more: the least that is needed on a
//! device that may be lost. It must never count for who looks after visits, nor say what has reached the relay.

use crate::time::Day;

/// For so many days where the prefecture has set nothing.
pub const AT_HAND_DAYS: u32 = 30;
/// The longest that may be set: ten years, after which nobody could say that it is the least.
pub const AT_HAND_DAYS_MAX: u32 = 3_650;

/// How long a visit stays on visitors' devices, from one day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtHand {
    /// The first day on which this is used.
    pub from: Day,
    /// Whole days after the one on which it was settled; 1 to `AT_HAND_DAYS_MAX`.
    pub days: u32,
}

/// All that was ever set, in the order of its days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AtHandRules(Vec<AtHand>);

impl AtHandRules {
    /// Of two for one day the longer holds: nothing leaves a device sooner than anybody said.
    pub fn new(mut all: Vec<AtHand>) -> Self {
        all.retain(|rule| (1..=AT_HAND_DAYS_MAX).contains(&rule.days));
        all.sort_by_key(|rule| (rule.from, rule.days));
        Self(all)
    }

    /// How many days it is on a day.
    pub fn days_on(&self, day: Day) -> u32 {
        self.0.iter().rfind(|rule| rule.from <= day).map_or(AT_HAND_DAYS, |rule| rule.days)
    }

    /// Everything that was set.
    pub fn all(&self) -> &[AtHand] {
        &self.0
    }

    /// Whether a visit that was settled on a day has left a visitor's device by today.
    pub fn is_over(&self, settled: Day, today: Day) -> bool {
        i64::from(today.days_after(settled)) > i64::from(self.days_on(today))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn rule(from: &str, days: u32) -> AtHand {
        AtHand { from: day(from), days }
    }

    #[test]
    fn a_settled_visit_stays_for_thirty_days_and_leaves_on_the_next() {
        let rules = AtHandRules::default();
        let settled = day("2026-11-23");
        assert!(!rules.is_over(settled, settled));
        assert!(!rules.is_over(settled, settled.plus_days(30)));
        assert!(rules.is_over(settled, settled.plus_days(31)));
        assert!(!rules.is_over(settled, settled.plus_days(-400)), "a clock that was set back takes nothing away");
    }

    #[test]
    fn what_the_prefecture_set_counts_from_its_day_on_and_may_bring_back() {
        let rules = AtHandRules::new(vec![rule("2027-01-01", 90), rule("2026-10-01", 7)]);
        let settled = day("2026-12-01");
        assert!(!rules.is_over(settled, day("2026-12-08")));
        assert!(rules.is_over(settled, day("2026-12-09")));
        assert!(!rules.is_over(settled, day("2027-01-01")), "a longer term brings it back");
        assert!(rules.is_over(settled, day("2027-03-02")));
        assert_eq!(rules.days_on(day("2026-09-30")), AT_HAND_DAYS);
    }

    #[test]
    fn of_two_for_one_day_the_longer_holds_and_impossible_ones_are_none() {
        let rules = AtHandRules::new(vec![rule("2026-10-01", 60), rule("2026-10-01", 7)]);
        assert_eq!(rules.days_on(day("2026-10-01")), 60);
        let edges = AtHandRules::new(vec![rule("2026-10-01", 0), rule("2026-10-02", AT_HAND_DAYS_MAX + 1)]);
        assert_eq!(edges, AtHandRules::default());
        let longest = AtHandRules::new(vec![rule("2026-10-01", AT_HAND_DAYS_MAX)]);
        assert_eq!(longest.days_on(day("2026-10-01")), AT_HAND_DAYS_MAX);
    }
}
