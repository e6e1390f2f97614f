//! Words that the relay refused for good: taken out of the document with all of this device that
//! builds on them, kept aside with what and why, and the document goes on as the relay has it. It
//! must never take out what was not refused, and never lose what is taken out.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use shared::documents::{Chunk, Document};
use shared::ids::{Actor, ChangeHash, DocumentId};
use shared::sync::{Keep, Refused};

use super::OpenDocuments;
use super::assemble::fitting;
use super::owed::OwedBook;
use super::state::State;
use super::texts;
use super::trouble::Trouble;
use crate::local::{Aside, IdbError, KeepRows, NewWhole, Rewrite};
use crate::messages::{refusal, visit};
use crate::platform::clock;

mod beside;
#[cfg(test)]
mod tests;
pub(super) mod words;

/// What refusals do to the disk, until it has taken it.
#[derive(Default)]
pub(super) struct Refusing(BTreeMap<DocumentId, Taken>);

/// What was taken out of one document.
struct Taken {
    aside: Vec<Aside>,
    rewrite: Rewrite,
    /// Nothing is left of it.
    is_emptied: bool,
}

impl Refusing {
    /// The documents that are written anew.
    pub(super) fn documents(&self) -> impl Iterator<Item = DocumentId> + '_ {
        self.0.keys().copied()
    }

    /// Adds it to what is made durable.
    pub(super) fn put_into(&self, rows: &mut KeepRows) {
        for (id, taken) in &self.0 {
            rows.aside.extend(taken.aside.iter().cloned());
            rows.rewrites.push(taken.rewrite.clone());
            rows.gone.extend(taken.is_emptied.then_some(*id));
        }
    }

    /// It is durable: nothing of it is owed any more.
    pub(super) fn settle(&self, owed: &mut OwedBook) {
        for (id, taken) in &self.0 {
            for hash in &taken.rewrite.refused {
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

/// What the disk had of a document when it was cut.
struct Stood {
    seen: Vec<String>,
    instead_of: Vec<String>,
}

impl OpenDocuments {
    /// Takes what was refused out of the documents in memory, at once, so that nothing more is written on top of it.
    /// `refusing` is what an attempt before this one took out, which did not reach the disk.
    ///
    /// # Errors
    /// The disk could not be read; what was taken out so far is in `refusing`.
    pub(super) async fn take_refused_out(&self, keep: &Keep, refusing: &mut Refusing) -> Result<(), IdbError> {
        let mut documents: BTreeMap<DocumentId, Vec<&Refused>> = BTreeMap::new();
        for refused in &keep.refused {
            documents.entry(refused.document).or_default().push(refused);
        }
        for (id, refusals) in documents {
            // Nothing of this tab is on its way to the disk while a document is cut.
            let _appending = self.appending.lock().await;
            let before = refusing.0.get(&id).map(|taken| changes(&taken.aside)).unwrap_or_default();
            let stood = self.read_refused_document(id, before).await?;
            let bytes = self.bytes_apart(id, &refusals).await?;
            refusing.0.insert(id, self.take_out(id, &refusals, stood, bytes));
        }
        Ok(())
    }

    /// Has a document in memory as the disk and memory have it together, also one that is no longer this person's to
    /// see: its words are still theirs. `None` if it cannot be put together.
    async fn read_refused_document(&self, id: DocumentId, before: Vec<Chunk>) -> Result<Option<Stood>, IdbError> {
        let found = self.vault.chunks(id).await?;
        let seen: Vec<String> = found.snapshots.iter().map(|stored| stored.name.clone()).collect();
        let stored = match self.assembled(id, &found).await {
            Ok(stored) => stored,
            Err(Trouble::Storage(_)) => return Err(IdbError::Failed("reading".to_owned())),
            Err(_) => return Ok(None),
        };
        let instead_of = stored.wholes.clone();
        let mut state = self.state.borrow_mut();
        let document = match state.loaded.entry(id) {
            Entry::Vacant(none) => &mut none.insert(stored).document,
            Entry::Occupied(known) => {
                let document = &mut known.into_mut().document;
                add(document, stored.document.changes_since(&[]));
                document
            }
        };
        add(document, before);
        Ok(Some(Stood { seen, instead_of }))
    }

    /// The bytes of what was refused and does not stand in the document in memory.
    async fn bytes_apart(
        &self,
        id: DocumentId,
        refusals: &[&Refused],
    ) -> Result<BTreeMap<ChangeHash, Chunk>, IdbError> {
        let mut apart = BTreeMap::new();
        for hash in refusals.iter().flat_map(|refused| &refused.hashes) {
            if self.state.borrow().loaded.get(&id).is_none_or(|loaded| !loaded.document.has(*hash)) {
                let bytes = self.vault.chunk(id, *hash).await?;
                apart.extend(bytes.and_then(|bytes| Chunk::parse(&bytes).ok()).map(|chunk| (*hash, chunk)));
            }
        }
        Ok(apart)
    }

    fn take_out(
        &self,
        id: DocumentId,
        refusals: &[&Refused],
        stood: Option<Stood>,
        mut apart: BTreeMap<ChangeHash, Chunk>,
    ) -> Taken {
        let mut out: BTreeSet<ChangeHash> = refusals.iter().flat_map(|refused| refused.hashes.clone()).collect();
        let (mut aside, mut is_cut) = (Vec::new(), false);
        for refused in refusals {
            if let Some((text, dropped)) = self.cut(refused) {
                is_cut = true;
                out.extend(dropped.iter().map(Chunk::hash));
                aside.push(set_aside(refused, text, dropped));
            }
            // What cannot be put together, or builds on what is not there any more, is kept as it was typed.
            let typed: Vec<Chunk> = refused.hashes.iter().filter_map(|hash| apart.remove(hash)).collect();
            if !typed.is_empty() {
                aside.push(set_aside(refused, typed.iter().map(Chunk::typed).collect(), typed));
            }
        }
        let mut state = self.state.borrow_mut();
        state.take_out(id, &out);
        let left = state.loaded.get(&id).map(|loaded| &loaded.document);
        let whole = stood.filter(|_| is_cut).map(|stood| new_whole(left, stood));
        let is_emptied = is_cut && left.is_none();
        if let Some(known) = state.rows.get_mut(&id).filter(|_| is_emptied) {
            known.row.gone = true;
        }
        Taken { aside, rewrite: Rewrite { document: id, refused: out.into_iter().collect(), whole }, is_emptied }
    }

    /// Cuts a document in memory: the words that went, and their changes; nothing if none of it stood there.
    fn cut(&self, refused: &Refused) -> Option<(String, Vec<Chunk>)> {
        let id = refused.document;
        let mut state = self.state.borrow_mut();
        let others = self.others_of(&state, id);
        let author = |actor: Actor| others.get(&actor).cloned();
        let loaded = state.loaded.get_mut(&id)?;
        let cut = cut(&loaded.document, &refused.hashes);
        if cut.dropped.is_empty() {
            return None;
        }
        let text = words_lost(&loaded.document, &cut, author);
        let Cut { without, dropped } = cut;
        let Some(document) = without else {
            state.loaded.remove(&id);
            return Some((text, dropped));
        };
        let before = std::mem::replace(&mut loaded.document, document.clone());
        // What was refused may have been the writing session itself.
        loaded.actor = None;
        let on_screen = state.screen == Some(id);
        drop(state);
        if on_screen {
            self.go_back(&before, &document);
        }
        Some((text, dropped))
    }

    /// Documents that were written anew are one whole on the disk.
    pub(super) fn written_anew(&self, wholes: &[(DocumentId, String)]) {
        let mut state = self.state.borrow_mut();
        for (id, name) in wholes {
            if let Some(loaded) = state.loaded.get_mut(id) {
                loaded.wholes = vec![name.clone()];
                (loaded.changes, loaded.change_bytes) = (0, 0);
            }
        }
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

fn set_aside(refused: &Refused, text: String, changes: Vec<Chunk>) -> Aside {
    Aside {
        document: refused.document,
        refusal: refused.refusal,
        at: clock::now(),
        text,
        changes: changes.into_iter().map(|chunk| (chunk.hash(), chunk.into_bytes())).collect(),
    }
}

/// The changes that were set aside: some of them may be nowhere else.
fn changes(aside: &[Aside]) -> Vec<Chunk> {
    aside.iter().flat_map(|aside| &aside.changes).filter_map(|(_, bytes)| Chunk::parse(bytes).ok()).collect()
}

fn new_whole(left: Option<&Document>, stood: Stood) -> NewWhole {
    let held = left.map(|document| document.changes_since(&[]).iter().map(Chunk::hash).collect());
    NewWhole {
        bytes: left.map(Document::save).unwrap_or_default(),
        seen: stood.seen,
        instead_of: stood.instead_of,
        held: held.unwrap_or_default(),
    }
}

/// Adds to a document what fits it.
fn add(document: &mut Document, changes: Vec<Chunk>) {
    let (new, _) = fitting(document, changes);
    // What does not apply has been checked by nobody, and stays where it is.
    let _ = new.is_empty() || document.apply(&new).is_ok();
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
