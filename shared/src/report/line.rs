//! A line: one counted fact, the only thing tables are made of. Lines come from documents or from
//! an import. A line must never hold a person, and words only where an import published them. The one line of
//! an aftercare names its visitor: no table counts it, and it is told to nobody but the coordinators of that
//! visitor's offices.

use serde::{Deserialize, Serialize};

use super::When;
use crate::domain::{AdmissionType, Category, Content, ExtraReason, Next, Outcome, RepeatWish, RequestChannel};
use crate::domain::{TrainingRoute, TrainingStage};
use crate::ids::{DocumentId, HospitalId, MemberId, OfficeId};
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
    /// A call to a visitor is due after a visit (R55): of the aftercare no more than this.
    Aftercare {
        /// To whom.
        visitor: MemberId,
        /// After which visit.
        visit: DocumentId,
        /// The first day.
        from: Day,
        /// The last day.
        until: Day,
        /// Whether it was held, or the visitor wants none.
        done: bool,
    },
}

impl Line {
    /// The visitor whose offices' coordinators alone are told of this line; none of a line for the tables.
    pub fn visitor(&self) -> Option<MemberId> {
        match self {
            Line::Aftercare { visitor, .. } => Some(*visitor),
            Line::Request { .. }
            | Line::Outcome { .. }
            | Line::Visit { .. }
            | Line::Extra { .. }
            | Line::Content { .. }
            | Line::Training { .. } => None,
        }
    }

    /// When the fact was true.
    pub fn when(&self) -> When {
        match self {
            Line::Request { when, .. }
            | Line::Outcome { when, .. }
            | Line::Content { when, .. }
            | Line::Extra { when, .. }
            | Line::Training { when, .. } => *when,
            Line::Visit { day, .. } | Line::Aftercare { from: day, .. } => When::Day(*day),
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
            (
                Line::Aftercare {
                    visitor: MemberId([1; 8]),
                    visit: DocumentId([2; 16]),
                    from: "2024-12-17".parse().unwrap(),
                    until: "2024-12-19".parse().unwrap(),
                    done: false,
                },
                r#"{"aftercare":{"visitor":"0101010101010101","visit":"2d6o9nPjJthkejXQtLWJJGsfto4","from":"2024-12-17","until":"2024-12-19","done":false}}"#,
            ),
        ];
        for (line, json) in lines {
            assert_eq!(serde_json::to_string(&line).unwrap(), json);
            assert_eq!(serde_json::from_str::<Line>(json).unwrap(), line);
        }
    }
}
