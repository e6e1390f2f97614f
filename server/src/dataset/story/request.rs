//! A case's request with its steps, the questions to the prefecture that it asked, and its visits.

use shared::documents::consult::{self, ConsultField};
use shared::documents::request::{self, RequestField, StepKind};
use shared::domain::{ConsultAnswer, Decision, Intent, Standing};
use shared::ids::{DocumentId, MemberId};
use shared::time::Instant;

use super::file::{Asked, Case, Done, Request, Step};
use super::script::Script;
use super::teller::{StoryError, Teller, id};
use super::visit;

/// A case as far as it is told.
struct Telling<'a> {
    teller: &'a Teller<'a>,
    case: &'a Case,
    request: Script,
    questions: Vec<Script>,
    answer: Option<ConsultAnswer>,
}

/// The documents of a case that its office has: the request first.
pub(super) fn scripts(teller: &Teller<'_>, case: &Case) -> Result<Vec<Script>, StoryError> {
    let label = teller.label(&[&case.id.0.to_string(), "request"]);
    let nonce = teller.nonce(&label);
    let request = Script::new(label, request::create(teller.programme.prefecture.clone(), nonce))?;
    let mut telling = Telling { teller, case, request, questions: Vec::new(), answer: None };
    telling.begin()?;
    for step in &case.steps {
        telling.step(step)?;
    }
    let Telling { request, questions, .. } = telling;
    let (request_id, mut scripts) = (request.document.id(), vec![request]);
    scripts.extend(questions);
    for visit in &case.visits {
        scripts.push(visit::script(teller, case, visit, (request_id, intent(teller, case)?))?);
    }
    Ok(scripts)
}

/// The wish that the case's visits are born with.
pub(super) fn intent(teller: &Teller<'_>, case: &Case) -> Result<Intent, StoryError> {
    let found = case.steps.iter().find_map(|step| match &step.done {
        Done::Intent { day, method, by } => {
            Some(Intent { day: day.plus_days(teller.later), method: *method, confirmed_by: by.0.to_string() })
        }
        _ => None,
    });
    found.ok_or_else(|| StoryError::Unknown(format!("{} の意向確認", case.id.0)))
}

impl Telling<'_> {
    fn begin(&mut self) -> Result<(), StoryError> {
        let Self { teller, case, request, .. } = self;
        let (by, at) = (id(&case.by), teller.at(case.at));
        request.edit(by, at, |document, writer| request::put_office(document, writer, &case.office.0))?;
        let fields = fields(&case.request, teller.later);
        request.edit(by, at, |document, writer| request::put(document, writer, fields))?;
        let wish = case.request.wish.0.to_string();
        request.write(by, at, ("wish", &wish), request::splice_wish)?;
        if let Some(memo) = &case.request.memo {
            request.write(by, at, ("memo", &memo.0.to_string()), request::splice_memo)?;
        }
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), StoryError> {
        let at = self.teller.at(step.at);
        let kind = self.kind(step, at)?;
        self.add(at, &kind)?;
        // What was asked may have been answered: the office takes the answer over.
        if let (Done::Asked(asked), StepKind::Asked { consult }) = (&step.done, &kind)
            && let Some(answered) = &asked.answer
        {
            self.answer = Some(answered.answer);
            let taken = StepKind::Answered { consult: *consult, answer: answered.answer };
            self.add(self.teller.at(answered.at), &taken)?;
        }
        Ok(())
    }

    fn add(&mut self, at: Instant, kind: &StepKind) -> Result<(), StoryError> {
        let (by, key) = (id(&self.case.by), self.request.key());
        self.request.edit(by, at, |document, writer| request::add_step(document, writer, key, by, kind))?;
        Ok(())
    }

    fn kind(&mut self, step: &Step, at: Instant) -> Result<StepKind, StoryError> {
        let later = self.teller.later;
        Ok(match &step.done {
            Done::Intent { day, method, by } => {
                StepKind::IntentConfirmed { day: day.plus_days(later), method: *method, confirmed_by: by.0.to_string() }
            }
            Done::Undecided { ask_again, note } => {
                StepKind::Undecided { ask_again: ask_again.plus_days(later), note: note.0.to_string() }
            }
            Done::Judged { decision, reason } => self.judged(*decision, reason.0.to_string(), at)?,
            Done::Asked(asked) => StepKind::Asked { consult: self.ask(asked, at)? },
            Done::Arranged { visit, reason, words } => StepKind::Arranged {
                visit: self.visit(&visit.0.to_string())?,
                reason: *reason,
                words: words.as_ref().map(|words| words.0.to_string()).unwrap_or_default(),
                overridden: Vec::new(),
            },
            Done::Paused { reason, ask_again, note } => {
                StepKind::Paused { reason: *reason, ask_again: ask_again.plus_days(later), note: note.0.to_string() }
            }
            Done::Resumed { note } => StepKind::Resumed { note: note.0.to_string() },
            Done::Closed { outcome, told } => StepKind::Closed { outcome: *outcome, told: told.0.to_string() },
            Done::Called { note } => StepKind::Called { note: note.0.to_string() },
            Done::VisitEnded { visit, note } => {
                StepKind::VisitEnded { visit: self.visit(&visit.0.to_string())?, note: note.0.to_string() }
            }
        })
    }

    /// A judgement under the policy of its day, as a person's is.
    fn judged(&self, decision: Decision, reason: String, at: Instant) -> Result<StepKind, StoryError> {
        let day = at.tokyo_day();
        let policy = self.teller.programme.policies.on(day);
        let judgement = policy.and_then(|policy| {
            shared::domain::judge(policy, self.case.request.admission?, decision, &reason, self.answer).ok()
        });
        let judgement = judgement.ok_or_else(|| StoryError::Unknown(format!("{} の判断", self.case.id.0)))?;
        let (policy, standing): (u32, Standing) = (judgement.policy, judgement.standing);
        Ok(StepKind::Judged { day, policy, standing, decision, reason })
    }

    fn visit(&self, mark: &str) -> Result<DocumentId, StoryError> {
        if !self.case.visits.iter().any(|visit| visit.id.0.to_string() == mark) {
            return Err(StoryError::Unknown(mark.to_owned()));
        }
        visit::id_of(self.teller, mark, (self.request.document.id(), intent(self.teller, self.case)?))
    }

    fn ask(&mut self, asked: &Asked, at: Instant) -> Result<DocumentId, StoryError> {
        let Self { teller, case, .. } = self;
        let label = teller.label(&[&case.id.0.to_string(), "consult", &self.questions.len().to_string()]);
        let document =
            consult::create(teller.programme.prefecture.clone(), self.request.document.id(), teller.nonce(&label));
        let mut script = Script::new(label, document)?;
        let by = id(&case.by);
        script.edit(by, at, |document, writer| consult::put_office(document, writer, &case.office.0))?;
        let facts = facts(&case.request, asked);
        script.edit(by, at, |document, writer| consult::put(document, writer, facts))?;
        script.write(by, at, ("proposal", &asked.proposal.0.to_string()), consult::splice_proposal)?;
        script.edit(by, at, consult::ask)?;
        if let Some(answered) = &asked.answer {
            let (officer, at): (MemberId, Instant) = (id(&answered.by), teller.at(answered.at));
            script.edit(officer, at, |document, writer| {
                let reason = answered.reason.0.to_string();
                consult::answer(document, writer, officer, at.tokyo_day(), answered.answer, &reason)
            })?;
        }
        let made = script.document.id();
        self.questions.push(script);
        Ok(made)
    }
}

fn fields(request: &Request, later: i32) -> Vec<(RequestField, Option<String>)> {
    let day = |day: shared::time::Day| day.plus_days(later).to_string();
    let words = |words: &Option<super::super::parsed::Parsed<super::super::parsed::Words>>| {
        words.as_ref().map(|words| words.0.to_string())
    };
    let all = [
        (RequestField::Received, Some(day(request.received))),
        (RequestField::Channel, request.channel.map(|channel| channel.code().to_owned())),
        (RequestField::AskedBy, words(&request.asked_by)),
        (RequestField::Name, Some(request.name.0.to_string())),
        (RequestField::Kana, words(&request.kana)),
        (RequestField::Contact, words(&request.contact)),
        (RequestField::Hospital, request.hospital.as_ref().map(|hospital| hospital.0.to_string())),
        (RequestField::Ward, words(&request.ward)),
        (RequestField::Admission, request.admission.map(|admission| admission.code().to_owned())),
        (RequestField::AdmissionFrom, request.admission_from.map(day)),
        (RequestField::LastOutside, request.last_outside.map(|last| last.code().to_owned())),
        (RequestField::WhoCouldVisit, words(&request.who_could_visit)),
    ];
    all.into_iter().filter(|(_, value)| value.is_some()).collect()
}

fn facts(request: &Request, asked: &Asked) -> Vec<(ConsultField, Option<String>)> {
    let last = request.last_outside.map(|last| last.code().to_owned());
    let who = request.who_could_visit.as_ref().map(|who| who.0.to_string());
    let all = [
        (ConsultField::AgeBand, Some(asked.age_band.code().to_owned())),
        (ConsultField::Admission, request.admission.map(|admission| admission.code().to_owned())),
        (ConsultField::AdmittedFor, Some(asked.admitted_for.code().to_owned())),
        (ConsultField::LastOutside, last),
        (ConsultField::WhoCouldVisit, who),
    ];
    all.into_iter().filter(|(_, value)| value.is_some()).collect()
}
