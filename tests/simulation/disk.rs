//! A device's disk, with the meaning that IndexedDB has for the app: chunks, what is owed in order,
//! receipts, standing, what was set aside, the cursor. Every call is one transaction; it must never
//! be half applied, unless the simulation plants just that fault.

use std::collections::{BTreeMap, BTreeSet};

use shared::documents::{Chunk, Kind};
use shared::ids::{Actor, ChangeHash, DocumentId};
use shared::protocol::{Cursor, Receipt, Refusal};
use shared::sync::{Figures, Keep, OwedChange};

/// A change that was refused and kept for its author.
#[derive(Debug, Clone)]
pub struct Aside {
    pub document: DocumentId,
    pub hash: ChangeHash,
    pub why: Why,
}

/// Why a change was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The relay named it, or named one it builds on.
    Refused(Refusal),
    /// What it builds on was set aside or deleted here before it was durable.
    Deleted,
}

/// A device's disk.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    pub chunks: BTreeMap<DocumentId, BTreeMap<ChangeHash, Chunk>>,
    pub owed: Vec<(DocumentId, ChangeHash)>,
    pub receipts: BTreeMap<(DocumentId, Actor), Receipt>,
    pub standing: BTreeMap<DocumentId, (Kind, bool)>,
    pub aside: Vec<Aside>,
    /// Not this person's any more, and to be deleted once nothing of it is owed.
    pub gone: BTreeSet<DocumentId>,
    pub cursor: Option<Cursor>,
    pub offering: bool,
    pub figures: BTreeMap<String, Figures>,
}

impl Disk {
    /// What is owed, in order.
    pub fn owed_changes(&self) -> Vec<OwedChange> {
        let find = |document, hash| self.chunks.get(document).and_then(|all| all.get(hash));
        self.owed.iter().filter_map(|(document, hash)| find(document, hash).map(|c| owed(*document, c))).collect()
    }

    /// Changes made here. One that builds on what was set aside or deleted meanwhile is set aside
    /// as well: its words are kept.
    pub fn write(&mut self, document: DocumentId, made: Vec<Chunk>) -> Vec<OwedChange> {
        let mut written = Vec::new();
        for chunk in made {
            let all = self.chunks.get(&document);
            let whole = chunk.deps().all(|dep| all.is_some_and(|all| all.contains_key(&dep)));
            if whole {
                written.push(owed(document, &chunk));
                self.owed.push((document, chunk.hash()));
                // What is begun here is this person's to write.
                self.standing.entry(document).or_insert((Kind::Visit, true));
                self.chunks.entry(document).or_default().insert(chunk.hash(), chunk);
            } else {
                self.aside.push(Aside { document, hash: chunk.hash(), why: Why::Deleted });
            }
        }
        written
    }

    /// Everything of a keep, in one transaction. Gives the documents that lost changes.
    pub fn keep(&mut self, keep: &Keep) -> BTreeSet<DocumentId> {
        let mut lost = BTreeSet::new();
        if keep.restart {
            self.cursor = None;
            self.offering = true;
        }
        if keep.offered {
            self.offering = false;
        }
        for (document, writable) in &keep.rights {
            if let Some((_, known)) = self.standing.get_mut(document) {
                *known = *writable;
            }
        }
        for (document, kind, writable) in &keep.standing {
            self.standing.insert(*document, (*kind, *writable));
            self.gone.remove(document);
        }
        for (document, bytes) in &keep.changes {
            let chunk = Chunk::parse(bytes).unwrap();
            let all = self.chunks.entry(*document).or_default();
            all.entry(chunk.hash()).or_insert(chunk);
        }
        for (document, receipt) in &keep.receipts {
            let key = (*document, receipt.actor);
            let newer = self.receipts.get(&key).is_none_or(|known| known.seq < receipt.seq);
            if newer {
                self.receipts.insert(key, receipt.clone());
            }
        }
        self.owed.retain(|owed| !keep.acknowledged.contains(owed));
        for refused in &keep.refused {
            self.set_aside(refused.document, &refused.hashes, refused.refusal);
            lost.insert(refused.document);
        }
        if keep.forget_figures {
            self.figures.clear();
        }
        for figures in &keep.figures {
            match figures.lines.is_empty() {
                true => self.figures.remove(&figures.source),
                false => self.figures.insert(figures.source.clone(), figures.clone()),
            };
        }
        self.gone.extend(&keep.gone);
        if let Some(cursor) = keep.cursor {
            self.cursor = Some(cursor);
        }
        lost.extend(self.delete_gone());
        lost
    }

    fn set_aside(&mut self, document: DocumentId, hashes: &[ChangeHash], refusal: Refusal) {
        let Some(all) = self.chunks.get_mut(&document) else {
            return;
        };
        let mut out: BTreeSet<ChangeHash> = hashes.iter().copied().collect();
        loop {
            let before = out.len();
            let builds_on = |chunk: &&Chunk| chunk.deps().any(|dep| out.contains(&dep));
            let more: Vec<_> = all.values().filter(builds_on).map(Chunk::hash).collect();
            out.extend(more);
            if out.len() == before {
                break;
            }
        }
        let owed: BTreeSet<ChangeHash> =
            self.owed.iter().filter(|(of, _)| *of == document).map(|(_, hash)| *hash).collect();
        for hash in &out {
            // What others wrote and builds on it leaves the document too: the relay has it, or nobody.
            if all.remove(hash).is_some() && (hashes.contains(hash) || owed.contains(hash)) {
                let hash = *hash;
                let why = Why::Refused(refusal);
                self.aside.push(Aside { document, hash, why });
            }
        }
        self.owed.retain(|(of, hash)| *of != document || !out.contains(hash));
        // Receipts of what is not here any more prove nothing.
        let all = self.chunks.get(&document);
        self.receipts
            .retain(|(of, _), receipt| *of != document || all.is_some_and(|all| all.contains_key(&receipt.hash)));
        if all.is_some_and(BTreeMap::is_empty) {
            self.chunks.remove(&document);
            self.standing.remove(&document);
        }
    }

    fn delete_gone(&mut self) -> Vec<DocumentId> {
        let owed: BTreeSet<DocumentId> = self.owed.iter().map(|(document, _)| *document).collect();
        let gone: Vec<DocumentId> = self.gone.difference(&owed).copied().collect();
        for document in &gone {
            self.gone.remove(document);
            self.chunks.remove(document);
            self.standing.remove(document);
            self.receipts.retain(|(of, _), _| of != document);
        }
        gone
    }

    /// The document's chunks, each after what it builds on is not promised.
    pub fn of(&self, document: DocumentId) -> impl Iterator<Item = &Chunk> {
        self.chunks.get(&document).into_iter().flat_map(BTreeMap::values)
    }

    /// The receipts kept for a document.
    pub fn receipts_of(&self, document: DocumentId) -> Vec<Receipt> {
        self.receipts.iter().filter(|((of, _), _)| *of == document).map(|(_, receipt)| receipt.clone()).collect()
    }
}

/// A chunk as the session knows it.
pub fn owed(document: DocumentId, chunk: &Chunk) -> OwedChange {
    OwedChange { document, hash: chunk.hash(), bytes: chunk.bytes().to_vec() }
}
