//! Concerns for safety: of lists, and the one on the screen. It must never hold in a row whom one is about, nor a word of
//! it: lists are seen over shoulders.

use std::collections::BTreeMap;

use shared::documents::safeguard::Safeguard;
use shared::ids::{Actor, DocumentId, HospitalId, MemberId};
use shared::time::Day;

use super::open::ReadOnlyReason;

/// How far a concern is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConcernState {
    /// No officer has taken it up.
    Waiting,
    /// An officer took it up.
    Received,
    /// Nothing more is to be done.
    Closed,
}

/// One concern in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConcernRow {
    /// Which.
    pub id: DocumentId,
    /// Who wrote it first; none where nothing could be read.
    pub author: Option<MemberId>,
    /// The day it was seen or heard of.
    pub day: Option<Day>,
    /// The hospital.
    pub hospital: Option<HospitalId>,
    /// How far it is.
    pub state: ConcernState,
    /// Whether I wrote it first.
    pub mine: bool,
    /// Whether words of it are on this device alone.
    pub owed: bool,
    /// Whether some of it could not be read, or it was set aside.
    pub damaged: bool,
    /// Whether nothing of it could be read.
    pub unread: bool,
}

/// The concern on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenConcern {
    /// Which.
    pub id: DocumentId,
    /// What stands in it.
    pub concern: Safeguard,
    /// Whether I wrote it first.
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

impl OpenConcern {
    /// Whether this person can write it.
    pub fn writable(&self) -> bool {
        self.read_only.is_none()
    }

    /// Who a writing session is, in words.
    pub fn name(&self, actor: Actor) -> Option<&str> {
        self.names.get(&actor).map(String::as_str)
    }
}
