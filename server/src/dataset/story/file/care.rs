//! What a case holds for few, as it is written. It must never be used beyond this folder.

use std::collections::BTreeSet;

use serde::Deserialize;
use shared::domain::{CallState, CareWish, Face, Feeling, SafeguardStep};
use shared::time::Day;

use super::super::super::parsed::{Parsed, Words};
use super::{At, PersonMark};

/// The care for one visitor after a visit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "訪問のあとの支えを { } で囲んだもの")]
pub struct Care {
    pub visitor: Parsed<PersonMark>,
    pub supporter: Option<Parsed<PersonMark>>,
    pub before: Option<Checked>,
    pub after: Option<Checked>,
    pub mind: Option<Written>,
    pub wish: Option<CareWish>,
    #[serde(default)]
    pub calls: Vec<Call>,
    pub talk: Option<Written>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "いまの自分を { } で囲んだもの")]
pub struct Checked {
    pub at: At,
    pub face: Option<Face>,
    #[serde(default)]
    pub feelings: BTreeSet<Feeling>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "書いたことを { } で囲んだもの")]
pub struct Written {
    pub at: At,
    pub by: Parsed<PersonMark>,
    pub text: Parsed<Words>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "電話を { } で囲んだもの")]
pub struct Call {
    pub at: At,
    pub state: CallState,
    pub day: Day,
    pub text: Option<Parsed<Words>>,
}

/// A concern for safety.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "心配なことを { } で囲んだもの")]
pub struct Concern {
    pub at: At,
    pub by: Parsed<PersonMark>,
    pub day: Day,
    pub place: Option<Parsed<Words>>,
    pub seen: Parsed<Words>,
    pub told: Option<Parsed<Words>>,
    #[serde(default)]
    pub steps: Vec<ConcernStep>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "したことを { } で囲んだもの")]
pub struct ConcernStep {
    pub at: At,
    pub by: Parsed<PersonMark>,
    pub step: SafeguardStep,
    pub text: Option<Parsed<Words>>,
}
