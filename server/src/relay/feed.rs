//! What is new for a member, as the protocol says it, with the rights of this moment. It must
//! never say more of a document than its id to who may not read it, and nothing at all of one
//! that they never could.

mod ahead;
mod comparing;
mod membership;
mod people;
mod quarantine;

pub use ahead::Ahead;
pub use comparing::{Pulled, compare, pull};
pub use membership::membership;
pub use people::people;
pub use quarantine::quarantine;

use std::collections::BTreeMap;

use shared::documents::Kind;
use shared::domain::Role;
use shared::ids::{Actor, DocumentId};
use shared::protocol::{Cursor, Entry, Figures, Person, Receipt, ReceiptKey, What, limits};
use shared::sync::RelayEvent;

use crate::access::{ReadAccess, read, rights};
use crate::storage::{
    self, Carried, FeedPage, FeedRow, PageLimits, Principal, Standing, Storage, StorageError, StoredChange,
};

/// A page of the feed.
#[derive(Debug)]
pub struct Page {
    /// A row too large for one page.
    ahead: Option<Ahead>,
    /// Whether all figures that came before must be forgotten.
    pub forget_figures: bool,
    /// Figures of these rows, to be sent before the page.
    pub figures: Vec<Figures>,
    /// The member's role and what they may write of what everybody reads, if their membership has changed.
    pub membership: Option<(Role, Vec<(DocumentId, bool)>)>,
    /// Documents of these rows that were ended for everybody, to be named before the page.
    pub purged: Vec<DocumentId>,
    /// The rows.
    pub entries: Vec<Entry>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// Whether this is all there is now.
    pub end: bool,
    /// Whether names may have changed.
    pub people_changed: bool,
}

impl Page {
    /// A row too large for one page, to be sent before it in parts, and what the session of the connection is told after
    /// it, in its order. `people` are the names if they may have changed.
    pub fn events(self, people: Option<Vec<Person>>) -> (Option<Ahead>, Vec<RelayEvent>) {
        let mut events = Vec::new();
        if self.forget_figures || !self.figures.is_empty() {
            events.push(RelayEvent::Figures { forget: self.forget_figures, sources: self.figures });
        }
        if !self.purged.is_empty() {
            events.push(RelayEvent::Purged(self.purged));
        }
        events.extend(self.membership.map(|(role, rights)| RelayEvent::Role { role, rights }));
        events.extend(people.map(RelayEvent::People));
        events.push(RelayEvent::Page { entries: self.entries, next: self.next, end: self.end });
        (self.ahead, events)
    }
}

/// The parts of one answer; the last one is named as such if that is all.
fn parts(entries: Vec<Entry>, all: bool) -> Vec<RelayEvent> {
    let last = entries.len().saturating_sub(1);
    let part = |(index, entry)| RelayEvent::Pulled(entry, all && index == last);
    entries.into_iter().enumerate().map(part).collect()
}

/// A page after a cursor; `None` if this store never gave that cursor.
///
/// # Errors
/// What the store could not do; `NotAMember` if the membership has ended.
pub async fn page(
    storage: &dyn Storage,
    key: &ReceiptKey,
    who: Principal,
    after: Option<Cursor>,
    bytes: usize,
) -> Result<Option<Page>, StorageError> {
    let after = after.map(to_stored);
    if let Some(cursor) = after
        && !storage.cursor_known(cursor).await?
    {
        return Ok(None);
    }
    let limits =
        PageLimits { rows_max: limits::FEED_PAGE_ROWS_MAX, bytes_max: bytes.clamp(1, limits::FEED_PAGE_BYTES_MAX) };
    let read = storage.feed(who.member, after, limits).await?;
    let (rows, next, end) = up_to_a_large_row(read);
    let mut page = Page {
        ahead: None,
        forget_figures: false,
        figures: Vec::new(),
        membership: None,
        purged: Vec::new(),
        entries: Vec::new(),
        next: next.map(from_stored),
        end,
        people_changed: false,
    };
    let mut reader = Standings { storage, who, known: BTreeMap::new() };
    let mut own_row = false;
    for row in rows {
        match row.what {
            storage::What::Figures(figures) => page.figures.push(figures),
            storage::What::FiguresForgotten => {
                page.forget_figures = true;
                page.figures.clear();
            }
            storage::What::People { member } => {
                page.people_changed = true;
                own_row |= member == who.member;
            }
            storage::What::Loss { document } => {
                page.people_changed = true;
                page.entries.push(gone(document));
            }
            storage::What::Purged { document } => {
                page.people_changed = true;
                page.purged.push(document);
                page.entries.push(gone(document));
            }
            storage::What::Grant { document, changes } => {
                page.people_changed = true;
                reader.carry(key, &mut page, document, What::Grant, changes).await?;
            }
            storage::What::Changes { document, changes } => {
                reader.carry(key, &mut page, document, What::Changes, changes).await?;
            }
        }
    }
    if own_row {
        page.membership = Some(membership(storage, who).await?);
    }
    Ok(Some(page))
}

/// Whether a member may read a document now.
///
/// # Errors
/// What the store could not do; `NotAMember` if there is no such member.
pub async fn may_read(storage: &dyn Storage, who: Principal, document: DocumentId) -> Result<bool, StorageError> {
    let standing = storage.standing(who, document).await?;
    Ok(see(who, document, &standing).is_some())
}

/// A row too large for a page goes ahead of its page, in parts. It is given a page of its own, so
/// that it overtakes nothing that it builds on, and no page holds more than one.
fn up_to_a_large_row(read: FeedPage) -> (Vec<FeedRow>, Option<storage::Cursor>, bool) {
    let FeedPage { mut rows, next, at_end } = read;
    let Some(large) = rows.iter().position(is_large) else {
        return (rows, next, at_end);
    };
    let cut = large.max(1);
    if cut == rows.len() {
        // Alone and the last one: what comes after it, for others, counts as read.
        return (rows, next, at_end);
    }
    rows.truncate(cut);
    let next = rows.last().map(|row| row.cursor);
    (rows, next, false)
}

fn is_large(row: &FeedRow) -> bool {
    matches!(
        row.what,
        storage::What::Changes { changes: Carried::TooLarge { .. }, .. }
            | storage::What::Grant { changes: Carried::TooLarge { .. }, .. }
    )
}

fn gone(document: DocumentId) -> Entry {
    Entry {
        document,
        // The kind of what one may not read is nobody's business; the device knows it anyway.
        kind: Kind::Visit,
        what: What::Gone,
        writable: false,
        changes: Vec::new(),
        receipts: Vec::new(),
    }
}

struct Standings<'a> {
    storage: &'a dyn Storage,
    who: Principal,
    known: BTreeMap<DocumentId, Option<Seen>>,
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    kind: Kind,
    writable: bool,
    access: ReadAccess,
}

impl Standings<'_> {
    async fn seen(&mut self, document: DocumentId) -> Result<Option<Seen>, StorageError> {
        if let Some(seen) = self.known.get(&document) {
            return Ok(*seen);
        }
        let standing = self.storage.standing(self.who, document).await?;
        let seen = see(self.who, document, &standing);
        self.known.insert(document, seen);
        Ok(seen)
    }

    async fn carry(
        &mut self,
        key: &ReceiptKey,
        page: &mut Page,
        document: DocumentId,
        what: What,
        carried: Carried,
    ) -> Result<(), StorageError> {
        // A right that ended between the two reads: its loss stands further on in the feed.
        let Some(seen) = self.seen(document).await? else {
            return Ok(());
        };
        match carried {
            Carried::Here(changes) => {
                for part in changes.chunks(limits::FEED_PAGE_CHANGES_MAX) {
                    page.entries.push(entry(key, document, seen, what, part));
                }
            }
            Carried::TooLarge { first, last } => {
                page.ahead = Some(Ahead::new(document, what, seen, first.saturating_sub(1)..last));
            }
        }
        Ok(())
    }
}

fn see(who: Principal, document: DocumentId, standing: &Standing) -> Option<Seen> {
    let access = read(who, document, standing)?;
    let kind = standing.document.as_ref()?.kind;
    Some(Seen { kind, writable: rights(standing).write, access })
}

fn entry(key: &ReceiptKey, document: DocumentId, seen: Seen, what: What, changes: &[StoredChange]) -> Entry {
    Entry {
        document,
        kind: seen.kind,
        what,
        writable: seen.writable,
        changes: changes.iter().map(|change| change.bytes.clone()).collect(),
        receipts: receipts(key, document, changes),
    }
}

/// One receipt for each person's actor, for its newest change here.
fn receipts(key: &ReceiptKey, document: DocumentId, changes: &[StoredChange]) -> Vec<Receipt> {
    let mut newest: BTreeMap<Actor, (&StoredChange, Principal)> = BTreeMap::new();
    for change in changes {
        if let Some(author) = change.author {
            newest.insert(change.actor, (change, author));
        }
    }
    newest
        .into_iter()
        .map(|(actor, (change, author))| {
            key.give(document, (actor, change.seq, change.hash), (author.member, author.device))
        })
        .collect()
}

fn to_stored(cursor: Cursor) -> storage::Cursor {
    storage::Cursor { number: cursor.number, mark: cursor.mark }
}

fn from_stored(cursor: storage::Cursor) -> Cursor {
    Cursor { number: cursor.number, mark: cursor.mark }
}
