//! What goes into a device's session and what comes out.

use crate::documents::Kind;
use crate::ids::{ChangeHash, DocumentId};
use crate::protocol::{CloseCode, Cursor, Figures, Offer, Person, Place, Present, Quarantined, Receipt, Refusal};
use crate::time::Instant;

/// A change that is durable on this device and that the relay does not have yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedChange {
    /// Of which document.
    pub document: DocumentId,
    /// Its hash.
    pub hash: ChangeHash,
    /// Its chunk.
    pub bytes: Vec<u8>,
}

/// The host has made a keep durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Which keep.
    pub number: u64,
    /// The cursor it moved to, if it moved one.
    pub cursor: Option<Cursor>,
}

/// What happens to a device's session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceEvent {
    /// The socket is open; the ticket that was fetched for it.
    Connected {
        /// Absent where the upgrade carried a bearer token.
        ticket: Option<String>,
    },
    /// The socket could not be opened, or has closed; the reason if the host knows it.
    NotConnected {
        /// `SignedOut` where the relay gave no ticket for lack of a session.
        code: Option<CloseCode>,
    },
    /// A frame came.
    Frame(Vec<u8>),
    /// Changes were made durable on this device, in order.
    Owed(Vec<OwedChange>),
    /// A keep is durable.
    Kept(Kept),
    /// The answer to `WantHeads`: every document this device has.
    Heads(Vec<Offer>),
    /// The answer to `WantChanges`.
    Missing {
        /// Which document.
        document: DocumentId,
        /// What the relay lacks, each after what it builds on.
        changes: Vec<OwedChange>,
        /// The receipts for the changes of others among them.
        receipts: Vec<Receipt>,
    },
    /// The answer to `FetchTicket`.
    Ticket {
        /// Absent where the upgrade carried a bearer token.
        ticket: Option<String>,
    },
    /// The answer to `FetchTicket`: there is none.
    NoTicket {
        /// `SignedOut` where the relay gave no ticket for lack of a session.
        code: Option<CloseCode>,
    },
    /// A document is on a screen now: others there may know, and `DeviceEffect::Presence` tells of them.
    Open {
        /// Which document.
        document: DocumentId,
    },
    /// It is on no screen any more.
    Close {
        /// Which document.
        document: DocumentId,
    },
    /// Where the person is in a document that is open; may come with every key.
    Here {
        /// Which document.
        document: DocumentId,
        /// Where; none while they only look.
        place: Option<Place>,
    },
    /// A person wants to see what the relay keeps in quarantine for a document: words refused for lack
    /// of right alone. Answered by `DeviceEffect::Refused`, once the line is up; asking again before
    /// the answer asks once.
    AskRefused {
        /// Which document.
        document: DocumentId,
    },
    /// Time passed.
    Tick,
    /// The network came back, the page became visible, or a person asked.
    TryNow,
}

/// What the host must make durable in ONE transaction, then answer with `Kept`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keep {
    /// Chunks of documents; those already there are left alone.
    pub changes: Vec<(DocumentId, Vec<u8>)>,
    /// Receipts; the one with the larger sequence stays for each actor.
    pub receipts: Vec<(DocumentId, Receipt)>,
    /// What documents are and whether this person may write them.
    pub standing: Vec<(DocumentId, Kind, bool)>,
    /// Whether this person may write these documents now, if they are here: their membership has changed.
    /// Counts before `standing`, which may name the same document.
    pub rights: Vec<(DocumentId, bool)>,
    /// Changes that are no longer owed.
    pub acknowledged: Vec<(DocumentId, ChangeHash)>,
    /// Changes to set aside, with everything of this device that builds on them.
    pub refused: Vec<Refused>,
    /// Documents to take off the device, once nothing of them is owed.
    pub gone: Vec<DocumentId>,
    /// Those of `gone` that were ended for everybody, not for this person alone.
    pub purged: Vec<DocumentId>,
    /// Forget the figures of every source, before those that come here are taken in.
    pub forget_figures: bool,
    /// Figures: each replaces all lines of its source; one without lines takes the source away.
    pub figures: Vec<Figures>,
    /// The cursor to move to.
    pub cursor: Option<Cursor>,
    /// Forget the cursor and remember that everything must be offered (`forget_figures` comes along:
    /// the feed brings all of them again).
    pub restart: bool,
    /// Everything was offered.
    pub offered: bool,
}

impl Keep {
    /// Whether there is nothing but perhaps a cursor.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
            && self.receipts.is_empty()
            && self.standing.is_empty()
            && self.rights.is_empty()
            && self.acknowledged.is_empty()
            && self.refused.is_empty()
            && self.gone.is_empty()
            && self.purged.is_empty()
            && !self.forget_figures
            && self.figures.is_empty()
            && !self.restart
            && !self.offered
    }
}

/// Changes that the relay refused for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Of which document.
    pub document: DocumentId,
    /// Which changes.
    pub hashes: Vec<ChangeHash>,
    /// Why.
    pub refusal: Refusal,
}

/// How things stand with the relay.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    /// The handshake is done and the line is alive.
    pub online: bool,
    /// No attempt is made any more, and why.
    pub stopped: Option<CloseCode>,
    /// Everything the relay had was taken in.
    pub caught_up: bool,
    /// The relay takes no words of this app, which is too old: they stay owed until it is updated.
    pub read_only: bool,
    /// How many changes the relay does not have yet.
    pub owed: usize,
    /// Of which documents they are.
    pub owed_documents: Vec<DocumentId>,
    /// When the relay last acknowledged something on this line.
    pub last_ack: Option<Instant>,
}

/// What the host must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceEffect {
    /// Fetch a ticket and open the socket; answer `Connected` or `NotConnected`.
    Connect,
    /// Close the socket; no answer is needed.
    Disconnect,
    /// Send a frame.
    Send(Vec<u8>),
    /// Call `Tick` at this time.
    WakeAt(Instant),
    /// Make durable, in the order given, then answer `Kept`. On failure say so to the person and try again.
    Keep {
        /// To be repeated in the answer.
        number: u64,
        /// What.
        keep: Box<Keep>,
    },
    /// Answer with `Heads` of every document of this vault that is not to be taken off it.
    WantHeads,
    /// Answer with `Missing`: what the relay lacks if these are its heads. Heads that the device
    /// does not know are left out.
    WantChanges {
        /// Which document.
        document: DocumentId,
        /// The relay's heads.
        since: Vec<ChangeHash>,
    },
    /// Fetch a ticket, while the socket stays open; answer `Ticket` or `NoTicket`.
    FetchTicket,
    /// Who else has a document open now, all of them; nobody while the line is down.
    Presence {
        /// Which document.
        document: DocumentId,
        /// Others, and this person's other devices.
        present: Vec<Present>,
    },
    /// The answer to `AskRefused`: all that this person may read of the relay's quarantine, the oldest
    /// first. A coordinator of the document's office reads all of it, anybody else what they wrote
    /// themselves; nothing is said of a document that is unknown or not theirs.
    Refused {
        /// Which document.
        document: DocumentId,
        /// What is kept. Each chunk is read upon a copy of the document, after those before it.
        kept: Vec<Quarantined>,
        /// Whether that is all; if not, there is more than one answer may hold.
        all: bool,
    },
    /// The names this person may know.
    People(Vec<Person>),
    /// The relay's clock, to warn of a wrong one here.
    RelayClock(Instant),
    /// How things stand now.
    Status(Status),
}
