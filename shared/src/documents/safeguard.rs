//! A concern for safety (D5, 精神保健福祉法 第40条の3): what was seen and said, and what was done about it. It is its
//! author's and the safeguarding officers'. It must never give a line to any table, and no word of it stands anywhere
//! else: nothing here names a request or a visit, so that nothing else can name it.

mod edit;
mod read;
#[cfg(test)]
mod tests;

pub use edit::{add_step, create, put, splice};
pub use read::{Done, Safeguard, read, section_splices};

use super::schema::{Container, Rule, Schema, Shape};

/// Single values.
pub(super) const FACTS: &str = "facts";
/// What was done.
pub(super) const STEPS: &str = "steps";

/// A single value; each is a text and may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SafeguardField {
    /// The day it was seen or heard of, `2024-12-20`.
    Day,
    /// The hospital's id, where it is known.
    Hospital,
    /// The place: ward, room.
    Place,
    /// Whom it is about, as the author knows them.
    Person,
}

impl SafeguardField {
    /// Every field in the order of the form.
    pub const ALL: [Self; 4] = [Self::Day, Self::Hospital, Self::Place, Self::Person];

    /// Its key in the document. Never changes.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Hospital => "hospital",
            Self::Place => "place",
            Self::Person => "person",
        }
    }

    /// What the screen calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Day => "気づいた日",
            Self::Hospital => "病院",
            Self::Place => "場所",
            Self::Person => "どなたのことか",
        }
    }
}

/// A text, made in genesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SafeguardSection {
    /// What was seen or heard.
    Seen,
    /// What the person said, in their words.
    Words,
    /// What the person was told.
    Told,
}

impl SafeguardSection {
    /// Every section in the order of the form.
    pub const ALL: [Self; 3] = [Self::Seen, Self::Words, Self::Told];

    /// Its container. Never changes.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Words => "words",
            Self::Told => "told",
        }
    }

    /// What the screen calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Seen => "見たこと・聞いたこと",
            Self::Words => "ご本人のことば（そのまま）",
            Self::Told => "ご本人に伝えたこと",
        }
    }
}

const fn container(name: &'static str, shape: Shape, rule: Rule) -> Container {
    Container { name, parent: None, shape, rule }
}

const fn section(section: SafeguardSection) -> Container {
    container(section.key(), Shape::Text, Rule::Open)
}

/// The schemas of a concern.
pub(super) const SCHEMAS: &[Schema] = &[Schema {
    version: 1,
    adds: &[
        container(FACTS, Shape::Map, Rule::Open),
        section(SafeguardSection::Seen),
        section(SafeguardSection::Words),
        section(SafeguardSection::Told),
        container(STEPS, Shape::Map, Rule::Log(None)),
        container("more", Shape::Map, Rule::Sealed),
    ],
}];
