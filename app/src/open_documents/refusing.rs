//! Words that the relay refused for good: taken out of the document with all of this device that
//! builds on them, kept aside with what and why, and the document goes on as the relay has it. It
//! must never take out what was not refused, and never lose what is taken out.

use std::collections::{BTreeMap, BTreeSet};

use shared::documents::{Chunk, Document};
use shared::ids::{Actor, ChangeHash, DocumentId};
use shared::sync::{Keep, Refused};
use shared::time::Instant;

use super::OpenDocuments;
use super::owed::OwedBook;
use super::state::State;
use super::texts;
use crate::local::{Aside, KeepRows, NewChunk, Rewrite};
use crate::messages::{refusal, visit};
use crate::platform::clock;

mod beside;
#[cfg(test)]
mod tests;
pub(super) mod words;

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
            if self.ensure_loaded_refused(refused.document).await.is_ok() {
                self.cut(refused, &mut refusing);
            }
        }
        refusing
    }

    fn cut(&self, refused: &Refused, refusing: &mut Refusing) {
        let id = refused.document;
        let mut state = self.state.borrow_mut();
        let others = self.others_of(&state, id);
        let author = |actor: Actor| others.get(&actor).cloned();
        let Some(loaded) = state.loaded.get_mut(&id) else { return };
        let cut = cut(&loaded.document, &refused.hashes);
        if cut.dropped.is_empty() {
            return;
        }
        let text = words_lost(&loaded.document, &cut, author);
        let Cut { without, dropped } = cut;
        let hashes: BTreeSet<ChangeHash> = dropped.iter().map(Chunk::hash).collect();
        refusing.aside.push(Aside {
            document: id,
            refusal: refused.refusal,
            at: clock::now(),
            text,
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

    /// The names of the writing sessions of others in a document; of who is not known, that too.
    fn others_of(&self, state: &State, id: DocumentId) -> BTreeMap<Actor, String> {
        let authors = state.loaded.get(&id).map(|loaded| loaded.authors.clone()).unwrap_or_default();
        let others = authors.into_iter().filter(|(_, member)| *member != self.me.member);
        let name = |member| state.people.iter().find(|person| person.member == member).map(|one| one.name.clone());
        others.map(|(actor, member)| (actor, visit::person(name(member).as_deref()))).collect()
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

/// The words that go with what was refused. Where others wrote upon it, theirs go as well, for nothing
/// can stand on what is not there: each says whose it is.
fn words_lost(document: &Document, cut: &Cut, author: impl Fn(Actor) -> Option<String>) -> String {
    let others = cut.dropped.iter().any(|chunk| author(chunk.actor()).is_some());
    let Some(left) = cut.without.as_ref().filter(|_| others) else {
        return words::joined(&words::lost(document, cut.without.as_ref()));
    };
    let (runs, _) = words::written(left, cut.dropped.clone(), &|_, _| true);
    let lines = runs.iter().filter(|run| !run.parts.is_empty()).map(|run| match author(run.actor) {
        Some(author) => format!("{}\n{}", refusal::of_other(&author), words::joined(&run.parts)),
        None => words::joined(&run.parts),
    });
    lines.collect::<Vec<_>>().join("\n")
}
