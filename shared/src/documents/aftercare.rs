//! Care for one visitor after one visit (R54, R55, R60): how they were before and after, what they talked of, the
//! calls of the supporter they chose. It must never hold a score, and nothing of it goes anywhere but the one line of
//! `due`: no word, no face, no wish.

mod due;
mod edit;
mod read;
#[cfg(test)]
mod tests;

pub use due::due;
pub use edit::{Checked, Noted, create, note_call, put_check, put_day, put_enough, put_wish, splice};
pub use read::{Aftercare, Call, SelfCheck, read, section_splices};

use super::schema::{Container, Rule, Schema, Shape};

/// The guarded map of what the visitor alone writes.
pub(super) const OWN: &str = "own";
/// The day of the visit, as the visitor's device knew it.
pub(super) const DAY: &str = "day";
/// What the visitor wishes for from here on.
pub(super) const WISH: &str = "wish";
/// Whether the visitor wants no call, or no more.
pub(super) const ENOUGH: &str = "enough";
/// The calls of the supporter; also the name of the guard.
pub(super) const CALLS: &str = "calls";

/// The fields of [`OWN`]; each is guarded.
pub(super) const OWN_KEYS: &[&str] = &["before", "after", DAY, WISH, ENOUGH];

/// When a self-check is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    /// Before the visit.
    Before,
    /// After it.
    After,
}

impl Moment {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Before, Self::After];

    /// Its key in the document. Never changes.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }

    /// What the screen calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Before => "行く前のいま",
            Self::After => "行ったあとのいま",
        }
    }
}

/// A text, made in genesis; visitor and supporter write in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CareSection {
    /// What the pair looked back on in ten minutes.
    Debrief,
    /// What is on the visitor's mind.
    Mind,
    /// What visitor and supporter talked of.
    Talk,
}

impl CareSection {
    /// Every section in the order of the screen.
    pub const ALL: [Self; 3] = [Self::Debrief, Self::Mind, Self::Talk];

    /// Its container. Never changes.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Debrief => "debrief",
            Self::Mind => "mind",
            Self::Talk => "talk",
        }
    }

    /// What the screen calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Debrief => "ふたりでふりかえったこと",
            Self::Mind => "いま思っていること",
            Self::Talk => "支える人と話したこと",
        }
    }
}

const fn container(name: &'static str, shape: Shape, rule: Rule) -> Container {
    Container { name, parent: None, shape, rule }
}

const fn section(section: CareSection) -> Container {
    container(section.key(), Shape::Text, Rule::Open)
}

/// The schemas of an aftercare.
pub(super) const SCHEMAS: &[Schema] = &[Schema {
    version: 1,
    adds: &[
        container(OWN, Shape::Map, Rule::Guarded(OWN_KEYS)),
        section(CareSection::Debrief),
        section(CareSection::Mind),
        section(CareSection::Talk),
        container(CALLS, Shape::Map, Rule::Log(Some(CALLS))),
        container("more", Shape::Map, Rule::Sealed),
    ],
}];
