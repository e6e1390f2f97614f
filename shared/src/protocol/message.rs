//! What the two ends say to each other, as types. No bytes here.

use super::code::{CloseCode, Refusal};
use super::presence::{Place, Present};
use super::quarantine::Quarantined;
use super::receipt::Receipt;
use crate::documents::Kind;
use crate::domain::{Category, Role};
use crate::ids::{ChangeHash, DeviceId, DocumentId, MemberId, OfficeId};
use crate::report::Line;
use crate::time::Instant;

/// A place in the relay's log: a row's number and its random mark. A relay that does not know the
/// pair was restored from a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// The row's number.
    pub number: u64,
    /// The row's mark.
    pub mark: [u8; 8],
}

/// Changes of one document for the relay to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Push {
    /// The device's number for it, to be repeated in the answer.
    pub batch: u64,
    /// Which document.
    pub document: DocumentId,
    /// Change chunks, each after what it builds on.
    pub changes: Vec<Vec<u8>>,
    /// Receipts for changes of others that this device brings back.
    pub receipts: Vec<Receipt>,
}

/// A document and the heads a device or the relay has of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Which document.
    pub document: DocumentId,
    /// Its heads there; empty if it is not there.
    pub heads: Vec<ChangeHash>,
}

/// What a device says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FromDevice {
    /// The first message.
    Join {
        /// The device's name for this connection.
        sender: String,
        /// The versions it speaks.
        versions: Vec<String>,
        /// The version of the app.
        app: String,
        /// The single-use ticket; none where the upgrade carried a bearer token.
        ticket: Option<String>,
    },
    /// Asks for what came after a cursor.
    Feed {
        /// From where; `None` from the beginning.
        after: Option<Cursor>,
        /// How many bytes of changes the answer may carry.
        bytes: u64,
        /// Whether the relay waits with its answer until there is something.
        wait: bool,
    },
    /// Asks for what a document has beyond these heads.
    Pull(Offer),
    /// Brings changes.
    Push(Push),
    /// After `restart`: what the device has, so that the relay says what it lacks.
    Offer(Vec<Offer>),
    /// Asks what the relay keeps in quarantine for a document.
    Refused {
        /// Which document.
        document: DocumentId,
        /// How many of the first are known already.
        skip: u64,
    },
    /// The document is on a screen here: others who have it open may know, and it is told of them.
    Open(DocumentId),
    /// It is not any more.
    Close(DocumentId),
    /// Where this person is in a document that is open.
    Presence {
        /// Which document.
        document: DocumentId,
        /// Where; none while they only look.
        place: Option<Place>,
    },
    /// The answer to the relay's `auth`: who this still is.
    Auth {
        /// A fresh single-use ticket; none where the upgrade carried a bearer token.
        ticket: Option<String>,
    },
    /// A sign of life.
    Ping,
}

/// What happened to a document, in a row of the feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// New changes.
    Changes,
    /// The member may read it from now on (all of it comes along).
    Grant,
    /// The member may not read it any more.
    Gone,
}

/// A row of the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which document.
    pub document: DocumentId,
    /// Its kind.
    pub kind: Kind,
    /// What happened.
    pub what: What,
    /// Whether the member may write it now.
    pub writable: bool,
    /// Change chunks in log order.
    pub changes: Vec<Vec<u8>>,
    /// One receipt for each actor's newest change among them.
    pub receipts: Vec<Receipt>,
}

/// What one source contributes to the tables: all its lines, in the source's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// The source's name: a document's id as text, or an import's name.
    pub source: String,
    /// The office it belongs to; none for an import, or where it is not known.
    pub office: Option<OfficeId>,
    /// Its lines: they replace what was said of this source before. Empty: it has none any more.
    pub lines: Vec<Line>,
}

/// Somebody whose name the member may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub member: MemberId,
    /// The display name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// A visitor's category.
    pub category: Option<Category>,
    /// Whether a visitor is appointed (選任) and may be sent.
    pub appointed: bool,
}

/// What the relay says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FromRelay {
    /// The handshake is done.
    Peer {
        /// The version both speak from now on.
        version: String,
        /// Whose connection this is.
        member: MemberId,
        /// Which device it is taken for.
        device: DeviceId,
        /// The relay's clock.
        now: Instant,
        /// This app is too old to write here: what it pushes is put off until it is updated.
        read_only: bool,
    },
    /// The relay does not know the cursor: forget what was acknowledged and offer everything.
    Restart,
    /// A page of the feed.
    Feed {
        /// The rows in log order.
        entries: Vec<Entry>,
        /// Where the next page begins; `None` while the log is empty.
        next: Option<Cursor>,
        /// Whether this is all there is now.
        end: bool,
    },
    /// Figures that belong to the page of the feed that follows.
    Figures {
        /// Forget the lines of every source first: the member's right to them has changed.
        forget: bool,
        /// The sources whose lines are new.
        sources: Vec<Figures>,
    },
    /// The answer to `pull`.
    Changes {
        /// The document with what was asked for.
        entry: Entry,
        /// Whether that was all.
        end: bool,
    },
    /// The answer to `offer`: the relay's heads of each; none for what it does not have.
    Lacks(Vec<Offer>),
    /// The push is stored for good.
    Ack {
        /// The push's number.
        batch: u64,
        /// Which document.
        document: DocumentId,
        /// Receipts for the changes taken.
        receipts: Vec<Receipt>,
        /// The row of the log up to which it is stored: only a cursor at or after it proves that a
        /// relay has the changes.
        row: Option<u64>,
    },
    /// The push was not taken, none of it.
    Reject {
        /// The push's number.
        batch: u64,
        /// Which document.
        document: DocumentId,
        /// Why.
        refusal: Refusal,
        /// The changes that were refused.
        hashes: Vec<ChangeHash>,
    },
    /// What the relay keeps in quarantine for a document, as far as this member may read it.
    Refused {
        /// Which document.
        document: DocumentId,
        /// The oldest that were not skipped.
        kept: Vec<Quarantined>,
        /// Whether that is all.
        end: bool,
    },
    /// Others who have a document open.
    Presence {
        /// Which document.
        document: DocumentId,
        /// Those who came, or moved.
        present: Vec<Present>,
        /// The devices that left.
        left: Vec<DeviceId>,
    },
    /// The membership has changed: rights that no row of the page that follows tells of.
    Role {
        /// The member's role now.
        role: Role,
        /// Documents, and whether the member may write them now.
        rights: Vec<(DocumentId, bool)>,
    },
    /// Documents that were ended for everybody; the page that follows says that they are gone.
    Purge(Vec<DocumentId>),
    /// Who is this still? Answer with a fresh ticket.
    Auth,
    /// Everybody whose name the member may know: replaces what was said before.
    People(Vec<Person>),
    /// The last message before the relay closes.
    Error(CloseCode),
    /// The answer to `ping`.
    Pong {
        /// The relay's clock.
        now: Instant,
    },
}
