//! Taking everything of a person out of a device as one sealed file, and bringing it back. What comes back is put
//! beside what is there and compared with the relay like all that a device has: words that the relay lacks are brought
//! to it, with its own receipts where it gave some, and what it does not take is set aside with its words. What is for
//! few (care for a visitor, a concern for safety) is taken nowhere. Of all else it must never leave out what is owed, and
//! never take a part of a file.

use std::collections::BTreeSet;

use js_sys::Uint8Array;
use leptos::prelude::*;
use shared::documents::Chunk;
use shared::ids::{Actor, ChangeHash, DocumentId};
use shared::sync::Keep;
use shared::time::Instant;

use super::assemble::assemble;
use super::keeping::Beside;
use super::refusing::Refusing;
use super::state::State;
use super::trouble::Trouble;
use super::{OpenDocuments, cannot_save};
use crate::local::backup_file::{self, BACKUP_BYTES_MAX, BackupDocument, BackupFile, NotOpenedFile};
use crate::local::{Aside, AsideFound, Found, NewChunk, Stored};
use crate::platform::clock;
use crate::store::{BroughtBack, FileProblem, TakenOut};

/// A sealed file, ready to be given out.
#[derive(Clone)]
pub struct Backup {
    /// Its name: a day and nothing of anybody.
    pub name: String,
    /// Its parts, in their order.
    pub parts: Vec<Uint8Array>,
    /// What is in it.
    pub holds: TakenOut,
    /// The documents that are in it.
    pub documents: Vec<DocumentId>,
}

impl State {
    /// The documents of which a file may be made, and those for few, of which it may not.
    fn apart(&self) -> (BTreeSet<DocumentId>, BTreeSet<DocumentId>) {
        let is_for_few = |id: &DocumentId| self.rows.get(id).is_some_and(|known| known.row.kind.is_for_few());
        let (few, all) = self.rows.keys().copied().partition(is_for_few);
        (all, few)
    }
}

/// A document of a file, as far as it can be put together.
struct Coming {
    document: BackupDocument,
    changes: Vec<Chunk>,
}

impl OpenDocuments {
    /// Everything of this person on this device, sealed by a phrase. Words that cannot be stored now go in from memory.
    ///
    /// # Errors
    /// What is owed alone is too much for one file, or the storage does not answer.
    pub async fn backup(&self, phrase: &str) -> Result<Backup, Trouble> {
        // A disk that takes nothing is the very reason to ask for a file.
        let _stored = self.flush().await;
        let mut documents = Vec::new();
        let (ids, for_few) = self.state.borrow().apart();
        let owed = self.vault.owed_after(0).await?;
        for id in ids {
            let of_it = owed.iter().filter(|owed| owed.document == id).map(|owed| (owed.hash, owed.at)).collect();
            documents.extend(self.document_for_backup(id, of_it).await?);
        }
        let left_out = backup_file::fitting(&mut documents, BACKUP_BYTES_MAX).ok_or(Trouble::Limit)?;
        let holds = TakenOut {
            documents: documents.len(),
            owed: documents.iter().map(|document| document.owed.len()).sum(),
            left_out,
            for_few: for_few.len(),
            for_few_owed: owed.iter().filter(|owed| for_few.contains(&owed.document)).count(),
        };
        let refused = |found| match found {
            AsideFound::Refused { refused, .. } if !for_few.contains(&refused.document) => Some(refused),
            _ => None,
        };
        let file = BackupFile {
            member: self.me.member,
            device: self.me.device,
            made_at: clock::now(),
            app: self.store.version.to_owned(),
            documents,
            aside: self.vault.asides().await?.into_iter().filter_map(refused).collect(),
            drafts: self.store.drafts.get_untracked().into_iter().collect(),
        };
        let parts = backup_file::seal(phrase, &file.to_bytes()).await?;
        let documents = file.documents.iter().map(|document| document.id).collect();
        Ok(Backup { name: format!("otozure-{}.otozure", file.made_at.tokyo_day()), parts, holds, documents })
    }

    /// A document as the disk has it, with what is in memory alone; none that is only waiting to be taken off.
    async fn document_for_backup(
        &self,
        id: DocumentId,
        mut owed: Vec<(ChangeHash, Instant)>,
    ) -> Result<Option<BackupDocument>, Trouble> {
        let found = self.vault.chunks(id).await?;
        let (receipts, _) = self.vault.receipts(id).await?;
        let mut changes: Vec<Vec<u8>> = found.incrementals.into_iter().map(|stored| stored.bytes).collect();
        let state = self.state.borrow();
        for chunk in state.under_way.iter().chain(&state.queue).filter(|chunk| chunk.document == id) {
            owed.extend(chunk.owed_at.map(|at| (chunk.hash, at)));
            changes.push(chunk.bytes.clone());
        }
        let Some(known) = state.rows.get(&id) else { return Ok(None) };
        let is_unborn = state.unborn.as_ref().is_some_and(|unborn| unborn.document == id);
        if is_unborn || (known.row.gone && owed.is_empty()) {
            return Ok(None);
        }
        Ok(Some(BackupDocument {
            id,
            kind: known.row.kind,
            writable: known.row.writable,
            wholes: found.snapshots.into_iter().map(|stored| stored.bytes).collect(),
            changes,
            owed,
            receipts,
        }))
    }

    /// Brings a file back. What is on this device stays.
    ///
    /// # Errors
    /// Why not; of a file that is not right nothing was taken.
    pub async fn bring_back(&self, bytes: &Uint8Array, phrase: &str) -> Result<BroughtBack, Trouble> {
        let plain = backup_file::open(phrase, bytes).await.map_err(not_opened)?;
        let file = BackupFile::from_bytes(&plain).ok_or(Trouble::File(FileProblem::Newer))?;
        if file.member != self.me.member {
            return Err(Trouble::File(FileProblem::Others));
        }
        let all = file.documents.len();
        let coming = self.coming(file.documents);
        let owed = self.owed_by(&coming).await;
        self.put_back(&coming, file.aside).await?;
        for (name, fields) in file.drafts {
            // What was begun here meanwhile is the newer one.
            if self.store.drafts.with_untracked(|drafts| !drafts.contains_key(&name)) {
                self.keep_draft(name, Some(fields));
            }
        }
        let back = BroughtBack { documents: coming.len(), owed: owed.len(), left_out: all - coming.len() };
        self.owe(owed, &coming).await?;
        self.show_aside_soon();
        Ok(back)
    }

    /// The documents of a file. One that stops the program here is left out; the start after that says so.
    fn coming(&self, documents: Vec<BackupDocument>) -> Vec<Coming> {
        let stops = |id| self.state.borrow().rows.get(&id).is_some_and(|known| known.row.stopped);
        let put_together = |document: BackupDocument| {
            let stored = |bytes: &Vec<u8>| Stored { name: String::new(), bytes: bytes.clone() };
            let found = Found {
                snapshots: document.wholes.iter().map(stored).collect(),
                incrementals: document.changes.iter().map(stored).collect(),
                broken: 0,
            };
            let whole = self.noted(document.id, || assemble(document.id, &found));
            let mut changes = whole.map(|whole| whole.document.changes_since(&[])).unwrap_or_default();
            let known: BTreeSet<ChangeHash> = changes.iter().map(Chunk::hash).collect();
            // What builds on something that is not there waits for it beside the rest.
            let single = document.changes.iter().filter_map(|bytes| Chunk::parse(bytes).ok());
            changes.extend(single.filter(|chunk| !known.contains(&chunk.hash())));
            Coming { document, changes }
        };
        documents.into_iter().filter(|document| !stops(document.id)).map(put_together).collect()
    }

    /// What the relay lacks of a file. What stands on this device and is not owed here has come from the relay.
    async fn owed_by(&self, coming: &[Coming]) -> Vec<NewChunk> {
        let mut all = Vec::new();
        for Coming { document, changes } in coming {
            let here = self.copy(document.id).await.ok();
            let state = self.state.borrow();
            let has_come =
                |hash| here.as_ref().is_some_and(|here| here.has(hash)) && !state.owed.has(document.id, hash);
            for (hash, at) in document.owed.iter().filter(|(hash, _)| !has_come(*hash)) {
                let chunk = changes.iter().find(|chunk| chunk.hash() == *hash);
                all.extend(chunk.map(|chunk| NewChunk {
                    document: document.id,
                    hash: *hash,
                    bytes: chunk.bytes().to_vec(),
                    owed_at: Some(*at),
                }));
            }
        }
        all
    }

    /// Makes everything durable in one transaction; then the line begins anew and compares all of it with the relay.
    async fn put_back(&self, coming: &[Coming], aside: Vec<Aside>) -> Result<(), Trouble> {
        {
            let _keeping = self.keeping.lock().await;
            let is_here = |id| self.state.borrow().rows.contains_key(&id);
            let documents = || coming.iter().map(|coming| &coming.document);
            let new = documents().filter(|document| !is_here(document.id));
            let receipts = documents().flat_map(|one| one.receipts.iter().map(|receipt| (one.id, receipt.clone())));
            let changes = coming.iter().flat_map(|Coming { document, changes }| {
                changes.iter().map(|chunk| (document.id, chunk.bytes().to_vec()))
            });
            let keep = Keep {
                changes: changes.collect(),
                receipts: receipts.collect(),
                standing: new.map(|document| (document.id, document.kind, document.writable)).collect(),
                restart: true,
                ..Keep::default()
            };
            let beside = Beside { aside, feed_anew: true };
            self.keep_once(&keep, &Refusing::default(), &beside)
                .await
                .map_err(|error| Trouble::Storage(cannot_save(&error)))?;
        }
        self.begin_feed_anew();
        Ok(())
    }

    /// What the relay lacks is owed by this device now. It is on the disk already: if this fails, comparing brings it
    /// to the relay all the same.
    async fn owe(&self, owed: Vec<NewChunk>, coming: &[Coming]) -> Result<(), Trouble> {
        for Coming { document, changes } in coming {
            let (receipts, mine) = self.vault.receipts(document.id).await?;
            let known: BTreeSet<Actor> = receipts.iter().map(|receipt| receipt.actor).chain(mine).collect();
            let hashes: BTreeSet<ChangeHash> = document.owed.iter().map(|(hash, _)| *hash).collect();
            let own = changes.iter().filter(|chunk| hashes.contains(&chunk.hash())).map(Chunk::actor);
            let own: BTreeSet<Actor> = own.filter(|actor| !known.contains(actor)).collect();
            self.state.borrow_mut().marks.extend(own.into_iter().map(|actor| (document.id, actor)));
        }
        self.state.borrow_mut().queue.extend(owed);
        self.show_save();
        self.start_draining();
        self.flush().await.map_err(Trouble::Storage)
    }
}

fn not_opened(error: NotOpenedFile) -> Trouble {
    Trouble::File(match error {
        NotOpenedFile::NotOne => FileProblem::NotOne,
        NotOpenedFile::Newer => FileProblem::Newer,
        NotOpenedFile::TooLarge => FileProblem::TooLarge,
        NotOpenedFile::Shut => FileProblem::Shut,
        NotOpenedFile::Broken => FileProblem::Broken,
        NotOpenedFile::Browser(error) => return Trouble::Storage(cannot_save(&error)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::local::DocumentRow;
    use shared::documents::Kind;

    #[test]
    fn what_is_for_few_is_taken_into_no_file() {
        let mut state = State::new(Instant::from_ms(0));
        for (at, kind) in Kind::ALL.into_iter().enumerate() {
            state.set_row(DocumentId([u8::try_from(at).unwrap(); 16]), DocumentRow::new(kind, true));
        }
        let (all, few) = state.apart();
        assert_eq!((all.len(), few.len()), (Kind::ALL.len() - 2, 2));
        let kind = |id: &DocumentId| state.rows[id].row.kind;
        assert_eq!(few.iter().map(kind).collect::<Vec<_>>(), [Kind::Aftercare, Kind::Safeguard]);
    }
}
