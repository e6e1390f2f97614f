//! How far a request has come, worked out from its steps alone. Two steps made without knowing of
//! each other are contested when it matters which of them is taken as the last. It must never take
//! one of them in silence.

use std::collections::{BTreeMap, BTreeSet};

use super::step::{Step, StepKind};
use crate::domain::{ConsultAnswer, Decision, Intent, Outcome, RequestState, Standing};
use crate::ids::DocumentId;
use crate::time::{Day, Instant};

/// So many steps that know nothing of each other are compared; more than that are contested.
const BRANCHES_MAX: usize = 32;

/// Whether the request goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rest {
    /// It goes on.
    #[default]
    Going,
    /// The person cannot decide yet.
    Undecided {
        /// When to ask again.
        ask_again: Day,
    },
    /// It rests.
    Paused {
        /// When to ask again.
        ask_again: Day,
    },
    /// It has ended.
    Closed {
        /// How it was answered.
        outcome: Outcome,
    },
}

/// The judgement that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Its day.
    pub day: Day,
    /// That day's policy.
    pub policy: u32,
    /// How the person stood to it.
    pub standing: Standing,
    /// What was decided.
    pub decision: Decision,
    /// Why.
    pub reason: String,
}

/// The last question to the prefecture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub consult: DocumentId,
    /// The answer that was taken over.
    pub answer: Option<ConsultAnswer>,
}

/// How far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Course {
    /// Whether it goes on.
    pub rest: Rest,
    /// Gate A: the confirmed wish.
    pub intent: Option<Intent>,
    /// The judgement that stands.
    pub judged: Option<Judged>,
    /// The last question to the prefecture.
    pub question: Option<Question>,
    /// Arranged visits that have not ended, in the order they were arranged.
    pub visits: Vec<DocumentId>,
    /// Every visit that was ever arranged.
    pub arranged: Vec<DocumentId>,
    /// When the state that stands began, by the clock of whoever made it so; none while no step has
    /// moved it, which is since the request was received.
    pub since: Option<Instant>,
}

impl Course {
    /// The state, of a request whose intake is complete or not.
    pub fn state(&self, complete: bool) -> RequestState {
        match self.rest {
            Rest::Closed { .. } => return RequestState::Closed,
            Rest::Paused { .. } => return RequestState::Paused,
            Rest::Undecided { .. } => return RequestState::Undecided,
            Rest::Going => {}
        }
        if self.intent.is_none() {
            return if complete { RequestState::Confirming } else { RequestState::Received };
        }
        match (self.decision(), self.question) {
            (Some(Decision::Eligible), _) if self.visits.is_empty() => RequestState::Arranging,
            (Some(Decision::Eligible), _) => RequestState::Visiting,
            (Some(Decision::NotEligible), _) => RequestState::Telling,
            (_, Some(Question { answer: None | Some(ConsultAnswer::More), .. })) => RequestState::Consulting,
            _ => RequestState::Judging,
        }
    }

    /// What was decided.
    pub fn decision(&self) -> Option<Decision> {
        self.judged.as_ref().map(|judged| judged.decision)
    }

    /// The day to ask again, if one is waited for.
    pub fn ask_again(&self) -> Option<Day> {
        match self.rest {
            Rest::Undecided { ask_again } | Rest::Paused { ask_again } => Some(ask_again),
            Rest::Going | Rest::Closed { .. } => None,
        }
    }

    /// How it was answered, if it has ended.
    pub fn outcome(&self) -> Option<Outcome> {
        match self.rest {
            Rest::Closed { outcome } => Some(outcome),
            _ => None,
        }
    }

    fn take(&mut self, step: &Step, complete: bool) {
        let before = self.state(complete);
        self.effect(&step.kind);
        if self.state(complete) != before {
            self.since = Some(step.at);
        }
    }

    fn effect(&mut self, kind: &StepKind) {
        match kind {
            StepKind::IntentConfirmed { day, method, confirmed_by } => {
                self.intent = Some(Intent { day: *day, method: *method, confirmed_by: confirmed_by.clone() });
                if matches!(self.rest, Rest::Undecided { .. }) {
                    self.rest = Rest::Going;
                }
            }
            // Whoever cannot decide now has no confirmed wish now: gate A shuts again.
            StepKind::Undecided { ask_again, .. } => {
                self.intent = None;
                self.rest = Rest::Undecided { ask_again: *ask_again };
            }
            StepKind::Judged { day, policy, standing, decision, reason } => {
                self.judged = Some(Judged {
                    day: *day,
                    policy: *policy,
                    standing: *standing,
                    decision: *decision,
                    reason: reason.clone(),
                });
            }
            StepKind::Asked { consult } => self.question = Some(Question { consult: *consult, answer: None }),
            StepKind::Answered { consult, answer } => {
                self.question = Some(Question { consult: *consult, answer: Some(*answer) });
            }
            StepKind::Arranged { visit, .. } => {
                self.rest = Rest::Going;
                for list in [&mut self.visits, &mut self.arranged] {
                    if !list.contains(visit) {
                        list.push(*visit);
                    }
                }
            }
            StepKind::VisitEnded { visit, .. } => self.visits.retain(|arranged| arranged != visit),
            StepKind::Paused { ask_again, .. } => self.rest = Rest::Paused { ask_again: *ask_again },
            StepKind::Closed { outcome, .. } => self.rest = Rest::Closed { outcome: *outcome },
            StepKind::Resumed { .. } | StepKind::Reopened { .. } => self.rest = Rest::Going,
            StepKind::Called { .. } => {}
        }
    }

    /// What must be the same for two courses to be one to whoever looks after the request.
    fn mark(&self, complete: bool) -> (RequestState, Option<Outcome>, Option<Decision>, bool) {
        (self.state(complete), self.outcome(), self.decision(), self.intent.is_some())
    }
}

/// The course of the steps in the order all devices share.
pub(super) fn of(steps: &[Step], complete: bool) -> Course {
    fold(steps.iter(), complete)
}

fn fold<'a>(steps: impl Iterator<Item = &'a Step>, complete: bool) -> Course {
    let mut course = Course::default();
    for step in steps {
        course.take(step, complete);
    }
    course
}

/// The courses that stand against each other: one where all agree, more where it matters which of
/// several steps, made without knowing of each other, is taken as the last.
pub(super) fn candidates(steps: &[Step], complete: bool) -> (Vec<Course>, bool) {
    let last = unfollowed(steps);
    let mut found: Vec<Course> = Vec::new();
    for key in last.iter().take(BRANCHES_MAX) {
        let rest = steps.iter().filter(|step| step.key != **key);
        let moved = steps.iter().filter(|step| step.key == **key);
        let course = fold(rest.chain(moved), complete);
        if found.iter().all(|known| known.mark(complete) != course.mark(complete)) {
            found.push(course);
        }
    }
    let contested = found.len() > 1 || last.len() > BRANCHES_MAX;
    (found, contested)
}

/// The steps that do something and that no step which does something was made after.
fn unfollowed(steps: &[Step]) -> Vec<&str> {
    let mut followed: BTreeSet<&str> = BTreeSet::new();
    let mut last = Vec::new();
    // From the newest: what a step follows is older than itself.
    for step in steps.iter().rev() {
        let does = !matches!(step.kind, StepKind::Called { .. });
        let is_followed = followed.contains(step.key.as_str());
        if does && !is_followed {
            last.push(step.key.as_str());
        }
        if does || is_followed {
            followed.extend(step.after.iter().map(String::as_str));
        }
    }
    last.reverse();
    last
}

/// The keys that no step names as before it: what a new step follows.
pub(super) fn tips<'a>(entries: impl Iterator<Item = (&'a str, Vec<String>)>) -> Vec<String> {
    let mut standing: BTreeMap<String, bool> = BTreeMap::new();
    for (key, after) in entries {
        standing.entry(key.to_owned()).or_insert(true);
        for before in after {
            standing.insert(before, false);
        }
    }
    standing.into_iter().filter(|(_, tip)| *tip).map(|(key, _)| key).collect()
}
