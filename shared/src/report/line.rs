//! A line: one counted fact, the only thing tables are made of. Lines come from documents or from
//! an import. A line must never hold a person, and words only where an import published them.

use serde::{Deserialize, Serialize};

use super::When;
use crate::domain::{AdmissionType, Category, Content, ExtraReason, Next, Outcome, RepeatWish, RequestChannel};
use crate::domain::{TrainingRoute, TrainingStage};
use crate::ids::{HospitalId, OfficeId};
use crate::time::Day;

/// One fact. What a source does not tie together stays apart: an outcome or a tick may be known
/// without its request or visit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// A request was received.
    Request {
        /// By this office.
        office: OfficeId,
        /// Then.
        when: When,
        /// How the person is admitted, if told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        admission: Option<AdmissionType>,
        /// How it came, if told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<RequestChannel>,
        /// In which hospital the person is, if told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hospital: Option<HospitalId>,
    },
    /// A request was answered.
    Outcome {
        /// In the month of the request, as the report counts.
        when: When,
        /// So.
        outcome: Outcome,
        /// The request's name in its source, where the source ties the two.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request: Option<String>,
    },
    /// A visit took place.
    Visit {
        /// On this day.
        day: Day,
        /// By this office, if told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        office: Option<OfficeId>,
        /// In this hospital.
        hospital: HospitalId,
        /// The category of each visitor who went (two, or one by a recorded exception); none for
        /// a visitor whose category the source lost.
        pair: Vec<Option<Category>>,
        /// The wish for another visit.
        repeat: RepeatWish,
        /// What comes next, if told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<Next>,
        /// The main wish as an import published it; never from a document.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wish: Option<String>,
        /// The name of the request it answers, if there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request: Option<String>,
    },
    /// A visit beyond the policy's limit was arranged.
    Extra {
        /// Then.
        when: When,
        /// For a reason of this class.
        reason: ExtraReason,
        /// The visit's name in its source, where the source ties the two.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        visit: Option<String>,
    },
    /// Something was mainly done in a visit.
    Content {
        /// Then.
        when: When,
        /// This.
        content: Content,
        /// The visit's name in its source, where the source ties the two.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        visit: Option<String>,
    },
    /// One person came to a stage of a course.
    Training {
        /// The course's number within its fiscal year, from 1.
        course: u32,
        /// The day of the course.
        when: When,
        /// Which stage.
        stage: TrainingStage,
        /// How they completed it, if told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        route: Option<TrainingRoute>,
        /// The category they registered under, if told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        category: Option<Category>,
    },
}

impl Line {
    /// When the fact was true.
    pub fn when(&self) -> When {
        match self {
            Line::Request { when, .. }
            | Line::Outcome { when, .. }
            | Line::Content { when, .. }
            | Line::Extra { when, .. }
            | Line::Training { when, .. } => *when,
            Line::Visit { day, .. } => When::Day(*day),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_travels_as_the_same_compact_text() {
        let lines = [
            (
                Line::Visit {
                    day: "2024-12-16".parse().unwrap(),
                    office: None,
                    hospital: "soshu".parse().unwrap(),
                    pair: vec![None, Some(Category::Peer)],
                    repeat: RepeatWish::NotWanted,
                    next: None,
                    wish: None,
                    request: None,
                },
                r#"{"visit":{"day":"2024-12-16","hospital":"soshu","pair":[null,"peer_supporter"],"repeat":"not_wanted"}}"#,
            ),
            (
                Line::Request {
                    office: "keno".parse().unwrap(),
                    when: "2024-12-16".parse().unwrap(),
                    admission: None,
                    channel: None,
                    hospital: None,
                },
                r#"{"request":{"office":"keno","when":"2024-12-16"}}"#,
            ),
            (
                Line::Request {
                    office: "keno".parse().unwrap(),
                    when: "2024-12-16".parse().unwrap(),
                    admission: Some(AdmissionType::Voluntary),
                    channel: Some(RequestChannel::SelfSlip),
                    hospital: Some("soshu".parse().unwrap()),
                },
                r#"{"request":{"office":"keno","when":"2024-12-16","admission":"voluntary","channel":"self_slip","hospital":"soshu"}}"#,
            ),
            (
                Line::Extra { when: "2024-12-16".parse().unwrap(), reason: ExtraReason::Unfinished, visit: None },
                r#"{"extra":{"when":"2024-12-16","reason":"unfinished"}}"#,
            ),
            (
                Line::Outcome {
                    when: "2024-11".parse().unwrap(),
                    outcome: Outcome::Cancelled,
                    request: Some("R6-01".to_owned()),
                },
                r#"{"outcome":{"when":"2024-11","outcome":"cancelled","request":"R6-01"}}"#,
            ),
            (
                Line::Training {
                    course: 1,
                    when: "2024-07-23".parse().unwrap(),
                    stage: TrainingStage::Completed,
                    route: Some(TrainingRoute::Facilitator),
                    category: None,
                },
                r#"{"training":{"course":1,"when":"2024-07-23","stage":"completed","route":"facilitator"}}"#,
            ),
        ];
        for (line, json) in lines {
            assert_eq!(serde_json::to_string(&line).unwrap(), json);
            assert_eq!(serde_json::from_str::<Line>(json).unwrap(), line);
        }
    }
}
