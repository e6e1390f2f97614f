//! The visit on the screen, and what became of opening any document. It must never hold a word that
//! is not in a document.

use std::collections::BTreeMap;

use shared::documents::visit::{Section, Visit};
use shared::ids::{Actor, ChangeHash, DocumentId};
use shared::time::Instant;

/// What the screen calls the person in front of it.
pub(crate) const MYSELF: &str = "自分";

/// What became of the document that a page opened last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// No document is wanted.
    Nothing,
    /// It is being read.
    Loading(DocumentId),
    /// It is in `open`.
    Open(DocumentId),
    /// It is not on this device. It opens by itself when it comes.
    NotHere(DocumentId),
    /// It has left this device, as nothing of it is open any more. It opens by itself when it comes back.
    PutAway(DocumentId),
    /// Loading it once stopped the program: it was set aside.
    SetAside(DocumentId),
    /// It cannot be read; its bytes are kept.
    Unreadable(DocumentId),
    /// The right to it was taken away while it was open.
    Gone(DocumentId),
}

/// Why a document is open for reading only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadOnlyReason {
    /// This person may read it and not write it.
    NoRight,
    /// A newer version of the app wrote it: update first.
    NewerSchema,
}

/// A section of the note as it stood at the end of a stretch of writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastText {
    /// What the document was then.
    pub heads: Vec<ChangeHash>,
    /// When the last word of the stretch was written, by its device's clock.
    pub at: Instant,
    /// Who wrote in it, as the screen says it; nothing for those whose name this person may not know.
    pub by: Vec<Option<String>>,
    /// The text then.
    pub text: String,
}

/// The visit on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenVisit {
    /// Which.
    pub id: DocumentId,
    /// What stands in it.
    pub visit: Visit,
    /// Who each writing session is, as the screen says it: 自分, a name, or nothing for those
    /// whose name this person may not know.
    pub names: BTreeMap<Actor, String>,
    /// When the values of disputed fields were set, by their device's clock.
    pub times: BTreeMap<ChangeHash, Instant>,
    /// Why it cannot be written; none if it can.
    pub read_only: Option<ReadOnlyReason>,
    /// Whether this person may change guarded fields: plan, outcome, acceptance.
    pub may_plan: bool,
    /// What others put into the sections of the note since this person last looked, in UTF-16 units.
    pub unseen: BTreeMap<Section, Vec<(usize, usize)>>,
    /// How many damaged or dangling chunks were set aside while it was read.
    pub damaged: usize,
}

impl OpenVisit {
    /// Whether this person can write the note.
    pub fn writable(&self) -> bool {
        self.read_only.is_none()
    }

    /// Who a writing session is, in words.
    pub fn name(&self, actor: Actor) -> Option<&str> {
        self.names.get(&actor).map(String::as_str)
    }
}
