//! A case's visit: what was agreed, the pair's note, consents, questions, and what became of it.

use shared::documents::Document;
use shared::documents::visit::{self, BriefingField, Consented, FactField, PlanField, Seat, Section};
use shared::domain::{Intent, VisitOutcome};
use shared::ids::DocumentId;

use super::file::{BriefingKey, Case, Consent, Facts, NoteKey, Question, Visit};
use super::script::Script;
use super::teller::{StoryError, Teller, id};

/// Whom a visit answers, and the wish it is born with.
pub(super) type Born = (DocumentId, Intent);

fn label(teller: &Teller<'_>, mark: &str) -> String {
    teller.label(&[mark, "visit"])
}

fn born(teller: &Teller<'_>, mark: &str, (request, intent): Born) -> Result<Document, StoryError> {
    let nonce = teller.nonce(&label(teller, mark));
    Ok(visit::create(teller.programme.prefecture.clone(), Some(request), intent, nonce)?)
}

/// The id of a visit, by its mark.
pub(super) fn id_of(teller: &Teller<'_>, mark: &str, of: Born) -> Result<DocumentId, StoryError> {
    Ok(born(teller, mark, of)?.id())
}

/// The document of a visit.
pub(super) fn script(teller: &Teller<'_>, case: &Case, told: &Visit, of: Born) -> Result<Script, StoryError> {
    let mark = told.id.0.to_string();
    let mut script = Script::new(label(teller, &mark), Ok(born(teller, &mark, of)?))?;
    let (by, at) = (id(&case.by), teller.at(told.at));
    let plan = plan(teller, case, told);
    script.edit(by, at, |document, writer| visit::put_plan(document, writer, plan))?;
    let briefing = told.briefing.iter().map(|(key, words)| (field(*key), Some(words.0.to_string()))).collect();
    script.edit(by, at, |document, writer| visit::put_briefing(document, writer, briefing))?;
    for said in &told.note {
        let (section, words) = (section(said.section), said.text.0.to_string());
        script.write(id(&said.by), teller.at(said.at), (section.key(), &words), |document, writer, splice| {
            visit::splice_note(document, writer, section, splice)
        })?;
    }
    if let Some(facts) = &told.facts {
        let (by, at) = (id(&facts.by), teller.at(facts.at));
        for content in &told.contents {
            script.edit(by, at, |document, writer| visit::set_content(document, writer, *content, true))?;
        }
        for (field, value) in stated(facts) {
            script.edit(by, at, |document, writer| visit::set_fact(document, writer, field, Some(value)))?;
        }
    }
    told.consents.iter().try_for_each(|one| consent(teller, &mut script, one))?;
    told.questions.iter().try_for_each(|one| question(teller, &mut script, one))?;
    if let Some(ended) = &told.outcome {
        let (by, at, outcome) = (id(&ended.by), teller.at(ended.at), ended.outcome);
        script.edit(by, at, |document, writer| match outcome {
            VisitOutcome::Met | VisitOutcome::NotMet => visit::accept(document, writer, by, outcome),
            VisitOutcome::Cancelled | VisitOutcome::Discharged => {
                let value = Some(outcome.code().to_owned());
                visit::put_plan(document, writer, vec![(PlanField::Outcome, value)])
            }
        })?;
    }
    Ok(script)
}

fn plan(teller: &Teller<'_>, case: &Case, told: &Visit) -> Vec<(PlanField, Option<String>)> {
    let mut plan = vec![
        (PlanField::Office, Some(case.office.0.to_string())),
        (PlanField::Day, Some(told.day.plus_days(teller.later).to_string())),
        (PlanField::Time, Some(told.time.0.to_string())),
    ];
    plan.extend(case.request.hospital.iter().map(|hospital| (PlanField::Hospital, Some(hospital.0.to_string()))));
    let words = [(PlanField::Ward, &case.request.ward), (PlanField::Place, &told.place), (PlanField::Meet, &told.meet)];
    plan.extend(words.into_iter().filter_map(|(field, words)| Some((field, Some(words.as_ref()?.0.to_string())))));
    let seats = [PlanField::First, PlanField::Second];
    plan.extend(seats.into_iter().zip(&told.pair).filter_map(|(field, who)| {
        let category = teller.category(id(who))?;
        Some((field, Some(Seat { member: id(who), category }.to_text())))
    }));
    plan
}

fn stated(facts: &Facts) -> Vec<(FactField, String)> {
    let yes = |told: bool| if told { "yes" } else { "no" }.to_owned();
    [
        (FactField::Next, facts.next.map(|next| next.code().to_owned())),
        (FactField::Repeat, facts.repeat.map(|repeat| repeat.code().to_owned())),
        (FactField::Card, facts.card.map(yes)),
        (FactField::Debrief, facts.debrief.map(yes)),
        (FactField::Present, facts.present.as_ref().map(|present| present.0.to_string())),
        (FactField::Minutes, facts.minutes.map(|minutes| minutes.to_string())),
    ]
    .into_iter()
    .filter_map(|(field, value)| Some((field, value?)))
    .collect()
}

fn consent(teller: &Teller<'_>, script: &mut Script, told: &Consent) -> Result<(), StoryError> {
    let (by, at, key) = (id(&told.by), teller.at(told.at), script.key());
    let whom = told.whom.as_ref().map(|whom| whom.0.to_string()).unwrap_or_default();
    let what = told.what.0.to_string();
    let one = Consented { day: told.day.plus_days(teller.later), to: told.to, whom: &whom, what: &what };
    script.edit(by, at, |document, writer| visit::consent(document, writer, key, by, &one))?;
    if let Some(day) = told.withdrawn {
        let day = day.plus_days(teller.later);
        let key = shared::ids::hex(&key);
        script.edit(by, at, |document, writer| visit::withdraw(document, writer, &key, by, day))?;
    }
    Ok(())
}

fn question(teller: &Teller<'_>, script: &mut Script, told: &Question) -> Result<(), StoryError> {
    let (by, at, key) = (id(&told.by), teller.at(told.at), script.key());
    let text = told.text.0.to_string();
    script.edit(by, at, |document, writer| visit::ask(document, writer, key, by, &text))?;
    if let Some(answer) = &told.answer {
        let (by, at, asked, key) = (id(&answer.by), teller.at(answer.at), shared::ids::hex(&key), script.key());
        let text = answer.text.0.to_string();
        script.edit(by, at, |document, writer| visit::answer(document, writer, key, by, &asked, &text))?;
    }
    Ok(())
}

fn field(key: BriefingKey) -> BriefingField {
    match key {
        BriefingKey::Called => BriefingField::Called,
        BriefingKey::Topics => BriefingField::Topics,
        BriefingKey::Avoid => BriefingField::Avoid,
        BriefingKey::Signal => BriefingField::Signal,
        BriefingKey::Room => BriefingField::Room,
        BriefingKey::Length => BriefingField::Length,
    }
}

fn section(key: NoteKey) -> Section {
    match key {
        NoteKey::Talked => Section::Talked,
        NoteKey::Words => Section::Words,
        NoteKey::Asked => Section::Asked,
        NoteKey::Handover => Section::Handover,
    }
}
