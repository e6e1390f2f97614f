//! The visit on the screen: what stands in it, and its note as text fields want it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::documents::Splice;
use shared::documents::visit::{Section, Visit};
use shared::ids::{Actor, ChangeHash, DocumentId};
use shared::time::Instant;

/// How many of the last splices of a section are kept for text fields to follow.
const RECENT_MAX: usize = 256;

/// What the screen calls the person in front of it.
pub(crate) const MYSELF: &str = "自分";

/// What became of the last `open_visit`.
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

/// A section of the note as a text field wants it.
#[derive(Clone, Copy)]
pub struct NoteStream {
    /// What the document holds now, own words included.
    pub text: Signal<String>,
    /// The last splices that led to it, oldest first. Set before `text` is.
    pub recent: Signal<Vec<Splice>>,
}

#[derive(Clone, Copy)]
struct SectionSignals {
    text: RwSignal<String>,
    recent: RwSignal<Vec<Splice>>,
}

/// The signals of every section, made once.
#[derive(Clone, Copy)]
pub(crate) struct NoteSignals([SectionSignals; Section::ALL.len()]);

impl NoteSignals {
    pub(super) fn new() -> Self {
        Self(Section::ALL.map(|_| SectionSignals { text: RwSignal::default(), recent: RwSignal::default() }))
    }

    fn of(&self, section: Section) -> SectionSignals {
        let [talked, words, asked, handover] = self.0;
        match section {
            Section::Talked => talked,
            Section::Words => words,
            Section::Asked => asked,
            Section::Handover => handover,
        }
    }

    pub(super) fn stream(&self, section: Section) -> NoteStream {
        let signals = self.of(section);
        NoteStream { text: signals.text.into(), recent: signals.recent.into() }
    }

    /// Another document is on the screen: what led to its texts is not known.
    pub(crate) fn begin(&self, note: &BTreeMap<Section, String>) {
        for section in Section::ALL {
            let signals = self.of(section);
            signals.recent.set(Vec::new());
            signals.text.set(note.get(&section).cloned().unwrap_or_default());
        }
    }

    /// A section came to be `text` by these splices, made one after another.
    pub(crate) fn follow(&self, section: Section, splices: Vec<Splice>, text: &str) {
        let signals = self.of(section);
        if splices.is_empty() && signals.text.with_untracked(|now| now == text) {
            return;
        }
        signals.recent.update(|recent| {
            recent.extend(splices);
            let over = recent.len().saturating_sub(RECENT_MAX);
            recent.drain(..over);
        });
        signals.text.set(text.to_owned());
    }

    /// The person's own splice, made on what the section holds.
    pub(crate) fn own(&self, section: Section, splice: Splice, text: impl FnOnce(&str) -> String) {
        let new = self.of(section).text.with_untracked(|now| text(now));
        self.follow(section, vec![splice], &new);
    }
}
