//! What goes into a relay's session of one connection and what comes out.

use crate::domain::Role;
use crate::ids::{ChangeHash, DeviceId, DocumentId, MemberId};
use crate::protocol::{
    CloseCode, Cursor, Entry, Figures, Offer, Person, Place, Present, Push, Quarantined, Receipt, Refusal,
};

/// What happens to a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RelayEvent {
    /// A frame came.
    Frame(Vec<u8>),
    /// The host took the ticket, or the bearer token of the upgrade, for this member and device.
    Admitted {
        /// Who.
        member: MemberId,
        /// On which device.
        device: DeviceId,
    },
    /// The host did not take it.
    Denied(CloseCode),
    /// The host's answer to `ReadFeed`.
    Page {
        /// The rows that this member may see.
        entries: Vec<Entry>,
        /// Where the next page begins.
        next: Option<Cursor>,
        /// Whether there is no more now.
        end: bool,
    },
    /// Figures of the page that the host gives next, in answer to the same `ReadFeed`.
    Figures {
        /// Whether the device must forget all others first.
        forget: bool,
        /// The sources.
        sources: Vec<Figures>,
    },
    /// The membership has changed by a row of the page that the host gives next, in answer to the same
    /// `ReadFeed`.
    Role {
        /// The member's role now.
        role: Role,
        /// Documents whose rows do not tell of it, and whether the member may write them now.
        rights: Vec<(DocumentId, bool)>,
    },
    /// Documents that were ended, of whose going the page tells that the host gives next.
    Purged(Vec<DocumentId>),
    /// The host's answer to `ReadFeed`: it does not know the cursor.
    UnknownCursor,
    /// The host stored a push for good.
    Stored {
        /// The push's number.
        batch: u64,
        /// Which document.
        document: DocumentId,
        /// The changes taken.
        hashes: Vec<ChangeHash>,
        /// Receipts for them.
        receipts: Vec<Receipt>,
        /// The row of the log up to which it is stored.
        row: Option<u64>,
    },
    /// The host refused a push.
    Refused {
        /// The push's number.
        batch: u64,
        /// Which document.
        document: DocumentId,
        /// Why.
        refusal: Refusal,
        /// Which changes.
        hashes: Vec<ChangeHash>,
    },
    /// A part of a document, and whether it is the last one: of the host's answer to `Pull` (nothing if
    /// the document is unknown or not this member's to read), or of a row too large for the page that
    /// follows.
    Pulled(Entry, bool),
    /// The host has given all of its answer to `Pull`.
    PullDone,
    /// The host's answer to `Compare`.
    Compared(Vec<Offer>),
    /// The host's answer to `Quarantine`.
    Quarantine {
        /// Which document.
        document: DocumentId,
        /// What this member may read of it.
        kept: Vec<Quarantined>,
        /// Whether that is all.
        end: bool,
    },
    /// The names this member may know, at the start and whenever they change.
    People(Vec<Person>),
    /// Others came into a document, moved in it or left it, and this member may read it now.
    Others {
        /// Which document.
        document: DocumentId,
        /// Those who are there.
        present: Vec<Present>,
        /// The devices that left.
        left: Vec<DeviceId>,
    },
    /// There is something new in the log, or somebody's right to be here has changed.
    Wake,
    /// The host's answer to `Look`: member and device stand. If not, it says `Close(SignedOut)`.
    Looked,
    /// A session of this device has ended: the device must show that another stands.
    AskAgain,
    /// The host's answer to `AdmitAgain`; `Denied` if it did not take it.
    AdmittedAgain {
        /// Whose ticket it was.
        member: MemberId,
        /// For which device.
        device: DeviceId,
    },
    /// Time passed.
    Tick,
    /// The relay is stopping, or cannot reach its database.
    Close(CloseCode),
}

/// What the host must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RelayEffect {
    /// Send a frame; if the socket's queue is full, close it.
    Send(Vec<u8>),
    /// Check a ticket (or, without one, the bearer token of the upgrade); answer `Admitted` or
    /// `Denied`.
    Admit {
        /// The ticket.
        ticket: Option<String>,
        /// The version of the app.
        app: String,
    },
    /// Read a page of the feed with the rights of this moment; answer `Page` or `UnknownCursor`.
    ReadFeed {
        /// From where.
        after: Option<Cursor>,
        /// How many bytes of changes.
        bytes: usize,
    },
    /// Judge and store a push; answer `Stored` or `Refused`.
    Push(Push),
    /// Read what a document has beyond these heads; answer `Pulled` and `PullDone`.
    Pull(Offer),
    /// Read what is in quarantine for a document, as far as this member may read it, but for the first
    /// ones; answer `Quarantine`.
    Quarantine {
        /// Which document.
        document: DocumentId,
        /// How many of the first to leave out.
        skip: u64,
    },
    /// Name the relay's heads of these documents; answer `Compared`.
    Compare(Vec<Offer>),
    /// The device has a document open: if its member may read it now, others are told, and it of them.
    Open(DocumentId),
    /// The same, and where its person is.
    Tell {
        /// Which document.
        document: DocumentId,
        /// Where.
        place: Option<Place>,
    },
    /// The device has left a document: others are told. So they are of all its documents when the
    /// connection ends.
    Leave(DocumentId),
    /// Look whether member and device still stand; answer `Looked` or `Close`.
    Look,
    /// Check a ticket, or the bearer token of the upgrade, once more; answer `AdmittedAgain` or `Denied`.
    AdmitAgain {
        /// The ticket.
        ticket: Option<String>,
    },
    /// Close the connection after what was sent.
    Close,
}
