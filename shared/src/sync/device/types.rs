//! What goes into a device's session and what comes out.

use crate::documents::Kind;
use crate::ids::{ChangeHash, DocumentId};
use crate::protocol::{CloseCode, Cursor, Figures, Offer, Person, Receipt, Refusal};
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
    /// Changes that are no longer owed.
    pub acknowledged: Vec<(DocumentId, ChangeHash)>,
    /// Changes to set aside, with everything of this device that builds on them.
    pub refused: Vec<Refused>,
    /// Documents to take off the device, once nothing of them is owed.
    pub gone: Vec<DocumentId>,
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
            && self.acknowledged.is_empty()
            && self.refused.is_empty()
            && self.gone.is_empty()
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
    /// The names this person may know.
    People(Vec<Person>),
    /// The relay's clock, to warn of a wrong one here.
    RelayClock(Instant),
    /// How things stand now.
    Status(Status),
}
