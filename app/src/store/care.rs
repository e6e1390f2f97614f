//! The care for visitors after visits: of lists, and the one on the screen. It must never hold a word of it, a face or a
//! wish in a row: lists are seen over shoulders.

use std::collections::BTreeMap;

use shared::documents::aftercare::Aftercare;
use shared::ids::{Actor, DocumentId, MemberId};
use shared::report::care::{CallDue, Due, call_days};
use shared::time::Day;

use super::open::ReadOnlyReason;

/// One aftercare in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareRow {
    /// Which.
    pub id: DocumentId,
    /// Whose it is; none where nothing could be read.
    pub visitor: Option<MemberId>,
    /// After which visit.
    pub visit: Option<DocumentId>,
    /// Who reads it beside the visitor; nobody where they write for themselves.
    pub supporter: Option<MemberId>,
    /// The day of the visit.
    pub day: Option<Day>,
    /// The day of a call that is agreed and not held.
    pub planned: Option<Day>,
    /// Whether nobody owes the visitor a call.
    pub done: bool,
    /// Whether it is mine, as the visitor.
    pub mine: bool,
    /// Whether words of it are on this device alone.
    pub owed: bool,
    /// Whether some of it could not be read, or it was set aside.
    pub damaged: bool,
    /// Whether nothing of it could be read.
    pub unread: bool,
}

impl CareRow {
    /// How the call stands on a day; none while the day of the visit is not known.
    pub fn call(&self, today: Day) -> Option<CallDue> {
        let (visitor, visit, day) = (self.visitor?, self.visit?, self.day?);
        let (from, until) = call_days(day);
        Some(Due { visitor, visit, from, until, done: self.done }.on(today))
    }
}

/// The aftercare on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCare {
    /// Which.
    pub id: DocumentId,
    /// What stands in it.
    pub care: Aftercare,
    /// Whether it is mine, as the visitor.
    pub mine: bool,
    /// Who each writing session is, as the screen says it.
    pub names: BTreeMap<Actor, String>,
    /// Why it cannot be written; none if it can.
    pub read_only: Option<ReadOnlyReason>,
    /// Whether anything was entered: until then it is nowhere but on this screen.
    pub begun: bool,
    /// How many damaged or dangling chunks were set aside while it was read.
    pub damaged: usize,
}

impl OpenCare {
    /// Whether this person can write it.
    pub fn writable(&self) -> bool {
        self.read_only.is_none()
    }

    /// Who a writing session is, in words.
    pub fn name(&self, actor: Actor) -> Option<&str> {
        self.names.get(&actor).map(String::as_str)
    }
}
