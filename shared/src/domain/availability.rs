//! When a visitor can come: half-days of the week, days that are otherwise, a pause. It tells whoever arranges a visit,
//! and must never bar one: people agree on a day with each other. It must never ask for a reason.

use std::collections::BTreeMap;

use super::code::codes;
use super::period::Period;
use crate::time::{ClockTime, Day, Weekday};

codes! {
    /// Half of a day.
    HalfDay, "午前・午後" {
        /// Until noon.
        Morning = "am", "午前";
        /// From noon on.
        Afternoon = "pm", "午後";
    }
}

impl HalfDay {
    /// The half that a time is in.
    pub fn of(time: ClockTime) -> Self {
        if time.hour() < 12 { Self::Morning } else { Self::Afternoon }
    }
}

/// What a visitor said of one half of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coming {
    /// Nothing was said: ask.
    Unsaid,
    /// Can come.
    Can,
    /// Does not plan to.
    Cannot,
}

/// What a visitor said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Availability {
    /// The week; none where two answers stand.
    pub week: BTreeMap<(Weekday, HalfDay), Option<bool>>,
    /// Days that are otherwise than their week; none where two answers stand.
    pub days: BTreeMap<(Day, HalfDay), Option<bool>>,
    /// While it lasts, nobody asks the visitor to come.
    pub pause: Option<Period>,
}

impl Availability {
    /// Whether the visitor can come in one half of a day. A pause goes before a day, a day before the week; of a week
    /// that was begun, what has no mark is no.
    pub fn on(&self, day: Day, half: HalfDay) -> Coming {
        if self.pause.is_some_and(|pause| pause.has(day)) {
            return Coming::Cannot;
        }
        let of_week = || match self.week.is_empty() {
            true => None,
            false => self.week.get(&(day.weekday(), half)).copied().unwrap_or(Some(false)),
        };
        let of_day = self.days.get(&(day, half)).copied();
        match of_day.unwrap_or_else(of_week) {
            None => Coming::Unsaid,
            Some(true) => Coming::Can,
            Some(false) => Coming::Cannot,
        }
    }

    /// Whether the visitor does not plan to come then; without a time, in neither half of the day.
    pub fn is_against(&self, day: Day, time: Option<ClockTime>) -> bool {
        let cannot = |half| self.on(day, half) == Coming::Cannot;
        match time {
            Some(time) => cannot(HalfDay::of(time)),
            None => HalfDay::ALL.iter().all(|half| cannot(*half)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // A Tuesday.
    const TUESDAY: &str = "2026-12-01";

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn at(hour: u8) -> Option<ClockTime> {
        ClockTime::new(hour, 0)
    }

    #[test]
    fn of_who_said_nothing_nothing_is_known() {
        let silent = Availability::default();
        assert_eq!(silent.on(day(TUESDAY), HalfDay::Morning), Coming::Unsaid);
        assert!(!silent.is_against(day(TUESDAY), None) && !silent.is_against(day(TUESDAY), at(10)));
    }

    #[test]
    fn what_has_no_mark_in_a_week_that_was_begun_is_no() {
        let week = BTreeMap::from([((Weekday::Tuesday, HalfDay::Afternoon), Some(true))]);
        let said = Availability { week, ..Availability::default() };
        assert_eq!(said.on(day(TUESDAY), HalfDay::Afternoon), Coming::Can);
        assert_eq!(said.on(day(TUESDAY), HalfDay::Morning), Coming::Cannot);
        assert!(said.is_against(day(TUESDAY), at(11)) && !said.is_against(day(TUESDAY), at(12)));
        assert!(!said.is_against(day(TUESDAY), None), "one half is enough");
        assert!(said.is_against(day("2026-12-02"), None));
    }

    #[test]
    fn where_two_answers_stand_it_is_asked() {
        let week = BTreeMap::from([((Weekday::Tuesday, HalfDay::Morning), None)]);
        let days = BTreeMap::from([((day(TUESDAY), HalfDay::Afternoon), None)]);
        let said = Availability { week, days, pause: None };
        assert_eq!(said.on(day(TUESDAY), HalfDay::Morning), Coming::Unsaid);
        assert_eq!(said.on(day(TUESDAY), HalfDay::Afternoon), Coming::Unsaid);
    }

    #[test]
    fn a_day_goes_before_its_week_and_a_pause_before_both() {
        let week = BTreeMap::from([((Weekday::Tuesday, HalfDay::Afternoon), Some(true))]);
        let days = BTreeMap::from([
            ((day(TUESDAY), HalfDay::Afternoon), Some(false)),
            ((day(TUESDAY), HalfDay::Morning), Some(true)),
            ((day("2026-12-08"), HalfDay::Morning), Some(true)),
        ]);
        let mut said = Availability { week, days, pause: None };
        assert_eq!(said.on(day(TUESDAY), HalfDay::Afternoon), Coming::Cannot);
        assert_eq!(said.on(day(TUESDAY), HalfDay::Morning), Coming::Can);
        assert_eq!(said.on(day("2026-12-08"), HalfDay::Morning), Coming::Can);
        assert_eq!(said.on(day("2026-12-08"), HalfDay::Afternoon), Coming::Can);
        said.pause = "2026-12-08/".parse().ok();
        assert_eq!(said.on(day("2026-12-08"), HalfDay::Morning), Coming::Cannot);
        assert_eq!(said.on(day(TUESDAY), HalfDay::Morning), Coming::Can, "before the pause nothing changes");
    }
}
