//! Facts that name each other: an outcome its request, a tick its visit, a step its course. It must
//! never take two facts for tied because they fit.

use std::collections::BTreeSet;

use shared::domain::{Outcome, TrainingStage};
use shared::time::{Day, Month};

use super::Found;
use crate::dataset::file::File;
use crate::dataset::locate::Step::{Field, Item};
use crate::dataset::parsed::Mark;

/// A request says the outcome that is tied to it, or that none is.
pub(super) fn outcomes(file: &File, found: &mut Found) {
    let requests = file.requests.iter().map(|one| one.person.0.to_string()).collect();
    let mut tied = BTreeSet::new();
    for (at, fact) in file.outcomes.iter().enumerate() {
        let Some(request) = fact.request.as_ref().map(|mark| mark.0.to_string()) else {
            continue;
        };
        let path = [Field("outcomes"), Item(at), Field("request")];
        found.known(&path, "依頼", &request, "requests の person", &requests);
        if !tied.insert(request.clone()) {
            let text = format!("依頼「{request}」に対応結果が2つあります");
            found.push(&path, text, "1つの依頼に対応結果は1つ");
        }
    }
    for (at, request) in file.requests.iter().enumerate() {
        let name = request.person.0.to_string();
        let names = |mark: &Mark| mark.to_string() == name;
        let mut facts = file.outcomes.iter();
        let fact = facts.find(|fact| fact.request.as_ref().is_some_and(|m| names(&m.0)));
        let told = fact.map_or(Outcome::Unknown, |fact| fact.outcome);
        if request.outcome != told {
            let path = [Field("requests"), Item(at), Field("outcome")];
            let text = format!("依頼「{name}」の対応結果が outcomes と合いません");
            found.push(&path, text, format!("{}（{}）", told.code(), told.label()));
        }
        let same_time = fact.is_none_or(|fact| month(fact.day, fact.month) == month(request.day, request.month));
        if !same_time {
            let path = [Field("requests"), Item(at)];
            let text = format!("依頼「{name}」と、その対応結果の月が違います");
            found.push(&path, text, "対応結果は依頼のあった月で数える");
        }
    }
}

fn month(day: Option<Day>, month: Option<Month>) -> Option<Month> {
    day.map(Day::month).or(month)
}

/// Everything wrong with visits.
pub(super) fn visits(file: &File, found: &mut Found) {
    for (at, visit) in file.visits.iter().enumerate() {
        if !(1..=2).contains(&visit.pair.len()) {
            let path = [Field("visits"), Item(at), Field("pair")];
            let text = format!("訪問した人が{}人になっています", visit.pair.len());
            found.push(&path, text, "2人の区分（例外で1人のときは1人。分からない区分は null）");
        }
    }
    let visits = file.visits.iter().map(|visit| visit.id.0.to_string()).collect();
    for (at, fact) in file.contents.iter().enumerate() {
        let Some(name) = fact.visit.as_ref().map(|mark| mark.0.to_string()) else {
            continue;
        };
        let path = [Field("contents"), Item(at), Field("visit")];
        found.known(&path, "訪問", &name, "visits の id", &visits);
        let visit = file.visits.iter().find(|visit| visit.id.0.to_string() == name);
        if visit.is_some_and(|visit| month(fact.day, fact.month) != Some(visit.day.month())) {
            let text = format!("訪問「{name}」と、その内容の月が違います");
            found.push(&path, text, "内容は訪問のあった月で数える");
        }
    }
}

/// Everything wrong with training.
pub(super) fn training(file: &File, found: &mut Found) {
    let courses = file.courses.iter().map(|course| course.number.to_string()).collect();
    let year = file.courses.first().map(|course| course.day.fiscal_year());
    for (at, course) in file.courses.iter().enumerate() {
        if Some(course.day.fiscal_year()) != year {
            let path = [Field("courses"), Item(at), Field("day")];
            let text = "ほかの研修と年度が違います".to_owned();
            found.push(&path, text, "1つの年度の研修（回の番号は年度ごとに1から）");
        }
    }
    for (at, fact) in file.training.iter().enumerate() {
        let path = |field| [Field("training"), Item(at), Field(field)];
        let number = fact.course.to_string();
        found.known(&path("course"), "研修", &number, "courses の number", &courses);
        if fact.route.is_some() && fact.stage != TrainingStage::Completed {
            let text = format!("段階「{}」に route があります", fact.stage.code());
            found.push(&path("route"), text, "route は修了（completed）だけ");
        }
        if fact.category.is_some() && fact.stage != TrainingStage::Registered {
            let text = format!("段階「{}」に category があります", fact.stage.code());
            found.push(&path("category"), text, "category は登録（registered）だけ");
        }
    }
}
