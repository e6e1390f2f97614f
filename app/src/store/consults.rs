//! The questions to the prefecture: of lists, and the one on the screen. A question holds no
//! person, and neither does its row.

use std::collections::BTreeMap;

use reactive_stores::{KeyMap, PatchField, StorePath};
use shared::documents::consult::Consult;
use shared::domain::{AdmissionType, ConsultAnswer};
use shared::ids::{Actor, DocumentId, OfficeId};
use shared::time::{Day, Instant};

use super::open::ReadOnlyReason;

/// One question in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsultRow {
    /// Which.
    pub id: DocumentId,
    /// The request it is about; none where nothing could be read.
    pub request: Option<DocumentId>,
    /// Whose question it is.
    pub office: Option<OfficeId>,
    /// The office's short name; empty while the programme has not come.
    pub office_name: String,
    /// When it was asked; none while it is being written.
    pub asked_at: Option<Instant>,
    /// The form of admission, if told.
    pub admission: Option<AdmissionType>,
    /// The prefecture's answer, if there is one.
    pub answer: Option<ConsultAnswer>,
    /// Whether it waits for an answer.
    pub waits: bool,
    /// Whether words of it are on this device alone.
    pub owed: bool,
    /// Whether a field or the answer stands twice.
    pub disputed: bool,
    /// Whether some of it could not be read, or it was set aside.
    pub damaged: bool,
    /// Whether nothing of it could be read.
    pub unread: bool,
}

impl ConsultRow {
    /// How many days the office has been waiting.
    pub fn waiting_days(&self, today: Day) -> Option<i32> {
        self.asked_at.filter(|_| self.waits).map(|asked| today.days_after(asked.tokyo_day()).max(0))
    }
}

/// A row is shown as one thing: it is replaced whole, and only if it differs.
impl PatchField for ConsultRow {
    fn patch_field(&mut self, new: Self, path: &StorePath, notify: &mut dyn FnMut(&StorePath), _keys: Option<&KeyMap>) {
        if *self != new {
            *self = new;
            notify(path);
        }
    }
}

/// The questions on this device.
#[derive(Debug, Clone, Default, reactive_stores::Store)]
pub struct Consults {
    /// The rows: who has waited longest comes first.
    #[store(key: DocumentId = |row| row.id)]
    pub rows: Vec<ConsultRow>,
}

/// The question on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenConsult {
    /// Which.
    pub id: DocumentId,
    /// What stands in it.
    pub consult: Consult,
    /// Who each writing session is, as the screen says it.
    pub names: BTreeMap<Actor, String>,
    /// Why it cannot be written; none if it can.
    pub read_only: Option<ReadOnlyReason>,
    /// How many damaged or dangling chunks were set aside while it was read.
    pub damaged: usize,
}
