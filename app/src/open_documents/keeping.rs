//! What the relay says: made durable in one transaction, then shown. It must never be shown before
//! it is on the disk, and never hold up what a person writes.

use std::collections::{BTreeMap, BTreeSet};

use shared::documents::{Chunk, Document, whole_part};
use shared::ids::{ChangeHash, DocumentId};
use shared::protocol::{Offer, Person, Present, Quarantined, Receipt};
use shared::sync::{Keep, OwedChange, Status};
use shared::time::Instant;
use wasm_bindgen_futures::spawn_local;

use super::assemble::fitting;
use super::refusing::Refusing;
use super::trouble::Trouble;
use super::{OpenDocuments, cannot_save};
use crate::local::{Aside, DocumentRow, IdbError, KeepRows, NewChunk, RowWrite, people};
use crate::platform::clock;
use crate::sync::{Device, Said};

/// What goes to the disk beside what the relay said.
#[derive(Debug, Clone, Default)]
pub(super) struct Beside {
    /// What is set aside.
    pub(super) aside: Vec<Aside>,
    /// Whether the line is to begin anew.
    pub(super) feed_anew: bool,
}

/// What a keep does to one document.
pub(super) struct Touched {
    pub(super) id: DocumentId,
    pub(super) row: DocumentRow,
    /// The document with what came, if it could be put together.
    pub(super) document: Option<Document>,
}

impl Device for OpenDocuments {
    async fn keep(&self, mut keep: Keep) -> bool {
        let _keeping = self.keeping.lock().await;
        let mut is_anew = false;
        let mut refusing = Refusing::default();
        let mut is_cut = false;
        while !self.closed.get() {
            is_anew = self.wake(&mut keep).await.unwrap_or(is_anew) || is_anew;
            is_cut = is_cut || self.take_refused_out(&keep, &mut refusing).await.is_ok();
            let attempt = match is_cut {
                true => self.keep_once(&keep, &refusing, &Beside::default()).await,
                false => Err(IdbError::Failed("reading".to_owned())),
            };
            match attempt {
                Ok(true) => {
                    self.state.borrow_mut().failing_keep = None;
                    self.show_save();
                    if is_anew {
                        self.begin_feed_anew();
                    }
                    return true;
                }
                // Another tab made a document compact: it is cut as it stands there now.
                Ok(false) => {
                    is_cut = false;
                    continue;
                }
                Err(error) => {
                    let mut state = self.state.borrow_mut();
                    let since = state.failing_keep.map_or_else(clock::now, |(since, _)| since);
                    state.failing_keep = Some((since, cannot_save(&error)));
                }
            }
            self.show_save();
            self.wait_for_retry().await;
        }
        false
    }

    fn heads(&self) -> Vec<Offer> {
        self.offers()
    }

    async fn missing(&self, document: DocumentId, since: Vec<ChangeHash>) -> (Vec<OwedChange>, Vec<Receipt>) {
        self.lacking(document, &since).await
    }

    fn people(&self, people: Vec<Person>) {
        let bytes = people::to_bytes(&people);
        self.show_people(people);
        if let Some(own) = self.strong() {
            spawn_local(async move {
                // Names come again with the next connection.
                if own.vault.put_people(&bytes).await.is_ok() {
                    own.say(&Said::People);
                }
            });
        }
    }

    fn quarantined(&self, document: DocumentId, kept: Vec<Quarantined>, all: bool) {
        self.take_refused(document, kept, all);
    }

    fn present(&self, document: DocumentId, present: Vec<Present>) {
        self.show_present(document, &present);
    }

    fn relay_clock(&self, at: Instant) {
        self.state.borrow_mut().clock_ahead_ms = Some(clock::now().ms() - at.ms());
        self.show_line();
    }

    fn status(&self, status: Status) {
        let has_caught_up = {
            let mut state = self.state.borrow_mut();
            if state.status.online != status.online {
                state.online_since = clock::now();
            }
            let before = std::mem::replace(&mut state.status, status);
            state.status.caught_up && !before.caught_up
        };
        self.keep_relay_keys();
        self.show_line();
        if has_caught_up {
            self.put_away_soon();
        }
    }
}

impl OpenDocuments {
    /// A vault that was made before the relay's keys were known keeps them when they are said: from its next opening on
    /// what is owed leaves it also while it is shut. Keys that it has are changed by enrolment alone.
    fn keep_relay_keys(&self) {
        if let Some(relay) = self.entering.relay.take().filter(|_| !self.vault.knows_relay())
            && let Some(own) = self.strong()
        {
            // Where the disk does not take them they are said again.
            spawn_local(async move { drop(own.vault.put_relay_keys(relay).await) });
        }
    }

    /// Makes it durable; false if what was refused must be taken out anew.
    pub(super) async fn keep_once(&self, keep: &Keep, refusing: &Refusing, beside: &Beside) -> Result<bool, IdbError> {
        let now = clock::now();
        let changes = parsed(keep);
        let mut touched = Vec::new();
        for id in self.touched_by(keep, &changes) {
            let one = self.touch(id, keep, changes.get(&id).map(Vec::as_slice).unwrap_or_default(), now).await?;
            touched.extend(one);
        }
        let mut rows = KeepRows {
            chunks: changes.iter().flat_map(|(id, chunks)| chunks.iter().map(|chunk| came(*id, chunk))).collect(),
            receipts: keep.receipts.clone(),
            acknowledged: keep.acknowledged.clone(),
            gone: self.gone_by(keep),
            forget_figures: keep.forget_figures,
            figures: keep.figures.clone(),
            cursor: keep.cursor,
            restart: keep.restart,
            offered: keep.offered,
            aside: beside.aside.clone(),
            feed_anew: beside.feed_anew,
            ..KeepRows::default()
        };
        {
            let mut state = self.state.borrow_mut();
            for one in &touched {
                let version = state.set_row(one.id, one.row.clone());
                rows.rows.push(RowWrite { document: one.id, version, row: one.row.clone() });
            }
        }
        refusing.put_into(&mut rows);
        {
            // A document that goes while a word of it is on its way to the disk goes with its answer.
            let state = self.state.borrow();
            rows.gone.retain(|id| state.waiting_count(Some(*id)) == 0);
        }
        let Some(kept) = self.vault.keep(&rows).await? else {
            return Ok(false);
        };
        self.kept(keep, &changes, touched, &kept, refusing);
        Ok(true)
    }

    /// The documents whose rows a keep changes.
    fn touched_by(&self, keep: &Keep, changes: &BTreeMap<DocumentId, Vec<Chunk>>) -> BTreeSet<DocumentId> {
        let standing = keep.standing.iter().map(|(id, ..)| *id);
        let rights = keep.rights.iter().map(|(id, _)| *id);
        let acknowledged = keep.acknowledged.iter().map(|(id, _)| *id);
        let gone = keep.gone.iter().copied();
        changes.keys().copied().chain(standing).chain(rights).chain(acknowledged).chain(gone).collect()
    }

    /// A document with what came: its new row, and itself where it could be put together. `None`
    /// for a document that is not here and of which only its going, or an answer, came.
    async fn touch(
        &self,
        id: DocumentId,
        keep: &Keep,
        new: &[Chunk],
        now: Instant,
    ) -> Result<Option<Touched>, IdbError> {
        let standing = keep.standing.iter().rev().find(|(one, ..)| *one == id);
        let known = self.state.borrow().rows.get(&id).map(|known| known.row.clone());
        let mut row = match (known, standing) {
            (Some(row), _) => row,
            (None, Some((_, kind, writable))) => DocumentRow::new(*kind, *writable),
            (None, None) => return Ok(None),
        };
        if let Some((_, writable)) = keep.rights.iter().rev().find(|(one, _)| *one == id) {
            row.writable = *writable;
        }
        if let Some((_, kind, writable)) = standing {
            (row.kind, row.writable, row.gone) = (*kind, *writable, false);
        }
        row.gone |= keep.gone.contains(&id);
        // What a device brings back by itself is no word of the relay.
        row.relay_at = if keep.restart { row.relay_at } else { Some(now) };
        if row.stopped {
            return Ok(Some(Touched { id, row, document: None }));
        }
        let before = match self.copy(id).await {
            Ok(document) => Some(document),
            Err(Trouble::Storage(_)) => return Err(IdbError::Failed("reading".to_owned())),
            Err(_) => None,
        };
        let (document, waiting) = self.noted(id, || joined(before, new));
        if let Some(document) = &document {
            row = DocumentRow { heads: document.heads(), ..row.listing(document) };
        }
        let counted = self.state.borrow().rows.get(&id).map_or(0, |known| known.row.damaged);
        let unreadable = u32::from(document.is_none());
        row.damaged = u32::try_from(waiting).unwrap_or(u32::MAX).max(counted).max(unreadable);
        Ok(Some(Touched { id, row, document }))
    }

    /// Documents to take off: those that go now, and those that went while something was owed.
    fn gone_by(&self, keep: &Keep) -> Vec<DocumentId> {
        let state = self.state.borrow();
        let settled = keep.acknowledged.iter().map(|(id, _)| *id);
        let refused = keep.refused.iter().map(|refused| refused.document);
        let went = settled.chain(refused).filter(|id| state.rows.get(id).is_some_and(|known| known.row.gone));
        let went: BTreeSet<DocumentId> = went.chain(keep.gone.iter().copied()).collect();
        went.into_iter().collect()
    }
}

/// The changes of each document. What is no change cannot have come from a relay that checked it,
/// and has no name under which it could be kept: it is left out, and what builds on it waits.
fn parsed(keep: &Keep) -> BTreeMap<DocumentId, Vec<Chunk>> {
    let mut changes: BTreeMap<DocumentId, Vec<Chunk>> = BTreeMap::new();
    for (id, bytes) in &keep.changes {
        if let Ok(chunk) = Chunk::parse(bytes) {
            changes.entry(*id).or_default().push(chunk);
        }
    }
    changes
}

fn came(document: DocumentId, chunk: &Chunk) -> NewChunk {
    NewChunk { document, hash: chunk.hash(), bytes: chunk.bytes().to_vec(), owed_at: None }
}

/// A document with what came; and how many changes wait for something that is not there.
fn joined(before: Option<Document>, new: &[Chunk]) -> (Option<Document>, usize) {
    match before {
        Some(mut document) => {
            let (now, waiting) = fitting(&document, new.to_vec());
            let waits = waiting.len();
            match now.is_empty() || document.apply(&now).is_ok() {
                true => (Some(document), waits),
                false => (Some(document), waits + now.len()),
            }
        }
        None => {
            let bytes: Vec<&[u8]> = new.iter().map(Chunk::bytes).collect();
            let (whole, aside) = whole_part(&bytes);
            (Document::open(&whole).ok(), aside.len())
        }
    }
}
