//! The days on which those whom a document is tied to are to be somewhere: for the reminder of the day before. It must
//! never say where, with whom or for what.

use std::collections::BTreeSet;

use super::document::Document;
use super::kind::Kind;
use super::{visit, visitor};
use crate::time::Day;

/// The days. A visit whose day stands twice has none, as nobody knows which; so has one of which it was said what
/// became of it.
pub fn appointments(document: &Document) -> BTreeSet<Day> {
    match document.kind() {
        Kind::Visit => {
            let plan = visit::plan(document);
            let open = plan.outcome.is_unset() && plan.accepted.is_unset();
            plan.day.settled().filter(|_| open).copied().into_iter().collect()
        }
        Kind::Visitor => {
            let trainings = visitor::read(document).map(|visitor| visitor.trainings).unwrap_or_default();
            trainings.into_iter().map(|training| training.day).collect()
        }
        _ => BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{a_visit, meet, session};
    use super::super::visit::PlanField;
    use super::*;
    use crate::documents::visitor::Told;
    use crate::domain::TrainingKind;
    use crate::ids::MemberId;

    fn put(document: &mut Document, number: u8, field: PlanField, value: &str) {
        visit::put_plan(document, &session(number), vec![(field, Some(value.to_owned()))]).unwrap();
    }

    fn days(document: &Document) -> Vec<String> {
        appointments(document).into_iter().map(|day| day.to_string()).collect()
    }

    #[test]
    fn a_visit_is_on_its_day_until_something_became_of_it() {
        let mut visit = a_visit();
        assert!(days(&visit).is_empty());
        put(&mut visit, 1, PlanField::Day, "2026-12-01");
        assert_eq!(days(&visit), ["2026-12-01"]);
        let mut other = visit.clone();
        put(&mut visit, 1, PlanField::Day, "2026-12-02");
        put(&mut other, 2, PlanField::Day, "2026-12-03");
        meet(&mut visit, &mut other);
        assert!(days(&visit).is_empty(), "of two days neither is known");
        put(&mut visit, 1, PlanField::Day, "2026-12-02");
        put(&mut visit, 1, PlanField::Outcome, "cancelled");
        assert!(days(&visit).is_empty());
    }

    #[test]
    fn a_training_is_on_its_day() {
        let (by, prefecture) = (MemberId([6; 8]), "140007".parse().unwrap());
        let mut visitor = visitor::create(prefecture, MemberId([1; 8])).unwrap();
        let told =
            Told { instead_of: None, kind: TrainingKind::Basic, day: "2026-12-20".parse().ok(), time: None, place: "" };
        visitor::add_training(&mut visitor, &session(1), [1; 16], by, &told).unwrap();
        assert_eq!(days(&visitor), ["2026-12-20"]);
    }
}
