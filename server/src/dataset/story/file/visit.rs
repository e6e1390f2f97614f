//! A case's visit as it is written. It must never be used beyond this folder.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::{Deserializer, Error, Unexpected};
use shared::domain::{ConsentTo, Content, Next, RepeatWish, VisitOutcome};
use shared::time::{ClockTime, Day};

use super::super::super::parsed::{Mark, Parsed, Words};
use super::{At, Care, PersonMark};

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "訪問を { } で囲んだもの")]
pub struct Visit {
    pub id: Parsed<Mark>,
    /// When it was arranged.
    pub at: At,
    pub day: Day,
    pub time: ClockText,
    pub place: Option<Parsed<Words>>,
    pub meet: Option<Parsed<Words>>,
    pub pair: Vec<Parsed<PersonMark>>,
    #[serde(default)]
    pub briefing: BTreeMap<BriefingKey, Parsed<Words>>,
    #[serde(default)]
    pub contents: BTreeSet<Content>,
    #[serde(default)]
    pub note: Vec<Said>,
    pub facts: Option<Facts>,
    #[serde(default)]
    pub consents: Vec<Consent>,
    #[serde(default)]
    pub questions: Vec<Question>,
    pub outcome: Option<Ended>,
    #[serde(default)]
    pub care: Vec<Care>,
}

/// A time of day, `14:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockText(pub ClockTime);

impl<'de> Deserialize<'de> for ClockText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wrong = || D::Error::invalid_value(Unexpected::Str(&text), &"時刻（例 14:00）");
        text.parse().map(ClockText).map_err(|_| wrong())
    }
}

/// A field of a briefing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BriefingKey {
    Called,
    Topics,
    Avoid,
    Signal,
    Room,
    Length,
}

/// A section of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKey {
    Talked,
    Words,
    Asked,
    Handover,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "書いたことを { } で囲んだもの")]
pub struct Said {
    pub at: At,
    pub by: Parsed<PersonMark>,
    pub section: NoteKey,
    pub text: Parsed<Words>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "選んだことを { } で囲んだもの")]
pub struct Facts {
    pub at: At,
    pub by: Parsed<PersonMark>,
    pub next: Option<Next>,
    pub repeat: Option<RepeatWish>,
    pub card: Option<bool>,
    pub debrief: Option<bool>,
    pub present: Option<Parsed<Words>>,
    pub minutes: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "同意を { } で囲んだもの")]
pub struct Consent {
    pub at: At,
    pub by: Parsed<PersonMark>,
    pub day: Day,
    pub to: ConsentTo,
    pub whom: Option<Parsed<Words>>,
    pub what: Parsed<Words>,
    pub withdrawn: Option<Day>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "質問を { } で囲んだもの")]
pub struct Question {
    pub at: At,
    pub by: Parsed<PersonMark>,
    pub text: Parsed<Words>,
    pub answer: Option<Answer>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "答えを { } で囲んだもの")]
pub struct Answer {
    pub at: At,
    pub by: Parsed<PersonMark>,
    pub text: Parsed<Words>,
}

/// What became of a visit. One to which the pair went is accepted by whom it names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "面会の結果を { } で囲んだもの")]
pub struct Ended {
    pub at: At,
    pub by: Parsed<PersonMark>,
    pub outcome: VisitOutcome,
}
