//! What a document contributes to the tables: lines without person or word, taken from what was
//! accepted; and of an aftercare the one line that a call is due. It must never count a word that nobody
//! accepted, nor carry one along.

use std::collections::{BTreeMap, BTreeSet};

use super::aftercare;
use super::document::Document;
use super::kind::Kind;
use super::request::{self, Request, StepKind};
use super::root::About;
use super::visit::{self, Acceptance, FactField, Plan, Section};
use crate::domain::{Content, Next, Outcome, RepeatWish, RequestState, VisitOutcome};
use crate::ids::ChangeHash;
use crate::report::{Line, When};

/// The lines of a document. A request counts once its day and office are settled, with the answer
/// it has so far. A visit counts once it is accepted as one where the person was met,
/// with what stood in its note at the accepted heads. Two acceptances that know nothing of each
/// other count only what both accepted; a disputed day, office, hospital or outcome counts nothing until
/// somebody chooses.
pub fn figures(document: &Document) -> Vec<Line> {
    match document.kind() {
        Kind::Request => request::read(document).and_then(|request| request_lines(&request)).unwrap_or_default(),
        Kind::Visit => visit_lines(document).unwrap_or_default(),
        Kind::Aftercare => aftercare::due(document).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Both lines or none: a request that counts in one table and not in the other would be missed.
fn request_lines(request: &Request) -> Option<Vec<Line>> {
    let when = When::Day(*request.received.settled()?);
    let mut lines = vec![
        Line::Request {
            office: request.office.settled()?.clone(),
            when,
            admission: request.admission.settled().copied(),
            channel: request.channel.settled().copied(),
            hospital: request.hospital.settled().cloned(),
        },
        Line::Outcome { when, outcome: outcome(request), request: Some(request.id.to_string()) },
    ];
    lines.extend(request.steps.iter().filter_map(|step| match step.kind {
        StepKind::Arranged { visit, reason: Some(reason), .. } => {
            Some(Line::Extra { when: When::Day(step.at.tokyo_day()), reason, visit: Some(visit.to_string()) })
        }
        _ => None,
    }));
    Some(lines)
}

/// How a request is answered so far (R44): a paused one is reported as cancelled, one that is being
/// arranged as sent. What is contested, or may be otherwise by a step that cannot be read, is not
/// decided.
fn outcome(request: &Request) -> Outcome {
    if request.contested || request.unread_steps > 0 {
        return Outcome::Unknown;
    }
    match request.state {
        RequestState::Closed => request.course.outcome().unwrap_or(Outcome::Unknown),
        RequestState::Paused => Outcome::Cancelled,
        RequestState::Arranging | RequestState::Visiting => Outcome::Dispatch,
        RequestState::Received
        | RequestState::Confirming
        | RequestState::Undecided
        | RequestState::Judging
        | RequestState::Consulting
        | RequestState::Telling => Outcome::Unknown,
    }
}

fn visit_lines(document: &Document) -> Option<Vec<Line>> {
    let plan = visit::plan(document);
    if plan.outcome.settled() != Some(&VisitOutcome::Met) {
        return None;
    }
    let accepted = accepted_by_all(document, &plan)?;
    let day = *plan.day.settled()?;
    let mut lines = vec![Line::Visit {
        day,
        office: Some(plan.office.settled()?.clone()),
        hospital: plan.hospital.settled()?.clone(),
        pair: plan
            .pair
            .iter()
            .filter(|seat| !seat.is_unset())
            .map(|seat| seat.settled().map(|seat| seat.category))
            .collect(),
        repeat: accepted.repeat.unwrap_or(RepeatWish::Unknown),
        next: accepted.next,
        wish: None,
        request: match &document.root().about {
            About::Visit { request, .. } => request.map(|id| id.to_string()),
            _ => None,
        },
    }];
    lines.extend(accepted.contents.into_iter().map(|content| Line::Content {
        when: When::Day(day),
        content,
        visit: Some(document.id().to_string()),
    }));
    Some(lines)
}

#[derive(PartialEq, Eq)]
struct Accepted {
    contents: BTreeSet<Content>,
    repeat: Option<RepeatWish>,
    next: Option<Next>,
}

fn accepted_by_all(document: &Document, plan: &Plan) -> Option<Accepted> {
    // An acceptance that cannot be read may have accepted less than the others.
    if plan.accepted.unread() > 0 {
        return None;
    }
    plan.accepted.all().iter().map(|said| accepted_at(document, &said.value)).reduce(|one, other| Accepted {
        contents: one.contents.intersection(&other.contents).copied().collect(),
        repeat: one.repeat.filter(|wish| other.repeat == Some(*wish)),
        next: one.next.filter(|next| other.next == Some(*next)),
    })
}

fn accepted_at(document: &Document, acceptance: &Acceptance) -> Accepted {
    let heads = Some(acceptance.heads.as_slice());
    let facts = visit::facts_at(document, heads);
    Accepted {
        contents: visit::contents_at(document, heads)
            .into_iter()
            .filter(|(_, ticked)| ticked.settled() == Some(&true))
            .map(|(content, _)| content)
            .collect(),
        repeat: facts.repeat.settled().copied(),
        next: facts.next.settled().copied(),
    }
}

/// The words of a note, now or at some heads, to tell whether anything came after.
pub(super) fn words(
    document: &Document,
    at: Option<&[ChangeHash]>,
) -> (BTreeMap<Section, String>, BTreeMap<String, Vec<String>>) {
    let texts = Section::ALL.into_iter().map(|section| (section, document.text_at(section.key(), at))).collect();
    let facts = FactField::ALL.into_iter().map(|field| (visit::FACTS, field.key()));
    let ticks = Content::ALL.iter().map(|content| (visit::CONTENTS, content.code()));
    let scalars = facts
        .chain(ticks)
        .map(|(container, key)| {
            let said = document.stated(container, key, at);
            let values = said.all().iter().map(|one| format!("{:?}", one.value));
            (format!("{container}/{key}"), values.collect())
        })
        .collect();
    (texts, scalars)
}

#[cfg(test)]
mod tests;
