//! What stands in a visit, as plain data. It must never settle a dispute or drop a value that
//! somebody set.

use std::collections::BTreeMap;

use minicbor::Decoder;

use super::briefed::{self, BriefingRead};
use super::consent::{self, Consent};
use super::going::{self, Away};
use super::talk::{self, NoteQuestion, Quote};
use super::{BRIEFING, BriefingField, CONTENTS, FACTS, FactField, PLAN, PlanField, Section};
use crate::documents::document::Document;
use crate::documents::field::{Scalar, Stated};
use crate::documents::figures;
use crate::documents::root::About;
use crate::documents::text::{Run, Splice};
use crate::domain::{Category, Content, Intent, Next, RepeatWish, VisitOutcome};
use crate::ids::{ChangeHash, DocumentId, HospitalId, MemberId, OfficeId};
use crate::protocol::limits;
use crate::time::{Day, Instant};

/// A visitor of the pair, with the category of the day they were named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Who.
    pub member: MemberId,
    /// As what.
    pub category: Category,
}

impl Seat {
    /// How the plan holds it: `<member> <category>`.
    pub fn to_text(&self) -> String {
        format!("{} {}", self.member, self.category.code())
    }

    /// Reads what the plan holds.
    pub fn from_text(text: &str) -> Option<Self> {
        let (member, category) = text.split_once(' ')?;
        Some(Self { member: member.parse().ok()?, category: Category::from_code(category)? })
    }
}

/// The acceptance of a note by a coordinator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// The heads that were accepted.
    pub heads: Vec<ChangeHash>,
    /// By whom.
    pub by: MemberId,
    /// When, by their device's clock.
    pub at: Instant,
}

/// What was agreed about a visit; each value may stand twice after a merge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Whose coordinators look after it.
    pub office: Stated<OfficeId>,
    /// The hospital.
    pub hospital: Stated<HospitalId>,
    /// The ward.
    pub ward: Stated<String>,
    /// The day.
    pub day: Stated<Day>,
    /// The time, `14:00`.
    pub time: Stated<String>,
    /// Where the person is met.
    pub place: Stated<String>,
    /// Where the pair meets.
    pub meet: Stated<String>,
    /// The pair.
    pub pair: [Stated<Seat>; 2],
    /// A recorded exception to gate B.
    pub exception: Stated<String>,
    /// What became of it.
    pub outcome: Stated<VisitOutcome>,
    /// Acceptances that stand.
    pub accepted: Stated<Acceptance>,
}

/// The agreed minimum before a visit.
pub type Briefing = BTreeMap<BriefingField, Stated<String>>;

/// The single values of the note.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// What comes next.
    pub next: Stated<Next>,
    /// The wish for another visit.
    pub repeat: Stated<RepeatWish>,
    /// Whether the card was given: `yes` or `no`.
    pub card: Stated<String>,
    /// Whether the pair looked back on it together: `yes` or `no`. What they said is not here but in an aftercare.
    pub debrief: Stated<String>,
    /// Who was there.
    pub present: Stated<String>,
    /// Minutes, as written.
    pub minutes: Stated<String>,
}

/// A visit as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Its id.
    pub id: DocumentId,
    /// The request it answers, if it names one.
    pub request: Option<DocumentId>,
    /// Gate A.
    pub intent: Intent,
    /// What was agreed.
    pub plan: Plan,
    /// What the pair should know.
    pub briefing: Briefing,
    /// Who has read that, and whether it changed since.
    pub reads: Vec<BriefingRead>,
    /// Who said that they do not go.
    pub away: Vec<Away>,
    /// Which visit to the person it is.
    pub nth: Stated<u32>,
    /// The text of each section.
    pub note: BTreeMap<Section, String>,
    /// The text of each section with its authors.
    pub authors: BTreeMap<Section, Vec<Run>>,
    /// The contents (several): ticked, or both at once after a merge.
    pub contents: BTreeMap<Content, Stated<bool>>,
    /// The single values.
    pub facts: Facts,
    /// Consents, also those that were withdrawn, in the order all devices share. Nothing else may leave the pair and
    /// its office.
    pub consents: Vec<Consent>,
    /// Consents that stand and that this version cannot read: none of them holds.
    pub unread_consents: usize,
    /// Words that came after the acceptance: they count when accepted again.
    pub changed_after_acceptance: bool,
    /// What happened to each section since the acceptance, as splices to make one after another;
    /// empty while the note stands as it was accepted, or two acceptances stand at once.
    pub added_after: BTreeMap<Section, Vec<Splice>>,
    /// Questions back to the pair, in the order all devices share.
    pub questions: Vec<NoteQuestion>,
    /// Refused words that were handed over, in that order.
    pub quotes: Vec<Quote>,
    /// Questions, answers, quotations and marks that stand and that this version cannot read.
    pub unread_sayings: usize,
}

/// Reads a visit; `None` if the document is of another kind.
pub fn read(document: &Document) -> Option<Visit> {
    let About::Visit { request, intent } = &document.root().about else {
        return None;
    };
    let plan = plan(document);
    let (consents, unread_consents) = consent::consents(document);
    let changed_after_acceptance = changed_after(document, &plan);
    let added_after = match plan.accepted.settled() {
        Some(accepted) if changed_after_acceptance => added_after(document, &accepted.heads),
        _ => BTreeMap::new(),
    };
    Some(Visit {
        id: document.id(),
        request: *request,
        intent: intent.clone(),
        plan,
        briefing: BriefingField::ALL.into_iter().map(|field| (field, text(document, BRIEFING, field.key()))).collect(),
        reads: briefed::reads(document),
        away: going::away(document),
        nth: going::nth(document),
        note: Section::ALL.into_iter().map(|section| (section, document.text(section.key()))).collect(),
        authors: Section::ALL.into_iter().map(|section| (section, document.runs(section.key()))).collect(),
        contents: contents_at(document, None),
        facts: facts_at(document, None),
        consents,
        unread_consents,
        changed_after_acceptance,
        added_after,
        questions: talk::questions(document),
        quotes: talk::quotes(document),
        unread_sayings: talk::unread(document) + briefed::unread(document) + going::unread(document),
    })
}

/// What happened to each section since some heads.
fn added_after(document: &Document, heads: &[ChangeHash]) -> BTreeMap<Section, Vec<Splice>> {
    let now = document.heads();
    Section::ALL
        .into_iter()
        .map(|section| (section, note_splices(document, section, heads, &now)))
        .filter(|(_, splices)| !splices.is_empty())
        .collect()
}

/// Whether any acceptance that stands was of other words than stand now.
fn changed_after(document: &Document, plan: &Plan) -> bool {
    let acceptances = plan.accepted.all();
    if acceptances.is_empty() {
        return false;
    }
    let now = figures::words(document, None);
    acceptances.iter().any(|said| figures::words(document, Some(&said.value.heads)) != now)
}

fn text(document: &Document, container: &'static str, key: &str) -> Stated<String> {
    document.stated(container, key, None).filter_map(|value| value.text().map(str::to_owned))
}

fn plan_text(document: &Document, field: PlanField) -> Stated<String> {
    text(document, PLAN, field.key())
}

/// The plan alone: cheap, for lists and access.
pub fn plan(document: &Document) -> Plan {
    let seat = |field| plan_text(document, field).filter_map(|text| Seat::from_text(text));
    Plan {
        office: plan_text(document, PlanField::Office).filter_map(|text| text.parse().ok()),
        hospital: plan_text(document, PlanField::Hospital).filter_map(|text| text.parse().ok()),
        ward: plan_text(document, PlanField::Ward),
        day: plan_text(document, PlanField::Day).filter_map(|text| text.parse().ok()),
        time: plan_text(document, PlanField::Time),
        place: plan_text(document, PlanField::Place),
        meet: plan_text(document, PlanField::Meet),
        pair: [seat(PlanField::First), seat(PlanField::Second)],
        exception: plan_text(document, PlanField::Exception),
        outcome: plan_text(document, PlanField::Outcome).filter_map(|text| VisitOutcome::from_code(text)),
        accepted: document.stated(PLAN, PlanField::Accepted.key(), None).filter_map(read_acceptance),
    }
}

/// What happened to a section of the note between two moments, as splices to make one after
/// another: how a text field on the screen follows what others wrote.
pub fn note_splices(document: &Document, section: Section, before: &[ChangeHash], after: &[ChangeHash]) -> Vec<Splice> {
    document.splices_between(section.key(), before, after)
}

/// The contents as they stand, or as they stood at some heads.
pub(in crate::documents) fn contents_at(
    document: &Document,
    at: Option<&[ChangeHash]>,
) -> BTreeMap<Content, Stated<bool>> {
    Content::ALL
        .iter()
        .map(|content| {
            let content = *content;
            let stands = document.stated(CONTENTS, content.code(), at).filter_map(|value| match value {
                Scalar::Flag(flag) => Some(*flag),
                _ => None,
            });
            (content, stands)
        })
        .filter(|(_, stands)| !stands.is_unset())
        .collect()
}

/// The single values as they stand, or as they stood at some heads.
pub(in crate::documents) fn facts_at(document: &Document, at: Option<&[ChangeHash]>) -> Facts {
    let text =
        |field: FactField| document.stated(FACTS, field.key(), at).filter_map(|value| value.text().map(str::to_owned));
    Facts {
        next: text(FactField::Next).filter_map(|code| Next::from_code(code)),
        repeat: text(FactField::Repeat).filter_map(|code| RepeatWish::from_code(code)),
        card: text(FactField::Card),
        debrief: text(FactField::Debrief),
        present: text(FactField::Present),
        minutes: text(FactField::Minutes),
    }
}

fn read_acceptance(value: &Scalar) -> Option<Acceptance> {
    let Scalar::Bytes(bytes) = value else {
        return None;
    };
    let mut d = Decoder::new(bytes);
    if d.array().ok()? != Some(3) {
        return None;
    }
    let count = usize::try_from(d.array().ok()??).ok()?;
    if count > limits::HEADS_MAX {
        return None;
    }
    let heads = (0..count).map(|_| d.bytes().ok().and_then(ChangeHash::from_slice)).collect::<Option<Vec<_>>>()?;
    Some(Acceptance { heads, by: MemberId::from_slice(d.bytes().ok()?)?, at: Instant::from_ms(d.i64().ok()?) })
}
