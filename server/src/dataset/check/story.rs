//! The rules of a sample's story: it stands in a sample alone, names people, offices and hospitals of the file, and
//! sends nobody before the person's own wish was confirmed.

use std::collections::BTreeSet;

use shared::domain::Role;
use shared::ids::MemberId;

use super::super::file::File;
use super::super::locate::Step::{Field, Item};
use super::super::story::file::{Case, Done};
use super::Found;

pub(super) fn problems(file: &File, found: &mut Found) {
    if file.sample.is_none() && !(file.people.is_empty() && file.cases.is_empty()) {
        let list = if file.people.is_empty() { "cases" } else { "people" };
        let text = "本物のデータに、架空の人や事例が書かれています".to_owned();
        found.push(&[Field(list)], text, "sample のあるファイル（見本）だけに書けるもの");
    }
    found.once("people", "id", file.people.iter().map(|one| one.member().id.to_string()));
    found.once("cases", "id", file.cases.iter().map(|case| case.id.0.to_string()));
    people(file, found);
    cases(file, found);
}

fn people(file: &File, found: &mut Found) {
    let offices = file.offices.iter().map(|office| office.id.0.to_string()).collect();
    for (at, one) in file.people.iter().enumerate() {
        if let Some(office) = &one.office {
            let path = [Field("people"), Item(at), Field("office")];
            found.known(&path, "事業所", office.0.as_str(), "offices", &offices);
        }
        if one.role == Role::Visitor && (one.category.is_none() || one.appointed_on.is_none()) {
            let text = "訪問支援員の category か appointed_on がありません".to_owned();
            found.push(&[Field("people"), Item(at)], text, "区分と選任の日");
        }
    }
}

fn cases(file: &File, found: &mut Found) {
    let people: BTreeSet<MemberId> = file.people.iter().map(|one| one.member().id).collect();
    let offices = file.offices.iter().map(|office| office.id.0.to_string()).collect();
    let hospitals = file.hospitals.iter().map(|one| one.id.0.to_string()).collect();
    let mut visits = BTreeSet::new();
    for (at, case) in file.cases.iter().enumerate() {
        let path = |field| [Field("cases"), Item(at), Field(field)];
        found.known(&path("office"), "事業所", case.office.0.as_str(), "offices", &offices);
        if let Some(hospital) = &case.request.hospital {
            found.known(&path("request"), "病院", hospital.0.as_str(), "hospitals", &hospitals);
        }
        if let Some(stranger) = named(case).into_iter().find(|who| !people.contains(who)) {
            let text = format!("「{}」という人はいません", String::from_utf8_lossy(&stranger.0));
            found.push(&path("id"), text, "people にある人の記号");
        }
        let confirmed = case.steps.iter().any(|step| matches!(step.done, Done::Intent { .. }));
        if !case.visits.is_empty() && !confirmed {
            found.push(&path("visits"), "意向確認のない訪問があります".to_owned(), "訪問より前の steps に intent");
        }
        for visit in &case.visits {
            let mark = visit.id.0.to_string();
            if !visits.insert(mark.clone()) {
                found.push(&path("visits"), format!("「{mark}」が2回使われています"), "1つずつ違う記号");
            }
            if visit.pair.len() > 2 {
                found.push(&path("visits"), format!("「{mark}」の組が3人以上です"), "2人までの組");
            }
        }
    }
}

/// Everybody whom a case names.
fn named(case: &Case) -> Vec<MemberId> {
    let mut named = vec![case.by.0.0];
    named.extend(case.steps.iter().filter_map(|step| match &step.done {
        Done::Asked(asked) => asked.answer.as_ref().map(|answer| answer.by.0.0),
        _ => None,
    }));
    for visit in &case.visits {
        named.extend(visit.pair.iter().map(|who| who.0.0));
        named.extend(visit.note.iter().map(|said| said.by.0.0));
        named.extend(visit.facts.iter().map(|facts| facts.by.0.0));
        named.extend(visit.consents.iter().map(|one| one.by.0.0));
        named.extend(visit.questions.iter().map(|one| one.by.0.0));
        named.extend(visit.questions.iter().filter_map(|one| Some(one.answer.as_ref()?.by.0.0)));
        named.extend(visit.outcome.iter().map(|ended| ended.by.0.0));
        for care in &visit.care {
            named.push(care.visitor.0.0);
            named.extend(care.supporter.iter().map(|who| who.0.0));
            named.extend(care.mind.iter().chain(&care.talk).map(|written| written.by.0.0));
        }
    }
    if let Some(concern) = &case.concern {
        named.push(concern.by.0.0);
        named.extend(concern.steps.iter().map(|step| step.by.0.0));
    }
    named
}
