//! What a store holds about documents, as typed rows. They must never be built with values that
//! the store could not give back.

use shared::documents::Kind;
use shared::ids::{Actor, ChangeHash, DeviceId, DocumentId, MemberId};

/// A member on a device: who is at the other end of a socket, or wrote a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Principal {
    /// The member.
    pub member: MemberId,
    /// The device, which belongs to that member alone.
    pub device: DeviceId,
}

/// Whether a document lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentState {
    /// Read and written by those who may.
    Live,
    /// Destroyed; its id is never taken again.
    Purged,
}

/// What the store knows of a document without reading its changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentHead {
    /// What it is.
    pub kind: Kind,
    /// Whether it lives.
    pub state: DocumentState,
    /// How many changes its log has.
    pub changes: u64,
    /// Grows with every change of its ties.
    pub access_rev: u64,
    /// When the store took it, in milliseconds since 1970.
    pub created_at_ms: i64,
}

/// A change that has been judged and is to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChange {
    /// Its hash.
    pub hash: ChangeHash,
    /// Its actor.
    pub actor: Actor,
    /// Its place in the actor's stream, from 1.
    pub seq: u64,
    /// The plain chunk.
    pub bytes: Vec<u8>,
    /// The proven author; none for genesis and upgrades, which are computed.
    pub author: Option<Principal>,
}

/// A change of a document's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredChange {
    /// Its place in the document's log, from 1 without a gap.
    pub position: u64,
    /// Its hash.
    pub hash: ChangeHash,
    /// Its actor.
    pub actor: Actor,
    /// Its place in the actor's stream, from 1.
    pub seq: u64,
    /// The proven author; none for genesis and upgrades.
    pub author: Option<Principal>,
    /// When the relay stored it, in milliseconds since 1970.
    pub received_at_ms: i64,
    /// The plain chunk.
    pub bytes: Vec<u8>,
}

/// A change that the document has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownChange {
    /// Its hash.
    pub hash: ChangeHash,
    /// Its actor.
    pub actor: Actor,
    /// Its place in the actor's stream, from 1.
    pub seq: u64,
}

/// The end of an actor's stream in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActorTail {
    /// To whom the actor is bound; none for the actors of genesis and upgrades.
    pub author: Option<Principal>,
    /// The newest change's place in the stream.
    pub last_seq: u64,
    /// The newest change.
    pub last_hash: ChangeHash,
}

/// A change refused for lack of right alone, kept in quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedChange {
    /// The document it was meant for.
    pub document: DocumentId,
    /// Its hash.
    pub hash: ChangeHash,
    /// Who wrote it.
    pub author: Principal,
    /// The reason, as the protocol names it.
    pub code: String,
    /// When it was refused, in milliseconds since 1970.
    pub at_ms: i64,
    /// The plain chunk.
    pub bytes: Vec<u8>,
}
