//! The handbook of a prefecture (R20, R21): written by it, read by every member. Every entry is a set of scalars under
//! `<id>/<field>`, as in a programme. What the prefecture approved is told from what is still a draft by the heads it
//! approved. It must never show a draft as approved, nor hold a person.

mod edit;
mod read;
#[cfg(test)]
mod tests;

pub use edit::{approve, create, put, remove};
pub use read::{Handbook, Version, changed_since, entries_at, read};

use super::schema::{Container, Rule, Schema, Shape};

/// The entries.
pub(super) const ENTRIES: &str = "entries";
/// The approvals, each a version; also the name of the guard.
pub(super) const APPROVED: &str = "approved";
/// The fields of an entry beside its levels.
pub(super) const ORDER: &str = "order";
pub(super) const KIND: &str = "kind";
pub(super) const TITLE: &str = "title";

const fn map(name: &'static str, rule: Rule) -> Container {
    Container { name, parent: None, shape: Shape::Map, rule }
}

/// The schemas of a handbook.
pub(super) const SCHEMAS: &[Schema] = &[Schema {
    version: 1,
    adds: &[map(ENTRIES, Rule::Open), map(APPROVED, Rule::Log(Some(APPROVED))), map("more", Rule::Sealed)],
}];
