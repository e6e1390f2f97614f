//! What a case holds for few: the care for visitors after a visit, and a concern for safety.

use shared::documents::aftercare::{self, CareSection, Checked, Moment, Noted};
use shared::documents::safeguard::{self, SafeguardField, SafeguardSection};
use shared::ids::MemberId;

use super::file::{self, Care, Case, Concern, Visit, Written};
use super::script::Script;
use super::teller::{StoryError, Teller, id};
use super::{request, visit};

/// The documents of a case that its office does not have.
pub(super) fn scripts(teller: &Teller<'_>, case: &Case) -> Result<Vec<Script>, StoryError> {
    let mut scripts = Vec::new();
    for told in &case.visits {
        for care in &told.care {
            scripts.push(aftercare(teller, case, told, care)?);
        }
    }
    if let Some(told) = &case.concern {
        scripts.push(concern(teller, case, told)?);
    }
    Ok(scripts)
}

fn aftercare(teller: &Teller<'_>, case: &Case, told: &Visit, care: &Care) -> Result<Script, StoryError> {
    let (mark, visitor) = (told.id.0.to_string(), id(&care.visitor));
    let supporter = care.supporter.as_ref().map(id);
    let request = teller.label(&[&case.id.0.to_string(), "request"]);
    let prefecture = teller.programme.prefecture.clone();
    let request = shared::documents::Root::request(prefecture.clone(), teller.nonce(&request)).id();
    let of = visit::id_of(teller, &mark, (request, request::intent(teller, case)?))?;
    let whom = supporter.map(|member| member.to_string()).unwrap_or_default();
    let label = teller.label(&[&mark, "care", &visitor.to_string(), &whom]);
    let nonce = teller.nonce(&label);
    let mut script = Script::new(label, aftercare::create(prefecture, (visitor, of, supporter), nonce))?;
    let day = told.day.plus_days(teller.later);
    script.edit(visitor, teller.at(told.at), |document, writer| aftercare::put_day(document, writer, day))?;
    for (moment, checked) in [(Moment::Before, &care.before), (Moment::After, &care.after)] {
        let Some(checked) = checked else { continue };
        let value = Checked { face: checked.face, feelings: checked.feelings.clone() };
        script.edit(visitor, teller.at(checked.at), |document, writer| {
            aftercare::put_check(document, writer, moment, Some(&value))
        })?;
    }
    let last = care.after.as_ref().map_or(told.at, |checked| checked.at);
    if let Some(wish) = care.wish {
        script.edit(visitor, teller.at(last), |document, writer| aftercare::put_wish(document, writer, Some(wish)))?;
    }
    write(teller, &mut script, CareSection::Mind, care.mind.as_ref())?;
    if let Some(supporter) = supporter {
        care.calls.iter().try_for_each(|call| note(teller, &mut script, supporter, call))?;
    }
    write(teller, &mut script, CareSection::Talk, care.talk.as_ref())?;
    Ok(script)
}

fn write(
    teller: &Teller<'_>,
    script: &mut Script,
    section: CareSection,
    written: Option<&Written>,
) -> Result<(), StoryError> {
    let Some(written) = written else { return Ok(()) };
    let words = written.text.0.to_string();
    script.write(id(&written.by), teller.at(written.at), (section.key(), &words), |document, writer, splice| {
        aftercare::splice(document, writer, section, splice)
    })?;
    Ok(())
}

fn note(teller: &Teller<'_>, script: &mut Script, supporter: MemberId, call: &file::Call) -> Result<(), StoryError> {
    let key = script.key();
    let text = call.text.as_ref().map(|text| text.0.to_string()).unwrap_or_default();
    let noted = Noted { state: call.state, day: call.day.plus_days(teller.later), text: &text };
    script.edit(supporter, teller.at(call.at), |document, writer| {
        aftercare::note_call(document, writer, key, supporter, &noted)
    })?;
    Ok(())
}

fn concern(teller: &Teller<'_>, case: &Case, told: &Concern) -> Result<Script, StoryError> {
    let (author, at) = (id(&told.by), teller.at(told.at));
    let label = teller.label(&[&case.id.0.to_string(), "concern"]);
    let nonce = teller.nonce(&label);
    let mut script = Script::new(label, safeguard::create(teller.programme.prefecture.clone(), author, nonce))?;
    let mut fields = vec![(SafeguardField::Day, Some(told.day.plus_days(teller.later).to_string()))];
    let hospital = case.request.hospital.as_ref();
    fields.extend(hospital.map(|hospital| (SafeguardField::Hospital, Some(hospital.0.to_string()))));
    fields.extend(told.place.as_ref().map(|place| (SafeguardField::Place, Some(place.0.to_string()))));
    script.edit(author, at, |document, writer| safeguard::put(document, writer, fields))?;
    for (section, words) in [(SafeguardSection::Seen, Some(&told.seen)), (SafeguardSection::Told, told.told.as_ref())] {
        let Some(words) = words else { continue };
        script.write(author, at, (section.key(), &words.0.to_string()), |document, writer, splice| {
            safeguard::splice(document, writer, section, splice)
        })?;
    }
    for step in &told.steps {
        let (by, key) = (id(&step.by), script.key());
        let text = step.text.as_ref().map(|text| text.0.to_string()).unwrap_or_default();
        script.edit(by, teller.at(step.at), |document, writer| {
            safeguard::add_step(document, writer, key, by, (step.step, &text))
        })?;
    }
    Ok(script)
}
