//! The programme of a checked file as the plain data its document is made from. It must never add
//! what the file does not say.

use shared::domain::{Area, Explained, Hospital, Office, Policies, Policy, ProgrammeData, Quota, Telephone};
use shared::time::FiscalYear;

use super::error::Broken;
use super::file::{self, File};
use super::locate::Step::Field;
use super::parsed::{Parsed, Words};

pub(super) fn data(file: &File) -> Result<ProgrammeData, Broken> {
    let policies = Policies::new(file.policies.iter().map(policy).collect());
    Ok(ProgrammeData {
        prefecture: file.prefecture.id.0.clone(),
        name: words(&file.prefecture.name),
        sample: file.sample.as_ref().map(words),
        telephone: file.prefecture.telephone.as_ref().map(telephone),
        concerns: file.prefecture.concerns.as_ref().map(telephone),
        areas: file.areas.iter().map(area).collect(),
        offices: file.offices.iter().map(office).collect(),
        hospitals: file.hospitals.iter().map(hospital).collect(),
        policies: policies.map_err(|error| Broken {
            path: vec![Field("policies")],
            found: error.to_string(),
            expected: "始まる日の順に 1 から番号を付けた方針".to_owned(),
        })?,
        quotas: file.quotas.iter().map(quota).collect(),
    })
}

fn words(text: &Parsed<Words>) -> String {
    text.0.to_string()
}

fn area(area: &file::Area) -> Area {
    Area { id: area.id.0.clone(), name: words(&area.name), spellings: area.spellings.iter().map(words).collect() }
}

fn office(office: &file::Office) -> Office {
    Office {
        id: office.id.0.clone(),
        name: words(&office.name),
        short: words(&office.short),
        area: office.area.0.clone(),
        explained: office
            .explained
            .as_ref()
            .map(|explained| Explained { hospitals: explained.hospitals, source: words(&explained.source) }),
        municipalities: office.municipalities.iter().map(|code| code.0.clone()).collect(),
        telephone: office.telephone.as_ref().map(telephone),
    }
}

fn telephone(telephone: &file::Telephone) -> Telephone {
    Telephone { number: telephone.number.0.clone(), hours: telephone.hours.as_ref().map(words) }
}

fn hospital(hospital: &file::Hospital) -> Hospital {
    Hospital {
        id: hospital.id.0.clone(),
        name: words(&hospital.name),
        yomi: hospital.yomi.as_ref().map(words),
        area: hospital.area.as_ref().map(|area| area.0.clone()),
        dementia_only: hospital.dementia_only,
    }
}

fn policy(policy: &file::Policy) -> Policy {
    Policy {
        number: policy.number,
        from: policy.from,
        targets: policy.targets.clone(),
        visits_per_person: policy.visits_per_person,
        note: policy.note.as_ref().map(words),
    }
}

fn quota(quota: &file::Quota) -> Quota {
    Quota { fiscal_year: FiscalYear(i32::from(quota.fiscal_year)), visits: quota.visits }
}
