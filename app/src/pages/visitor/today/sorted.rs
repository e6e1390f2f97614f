//! A visitor's visits by what they ask of the visitor now.

use shared::time::Day;

use crate::store::{VisitRow, VisitState};

/// How many accepted notes the page shows; the newest.
const DONE_MAX: usize = 10;

/// The rows of the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sorted {
    /// The next visit to go to.
    pub next: Option<VisitRow>,
    /// Visits that were, whose note is not accepted yet.
    pub to_write: Vec<VisitRow>,
    /// Visits after the next.
    pub later: Vec<VisitRow>,
    /// Accepted notes, the newest first.
    pub done: Vec<VisitRow>,
}

/// Sorts my visits. Rows come by day. A visit of today whose note has been begun is to be written;
/// one without a day is still to come.
pub fn sorted(rows: &[VisitRow], today: Day) -> Sorted {
    let mut sorted = Sorted::default();
    for row in rows.iter().filter(|row| row.mine) {
        let to_come = row.day.is_none_or(|day| day >= today);
        match row.state {
            VisitState::Ended(_) => {}
            VisitState::Accepted(_) | VisitState::ChangedAfter(_) => sorted.done.push(row.clone()),
            VisitState::Planned if to_come && sorted.next.is_none() => sorted.next = Some(row.clone()),
            VisitState::Planned if to_come => sorted.later.push(row.clone()),
            // A note may be begun before the day; the visit is still to be gone to.
            VisitState::Writing | VisitState::ToAccept if row.day.is_none_or(|day| day > today) => match sorted.next {
                None => sorted.next = Some(row.clone()),
                Some(_) => sorted.later.push(row.clone()),
            },
            VisitState::Planned | VisitState::Writing | VisitState::ToAccept => sorted.to_write.push(row.clone()),
        }
    }
    sorted.done.reverse();
    sorted.done.truncate(DONE_MAX);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::domain::VisitOutcome;
    use shared::ids::DocumentId;

    fn row(n: u8, day: &str, state: VisitState) -> VisitRow {
        VisitRow {
            id: DocumentId([n; 16]),
            day: day.parse().ok(),
            time: None,
            hospital: None,
            hospital_name: String::new(),
            ward: String::new(),
            place: String::new(),
            meet: String::new(),
            office: None,
            office_name: String::new(),
            pair: Vec::new(),
            state,
            mine: true,
            writable: true,
            owed: false,
            disputed: false,
            damaged: false,
            unread: false,
            briefed: false,
            nth: None,
            away: Vec::new(),
            asked: false,
        }
    }

    fn ids(rows: &[VisitRow]) -> Vec<u8> {
        rows.iter().map(|row| row.id.0[0]).collect()
    }

    #[test]
    fn each_visit_stands_where_it_asks_for_something() {
        use VisitState::{Accepted, Ended, Planned, ToAccept, Writing};
        let rows = [
            row(1, "2026-11-01", Accepted(VisitOutcome::Met)),
            row(2, "2026-11-20", Planned),
            row(3, "2026-11-21", ToAccept),
            row(4, "2026-11-22", Accepted(VisitOutcome::Met)),
            row(5, "2026-11-23", Writing),
            row(6, "2026-11-23", Planned),
            row(7, "2026-11-24", Ended(VisitOutcome::Cancelled)),
            row(8, "2026-11-25", Writing),
            row(9, "", Planned),
        ];
        let sorted = sorted(&rows, "2026-11-23".parse().unwrap());
        assert_eq!(sorted.next.map(|row| row.id.0[0]), Some(6));
        assert_eq!(ids(&sorted.to_write), [2, 3, 5]);
        assert_eq!(ids(&sorted.later), [8, 9]);
        assert_eq!(ids(&sorted.done), [4, 1]);
    }

    #[test]
    fn visits_of_others_are_not_mine_to_go_to() {
        let other = VisitRow { mine: false, ..row(1, "2026-11-24", VisitState::Planned) };
        assert_eq!(sorted(&[other], "2026-11-23".parse().unwrap()), Sorted::default());
    }
}
