//! Calls that are due after visits (R55): from the lines of aftercares, for the coordinators of the visitors' offices.
//! It must never count in a table, nor say more of anybody than that a call is due and whether it was held.

use std::collections::BTreeMap;

use super::Line;
use crate::ids::{DocumentId, MemberId};
use crate::time::Day;

/// A call is due from this many days after the visit: 24 hours.
pub const CALL_FROM_DAYS: i32 = 1;
/// And until this many days after it: 72 hours.
pub const CALL_UNTIL_DAYS: i32 = 3;

/// The first and the last day on which a call after a visit is due.
pub fn call_days(visit: Day) -> (Day, Day) {
    (visit.plus_days(CALL_FROM_DAYS), visit.plus_days(CALL_UNTIL_DAYS))
}

/// How a call stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CallDue {
    /// Its last day is over.
    Overdue,
    /// Its days are now.
    Now,
    /// Its days come.
    Later,
    /// It was held, or the visitor wants none.
    Done,
}

/// A call to a visitor after a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// To whom.
    pub visitor: MemberId,
    /// After which visit.
    pub visit: DocumentId,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
    /// Whether it was held, or the visitor wants none.
    pub done: bool,
}

impl Due {
    /// How it stands on a day.
    pub fn on(&self, today: Day) -> CallDue {
        if self.done {
            CallDue::Done
        } else if today > self.until {
            CallDue::Overdue
        } else if today >= self.from {
            CallDue::Now
        } else {
            CallDue::Later
        }
    }
}

/// One entry for each visitor and visit, the earliest first. A visitor who chose another supporter has two
/// aftercares: they are done when one is, and due as soon as the earlier.
pub fn due_list<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Vec<Due> {
    let mut found: BTreeMap<(MemberId, DocumentId), Due> = BTreeMap::new();
    for line in lines {
        let Line::Aftercare { visitor, visit, from, until, done } = line else {
            continue;
        };
        let one = Due { visitor: *visitor, visit: *visit, from: *from, until: *until, done: *done };
        found
            .entry((*visitor, *visit))
            .and_modify(|known| {
                known.from = known.from.min(one.from);
                known.until = known.until.min(one.until);
                known.done |= one.done;
            })
            .or_insert(one);
    }
    let mut list: Vec<Due> = found.into_values().collect();
    list.sort_by_key(|due| (due.until, due.visitor, due.visit));
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(visitor: u8, visit: u8, day: &str, done: bool) -> Line {
        let (from, until) = call_days(day.parse().unwrap());
        Line::Aftercare { visitor: MemberId([visitor; 8]), visit: DocumentId([visit; 16]), from, until, done }
    }

    #[test]
    fn a_call_is_due_from_one_day_after_the_visit_to_three() {
        let due = due_list(&[line(1, 1, "2024-12-30", false)]).remove(0);
        let on = |day: &str| due.on(day.parse().unwrap());
        assert_eq!((on("2024-12-30"), on("2024-12-31")), (CallDue::Later, CallDue::Now));
        assert_eq!((on("2025-01-02"), on("2025-01-03")), (CallDue::Now, CallDue::Overdue));
        let done = due_list(&[line(1, 1, "2024-12-30", true)]).remove(0);
        assert_eq!(done.on("2025-02-01".parse().unwrap()), CallDue::Done);
    }

    #[test]
    fn two_aftercares_of_one_visit_are_one_entry_and_the_earliest_stands_first() {
        let lines = [
            line(1, 1, "2024-12-20", false),
            line(2, 1, "2024-12-18", false),
            line(1, 1, "2024-12-19", true),
            line(1, 2, "2024-12-20", false),
            Line::Extra {
                when: "2024-12".parse().unwrap(),
                reason: crate::domain::ExtraReason::Unfinished,
                visit: None,
            },
        ];
        let list = due_list(&lines);
        let short: Vec<_> =
            list.iter().map(|due| (due.visitor.0[0], due.visit.0[0], due.until.to_string(), due.done)).collect();
        let until = |day: &str| format!("2024-12-{day}");
        assert_eq!(short, [(2, 1, until("21"), false), (1, 1, until("22"), true), (1, 2, until("23"), false)]);
        let mut other = lines;
        other.reverse();
        assert_eq!(due_list(&other), list, "in whatever order they come");
    }
}
