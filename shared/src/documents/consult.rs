//! The question of eligibility to the prefecture (R40): facts without the person, the office's
//! proposal, the prefecture's answer. It must never hold what tells who the person is; it cannot
//! read words, so `identifying` says which words of the request stand in it.

mod edit;
mod identifying;
mod read;
#[cfg(test)]
mod tests;

pub use edit::{answer, ask, create, put, put_office, splice_proposal};
pub use identifying::{Identifying, identifying};
pub use read::{Answer, Consult, office, proposal_splices, read};

use super::schema::{Container, Rule, Schema, Shape};

/// The guarded map of the office: whose question it is.
pub(super) const OWNER: &str = "owner";
/// The only key of [`OWNER`]; guarded.
pub(super) const OFFICE: &str = "office";
/// Facts without the person.
pub(super) const FACTS: &str = "facts";
/// When it was asked, in milliseconds; stands in [`FACTS`].
pub(super) const ASKED_AT: &str = "asked_at";
/// What the office proposes, and why.
pub(super) const PROPOSAL: &str = "proposal";
/// The guarded map of the prefecture, and its only key: an answer is one value, so that a reason
/// never stands beside another's answer.
pub(super) const ANSWER: &str = "answer";

/// A fact that a question may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConsultField {
    /// A code of `AgeBand`.
    AgeBand,
    /// A code of `AdmissionType`.
    Admission,
    /// A code of `AdmittedFor`.
    AdmittedFor,
    /// A code of `LastOutsideVisit`.
    LastOutside,
    /// Who could visit.
    WhoCouldVisit,
    /// The hospital's id, where the prefecture needs it.
    Hospital,
}

impl ConsultField {
    /// Every field in the order of the form.
    pub const ALL: [Self; 6] =
        [Self::AgeBand, Self::Admission, Self::AdmittedFor, Self::LastOutside, Self::WhoCouldVisit, Self::Hospital];

    /// Its key in the document. Never changes.
    pub const fn key(self) -> &'static str {
        match self {
            Self::AgeBand => "age_band",
            Self::Admission => "admission",
            Self::AdmittedFor => "admitted_for",
            Self::LastOutside => "last_outside",
            Self::WhoCouldVisit => "who_could_visit",
            Self::Hospital => "hospital",
        }
    }

    /// What the screen calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AgeBand => "年代",
            Self::Admission => "入院形態",
            Self::AdmittedFor => "入院の期間",
            Self::LastOutside => "病院の外の人との最後の面会",
            Self::WhoCouldVisit => "面会に来られそうな人",
            Self::Hospital => "病院（必要なときだけ）",
        }
    }
}

const fn container(name: &'static str, shape: Shape, rule: Rule) -> Container {
    Container { name, parent: None, shape, rule }
}

/// The schemas of a question.
pub(super) const SCHEMAS: &[Schema] = &[Schema {
    version: 1,
    adds: &[
        container(OWNER, Shape::Map, Rule::Guarded(&[OFFICE])),
        container(FACTS, Shape::Map, Rule::Open),
        container(PROPOSAL, Shape::Text, Rule::Open),
        container(ANSWER, Shape::Map, Rule::Guarded(&[ANSWER])),
        container("more", Shape::Map, Rule::Sealed),
    ],
}];
