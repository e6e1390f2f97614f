//! The programme of a prefecture: areas, offices, hospitals, dated policies, quotas. Written by
//! the prefecture, read by all members. Every entry is a set of scalars under `<id>/<field>`, so
//! that two officers can change different fields of one entry. It must never hold a person.

mod at_hand;
mod terms;
#[cfg(test)]
mod tests;
mod write;

use std::collections::{BTreeMap, BTreeSet};

pub use at_hand::{at_hand, put_at_hand};
pub use terms::{TERM_YEARS_MAX, Term, Terms, put_term, terms};
pub use write::{create, put};

use super::document::Document;
use super::schema::{Container, Rule, Schema, Shape};
use crate::documents::Kind;
use crate::domain::{Area, Hospital, Office, Policies, Policy, ProgrammeData, Quota, Target};
use crate::domain::{Explained, MunicipalityCode, Telephone};
use crate::time::FiscalYear;

pub(super) const ABOUT: &str = "about";
pub(super) const AREAS: &str = "areas";
pub(super) const OFFICES: &str = "offices";
pub(super) const HOSPITALS: &str = "hospitals";
pub(super) const POLICIES: &str = "policies";
pub(super) const QUOTAS: &str = "quotas";

/// The field of the number of an office, or of the prefecture for its programme.
const TELEPHONE: &str = "telephone";
/// The field of the number of the prefecture's window for concerns (法40条の3).
const CONCERNS: &str = "concerns";

/// The field of the hours of a number.
fn hours_of(field: &str) -> String {
    format!("{field}_hours")
}

const fn map(name: &'static str, rule: Rule) -> Container {
    Container { name, parent: None, shape: Shape::Map, rule }
}

/// The schemas of a programme.
pub(super) const SCHEMAS: &[Schema] = &[Schema {
    version: 1,
    adds: &[
        map(ABOUT, Rule::Open),
        map(AREAS, Rule::Open),
        map(OFFICES, Rule::Open),
        map(HOSPITALS, Rule::Open),
        map("wards", Rule::Open),
        map(POLICIES, Rule::Open),
        map(QUOTAS, Rule::Open),
        map("rates", Rule::Open),
        map(terms::TERMS, Rule::Open),
        map("holidays", Rule::Open),
        map("more", Rule::Sealed),
    ],
}];

/// A programme as it stands, and the fields that two officers set differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    /// The data; of a disputed field, the value that every device shows first.
    pub data: ProgrammeData,
    /// `<container>/<key>` of each field that waits for a choice.
    pub disputed: Vec<String>,
}

/// Reads a programme; `None` if the document is of another kind. Of policies that contradict each
/// other (two officers added one each without knowing of the other) the one with the lower number
/// holds, and the other waits among the disputed: the programme stays readable, so that somebody
/// can put it right.
pub fn read(document: &Document) -> Option<Programme> {
    if document.kind() != Kind::Programme {
        return None;
    }
    let mut rows = Rows { document, disputed: Vec::new() };
    let about = rows.entries(ABOUT).remove("programme").unwrap_or_default();
    let data = ProgrammeData {
        prefecture: document.root().prefecture.clone(),
        name: about.text("name").unwrap_or_default(),
        sample: about.text("sample"),
        telephone: about.telephone(TELEPHONE),
        concerns: about.telephone(CONCERNS),
        areas: rows.list(AREAS, read_area),
        offices: rows.list(OFFICES, read_office),
        hospitals: rows.list(HOSPITALS, read_hospital),
        policies: rows.policies(),
        quotas: rows.list(QUOTAS, |id, entry| {
            Some(Quota { fiscal_year: FiscalYear(id.parse().ok()?), visits: entry.text("visits")?.parse().ok()? })
        }),
    };
    Some(Programme { data, disputed: rows.disputed })
}

struct Rows<'a> {
    document: &'a Document,
    disputed: Vec<String>,
}

#[derive(Default)]
struct Row(BTreeMap<String, String>);

impl Row {
    fn text(&self, field: &str) -> Option<String> {
        self.0.get(field).cloned()
    }

    fn number(&self, field: &str) -> Option<u32> {
        self.0.get(field)?.parse().ok()
    }

    /// A number and its hours; none where what stands is no number.
    fn telephone(&self, field: &str) -> Option<Telephone> {
        Some(Telephone { number: self.text(field)?.parse().ok()?, hours: self.text(&hours_of(field)) })
    }

    fn list(&self, field: &str) -> Vec<String> {
        let text = self.text(field).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }
}

impl Rows<'_> {
    fn entries(&mut self, container: &'static str) -> BTreeMap<String, Row> {
        let keys: BTreeSet<String> = self.document.keys(container).into_iter().collect();
        let mut rows: BTreeMap<String, Row> = BTreeMap::new();
        for key in keys {
            let Some((id, field)) = key.split_once('/') else {
                continue;
            };
            let stated = self.document.stated(container, &key, None);
            if stated.is_disputed() {
                self.disputed.push(format!("{container}/{key}"));
            }
            if let Some(text) = stated.all().first().and_then(|said| said.value.text()) {
                let row = rows.entry(id.to_owned()).or_default();
                row.0.insert(field.to_owned(), text.to_owned());
            }
        }
        rows
    }

    fn policies(&mut self) -> Policies {
        let mut found = self.list(POLICIES, read_policy);
        found.sort_by_key(|policy| policy.number);
        let mut kept = Vec::new();
        let mut policies = Policies::default();
        for policy in found {
            let number = policy.number;
            kept.push(policy);
            match Policies::new(kept.clone()) {
                Ok(whole) => policies = whole,
                Err(_) => {
                    kept.pop();
                    self.disputed.push(format!("{POLICIES}/{number}"));
                }
            }
        }
        policies
    }

    fn list<T>(&mut self, container: &'static str, read: impl Fn(&str, &Row) -> Option<T>) -> Vec<T> {
        let mut found: Vec<(u32, T)> = self
            .entries(container)
            .into_iter()
            .filter_map(|(id, row)| {
                let order = row.number("order").unwrap_or(u32::MAX);
                read(&id, &row).map(|item| (order, item))
            })
            .collect();
        found.sort_by_key(|(order, _)| *order);
        found.into_iter().map(|(_, item)| item).collect()
    }
}

fn read_area(id: &str, row: &Row) -> Option<Area> {
    Some(Area { id: id.parse().ok()?, name: row.text("name")?, spellings: row.list("spellings") })
}

fn read_office(id: &str, row: &Row) -> Option<Office> {
    Some(Office {
        id: id.parse().ok()?,
        name: row.text("name")?,
        short: row.text("short")?,
        area: row.text("area")?.parse().ok()?,
        explained: match (row.number("explained"), row.text("explained_source")) {
            (Some(hospitals), Some(source)) => Some(Explained { hospitals, source }),
            _ => None,
        },
        municipalities: row
            .list("municipalities")
            .iter()
            .filter_map(|code| code.parse::<MunicipalityCode>().ok())
            .collect(),
        telephone: row.telephone(TELEPHONE),
    })
}

fn read_hospital(id: &str, row: &Row) -> Option<Hospital> {
    Some(Hospital {
        id: id.parse().ok()?,
        name: row.text("name")?,
        yomi: row.text("yomi"),
        area: row.text("area").and_then(|area| area.parse().ok()),
        dementia_only: row.text("dementia_only").map(|text| text == "yes"),
    })
}

fn read_policy(id: &str, row: &Row) -> Option<Policy> {
    Some(Policy {
        number: id.parse().ok()?,
        from: row.text("from")?.parse().ok()?,
        targets: row.list("targets").iter().filter_map(|code| Target::from_code(code)).collect(),
        visits_per_person: row.number("visits_per_person"),
        note: row.text("note"),
    })
}
