//! What documents promise, whoever writes and in whatever order it arrives.

mod convergence;
mod crafted;
mod edges;
mod edits;
mod fields;
mod genesis;
mod guards;
mod hostile;
mod poison;
mod roots;
mod text;
mod upgrades;
mod whole;

use super::visit::{self, Section};
use super::{Chunk, Document, Root, Splice, Writer};
use crate::domain::{Intent, IntentMethod};
use crate::ids::Actor;
use crate::time::Instant;

pub(in crate::documents) fn intent() -> Intent {
    Intent { day: "2024-12-10".parse().unwrap(), method: IntentMethod::Phone, confirmed_by: "見本 はな".to_owned() }
}

pub(in crate::documents) fn root() -> Root {
    Root::visit("140007".parse().unwrap(), None, intent(), [7; 16])
}

/// The root of a visit that was born before questions and quotations had a place.
pub(in crate::documents) fn old_root() -> Root {
    Root { schema: 1, ..root() }
}

/// A visit of the first schema.
pub(in crate::documents) fn an_old_visit() -> Document {
    Document::create(old_root()).unwrap()
}

/// A new visit, as any device makes it.
pub(in crate::documents) fn a_visit() -> Document {
    Document::create(root()).unwrap()
}

/// A writing session of its own for each number.
pub(in crate::documents) fn session(number: u8) -> Writer {
    Writer { actor: Actor([number; 16]), at: Instant::from_ms(1_734_000_000_000) }
}

/// Gives each of two devices what the other has.
pub(in crate::documents) fn meet(one: &mut Document, other: &mut Document) {
    let from_one = one.changes_since(&other.heads());
    let from_other = other.changes_since(&one.heads());
    one.apply(&from_other).unwrap();
    other.apply(&from_one).unwrap();
}

/// Every change of a document as bytes.
pub(in crate::documents) fn all_bytes(document: &Document) -> Vec<Vec<u8>> {
    let changes = document.changes_since(&[]);
    changes.into_iter().map(Chunk::into_bytes).collect()
}

pub(in crate::documents) fn type_at(
    document: &mut Document,
    writer: &Writer,
    section: Section,
    at: usize,
    words: &str,
) -> Chunk {
    let splice = Splice { at_utf16: at, deleted_utf16: 0, inserted: words.to_owned() };
    visit::splice_note(document, writer, section, &splice).unwrap().unwrap()
}

pub(in crate::documents) fn note(document: &Document, section: Section) -> String {
    visit::read(document).unwrap().note.remove(&section).unwrap()
}
