//! The programme of one prefecture as plain data: what an import brings, what the programme's
//! document is made from and read into, what tables are drawn over. It must never hold a person.

use super::{Area, Hospital, Office, Policies, Quota, Telephone};
use crate::ids::{AreaId, HospitalId, OfficeId, PrefectureId};
use crate::time::{Day, FiscalYear};

/// Everything that stands in the programme's document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeData {
    /// The prefecture or designated city.
    pub prefecture: PrefectureId,
    /// Its name.
    pub name: String,
    /// The label of the band that stands on every page and print, when this is a sample.
    pub sample: Option<String>,
    /// Where the prefecture answers for the programme, if that is registered.
    pub telephone: Option<Telephone>,
    /// Where the prefecture takes concerns for a person's safety (法40条の3), if that is registered.
    pub concerns: Option<Telephone>,
    /// Areas, in the order tables print them.
    pub areas: Vec<Area>,
    /// Offices, in the order tables print them.
    pub offices: Vec<Office>,
    /// Hospitals.
    pub hospitals: Vec<Hospital>,
    /// Dated rules.
    pub policies: Policies,
    /// Planned visits by fiscal year.
    pub quotas: Vec<Quota>,
}

impl ProgrammeData {
    /// The office of an id.
    pub fn office(&self, id: &OfficeId) -> Option<&Office> {
        self.offices.iter().find(|office| office.id == *id)
    }

    /// The hospital of an id.
    pub fn hospital(&self, id: &HospitalId) -> Option<&Hospital> {
        self.hospitals.iter().find(|hospital| hospital.id == *id)
    }

    /// The area of an id.
    pub fn area(&self, id: &AreaId) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == *id)
    }

    /// The day the service began.
    pub fn service_start(&self) -> Option<Day> {
        self.policies.service_start()
    }

    /// The visits planned in a fiscal year.
    pub fn quota(&self, year: FiscalYear) -> Option<u32> {
        let quota = self.quotas.iter().find(|quota| quota.fiscal_year == year)?;
        Some(quota.visits)
    }
}
