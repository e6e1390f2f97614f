//! What is stored together: a document's judged changes with what follows from them. It must
//! never be built without a `WriteAccess`, which only `crate::access` can mint.

use super::Line;
use shared::access::Tie;
use shared::documents::Kind;
use shared::ids::{DocumentId, MemberId, PrefectureId};

use super::feed::Cursor;
use super::rows::NewChange;
use crate::access::WriteAccess;

/// The birth of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Birth {
    /// What it is.
    pub kind: Kind,
    /// Whose programme.
    pub prefecture: PrefectureId,
    /// Its canonical root.
    pub root: Vec<u8>,
}

/// Everything that one judged push changes, stored in one transaction or not at all.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Who writes what, and what that judgement relied on; the store refuses it as
    /// `StorageError::Stale` when member or readers have changed since.
    pub access: WriteAccess,
    /// Given exactly when the document is new to the store.
    pub birth: Option<Birth>,
    /// How many changes the document had when these were judged (0 for a new one); `Stale` if
    /// it has other ones by now.
    pub judged_upon: u64,
    /// The new changes in the order in which they apply; may be empty.
    pub changes: Vec<NewChange>,
    /// All ties from now on, where they may have changed; required for a new document.
    pub ties: Option<Vec<Tie>>,
    /// All figure lines of this document from now on, where they may have changed.
    pub figures: Option<Vec<Line>>,
    /// The relay's clock, in milliseconds since 1970.
    pub received_at_ms: i64,
}

/// What a stored batch has brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The document.
    pub document: DocumentId,
    /// Its changes after this batch.
    pub changes: u64,
    /// The place of the batch's last feed row; none when the batch changed nothing.
    pub cursor: Option<Cursor>,
    /// Members who can read it now and could not before.
    pub gained: Vec<MemberId>,
    /// Members who could read it before and cannot now.
    pub lost: Vec<MemberId>,
}
