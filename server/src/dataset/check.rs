//! The rules between the fields of a file: ids stand once, what is named exists, a fact has one
//! time, what is told twice agrees. It must never stop at the first problem, nor mend one.

mod story;
mod ties;

use std::collections::BTreeSet;

use shared::time::{Day, Month};

use super::error::Broken;
use super::file::File;
use super::locate::Step::{self, Field, Item};

/// Everything that is wrong between the fields.
pub(super) fn problems(file: &File) -> Vec<Broken> {
    let mut found = Found(Vec::new());
    ids(file, &mut found);
    references(file, &mut found);
    times(file, &mut found);
    ties::outcomes(file, &mut found);
    ties::visits(file, &mut found);
    ties::training(file, &mut found);
    story::problems(file, &mut found);
    found.0
}

struct Found(Vec<Broken>);

impl Found {
    fn push(&mut self, path: &[Step], found: String, expected: impl Into<String>) {
        self.0.push(Broken { path: path.to_vec(), found, expected: expected.into() });
    }

    /// Every id of a list stands once.
    fn once(&mut self, list: &'static str, field: &'static str, ids: impl Iterator<Item = String>) {
        let mut seen = BTreeSet::new();
        for (at, id) in ids.enumerate() {
            if seen.contains(&id) {
                let path = [Field(list), Item(at), Field(field)];
                self.push(&path, format!("「{id}」が2回使われています"), "1つずつ違う記号");
            }
            seen.insert(id);
        }
    }

    /// What is named exists.
    fn known(&mut self, path: &[Step], noun: &str, id: &str, list: &str, known: &BTreeSet<String>) {
        if !known.contains(id) {
            let names: Vec<&str> = known.iter().map(String::as_str).take(12).collect();
            let expected = format!("{list} にある記号（{}）", names.join("、"));
            self.push(path, format!("「{id}」という{noun}はありません"), expected);
        }
    }
}

fn ids(file: &File, found: &mut Found) {
    found.once("areas", "id", file.areas.iter().map(|area| area.id.0.to_string()));
    found.once("offices", "id", file.offices.iter().map(|office| office.id.0.to_string()));
    found.once("hospitals", "id", file.hospitals.iter().map(|one| one.id.0.to_string()));
    found.once("quotas", "fiscal_year", file.quotas.iter().map(|q| q.fiscal_year.to_string()));
    found.once("requests", "person", file.requests.iter().map(|one| one.person.0.to_string()));
    found.once("visits", "id", file.visits.iter().map(|visit| visit.id.0.to_string()));
    found.once("courses", "number", file.courses.iter().map(|one| one.number.to_string()));
    found.once("ambiguities", "id", file.ambiguities.iter().map(|one| one.id.0.to_string()));
}

fn references(file: &File, found: &mut Found) {
    let areas = file.areas.iter().map(|area| area.id.0.to_string()).collect();
    let offices = file.offices.iter().map(|office| office.id.0.to_string()).collect();
    let hospitals = file.hospitals.iter().map(|one| one.id.0.to_string()).collect();
    for (at, office) in file.offices.iter().enumerate() {
        let path = [Field("offices"), Item(at), Field("area")];
        found.known(&path, "圏域", office.area.0.as_str(), "areas", &areas);
    }
    for (at, hospital) in file.hospitals.iter().enumerate() {
        if let Some(area) = &hospital.area {
            let path = [Field("hospitals"), Item(at), Field("area")];
            found.known(&path, "圏域", area.0.as_str(), "areas", &areas);
        }
    }
    for (at, request) in file.requests.iter().enumerate() {
        let path = [Field("requests"), Item(at), Field("office")];
        found.known(&path, "事業所", request.office.0.as_str(), "offices", &offices);
    }
    for (at, visit) in file.visits.iter().enumerate() {
        let path = [Field("visits"), Item(at), Field("hospital")];
        found.known(&path, "病院", visit.hospital.0.as_str(), "hospitals", &hospitals);
        if let Some(office) = &visit.office {
            let path = [Field("visits"), Item(at), Field("office")];
            found.known(&path, "事業所", office.0.as_str(), "offices", &offices);
        }
    }
}

/// Each fact has a day or a month, and not from before the service began.
fn times(file: &File, found: &mut Found) {
    let start = file.policies.iter().map(|policy| policy.from).min();
    let mut check = |list, at, day: Option<Day>, month: Option<Month>| {
        let path = [Field(list), Item(at)];
        let of = match (day, month) {
            (Some(day), None) => day.month(),
            (None, Some(month)) => month,
            (None, None) => {
                let text = "いつの事実かが書かれていません".to_owned();
                return found.push(&path, text, "day（日が分かるとき）か month（月だけが分かるとき）");
            }
            (Some(_), Some(_)) => {
                let text = "day と month の両方が書かれています".to_owned();
                return found.push(&path, text, "day か month のどちらか1つ");
            }
        };
        if start.is_none_or(|start| of < start.month()) {
            let text = format!("{of} は、最初の方針が始まるより前です");
            let expected = match start {
                Some(start) => format!("{} か、それより後の時期", start.month()),
                None => "policies に方針を1つ以上".to_owned(),
            };
            found.push(&path, text, expected);
        }
    };
    for (at, one) in file.requests.iter().enumerate() {
        check("requests", at, one.day, one.month);
    }
    for (at, one) in file.outcomes.iter().enumerate() {
        check("outcomes", at, one.day, one.month);
    }
    for (at, one) in file.contents.iter().enumerate() {
        check("contents", at, one.day, one.month);
    }
    for (at, one) in file.visits.iter().enumerate() {
        check("visits", at, Some(one.day), None);
    }
}
