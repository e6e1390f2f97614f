//! Words that the relay refused for good: taken out of the document with all of this device that
//! builds on them, kept aside with what and why, and the document goes on as the relay has it. It
//! must never take out what was not refused, and never lose what is taken out.

use std::collections::{BTreeMap, BTreeSet};

use shared::documents::visit;
use shared::documents::{Chunk, Document};
use shared::ids::{ChangeHash, DocumentId};
use shared::sync::{Keep, Refused};
use shared::time::Instant;

use super::OpenDocuments;
use super::owed::OwedBook;
use super::texts;
use crate::local::{Aside, KeepRows, NewChunk, Rewrite};
use crate::platform::clock;

mod beside;
#[cfg(test)]
mod tests;

/// What refusals do to the disk, until it has taken it.
#[derive(Default)]
pub(super) struct Refusing {
    aside: Vec<Aside>,
    rewrites: Vec<Rewrite>,
    dropped: Vec<(DocumentId, BTreeSet<ChangeHash>)>,
    /// Documents of which nothing is left.
    emptied: Vec<DocumentId>,
}

impl Refusing {
    /// The documents that are written anew.
    pub(super) fn documents(&self) -> impl Iterator<Item = DocumentId> + '_ {
        self.rewrites.iter().map(|rewrite| rewrite.document)
    }

    /// Adds it to what is made durable.
    pub(super) fn put_into(&self, rows: &mut KeepRows) {
        rows.aside = self.aside.clone();
        rows.rewrites = self.rewrites.clone();
        rows.gone.extend(&self.emptied);
    }

    /// It is durable: nothing of it is owed any more.
    pub(super) fn settle(&self, owed: &mut OwedBook) {
        for (id, hashes) in &self.dropped {
            for hash in hashes {
                owed.forget(*id, *hash);
            }
        }
    }
}

/// A document without what was refused.
struct Cut {
    without: Option<Document>,
    dropped: Vec<Chunk>,
}

impl OpenDocuments {
    /// Takes what was refused out of the documents in memory, at once, so that nothing more is
    /// written on top of it.
    pub(super) async fn take_refused_out(&self, keep: &Keep) -> Refusing {
        let mut refusing = Refusing::default();
        for refused in &keep.refused {
            // Nothing of this tab is on its way to the disk while documents are cut.
            let _appending = self.appending.lock().await;
            if self.ensure_loaded(refused.document).await.is_ok() {
                self.cut(refused, &mut refusing);
            }
        }
        refusing
    }

    fn cut(&self, refused: &Refused, refusing: &mut Refusing) {
        let id = refused.document;
        let mut state = self.state.borrow_mut();
        let Some(loaded) = state.loaded.get_mut(&id) else { return };
        let Cut { without, dropped } = cut(&loaded.document, &refused.hashes);
        if dropped.is_empty() {
            return;
        }
        let hashes: BTreeSet<ChangeHash> = dropped.iter().map(Chunk::hash).collect();
        refusing.aside.push(Aside {
            document: id,
            refusal: refused.refusal,
            at: clock::now(),
            text: words_lost(&loaded.document, without.as_ref()),
            changes: dropped.into_iter().map(|chunk| (chunk.hash(), chunk.into_bytes())).collect(),
        });
        let before = loaded.document.clone();
        match without {
            Some(document) => {
                loaded.document = document;
                // What was refused may have been the writing session itself.
                loaded.actor = None;
                loaded.wholes = Vec::new();
                loaded.changes = 0;
                let document = loaded.document.clone();
                state.take_out(id, &hashes);
                let on_screen = state.screen == Some(id);
                let still_owed = state.owed.of(id).into_iter().filter(|(hash, _)| !hashes.contains(hash)).collect();
                refusing.rewrites.push(rewrite(&document, still_owed));
                drop(state);
                if on_screen {
                    self.go_back(&before, &document);
                }
            }
            None => {
                state.take_out(id, &hashes);
                state.loaded.remove(&id);
                if let Some(known) = state.rows.get_mut(&id) {
                    known.row.gone = true;
                }
                refusing.emptied.push(id);
                refusing.rewrites.push(Rewrite { document: id, whole: Vec::new(), owed: Vec::new() });
            }
        }
        refusing.dropped.push((id, hashes));
    }

    /// The texts on the screen lose what was refused.
    fn go_back(&self, before: &Document, after: &Document) {
        if self.is_closed() {
            return;
        }
        for (place, text) in texts::all(after) {
            // The document as it was knows both moments.
            let splices = texts::splices(before, place, &before.heads(), &after.heads());
            self.store.texts().follow(place, splices, &text);
        }
        self.show();
    }
}

fn rewrite(document: &Document, still_owed: BTreeMap<ChangeHash, Instant>) -> Rewrite {
    let owed = match still_owed.is_empty() {
        true => Vec::new(),
        false => document
            .changes_since(&[])
            .into_iter()
            .filter_map(|chunk| {
                let owed_at = still_owed.get(&chunk.hash()).copied();
                owed_at.map(|at| NewChunk {
                    document: document.id(),
                    hash: chunk.hash(),
                    bytes: chunk.into_bytes(),
                    owed_at: Some(at),
                })
            })
            .collect(),
    };
    Rewrite { document: document.id(), whole: document.save(), owed }
}

/// A document without some changes and all that builds on them.
fn cut(document: &Document, refused: &[ChangeHash]) -> Cut {
    let mut out: BTreeSet<ChangeHash> = refused.iter().copied().collect();
    let (mut stays, mut dropped) = (Vec::new(), Vec::new());
    for chunk in document.changes_since(&[]) {
        if out.contains(&chunk.hash()) || chunk.deps().any(|dep| out.contains(&dep)) {
            out.insert(chunk.hash());
            dropped.push(chunk);
        } else {
            stays.push(chunk.into_bytes());
        }
    }
    Cut { without: Document::open(&stays).ok(), dropped }
}

/// The words that stand in a document and not in what is left of it.
fn words_lost(document: &Document, left: Option<&Document>) -> String {
    let mut parts = Vec::new();
    for (place, whole) in texts::all(document) {
        let lost: String = match left {
            Some(left) => texts::splices(document, place, &left.heads(), &document.heads())
                .into_iter()
                .map(|splice| splice.inserted)
                .collect(),
            None => whole,
        };
        if !lost.is_empty() {
            parts.push(format!("{}\n{lost}", texts::label(place)));
        }
    }
    parts.extend(beside::lost(document, left));
    let Some(visit) = visit::read(document) else { return parts.join("\n") };
    let left_visit = left.and_then(visit::read);
    for (field, stated) in &visit.briefing {
        let was = left_visit.as_ref().and_then(|left| left.briefing.get(field));
        if was != Some(stated) {
            let values = stated.all().iter().map(|said| format!("{}: {}", field.label(), said.value));
            parts.extend(values);
        }
    }
    parts.join("\n")
}
