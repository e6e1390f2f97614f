//! The facts of a checked file as lines, one for each, in the file's order. It must never tie two
//! facts that the file leaves apart, nor carry a person.

use shared::report::{Line, When};
use shared::time::{Day, Month};

use super::SourcedLine;
use super::file::{ContentFact, File, OutcomeFact, Request, TrainingFact, Visit};

pub(super) fn lines(file: &File) -> Vec<SourcedLine> {
    let mut lines = Vec::new();
    let mut add = |list: &str, facts: Vec<Option<Line>>| {
        for (at, line) in facts.into_iter().enumerate() {
            lines.extend(line.map(|line| SourcedLine { id: format!("{}/{list}/{}", file.name.0, at + 1), line }));
        }
    };
    add("requests", file.requests.iter().map(request).collect());
    add("outcomes", file.outcomes.iter().map(outcome).collect());
    add("visits", file.visits.iter().map(visit).collect());
    add("contents", file.contents.iter().map(content).collect());
    add("training", file.training.iter().map(|fact| training(fact, file)).collect());
    lines
}

/// The check before made sure that one of the two is there.
fn when(day: Option<Day>, month: Option<Month>) -> Option<When> {
    day.map(When::Day).or(month.map(When::Month))
}

fn request(request: &Request) -> Option<Line> {
    Some(Line::Request {
        office: request.office.0.clone(),
        when: when(request.day, request.month)?,
        admission: request.admission,
        channel: None,
        hospital: None,
    })
}

fn outcome(fact: &OutcomeFact) -> Option<Line> {
    Some(Line::Outcome {
        when: when(fact.day, fact.month)?,
        outcome: fact.outcome,
        request: fact.request.as_ref().map(|mark| mark.0.to_string()),
    })
}

fn visit(visit: &Visit) -> Option<Line> {
    Some(Line::Visit {
        day: visit.day,
        office: visit.office.as_ref().map(|office| office.0.clone()),
        hospital: visit.hospital.0.clone(),
        pair: visit.pair.clone(),
        repeat: visit.repeat,
        next: visit.next,
        wish: visit.wish.as_ref().map(|words| words.0.to_string()),
        request: None,
    })
}

fn content(fact: &ContentFact) -> Option<Line> {
    Some(Line::Content {
        when: when(fact.day, fact.month)?,
        content: fact.content,
        visit: fact.visit.as_ref().map(|mark| mark.0.to_string()),
    })
}

/// A course's facts have the day of the course: the source tells no other.
fn training(fact: &TrainingFact, file: &File) -> Option<Line> {
    let course = file.courses.iter().find(|course| course.number == fact.course)?;
    Some(Line::Training {
        course: fact.course,
        when: When::Day(course.day),
        stage: fact.stage,
        route: fact.route,
        category: fact.category,
    })
}
