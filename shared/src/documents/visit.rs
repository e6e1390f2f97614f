//! The visit: briefing, pair, note, contents, what comes next, acceptance. One function for each
//! thing a person can do to it. It must never decide who may: guarded fields are only named here.

mod briefed;
mod consent;
mod edit;
mod going;
mod next;
mod past;
mod read;
mod settled;
mod talk;
#[cfg(test)]
mod tests;
mod unseen;

pub use briefed::{BriefingRead, note_read};
pub use consent::{Consent, Consented, Given, Withdrawn, consent, withdraw};
pub use edit::{accept, create, put_briefing, put_plan, set_content, set_fact, splice_note};
pub use going::{Away, NTH_MAX, put_nth, stay_away};
pub use next::{NextVisit, first_from, next_from};
pub use past::{past_of_note, write_note_back};
pub use read::{Acceptance, Briefing, Facts, Plan, Seat, Visit, note_splices, plan, read};
pub(super) use read::{contents_at, facts_at};
pub use settled::settled_on;
pub use talk::{NoteQuestion, Quote, Quoted, Saying, answer, ask, quote};
pub use unseen::added_by_others;

use super::schema::{Container, Rule, Schema, Shape};

/// The guarded map: written by coordinators alone.
pub(super) const PLAN: &str = "plan";
/// The agreed minimum before a visit (R59).
pub(super) const BRIEFING: &str = "briefing";
/// The seven contents of the report (R46): code -> ticked.
pub(super) const CONTENTS: &str = "contents";
/// What the pair states in single values: what comes next, the wish for another visit.
pub(super) const FACTS: &str = "facts";
/// Consents, each under a random key.
pub(super) const CONSENTS: &str = "consents";
/// Questions back to the pair, and their answers.
pub(super) const QUESTIONS: &str = "questions";
/// Refused words that a coordinator handed over; also the name of the guard.
pub(super) const QUOTES: &str = "quotes";
/// Who said that they do not go, or go after all. No reason has a place there.
pub(super) const ABSENCES: &str = "absences";
/// Who had the briefing before them, and as it stood when.
pub(super) const READS: &str = "reads";
/// Which visit of several it is.
pub(super) const SERIES: &str = "series";
/// Its one key, and the name of its guard.
pub(super) const NTH: &str = "nth";
/// Where later schemas put their containers.
pub(super) const MORE: &str = "more";

/// The fields of the plan; each is guarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlanField {
    /// The office whose coordinators look after the visit.
    Office,
    /// The hospital.
    Hospital,
    /// The ward (病棟).
    Ward,
    /// The day, Asia/Tokyo.
    Day,
    /// The time of day, `14:00`.
    Time,
    /// Where the person is met.
    Place,
    /// Where and when the pair meets each other.
    Meet,
    /// The first visitor of the pair, with the category of that day.
    First,
    /// The second visitor of the pair.
    Second,
    /// A recorded exception to gate B.
    Exception,
    /// What became of the visit.
    Outcome,
    /// The acceptance of the note: heads, by whom, when.
    Accepted,
}

impl PlanField {
    /// Every field.
    pub const ALL: [Self; 12] = [
        Self::Office,
        Self::Hospital,
        Self::Ward,
        Self::Day,
        Self::Time,
        Self::Place,
        Self::Meet,
        Self::First,
        Self::Second,
        Self::Exception,
        Self::Outcome,
        Self::Accepted,
    ];

    /// Its key in the document. Never changes.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Hospital => "hospital",
            Self::Ward => "ward",
            Self::Day => "day",
            Self::Time => "time",
            Self::Place => "place",
            Self::Meet => "meet",
            Self::First => "first",
            Self::Second => "second",
            Self::Exception => "exception",
            Self::Outcome => "outcome",
            Self::Accepted => "accepted",
        }
    }
}

pub(super) const PLAN_KEYS: &[&str] = &[
    "office",
    "hospital",
    "ward",
    "day",
    "time",
    "place",
    "meet",
    "first",
    "second",
    "exception",
    "outcome",
    "accepted",
];

/// The agreed minimum of a briefing (R59): no diagnosis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BriefingField {
    /// 呼ばれたい名前
    Called,
    /// 話しやすい話題
    Topics,
    /// 避けたい話題
    Avoid,
    /// 合図
    Signal,
    /// 部屋
    Room,
    /// 時間の目安
    Length,
}

impl BriefingField {
    /// Every field in the order of the form.
    pub const ALL: [Self; 6] = [Self::Called, Self::Topics, Self::Avoid, Self::Signal, Self::Room, Self::Length];

    /// Its key in the document. Never changes.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Called => "called",
            Self::Topics => "topics",
            Self::Avoid => "avoid",
            Self::Signal => "signal",
            Self::Room => "room",
            Self::Length => "length",
        }
    }

    /// What the screen calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Called => "呼ばれたい名前",
            Self::Topics => "話しやすい話題",
            Self::Avoid => "避けたい話題",
            Self::Signal => "合図（つらいとき・やめたいとき）",
            Self::Room => "会う部屋",
            Self::Length => "時間の目安",
        }
    }
}

/// The sections of the note; each is one text, made in genesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// 話したこと
    Talked,
    /// ご本人のことば
    Words,
    /// 頼まれたが役割の外だったこと (R41)
    Asked,
    /// 次に会う人へ (R49)
    Handover,
}

impl Section {
    /// Every section in the order of the note.
    pub const ALL: [Self; 4] = [Self::Talked, Self::Words, Self::Asked, Self::Handover];

    /// Its container. Never changes.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Talked => "talked",
            Self::Words => "words",
            Self::Asked => "asked",
            Self::Handover => "handover",
        }
    }

    /// What the screen calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Talked => "話したこと",
            Self::Words => "ご本人のことば（そのまま）",
            Self::Asked => "頼まれたけれど、役割の外だったこと",
            Self::Handover => "次に会う人へ（話しやすい話題など）",
        }
    }
}

/// What the pair states in single values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactField {
    /// What comes next, chosen with the person (R37).
    Next,
    /// Whether the person wants another visit (R45).
    Repeat,
    /// Whether the leave-behind card was given (R56).
    Card,
    /// Whether the pair looked back on it together.
    Debrief,
    /// Who was there.
    Present,
    /// How long it took, minutes.
    Minutes,
}

impl FactField {
    /// Every field.
    pub const ALL: [Self; 6] = [Self::Next, Self::Repeat, Self::Card, Self::Debrief, Self::Present, Self::Minutes];

    /// Its key in the document. Never changes.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Repeat => "repeat",
            Self::Card => "card",
            Self::Debrief => "debrief",
            Self::Present => "present",
            Self::Minutes => "minutes",
        }
    }
}

const fn map(name: &'static str, rule: Rule) -> Container {
    Container { name, parent: None, shape: Shape::Map, rule }
}

const fn section(section: Section) -> Container {
    Container { name: section.key(), parent: None, shape: Shape::Text, rule: Rule::Open }
}

const fn later_log(name: &'static str, guard: Option<&'static str>) -> Container {
    Container { name, parent: Some(MORE), shape: Shape::Map, rule: Rule::Log(guard) }
}

/// The schemas of a visit.
pub(super) const SCHEMAS: &[Schema] = &[
    Schema {
        version: 1,
        adds: &[
            map(PLAN, Rule::Guarded(PLAN_KEYS)),
            map(BRIEFING, Rule::Open),
            map(CONTENTS, Rule::Open),
            map(FACTS, Rule::Open),
            map(CONSENTS, Rule::Entries),
            section(Section::Talked),
            section(Section::Words),
            section(Section::Asked),
            section(Section::Handover),
            map(MORE, Rule::Sealed),
        ],
    },
    Schema { version: 2, adds: &[later_log(QUESTIONS, None), later_log(QUOTES, Some(QUOTES))] },
    Schema {
        version: 3,
        adds: &[
            later_log(ABSENCES, None),
            later_log(READS, None),
            Container { name: SERIES, parent: Some(MORE), shape: Shape::Map, rule: Rule::Guarded(&[NTH]) },
        ],
    },
];
