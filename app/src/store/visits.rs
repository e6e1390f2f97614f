//! The visits of lists: one flat keyed collection, patched as one. It must never hold the name of
//! the person visited, nor a word of a note: lists are seen over shoulders.

use reactive_stores::{KeyMap, PatchField, StorePath};
use shared::domain::VisitOutcome;
use shared::ids::{DocumentId, HospitalId, MemberId, OfficeId};
use shared::time::{ClockTime, Day};

/// How far a visit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitState {
    /// It is to come, and nothing is written.
    Planned,
    /// Its note has words, and its day is not over or it has not been looked at.
    Writing,
    /// Its note has words and what comes next is stated: a coordinator may accept it.
    ToAccept,
    /// Accepted, with what became of it.
    Accepted(VisitOutcome),
    /// Words came after the acceptance: they count when accepted again.
    ChangedAfter(VisitOutcome),
    /// It did not take place: called off, or discharged before.
    Ended(VisitOutcome),
}

/// A visitor of the pair, in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairName {
    /// Who.
    pub member: MemberId,
    /// Their name, if this person may know it.
    pub name: Option<String>,
}

/// One visit in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitRow {
    /// Which.
    pub id: DocumentId,
    /// Its day, if one is settled.
    pub day: Option<Day>,
    /// Its time, if one is settled and is a time of day.
    pub time: Option<ClockTime>,
    /// The hospital.
    pub hospital: Option<HospitalId>,
    /// The hospital's name; empty while the programme has not come.
    pub hospital_name: String,
    /// The ward; empty if not set.
    pub ward: String,
    /// Where the person is met; empty if not set.
    pub place: String,
    /// Where the pair meets each other; empty if not set.
    pub meet: String,
    /// The office whose coordinators look after it.
    pub office: Option<OfficeId>,
    /// The office's short name; empty while the programme has not come.
    pub office_name: String,
    /// The pair.
    pub pair: Vec<PairName>,
    /// How far it is.
    pub state: VisitState,
    /// Whether anything of the briefing is written.
    pub briefed: bool,
    /// Which visit to the person it is, if a coordinator said so.
    pub nth: Option<u32>,
    /// Who of the pair does not go.
    pub away: Vec<MemberId>,
    /// Whether one of the pair asked the office something and waits for an answer.
    pub asked: bool,
    /// Whether I am in the pair.
    pub mine: bool,
    /// Whether I may write it.
    pub writable: bool,
    /// Whether words of it are on this device alone.
    pub owed: bool,
    /// Whether a field stands with two values.
    pub disputed: bool,
    /// Whether some of it could not be read, or it was set aside.
    pub damaged: bool,
    /// Whether nothing of it could be read.
    pub unread: bool,
}

/// A row is shown as one thing: it is replaced whole, and only if it differs.
impl PatchField for VisitRow {
    fn patch_field(&mut self, new: Self, path: &StorePath, notify: &mut dyn FnMut(&StorePath), _keys: Option<&KeyMap>) {
        if *self != new {
            *self = new;
            notify(path);
        }
    }
}

/// The visits on this device that this person may know of.
#[derive(Debug, Clone, Default, reactive_stores::Store)]
pub struct Visits {
    /// The rows, in the order of lists.
    #[store(key: DocumentId = |row| row.id)]
    pub rows: Vec<VisitRow>,
}
