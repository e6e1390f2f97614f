//! A visitor (訪問支援員): when they can come, what they wish, what they were trained in. One for each, with no nonce:
//! whoever begins it, the visitor on a phone or a coordinator at a desk, begins the same document. It must never hold
//! how somebody is (that is aftercare), nor a reason for a pause or a day off.

mod edit;
mod read;
#[cfg(test)]
mod tests;

pub use edit::{
    AvailabilityEdit, Told, add_training, create, put_availability, put_pause, put_register, splice_wishes,
};
pub use read::{Training, Visitor, read};

use super::schema::{Container, Rule, Schema, Shape};
use crate::time::Weekday;

/// What the prefecture decides of a visitor.
pub(super) const REGISTER: &str = "register";
/// The single values of the visitor.
pub(super) const OWN: &str = "own";
/// The half-days of a week.
pub(super) const WEEK: &str = "week";
/// The half-days of single days.
pub(super) const DAYS: &str = "days";
/// The wishes.
pub(super) const WISHES: &str = "wishes";
/// The trainings; also the name of the guard.
pub(super) const TRAINING: &str = "training";
/// The pause.
pub(super) const PAUSE: &str = "pause";

/// A guarded field of the register; each is a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RegisterField {
    /// A category's code.
    Category,
    /// From when, and until when, the visitor is appointed: a period.
    Appointment,
}

impl RegisterField {
    /// Every field.
    pub const ALL: [Self; 2] = [Self::Category, Self::Appointment];

    /// Its key in the document. Never changes.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Appointment => "appointment",
        }
    }
}

/// The code of a weekday in a key. Never changes.
const fn weekday_code(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "mon",
        Weekday::Tuesday => "tue",
        Weekday::Wednesday => "wed",
        Weekday::Thursday => "thu",
        Weekday::Friday => "fri",
        Weekday::Saturday => "sat",
        Weekday::Sunday => "sun",
    }
}

const fn map(name: &'static str, rule: Rule) -> Container {
    Container { name, parent: None, shape: Shape::Map, rule }
}

/// The schemas of a visitor.
pub(super) const SCHEMAS: &[Schema] = &[Schema {
    version: 1,
    adds: &[
        map(REGISTER, Rule::Guarded(&[RegisterField::Category.key(), RegisterField::Appointment.key()])),
        map("proposal", Rule::Guarded(&["proposed"])),
        map(OWN, Rule::Open),
        map(WEEK, Rule::Open),
        map(DAYS, Rule::Open),
        Container { name: WISHES, parent: None, shape: Shape::Text, rule: Rule::Open },
        map(TRAINING, Rule::Log(Some(TRAINING))),
        map("more", Rule::Sealed),
    ],
}];
