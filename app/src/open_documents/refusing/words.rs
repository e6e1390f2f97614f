//! The words of a document that are not in what is left of it, place by place; and by whom they were
//! written, run by run. It must never leave a word out because somebody struck it out later.

use shared::documents::visit::{self, Section};
use shared::documents::{Chunk, Document, Splice};
use shared::ids::{Actor, ChangeHash};
use shared::time::Instant;

use super::super::assemble::fitting;
use super::super::texts;
use super::beside;
use crate::store::TextPlace;

/// Words of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::open_documents) struct Part {
    /// The section of the note, if it is one.
    pub(in crate::open_documents) section: Option<Section>,
    /// What the place is called; empty where the words say it themselves.
    pub(in crate::open_documents) label: String,
    /// The words.
    pub(in crate::open_documents) text: String,
}

/// What one writing session wrote in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::open_documents) struct Written {
    /// The writing session.
    pub(in crate::open_documents) actor: Actor,
    /// When its last change was made, by its device's clock.
    pub(in crate::open_documents) at: Instant,
    /// Its first change.
    pub(in crate::open_documents) first: ChangeHash,
    /// The words.
    pub(in crate::open_documents) parts: Vec<Part>,
}

/// The words that stand in a document and not in what is left of it.
pub(super) fn lost(document: &Document, left: Option<&Document>) -> Vec<Part> {
    let mut parts = Vec::new();
    for (place, whole) in texts::all(document) {
        let text = match left {
            Some(left) => inserted(&texts::splices(document, place, &left.heads(), &document.heads())),
            None => whole,
        };
        if !text.is_empty() {
            parts.push(Part { section: section_of(place), label: texts::label(place).to_owned(), text });
        }
    }
    let plain = |text: String| Part { section: None, label: String::new(), text };
    parts.extend(beside::lost(document, left).into_iter().map(plain));
    let Some(visit) = visit::read(document) else { return parts };
    let left_visit = left.and_then(visit::read);
    for (field, stated) in &visit.briefing {
        let was = left_visit.as_ref().and_then(|left| left.briefing.get(field));
        if was != Some(stated) {
            let values = stated.all().iter().map(|said| said.value.clone());
            parts.extend(values.map(|text| Part { section: None, label: field.label().to_owned(), text }));
        }
    }
    parts
}

/// Parts as one text to be read and copied.
pub(super) fn joined(parts: &[Part]) -> String {
    let lines = parts.iter().map(|part| match part.label.as_str() {
        "" => part.text.clone(),
        label => format!("{label}\n{}", part.text),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What was written at different places stands on different lines.
fn inserted(splices: &[Splice]) -> String {
    let mut text = String::new();
    let mut end = None;
    for splice in splices.iter().filter(|splice| !splice.inserted.is_empty()) {
        if end.is_some_and(|end| end != splice.at_utf16) {
            text.push('\n');
        }
        text.push_str(&splice.inserted);
        end = Some(splice.at_utf16 + splice.inserted.encode_utf16().count());
    }
    text
}

fn section_of(place: TextPlace) -> Option<Section> {
    match place {
        TextPlace::Note(section) => Some(section),
        TextPlace::Wish | TextPlace::Memo | TextPlace::Proposal | TextPlace::Care(_) | TextPlace::Concern(_) => None,
    }
}

/// What was written in changes that a document lacks, each after what it builds on; and how many of
/// them cannot be read upon it.
/// `together` says whether two of one writing session that follow each other are one piece of writing.
pub(in crate::open_documents) fn written(
    upon: &Document,
    changes: Vec<Chunk>,
    together: &dyn Fn(&Chunk, &Chunk) -> bool,
) -> (Vec<Written>, usize) {
    let (fits, waits) = fitting(upon, changes);
    let mut unread = waits.len();
    let mut document = upon.clone();
    let mut all = Vec::new();
    for run in fits.chunk_by(|one, next| one.actor() == next.actor() && together(one, next)) {
        let before = document.clone();
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        if document.apply(run).is_err() {
            document = before;
            unread += run.len();
            continue;
        }
        all.push(Written {
            actor: first.actor(),
            at: Instant::from_ms(last.time_seconds().saturating_mul(1_000)),
            first: first.hash(),
            parts: lost(&document, Some(&before)),
        });
    }
    (all, unread)
}
