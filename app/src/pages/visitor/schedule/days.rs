//! One's own appointments by day. It must never show a visit of others, nor one that was called off as to come.

use std::collections::BTreeMap;

use shared::documents::visitor::Training;
use shared::time::Day;

use crate::store::{VisitRow, VisitState};

/// What is on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDay {
    /// The day.
    pub day: Day,
    /// The visits, in the order of lists.
    pub visits: Vec<VisitRow>,
    /// The trainings.
    pub trainings: Vec<Training>,
}

/// What is to come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schedule {
    /// Days with something on them, from today on.
    pub days: Vec<OnDay>,
    /// Visits without a settled day.
    pub undated: Vec<VisitRow>,
    /// Visits that were called off and are not over.
    pub off: Vec<VisitRow>,
}

/// Sorts what is mine and not over.
pub fn schedule(rows: &[VisitRow], trainings: &[Training], today: Day) -> Schedule {
    let mut days: BTreeMap<Day, OnDay> = BTreeMap::new();
    let mut sorted = Schedule::default();
    let fresh = |day| OnDay { day, visits: Vec::new(), trainings: Vec::new() };
    for row in rows.iter().filter(|row| row.mine && row.day.is_none_or(|day| day >= today)) {
        match (row.state, row.day) {
            (VisitState::Ended(_), Some(_)) => sorted.off.push(row.clone()),
            (VisitState::Ended(_) | VisitState::Accepted(_) | VisitState::ChangedAfter(_), None) => {}
            (_, None) => sorted.undated.push(row.clone()),
            (_, Some(day)) => days.entry(day).or_insert_with(|| fresh(day)).visits.push(row.clone()),
        }
    }
    for training in trainings.iter().filter(|training| training.day >= today) {
        days.entry(training.day).or_insert_with(|| fresh(training.day)).trainings.push(training.clone());
    }
    Schedule { days: days.into_values().collect(), ..sorted }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::projection::{self, Beside, Names, unread};
    use shared::domain::{TrainingKind, VisitOutcome};
    use shared::ids::{DocumentId, MemberId};

    const ME: MemberId = MemberId([1; 8]);

    fn row(n: u8, day: &str, state: VisitState) -> VisitRow {
        let names = Names { me: ME, programme: None, people: &[] };
        let line = projection::VisitLine { day: day.parse().ok(), state, pair: vec![ME], ..unread::visit() };
        projection::row(DocumentId([n; 16]), &line, Beside::default(), names)
    }

    fn training(day: &str) -> Training {
        let day = day.parse().unwrap();
        Training { key: String::new(), kind: TrainingKind::Basic, day, time: None, place: String::new() }
    }

    #[test]
    fn what_is_mine_and_to_come_stands_by_day_with_the_trainings() {
        use VisitState::{Ended, Planned, Writing};
        let other = VisitRow { mine: false, ..row(9, "2026-11-24", Planned) };
        let rows = [
            row(1, "2026-11-22", Planned),
            row(2, "2026-11-23", Writing),
            row(3, "2026-11-25", Planned),
            row(4, "2026-11-25", Planned),
            row(5, "2026-11-26", Ended(VisitOutcome::Cancelled)),
            row(6, "", Planned),
            row(7, "", Ended(VisitOutcome::Cancelled)),
            other,
        ];
        let trainings = [training("2026-11-22"), training("2026-11-25"), training("2026-11-30")];
        let sorted = schedule(&rows, &trainings, "2026-11-23".parse().unwrap());
        let days: Vec<_> =
            sorted.days.iter().map(|day| (day.day.to_string(), day.visits.len(), day.trainings.len())).collect();
        let expected = [("2026-11-23", 1, 0), ("2026-11-25", 2, 1), ("2026-11-30", 0, 1)];
        assert_eq!(days, expected.map(|(day, visits, trainings)| (day.to_owned(), visits, trainings)));
        let ids = |rows: &[VisitRow]| rows.iter().map(|row| row.id.0[0]).collect::<Vec<_>>();
        assert_eq!((ids(&sorted.undated), ids(&sorted.off)), (vec![6], vec![5]));
    }
}
