//! The requests of lists, and the one on the screen. Lists of requests are the office's own work
//! table: they name the person, and stand on no page that a visitor or an officer sees.

use std::collections::BTreeMap;

use reactive_stores::{KeyMap, PatchField, StorePath};
use shared::documents::request::Request;
use shared::domain::{ArrangeProblem, RequestChannel, RequestState};
use shared::ids::{Actor, DocumentId, HospitalId, OfficeId};
use shared::time::{Day, Instant};

use super::open::ReadOnlyReason;

/// One request in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    /// Which.
    pub id: DocumentId,
    /// The day it was received, if settled.
    pub received: Option<Day>,
    /// How it came.
    pub channel: Option<RequestChannel>,
    /// The person's name as written; empty if not told.
    pub name: String,
    /// How the name is read; empty if not told.
    pub kana: String,
    /// The hospital.
    pub hospital: Option<HospitalId>,
    /// The hospital's name; empty while the programme has not come.
    pub hospital_name: String,
    /// The ward; empty if not set.
    pub ward: String,
    /// The office whose coordinators look after it.
    pub office: Option<OfficeId>,
    /// The office's short name; empty while the programme has not come.
    pub office_name: String,
    /// How far it is.
    pub state: RequestState,
    /// Since when it is so; none before any step.
    pub since: Option<Instant>,
    /// When to ask again, if that is waited for.
    pub ask_again: Option<Day>,
    /// The visits arranged for it.
    pub visits: Vec<DocumentId>,
    /// The last question to the prefecture.
    pub consult: Option<DocumentId>,
    /// Whether I may write it.
    pub writable: bool,
    /// Whether words of it are on this device alone.
    pub owed: bool,
    /// Whether a field or the way to go on stands twice.
    pub disputed: bool,
    /// Whether some of it could not be read, or it was set aside.
    pub damaged: bool,
    /// Whether nothing of it could be read.
    pub unread: bool,
}

impl RequestRow {
    /// How many days the person has been waiting; none before the day is known, or after the end.
    pub fn waiting_days(&self, today: Day) -> Option<i32> {
        self.received.filter(|_| self.state.is_open()).map(|received| today.days_after(received).max(0))
    }
}

/// A row is shown as one thing: it is replaced whole, and only if it differs.
impl PatchField for RequestRow {
    fn patch_field(&mut self, new: Self, path: &StorePath, notify: &mut dyn FnMut(&StorePath), _keys: Option<&KeyMap>) {
        if *self != new {
            *self = new;
            notify(path);
        }
    }
}

/// The requests on this device.
#[derive(Debug, Clone, Default, reactive_stores::Store)]
pub struct Requests {
    /// The rows: who has waited longest comes first.
    #[store(key: DocumentId = |row| row.id)]
    pub rows: Vec<RequestRow>,
}

/// The request on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRequest {
    /// Which.
    pub id: DocumentId,
    /// What stands in it.
    pub request: Request,
    /// Who each writing session is, as the screen says it.
    pub names: BTreeMap<Actor, String>,
    /// Why it cannot be written; none if it can.
    pub read_only: Option<ReadOnlyReason>,
    /// Everything that keeps a visit from being arranged now.
    pub problems: Vec<ArrangeProblem>,
    /// Whether anything was entered: until then it is nowhere but on this screen.
    pub begun: bool,
    /// How many damaged or dangling chunks were set aside while it was read.
    pub damaged: usize,
}

impl OpenRequest {
    /// Whether this person can write it.
    pub fn writable(&self) -> bool {
        self.read_only.is_none()
    }

    /// Who a writing session is, in words.
    pub fn name(&self, actor: Actor) -> Option<&str> {
        self.names.get(&actor).map(String::as_str)
    }
}
