//! Since when nothing of a visit is open: the day from which it counts how long a visitor's device still holds it.
//! It must never call settled what somebody may still be writing, answering or deciding.

use super::{Acceptance, Visit};
use crate::domain::VisitOutcome;
use crate::time::Day;

/// The day since which nothing of a visit is open; none while something is: the note was not accepted as it stands, a
/// question put after that waits for an answer, or what became of the visit stands twice. A visit to which nobody went
/// is settled with its day.
pub fn settled_on(visit: &Visit) -> Option<Day> {
    let plan = &visit.plan;
    let outcome = plan.outcome.settled().filter(|_| !visit.changed_after_acceptance)?;
    if matches!(outcome, VisitOutcome::Cancelled | VisitOutcome::Discharged) {
        return plan.day.settled().copied();
    }
    let accepted = plan.accepted.settled().filter(|accepted| !waits_for_answer(visit, accepted))?;
    // Who accepted may have had a wrong clock: nobody accepts a note before the visit.
    let day = accepted.at.tokyo_day();
    Some(plan.day.settled().map_or(day, |visited| day.max(*visited)))
}

fn waits_for_answer(visit: &Visit, accepted: &Acceptance) -> bool {
    visit.questions.iter().any(|question| question.asked.at > accepted.at && question.answers.is_empty())
}
