//! The story as it is written, field by field (docs/import-format.md). It must never be used beyond this folder.

mod care;
mod visit;

pub use care::{Call, Care, Concern, Written};
pub use visit::{BriefingKey, Consent, Facts, NoteKey, Question, Visit};

use core::str::FromStr;

use serde::Deserialize;
use serde::de::{Deserializer, Error, Unexpected};
use shared::domain::{
    AdmissionType, AdmittedFor, AgeBand, Category, ConsultAnswer, Decision, ExtraReason, IntentMethod,
    LastOutsideVisit, Outcome, PauseReason, RequestChannel, Role,
};
use shared::ids::{HospitalId, MemberId, OfficeId};
use shared::time::{ClockTime, Day, Instant};

use super::super::parsed::{Expected, Mark, Parsed, Words};
use super::Member;
use crate::storage::MemberFields;

/// A member's id in a file: eight letters or digits, which are its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PersonMark(pub MemberId);

impl FromStr for PersonMark {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let bytes: [u8; 8] = text.as_bytes().try_into().map_err(|_| ())?;
        bytes.iter().all(u8::is_ascii_alphanumeric).then_some(PersonMark(MemberId(bytes))).ok_or(())
    }
}

impl Expected for PersonMark {
    const EXPECTED: &'static str = "人の記号（半角の英数字8字。例 mihon001）";
}

/// A day and a time of day in Tokyo, `2026-09-02 10:20`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    day: Day,
    time: ClockTime,
}

impl At {
    /// The moment, so many days later.
    pub fn later(self, days: i32) -> Instant {
        Instant::at(self.day.plus_days(days), self.time)
    }
}

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read = || {
            let (day, time) = text.split_once(' ')?;
            Some(At { day: day.parse().ok()?, time: time.parse().ok()? })
        };
        read().ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&text), &"日と時刻（例 2026-09-02 10:20）"))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "人を { } で囲んだもの")]
pub struct Person {
    pub id: Parsed<PersonMark>,
    pub name: Parsed<Words>,
    pub yomi: Parsed<Words>,
    pub role: Role,
    pub category: Option<Category>,
    pub office: Option<Parsed<OfficeId>>,
    pub appointed_on: Option<Day>,
    #[serde(default)]
    pub safeguarding: bool,
    #[serde(default)]
    pub link: bool,
}

impl Person {
    pub fn member(&self) -> Member {
        let fields = MemberFields {
            name: self.name.0.to_string(),
            yomi: self.yomi.0.to_string(),
            role: self.role,
            category: self.category,
            appointed_on: self.appointed_on,
            offices: self.office.iter().map(|office| office.0.clone()).collect(),
            safeguarding: self.safeguarding,
        };
        Member { id: self.id.0.0, fields, linked: self.link }
    }
}

/// A request with everything that came of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "事例を { } で囲んだもの")]
pub struct Case {
    pub id: Parsed<Mark>,
    pub office: Parsed<OfficeId>,
    /// The coordinator who wrote what names nobody else.
    pub by: Parsed<PersonMark>,
    pub at: At,
    pub request: Request,
    pub steps: Vec<Step>,
    #[serde(default)]
    pub visits: Vec<Visit>,
    pub concern: Option<Concern>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "依頼の内容を { } で囲んだもの")]
pub struct Request {
    pub received: Day,
    pub channel: Option<RequestChannel>,
    pub asked_by: Option<Parsed<Words>>,
    pub name: Parsed<Words>,
    pub kana: Option<Parsed<Words>>,
    pub contact: Option<Parsed<Words>>,
    pub hospital: Option<Parsed<HospitalId>>,
    pub ward: Option<Parsed<Words>>,
    pub admission: Option<AdmissionType>,
    pub admission_from: Option<Day>,
    pub last_outside: Option<LastOutsideVisit>,
    pub who_could_visit: Option<Parsed<Words>>,
    pub wish: Parsed<Words>,
    pub memo: Option<Parsed<Words>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "したことを { } で囲んだもの")]
pub struct Step {
    pub at: At,
    pub done: Done,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Done {
    Intent { day: Day, method: IntentMethod, by: Parsed<Words> },
    Undecided { ask_again: Day, note: Parsed<Words> },
    Judged { decision: Decision, reason: Parsed<Words> },
    Asked(Asked),
    Arranged { visit: Parsed<Mark>, reason: Option<ExtraReason>, words: Option<Parsed<Words>> },
    Paused { reason: PauseReason, ask_again: Day, note: Parsed<Words> },
    Resumed { note: Parsed<Words> },
    Closed { outcome: Outcome, told: Parsed<Words> },
    Called { note: Parsed<Words> },
    VisitEnded { visit: Parsed<Mark>, note: Parsed<Words> },
}

/// A question to the prefecture.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    pub age_band: AgeBand,
    pub admitted_for: AdmittedFor,
    pub proposal: Parsed<Words>,
    pub answer: Option<Answered>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "県の回答を { } で囲んだもの")]
pub struct Answered {
    pub at: At,
    pub by: Parsed<PersonMark>,
    pub answer: ConsultAnswer,
    pub reason: Parsed<Words>,
}
