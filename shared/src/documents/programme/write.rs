//! Making a programme and setting what it holds. Only differences become operations.

use super::{ABOUT, AREAS, CONCERNS, HOSPITALS, OFFICES, POLICIES, QUOTAS, TELEPHONE, hours_of};
use crate::documents::chunk::Chunk;
use crate::documents::document::{Document, EditError, OpenError, Writer};
use crate::documents::field::{Fields, Scalar};
use crate::documents::root::Root;
use crate::domain::{ProgrammeData, Telephone};
use crate::ids::PrefectureId;

/// A prefecture's programme, empty.
pub fn create(prefecture: PrefectureId) -> Result<Document, OpenError> {
    Document::create(Root::programme(prefecture))
}

/// Sets everything in `data`, in one change. Entries that are not in it stay: a programme forgets
/// nothing that a request or visit may refer to.
pub fn put(document: &mut Document, writer: &Writer, data: &ProgrammeData) -> Result<Option<Chunk>, EditError> {
    document.set_many(
        writer,
        vec![
            (ABOUT, about(data)),
            (AREAS, areas(data)),
            (OFFICES, offices(data)),
            (HOSPITALS, hospitals(data)),
            (POLICIES, policies(data)),
            (QUOTAS, quotas(data)),
        ],
    )
}

struct Entry {
    id: String,
    fields: Fields,
}

impl Entry {
    fn new(id: impl ToString) -> Self {
        Self { id: id.to_string(), fields: Vec::new() }
    }

    fn text(mut self, field: &str, value: Option<String>) -> Self {
        self.fields.push((format!("{}/{field}", self.id), value.map(Scalar::Text)));
        self
    }

    fn telephone(self, field: &str, value: Option<&Telephone>) -> Self {
        self.text(field, value.map(|telephone| telephone.number.to_string()))
            .text(&hours_of(field), value.and_then(|telephone| telephone.hours.clone()))
    }

    fn order(self, index: usize) -> Self {
        self.text("order", Some(index.to_string()))
    }
}

/// Lines, or nothing for an empty list.
fn lines(items: impl Iterator<Item = String>) -> Option<String> {
    let joined = items.collect::<Vec<_>>().join("\n");
    (!joined.is_empty()).then_some(joined)
}

fn about(data: &ProgrammeData) -> Fields {
    Entry::new("programme")
        .text("name", Some(data.name.clone()))
        .text("sample", data.sample.clone())
        .telephone(TELEPHONE, data.telephone.as_ref())
        .telephone(CONCERNS, data.concerns.as_ref())
        .fields
}

fn areas(data: &ProgrammeData) -> Fields {
    let entry = |(index, area): (usize, &crate::domain::Area)| {
        Entry::new(&area.id)
            .order(index)
            .text("name", Some(area.name.clone()))
            .text("spellings", lines(area.spellings.iter().cloned()))
            .fields
    };
    data.areas.iter().enumerate().flat_map(entry).collect()
}

fn offices(data: &ProgrammeData) -> Fields {
    let entry = |(index, office): (usize, &crate::domain::Office)| {
        let explained = office.explained.as_ref();
        Entry::new(&office.id)
            .order(index)
            .text("name", Some(office.name.clone()))
            .text("short", Some(office.short.clone()))
            .text("area", Some(office.area.to_string()))
            .text("explained", explained.map(|e| e.hospitals.to_string()))
            .text("explained_source", explained.map(|e| e.source.clone()))
            .text("municipalities", lines(office.municipalities.iter().map(|m| m.as_str().to_owned())))
            .telephone(TELEPHONE, office.telephone.as_ref())
            .fields
    };
    data.offices.iter().enumerate().flat_map(entry).collect()
}

fn hospitals(data: &ProgrammeData) -> Fields {
    let entry = |(index, hospital): (usize, &crate::domain::Hospital)| {
        let yes_or_no = |flag| if flag { "yes" } else { "no" }.to_owned();
        Entry::new(&hospital.id)
            .order(index)
            .text("name", Some(hospital.name.clone()))
            .text("yomi", hospital.yomi.clone())
            .text("area", hospital.area.as_ref().map(ToString::to_string))
            .text("dementia_only", hospital.dementia_only.map(yes_or_no))
            .fields
    };
    data.hospitals.iter().enumerate().flat_map(entry).collect()
}

fn policies(data: &ProgrammeData) -> Fields {
    let entry = |(index, policy): (usize, &crate::domain::Policy)| {
        Entry::new(policy.number)
            .order(index)
            .text("from", Some(policy.from.to_string()))
            .text("targets", lines(policy.targets.iter().map(|t| t.code().to_owned())))
            .text("visits_per_person", policy.visits_per_person.map(|n| n.to_string()))
            .text("note", policy.note.clone())
            .fields
    };
    data.policies.all().iter().enumerate().flat_map(entry).collect()
}

fn quotas(data: &ProgrammeData) -> Fields {
    let entry = |(index, quota): (usize, &crate::domain::Quota)| {
        Entry::new(quota.fiscal_year.0).order(index).text("visits", Some(quota.visits.to_string())).fields
    };
    data.quotas.iter().enumerate().flat_map(entry).collect()
}
