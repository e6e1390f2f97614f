//! The feed: what happened, in the order in which it was committed, as one member may see it.
//! A cursor is a row's number with its random mark, so that a store restored from a backup does
//! not take a cursor of its lost future for one of its own.

use shared::ids::{DocumentId, MemberId};

use super::Figures;
use super::rows::StoredChange;

/// A place in the feed: everything up to and including this row is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cursor {
    /// The row's number.
    pub number: u64,
    /// The row's random mark.
    pub mark: [u8; 8],
}

/// How much one page may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageLimits {
    /// Rows at most; at least 1.
    pub rows_max: usize,
    /// Bytes of change chunks and figure lines at most; a source with more stands first in its page.
    pub bytes_max: usize,
}

/// What a row of the feed says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Changes of a document the member reads.
    Changes {
        /// The document.
        document: DocumentId,
        /// Its new changes.
        changes: Carried,
    },
    /// The member reads this document from here on; all of its changes up to here come with it.
    Grant {
        /// The document.
        document: DocumentId,
        /// All its changes up to the grant.
        changes: Carried,
    },
    /// The member may not read this document any more.
    Loss {
        /// The document.
        document: DocumentId,
    },
    /// The document has been destroyed for everybody; the member could read it. Whatever a device
    /// holds of it must go.
    Purged {
        /// The document.
        document: DocumentId,
    },
    /// A source's lines as they are now, for a member who may have them.
    Figures(Figures),
    /// The member's right to figures has changed: all that came before this row must be forgotten.
    FiguresForgotten,
    /// The row of a member whose name this one may see has changed.
    People {
        /// Whose row.
        member: MemberId,
    },
}

/// The changes of a row, or where they stand when they are more than a page holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    /// All of them, in log order.
    Here(Vec<StoredChange>),
    /// More than `bytes_max` alone: the device pulls these positions.
    TooLarge {
        /// The first position.
        first: u64,
        /// The last position.
        last: u64,
    },
}

/// A row of the feed as one member may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedRow {
    /// Its place.
    pub cursor: Cursor,
    /// What it says.
    pub what: What,
}

/// A page of the feed. `rows` may be empty although there is more: rows meant for others count
/// as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedPage {
    /// The rows that this member may see.
    pub rows: Vec<FeedRow>,
    /// Everything up to here is known to who holds this page; none while the feed is empty.
    pub next: Option<Cursor>,
    /// Whether nothing came after `next` when the page was read.
    pub at_end: bool,
}
