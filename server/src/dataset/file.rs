//! The file as it is written, field by field (docs/import-format.md). An unknown field is refused:
//! it would be a fact that nobody counts. It must never be used beyond this folder.

use serde::Deserialize;
use shared::domain::{
    AdmissionType, Category, Content, MunicipalityCode, Next, Outcome, RepeatWish, Target, TelephoneNumber,
    TrainingRoute, TrainingStage,
};
use shared::ids::{AreaId, HospitalId, OfficeId, PrefectureId};
use shared::time::{Day, Month};

use super::parsed::{Format, Mark, Name, Parsed, Words};
use super::story::file::{Case, Person};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "ファイル全体を { } で囲んだもの")]
pub(super) struct File {
    #[serde(rename = "format")]
    pub _format: Parsed<Format>,
    pub name: Parsed<Name>,
    pub title: Parsed<Words>,
    pub source: Parsed<Words>,
    pub sample: Option<Parsed<Words>>,
    pub prefecture: Prefecture,
    pub areas: Vec<Area>,
    pub offices: Vec<Office>,
    pub hospitals: Vec<Hospital>,
    pub policies: Vec<Policy>,
    pub quotas: Vec<Quota>,
    pub requests: Vec<Request>,
    pub outcomes: Vec<OutcomeFact>,
    pub visits: Vec<Visit>,
    pub contents: Vec<ContentFact>,
    pub courses: Vec<Course>,
    pub training: Vec<TrainingFact>,
    pub ambiguities: Vec<Doubt>,
    pub as_of: Option<Day>,
    #[serde(default)]
    pub people: Vec<Person>,
    #[serde(default)]
    pub cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "県を { } で囲んだもの")]
pub(super) struct Prefecture {
    pub id: Parsed<PrefectureId>,
    pub name: Parsed<Words>,
    pub telephone: Option<Telephone>,
    pub concerns: Option<Telephone>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "圏域を { } で囲んだもの")]
pub(super) struct Area {
    pub id: Parsed<AreaId>,
    pub name: Parsed<Words>,
    pub spellings: Vec<Parsed<Words>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "事業所を { } で囲んだもの")]
pub(super) struct Office {
    pub id: Parsed<OfficeId>,
    pub name: Parsed<Words>,
    pub short: Parsed<Words>,
    pub area: Parsed<AreaId>,
    pub explained: Option<Explained>,
    pub municipalities: Vec<Parsed<MunicipalityCode>>,
    pub telephone: Option<Telephone>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "電話番号を { } で囲んだもの")]
pub(super) struct Telephone {
    pub number: Parsed<TelephoneNumber>,
    pub hours: Option<Parsed<Words>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "説明した病院の数を { } で囲んだもの")]
pub(super) struct Explained {
    pub hospitals: u32,
    pub source: Parsed<Words>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "病院を { } で囲んだもの")]
pub(super) struct Hospital {
    pub id: Parsed<HospitalId>,
    pub name: Parsed<Words>,
    pub yomi: Option<Parsed<Words>>,
    pub area: Option<Parsed<AreaId>>,
    pub dementia_only: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "方針を { } で囲んだもの")]
pub(super) struct Policy {
    pub number: u32,
    pub from: Day,
    pub targets: Vec<Target>,
    pub visits_per_person: Option<u32>,
    pub note: Option<Parsed<Words>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "年度の予定回数を { } で囲んだもの")]
pub(super) struct Quota {
    pub fiscal_year: u16,
    pub visits: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "依頼を { } で囲んだもの")]
pub(super) struct Request {
    pub person: Parsed<Mark>,
    pub office: Parsed<OfficeId>,
    pub day: Option<Day>,
    pub month: Option<Month>,
    pub outcome: Outcome,
    pub admission: Option<AdmissionType>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "対応結果を { } で囲んだもの")]
pub(super) struct OutcomeFact {
    pub day: Option<Day>,
    pub month: Option<Month>,
    pub outcome: Outcome,
    pub request: Option<Parsed<Mark>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "訪問を { } で囲んだもの")]
pub(super) struct Visit {
    pub id: Parsed<Mark>,
    pub day: Day,
    pub office: Option<Parsed<OfficeId>>,
    pub hospital: Parsed<HospitalId>,
    pub pair: Vec<Option<Category>>,
    pub repeat: RepeatWish,
    pub next: Option<Next>,
    pub wish: Option<Parsed<Words>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "支援の内容を { } で囲んだもの")]
pub(super) struct ContentFact {
    pub day: Option<Day>,
    pub month: Option<Month>,
    pub content: Content,
    pub visit: Option<Parsed<Mark>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "研修を { } で囲んだもの")]
pub(super) struct Course {
    pub number: u32,
    pub day: Day,
    #[serde(rename = "place")]
    pub _place: Option<Parsed<Words>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "研修の1人分の記録を { } で囲んだもの")]
pub(super) struct TrainingFact {
    pub course: u32,
    pub stage: TrainingStage,
    pub route: Option<TrainingRoute>,
    pub category: Option<Category>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "あいまいな点を { } で囲んだもの")]
pub(super) struct Doubt {
    pub id: Parsed<Mark>,
    pub text: Parsed<Words>,
}
