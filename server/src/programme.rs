//! Brings a programme's plain data into its document, with the right of whoever holds the data
//! folder. It must never make a second programme for a prefecture, nor write what already stands.

use shared::documents::{Chunk, Document, EditError, Kind, OpenError, Root, Writer, computed, programme, ties};
use shared::domain::ProgrammeData;
use shared::ids::{Actor, DocumentId};
use shared::time::Instant;

use crate::access;
use crate::storage::{Batch, Birth, NewChange, Storage, StorageError};

/// Why a programme could not be brought in.
#[derive(Debug, thiserror::Error)]
pub enum ProgrammeError {
    /// The store did not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The document that stands cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The data could not be written.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// No randomness.
    #[error("the system gives no randomness")]
    Randomness,
}

/// The id of a prefecture's programme.
pub fn id_of(data: &ProgrammeData) -> DocumentId {
    Root::programme(data.prefecture.clone()).id()
}

/// Makes the programme if there is none, and sets what differs. Says whether anything changed.
///
/// # Errors
/// Nothing is stored then.
pub async fn put(storage: &dyn Storage, data: &ProgrammeData, now_ms: i64) -> Result<bool, ProgrammeError> {
    let root = Root::programme(data.prefecture.clone());
    let id = root.id();
    let head = storage.document(id).await?;
    let stored = storage.changes(id).await?;
    let (mut document, mut fresh) = if stored.is_empty() {
        let document = Document::create(root.clone())?;
        let genesis = document.changes_since(&[]);
        (document, genesis)
    } else {
        let chunks: Vec<&[u8]> = stored.iter().map(|c| c.bytes.as_slice()).collect();
        (Document::open(&chunks)?, Vec::new())
    };
    let mut actor = [0; 16];
    getrandom::fill(&mut actor).map_err(|_| ProgrammeError::Randomness)?;
    let writer = Writer { actor: Actor(actor), at: Instant::from_ms(now_ms) };
    fresh.extend(programme::put(&mut document, &writer, data)?);
    if fresh.is_empty() {
        return Ok(false);
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
    Ok(true)
}

/// The programme as it stands; none if the store has none for its prefecture.
///
/// # Errors
/// When the store or the document cannot be read.
pub async fn read(storage: &dyn Storage) -> Result<Option<ProgrammeData>, ProgrammeError> {
    let Some(info) = storage.info().await? else {
        return Ok(None);
    };
    let id = Root::programme(info.prefecture).id();
    let stored = storage.changes(id).await?;
    if stored.is_empty() {
        return Ok(None);
    }
    let chunks: Vec<&[u8]> = stored.iter().map(|c| c.bytes.as_slice()).collect();
    let document = Document::open(&chunks)?;
    Ok(programme::read(&document).map(|programme| programme.data))
}

/// A change that no member made: computed, or by whoever holds the data folder.
fn unauthored(chunk: Chunk) -> NewChange {
    NewChange { hash: chunk.hash(), actor: chunk.actor(), seq: chunk.seq(), bytes: chunk.into_bytes(), author: None }
}

/// Whether every change of a root's document that no member made is a computed one; a programme
/// also takes those of the command line, and a handbook its drafts.
pub fn may_be_unauthored(root: &Root, chunk: &Chunk) -> bool {
    root.kind == Kind::Programme
        || (root.kind == Kind::Handbook && crate::handbook::may_be_unauthored(root, chunk))
        || computed(root).is_ok_and(|all| all.iter().any(|own| own.hash() == chunk.hash()))
}
