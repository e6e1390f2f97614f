//! The request (依頼): the person, how the wish arrived, the way to a visit and its end. What is
//! known stands in single fields and two texts; what was done stands in steps, put once and never
//! changed. It must never decide who may, nor set a state by hand: a state follows from the steps.

mod course;
mod edit;
mod fields;
mod read;
mod step;
#[cfg(test)]
mod tests;

pub use course::{Course, Judged, Question, Rest};
pub use edit::{add_step, create, put, put_office, splice_memo, splice_wish};
pub use fields::RequestField;
pub use read::{Request, arrange_problems, memo_splices, office, read, wish_splices};
pub use step::{Step, StepKind};

use super::schema::{Container, Rule, Schema, Shape};

/// The guarded map: whose coordinators look after the request.
pub(super) const OWNER: &str = "owner";
/// The only key of [`OWNER`]; guarded.
pub(super) const OFFICE: &str = "office";
/// Single fields.
pub(super) const ABOUT: &str = "about";
/// The wish in the person's own words.
pub(super) const WISH: &str = "wish";
/// What the office notes for itself.
pub(super) const MEMO: &str = "memo";
/// What was done.
pub(super) const STEPS: &str = "steps";

const fn container(name: &'static str, shape: Shape, rule: Rule) -> Container {
    Container { name, parent: None, shape, rule }
}

/// The schemas of a request.
pub(super) const SCHEMAS: &[Schema] = &[Schema {
    version: 1,
    adds: &[
        container(OWNER, Shape::Map, Rule::Guarded(&[OFFICE])),
        container(ABOUT, Shape::Map, Rule::Open),
        container(WISH, Shape::Text, Rule::Open),
        container(MEMO, Shape::Text, Rule::Open),
        container(STEPS, Shape::Map, Rule::Log(None)),
        container("more", Shape::Map, Rule::Sealed),
    ],
}];
