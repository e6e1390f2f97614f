//! One document from what the disk gave: wholes, and changes beside them. What does not fit
//! together is counted and left where it is: what it builds on may still come.

use std::collections::BTreeSet;

use shared::documents::{Chunk, Document, whole_part};
use shared::ids::{ChangeHash, DocumentId};

use crate::local::Found;

#[cfg(test)]
mod tests;

/// A document as far as it could be put together.
#[derive(Debug)]
pub(super) struct Assembled {
    pub(super) document: Document,
    /// How many chunks could not be read or do not fit together.
    pub(super) damaged: usize,
    /// The names of the wholes that it holds.
    pub(super) wholes: Vec<String>,
    /// How many single changes it was put together from.
    pub(super) changes: usize,
    /// Their bytes.
    pub(super) change_bytes: usize,
}

/// Puts a document together; `None` if nothing can be read as this document.
pub(super) fn assemble(id: DocumentId, found: &Found) -> Option<Assembled> {
    let mut damaged = found.broken;
    let mut document: Option<Document> = None;
    let mut wholes = Vec::new();
    for stored in &found.snapshots {
        let opened = Document::open_saved(&stored.bytes).ok().filter(|whole| whole.id() == id);
        let merged = match (&mut document, opened) {
            (_, None) => false,
            (Some(first), Some(other)) => merge(first, &other),
            (none @ None, Some(other)) => {
                *none = Some(other);
                true
            }
        };
        match merged {
            true => wholes.push(stored.name.clone()),
            false => damaged += 1,
        }
    }
    let bytes: Vec<&[u8]> = found.incrementals.iter().map(|stored| stored.bytes.as_slice()).collect();
    let (document, left_out) = match document {
        None => {
            let (whole, aside) = whole_part(&bytes);
            (Document::open(&whole).ok().filter(|document| document.id() == id)?, aside.len())
        }
        Some(mut document) => {
            let left_out = add(&mut document, &bytes);
            (document, left_out)
        }
    };
    Some(Assembled {
        document,
        damaged: damaged + left_out,
        wholes,
        changes: bytes.len(),
        change_bytes: bytes.iter().map(|bytes| bytes.len()).sum(),
    })
}

fn merge(into: &mut Document, other: &Document) -> bool {
    let new: Vec<Chunk> =
        other.changes_since(&into.heads()).into_iter().filter(|chunk| !into.has(chunk.hash())).collect();
    new.is_empty() || into.apply(&new).is_ok()
}

/// Adds changes that fit; says how many do not.
fn add(document: &mut Document, changes: &[&[u8]]) -> usize {
    let parsed: Vec<Option<Chunk>> = changes.iter().map(|bytes| Chunk::parse(bytes).ok()).collect();
    let broken = parsed.iter().filter(|chunk| chunk.is_none()).count();
    let (fitting, waiting) = fitting(document, parsed.into_iter().flatten().collect());
    let count = fitting.len();
    if !fitting.is_empty() && document.apply(&fitting).is_err() {
        return broken + waiting.len() + count;
    }
    broken + waiting.len()
}

/// The changes that a document lacks and that fit it, in order, and those that build on something
/// that is not there.
pub(super) fn fitting(document: &Document, changes: Vec<Chunk>) -> (Vec<Chunk>, Vec<Chunk>) {
    let mut known: BTreeSet<ChangeHash> = BTreeSet::new();
    let mut chosen = Vec::new();
    let mut waiting: Vec<Chunk> = changes.into_iter().filter(|chunk| !document.has(chunk.hash())).collect();
    loop {
        let fits = |chunk: &Chunk| chunk.deps().all(|dep| known.contains(&dep) || document.has(dep));
        let (now, later): (Vec<Chunk>, Vec<Chunk>) = waiting.into_iter().partition(fits);
        waiting = later;
        if now.is_empty() {
            return (chosen, waiting);
        }
        known.extend(now.iter().map(Chunk::hash));
        chosen.extend(now);
    }
}
