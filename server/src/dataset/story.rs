//! The people and cases of a sample: fictional requests, visits and care, so that every screen can be tried. Each
//! change is made by the member whose it is and taken by the relay's own desk under that member's rights, as if they
//! had written it. It must never be told in a store of real figures, nor write into a document that stands.

mod care;
pub(super) mod file;
mod request;
mod script;
mod teller;
#[cfg(test)]
mod tests;
mod visit;

pub use teller::{StoryError, tell};

use shared::ids::MemberId;
use shared::time::Day;

use crate::storage::MemberFields;
use file::{Case, Person};

/// The story of a sample.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Story {
    /// The day that the cases are told from. They are told later by whole weeks, so that what is to come is to come.
    as_of: Option<Day>,
    people: Vec<Person>,
    cases: Vec<Case>,
}

/// A fictional member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The id.
    pub id: MemberId,
    /// What they are.
    pub fields: MemberFields,
    /// Whether `serve --links` gives a link to sign in as them.
    pub linked: bool,
}

impl Story {
    pub(super) fn new(as_of: Option<Day>, people: Vec<Person>, cases: Vec<Case>) -> Self {
        Self { as_of, people, cases }
    }

    /// Its members, in the order of the file.
    pub fn members(&self) -> Vec<Member> {
        self.people.iter().map(Person::member).collect()
    }

    /// How many cases it has.
    pub fn cases(&self) -> usize {
        self.cases.len()
    }

    /// How many days later than they are written the cases are told: whole weeks, so that weekdays stay.
    fn later_by(&self, today: Day) -> i32 {
        self.as_of.map_or(0, |as_of| today.days_after(as_of).max(0) / 7 * 7)
    }
}
