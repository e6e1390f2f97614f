//! Storing judged batches and memberships in the memory store: each batch whole or not at all. It
//! must never store what contradicts the log, unless the simulation plants just that fault.

use std::collections::BTreeSet;
use std::sync::Arc;

use server::storage::figures::office_of;
use server::storage::reading::{ReadingRow, reading_rows};
use server::storage::{Batch, Committed, Cursor, DocumentHead, DocumentState, NewChange, StorageError, StoredChange};
use shared::documents::Kind;
use shared::ids::{DocumentId, MemberId};

use super::state::{Doc, Row, Said, State};

/// Gives the random marks of feed rows.
pub type Marks<'a> = &'a mut dyn FnMut() -> [u8; 8];

impl State {
    pub(super) fn commit(
        &mut self,
        batch: &Batch,
        unchecked: bool,
        marks: Marks<'_>,
    ) -> Result<Committed, StorageError> {
        let document = batch.access.document();
        self.still_holds(document, batch.access.relied_on())?;
        match (&batch.birth, self.documents.get(&document)) {
            (Some(_), None) => self.insert_document(document, batch)?,
            (None, Some(doc)) if doc.head.state == DocumentState::Live && doc.head.changes == batch.judged_upon => {}
            _ => return Err(StorageError::Stale),
        }
        for change in &batch.changes {
            self.insert_change(document, change, batch.received_at_ms, unchecked)?;
        }
        let changes = batch.judged_upon + batch.changes.len() as u64;
        let mut committed = Committed { document, changes, cursor: None, gained: Vec::new(), lost: Vec::new() };
        if !batch.changes.is_empty() {
            let span = (batch.judged_upon + 1, changes);
            let row = row(Said::Change, Some(document), None, span, marks);
            committed.cursor = Some(self.add(row));
        }
        if let Some(ties) = &batch.ties {
            let kind = self.doc(document)?.head.kind;
            let wanted = reading_rows(kind, ties);
            let born = (batch.birth.is_some(), told_of_loss(batch));
            self.replace_readers(wanted, born, &mut committed, marks)?;
        }
        let office = match &batch.ties {
            Some(ties) => office_of(ties).cloned(),
            None => office_of(&self.ties(document)?).cloned(),
        };
        let told = self.settle_figures((document.to_string(), false), office, batch.figures.clone(), marks)?;
        committed.cursor = told.or(committed.cursor);
        Ok(committed)
    }

    fn doc(&mut self, document: DocumentId) -> Result<&mut Doc, StorageError> {
        self.documents.get_mut(&document).map(Arc::make_mut).ok_or(StorageError::Stale)
    }

    fn insert_document(&mut self, document: DocumentId, batch: &Batch) -> Result<(), StorageError> {
        let Some(birth) = &batch.birth else {
            return Err(StorageError::Stale);
        };
        if batch.changes.is_empty() || batch.ties.is_none() {
            let what = format!("new document {document} without a change or without ties");
            return Err(StorageError::Conflict(what));
        }
        self.documents.insert(
            document,
            Arc::new(Doc {
                head: DocumentHead {
                    kind: birth.kind,
                    state: DocumentState::Live,
                    changes: 0,
                    access_rev: 0,
                    created_at_ms: batch.received_at_ms,
                },
                root: birth.root.clone(),
                prefecture: birth.prefecture.clone(),
                changes: Vec::new(),
                actors: Default::default(),
                access: Default::default(),
            }),
        );
        Ok(())
    }

    fn insert_change(
        &mut self,
        document: DocumentId,
        change: &NewChange,
        received_at_ms: i64,
        unchecked: bool,
    ) -> Result<(), StorageError> {
        let tail = self.tail(document, change.actor);
        let conflict = |what: &str| Err(StorageError::Conflict(format!("{what} {:?}", change.hash)));
        let known_device = |state: &Self| {
            change.author.is_none_or(|author| {
                state.members.contains_key(&author.member) && state.devices.contains_key(&author.device)
            })
        };
        if !known_device(self) {
            return Err(StorageError::Unavailable("an unknown author".to_owned()));
        }
        let doc = self.doc(document)?;
        if !unchecked {
            if doc.changes.iter().any(|known| known.hash == change.hash) {
                return conflict("twice");
            }
            if change.seq != tail.map_or(1, |tail| tail.last_seq + 1) {
                return conflict("a gap before");
            }
            if tail.is_some_and(|tail| tail.author != change.author) {
                return conflict("another author of");
            }
        }
        doc.actors.entry(change.actor).or_insert(change.author);
        let position = doc.changes.len() as u64 + 1;
        doc.changes.push(StoredChange {
            position,
            hash: change.hash,
            actor: change.actor,
            seq: change.seq,
            author: change.author,
            received_at_ms,
            bytes: change.bytes.clone(),
        });
        doc.head.changes = position;
        Ok(())
    }

    pub(super) fn add(&mut self, row: Row) -> Cursor {
        let mark = row.mark;
        let number = self.push_row(row);
        Cursor { number, mark }
    }

    fn replace_readers(
        &mut self,
        wanted: BTreeSet<ReadingRow>,
        (born, told): (bool, Option<MemberId>),
        committed: &mut Committed,
        marks: Marks<'_>,
    ) -> Result<(), StorageError> {
        let document = committed.document;
        let had: BTreeSet<ReadingRow> = self.doc(document)?.access.keys().cloned().collect();
        if had == wanted && told.is_none() {
            return Ok(());
        }
        let mut could = self.reading_members(document);
        self.doc(document)?.access.retain(|row, _| wanted.contains(row));
        if !wanted.is_subset(&had) {
            let since = match committed.cursor {
                Some(cursor) if born => cursor,
                _ => {
                    let span = (1, committed.changes);
                    self.add(row(Said::Grant, Some(document), None, span, marks))
                }
            };
            committed.cursor = Some(since);
            for row in wanted.difference(&had) {
                self.doc(document)?.access.insert(row.clone(), since.number);
            }
        }
        let can = self.reading_members(document);
        committed.gained = can.difference(&could).copied().collect();
        if let Some(member) = told
            && !can.contains(&member)
            && !self.was_told(document, member)
        {
            could.insert(member);
        }
        for member in could.difference(&can) {
            let row = row(Said::Loss, Some(document), Some(*member), (0, 0), marks);
            committed.cursor = Some(self.add(row));
            committed.lost.push(*member);
        }
        if had != wanted {
            self.doc(document)?.head.access_rev += 1;
        }
        Ok(())
    }

    /// Whether the feed tells a member of a loss of this document already.
    fn was_told(&self, document: DocumentId, member: MemberId) -> bool {
        self.feed
            .iter()
            .any(|row| row.what == Said::Loss && row.document == Some(document) && row.member == Some(member))
    }

    /// Ends a document: its row stays, and everybody who could read it is told.
    pub(super) fn purge(&mut self, document: DocumentId, marks: Marks<'_>) -> Result<bool, StorageError> {
        if self.documents.get(&document).is_none_or(|doc| doc.head.state == DocumentState::Purged) {
            return Ok(false);
        }
        let could: Vec<MemberId> = self.members.keys().copied().filter(|id| self.could_read(document, *id)).collect();
        for member in could {
            self.push_row(row(Said::Purged, Some(document), Some(member), (0, 0), marks));
        }
        self.end_figures(document, marks);
        self.refused.remove(&document);
        let doc = self.doc(document)?;
        doc.head.state = DocumentState::Purged;
        doc.root.clear();
        doc.head.changes = 0;
        doc.head.access_rev += 1;
        doc.changes.clear();
        doc.actors.clear();
        doc.access.clear();
        Ok(true)
    }

    /// Ends a document that may not even be there.
    pub(super) fn entomb(&mut self, document: DocumentId, marks: Marks<'_>) {
        let tombstone = || Doc {
            head: DocumentHead {
                kind: Kind::Visit,
                state: DocumentState::Purged,
                changes: 0,
                access_rev: 1,
                created_at_ms: 0,
            },
            root: Vec::new(),
            prefecture: "140007".parse().unwrap(),
            changes: Vec::new(),
            actors: Default::default(),
            access: Default::default(),
        };
        if self.purge(document, marks).is_ok() {
            self.documents.entry(document).or_insert_with(|| Arc::new(tombstone()));
        }
    }

    /// Whether a member reads it, or would if their membership stood again.
    fn could_read(&self, document: DocumentId, member: MemberId) -> bool {
        let Some(mut member) = self.members.get(&member).cloned() else {
            return false;
        };
        member.row.active = true;
        self.held(document, &member).is_some()
    }
}

/// Who has on a device what they may not read once it is stored.
fn told_of_loss(batch: &Batch) -> Option<MemberId> {
    let bringer = batch.access.relied_on().member?.who.member;
    let of_others = |change: &NewChange| change.author.is_some_and(|author| author.member != bringer);
    let again = batch.birth.is_some() || batch.changes.is_empty() || batch.changes.iter().any(of_others);
    again.then_some(bringer)
}

pub(super) fn row(
    what: Said,
    document: Option<DocumentId>,
    member: Option<MemberId>,
    span: (u64, u64),
    marks: Marks<'_>,
) -> Row {
    Row { mark: marks(), what, document, member, since: None, span, source: None }
}
