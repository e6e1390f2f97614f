//! Brings drafts of a handbook into its document, with the right of whoever holds the data folder. That gives no text
//! any standing: what no officer has approved is a draft to every reader, and approving is no part of this. It must
//! never write over what stands unless it is told to, and never approve.

mod file;
#[cfg(test)]
mod tests;

pub use file::{load, load_bytes};

use shared::documents::handbook::{self, entries_at};
use shared::documents::{Chunk, Document, EditError, OpenError, Root, Touch, Writer, ties, touches};
use shared::domain::HandbookEntry;
use shared::ids::{Actor, PrefectureId};
use shared::time::Instant;

use crate::access;
use crate::storage::{Batch, Birth, NewChange, Storage, StorageError};

/// The drafts that come with the program.
pub const DRAFT: &str = include_str!("../handbooks/draft.json");

/// Why drafts were not brought in.
#[derive(Debug, thiserror::Error)]
pub enum HandbookError {
    /// The store did not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The store has no prefecture yet.
    #[error("there is no programme")]
    NoProgramme,
    /// The document that stands cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// An entry could not be written.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// No randomness.
    #[error("the system gives no randomness")]
    Randomness,
}

/// What bringing in drafts did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Put {
    /// Entries that were not there.
    pub added: usize,
    /// Entries that stood otherwise, and were written over.
    pub replaced: usize,
    /// Entries that stand otherwise, and were left as they are.
    pub left: usize,
}

/// What is done with an entry that stands otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is left as it is.
    Left,
    /// It is written over; what was approved keeps it.
    Replaced,
}

/// Sets the entries that are not there, and those that stand otherwise if they are to be written over.
///
/// # Errors
/// Nothing is stored then.
pub async fn put(
    storage: &dyn Storage,
    entries: &[HandbookEntry],
    standing: Standing,
    now_ms: i64,
) -> Result<Put, HandbookError> {
    let prefecture = storage.info().await?.ok_or(HandbookError::NoProgramme)?.prefecture;
    let root = Root::handbook(prefecture.clone());
    let id = root.id();
    let head = storage.document(id).await?;
    let stored = storage.changes(id).await?;
    let (mut document, mut fresh) = opened(prefecture, stored.iter().map(|change| change.bytes.as_slice()).collect())?;
    let (wanted, done) = sorted(&document, entries, standing);
    let mut actor = [0; 16];
    getrandom::fill(&mut actor).map_err(|_| HandbookError::Randomness)?;
    let writer = Writer { actor: Actor(actor), at: Instant::from_ms(now_ms) };
    fresh.extend(handbook::put(&mut document, &writer, &wanted)?);
    if wanted.is_empty() {
        return Ok(done);
    }
    let batch = Batch {
        access: access::command_line(id, head.as_ref()),
        birth: head.is_none().then(|| Birth {
            kind: root.kind,
            prefecture: root.prefecture.clone(),
            root: root.canonical(),
        }),
        judged_upon: stored.len() as u64,
        changes: fresh.into_iter().map(unauthored).collect(),
        ties: Some(ties(&document)),
        figures: None,
        received_at_ms: now_ms,
    };
    for result in storage.commit_all(vec![batch]).await? {
        result?;
    }
    Ok(done)
}

/// The handbook that stands; or a new one, with its genesis to store.
fn opened(prefecture: PrefectureId, stored: Vec<&[u8]>) -> Result<(Document, Vec<Chunk>), HandbookError> {
    if stored.is_empty() {
        let document = handbook::create(prefecture)?;
        let genesis = document.changes_since(&[]);
        return Ok((document, genesis));
    }
    Ok((Document::open(&stored)?, Vec::new()))
}

/// What is to be written, with its place, and what that does.
fn sorted(document: &Document, entries: &[HandbookEntry], standing: Standing) -> (Vec<(u32, HandbookEntry)>, Put) {
    let there = entries_at(document, &document.heads());
    let mut done = Put::default();
    let mut wanted = Vec::new();
    for (place, entry) in (0..).zip(entries) {
        match there.iter().find(|known| known.id == entry.id) {
            Some(known) if known == entry => continue,
            Some(_) if standing == Standing::Left => {
                done.left += 1;
                continue;
            }
            Some(_) => done.replaced += 1,
            None => done.added += 1,
        }
        wanted.push((place, entry.clone()));
    }
    (wanted, done)
}

/// Whether a change of a handbook that no member made is one that the command line may make: entries, no approval.
pub fn may_be_unauthored(root: &Root, chunk: &Chunk) -> bool {
    Document::create(root.clone())
        .is_ok_and(|document| touches(&document, chunk).is_ok_and(|touched| touched == [Touch::Open]))
}

/// A change that no member made: computed, or by whoever holds the data folder.
fn unauthored(chunk: Chunk) -> NewChange {
    NewChange { hash: chunk.hash(), actor: chunk.actor(), seq: chunk.seq(), bytes: chunk.into_bytes(), author: None }
}
