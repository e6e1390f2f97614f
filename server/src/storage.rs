//! Where the relay keeps everything: one trait, so that an embedded SQLite, a PostgreSQL of
//! several relays and the simulated network's memory keep the same promises (`conformance`).
//! SQL stands below this module and nowhere else. A store must never answer a write before it
//! is durable, and reads a member's rights in the same transaction that serves or stores.

pub mod batch;
pub mod conformance;
pub mod error;
pub mod factors;
pub mod feed;
pub mod figures;
pub mod heard;
pub mod imports;
pub mod ledger;
pub mod passkeys;
pub mod people;
pub mod reading;
pub mod reminders;
pub mod rows;
pub mod sign_ins;
pub mod sqlite;

use std::collections::BTreeSet;

use futures::future::BoxFuture;
use shared::access::Tie;
use shared::ids::{Actor, ChangeHash, DeviceId, DocumentId, MemberId};
pub use shared::protocol::Figures;
pub use shared::report::Line;

pub use batch::{Batch, Birth, Committed};
pub use error::StorageError;
pub use factors::{
    Conditions, Enrol, Factor, Linked, NewProof, NewSession, OwnSession, Proof, Proved, PublicKeyBytes, Renew, Session,
    SessionRow, SignIn, WRONG_PROOFS_MAX,
};
pub use feed::{Carried, Cursor, FeedPage, FeedRow, PageLimits, What};
pub use figures::FigureSource;
pub use heard::{Heard, Whom};
pub use imports::{Import, StoreInfo};
pub use ledger::{
    Access, AccessRow, Deed, DeviceReport, HeldDocument, KnownDevice, Ledger, LedgerRow, Loss, Owed, Reviewed,
    chained_access,
};
pub use passkeys::{Passkey, PasskeyOf, PasskeySignIn, Passkeys, PutPasskey};
pub use people::{
    Credential, DeviceRow, Invitation, MemberFields, MemberRow, NewToken, Person, Redeemed, SecretHash, TokenRow,
};
pub use reminders::{Reminders, Subscription};
pub use rows::{
    ActorTail, DocumentHead, DocumentState, KnownChange, NewChange, Principal, RefusedChange, StoredChange,
};
pub use sign_ins::SignIns;

use crate::access::ReadAccess;

/// What a call to a store gives in time.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, StorageError>>;

/// What a member is to a document, read in one transaction: all that a judgement of rights needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The member's row.
    pub member: MemberRow,
    /// Whether the device is this member's and may still connect.
    pub device_active: bool,
    /// What becomes of words that were written on the device.
    pub owed: Owed,
    /// The document, if the store has it.
    pub document: Option<DocumentHead>,
    /// The document's ties; none without the document.
    pub ties: Vec<Tie>,
    /// Whether the member wrote in it, or was told that they may not read it any more: they know that it is there,
    /// and may owe it words.
    pub acquainted: bool,
}

/// A relay's store. Every call is one transaction; a call that fails has stored nothing.
/// Dropping a call's future leaves either all or nothing of it behind.
pub trait Storage: SignIns + Passkeys + Ledger + Reminders + Send + Sync + 'static {
    // Documents

    /// What is known of a document without reading its changes.
    fn document(&self, document: DocumentId) -> Answer<'_, Option<DocumentHead>>;
    /// The canonical root of a document that lives.
    fn root(&self, document: DocumentId) -> Answer<'_, Option<Vec<u8>>>;
    /// Documents in the order of their ids, after the one named, at most `limit`.
    fn documents(&self, after: Option<DocumentId>, limit: usize) -> Answer<'_, Vec<(DocumentId, DocumentHead)>>;
    /// Which of these changes the document has.
    fn known_changes(&self, document: DocumentId, hashes: Vec<ChangeHash>) -> Answer<'_, Vec<KnownChange>>;
    /// The end of an actor's stream; none for an actor never seen in this document.
    fn actor_tail(&self, document: DocumentId, actor: Actor) -> Answer<'_, Option<ActorTail>>;
    /// In how many documents a member has begun to write.
    fn documents_begun(&self, member: MemberId) -> Answer<'_, u64>;
    /// All changes in log order: for the relay itself, which judges by them.
    fn changes(&self, document: DocumentId) -> Answer<'_, Vec<StoredChange>>;
    /// Changes after a position for a member, whole ones up to `bytes_max` and at least one;
    /// `Stale` when the right they were asked under has changed.
    fn pull(&self, access: ReadAccess, after_position: u64, bytes_max: usize) -> Answer<'_, Vec<StoredChange>>;
    /// The document's ties, as far as they give anybody a right.
    fn ties(&self, document: DocumentId) -> Answer<'_, Vec<Tie>>;
    /// What a member on a device is to a document; `NotAMember` if there is no such member.
    fn standing(&self, who: Principal, document: DocumentId) -> Answer<'_, Standing>;
    /// Stores several batches with one wait for the disk, each whole or not at all. The outer
    /// error says that none was stored.
    fn commit_all(&self, batches: Vec<Batch>) -> Answer<'_, Vec<Result<Committed, StorageError>>>;
    /// Keeps refused changes apart; one already kept stays as it is, and of a purged document
    /// nothing is kept.
    fn keep_refused(&self, refused: Vec<RefusedChange>) -> Answer<'_, ()>;
    /// What was refused for a document.
    fn refused(&self, document: DocumentId) -> Answer<'_, Vec<RefusedChange>>;
    /// Ends a document for good: its changes, root, ties and refused changes go, its row stays as a
    /// tombstone, and the feed tells everybody who could read it. Its figure lines stay: they hold
    /// neither person nor word, and past years must count the same. Gives whether it lived until now.
    fn purge(&self, document: DocumentId, now_ms: i64) -> Answer<'_, bool>;

    // Feed

    /// What happened after a cursor, as this member may see it now. The caller has asked
    /// `cursor_known` before; `NotAMember` if the membership has ended.
    fn feed(&self, member: MemberId, after: Option<Cursor>, limits: PageLimits) -> Answer<'_, FeedPage>;
    /// Whether this store gave that cursor. If not, the device must start again.
    fn cursor_known(&self, cursor: Cursor) -> Answer<'_, bool>;
    /// The newest row; none while the feed is empty.
    fn feed_end(&self) -> Answer<'_, Option<Cursor>>;
    /// What came after a row, and whom it may concern by the rights of this moment: whoever is not named sees
    /// nothing between that row and `Heard::to`.
    fn heard(&self, after: u64) -> Answer<'_, Heard>;

    // Members and credentials

    /// A member.
    fn member(&self, member: MemberId) -> Answer<'_, Option<MemberRow>>;
    /// All members by よみ, ended ones too.
    fn members(&self) -> Answer<'_, Vec<MemberRow>>;
    /// Adds a member or changes one; a membership that had ended stands again. Grants and
    /// losses that follow from a changed role or office go into the feed.
    fn put_member(&self, member: MemberId, fields: MemberFields) -> Answer<'_, MemberRow>;
    /// Ends a membership with all its devices, sessions, tokens and unused links. The row and
    /// what the member wrote stay.
    fn end_member(&self, member: MemberId) -> Answer<'_, ()>;
    /// The names this member may see: of those who share a document; for coordinators also all
    /// visitors and the coordinators of their offices; for the prefecture everyone. Always
    /// the member's own.
    fn people_for(&self, member: MemberId) -> Answer<'_, Vec<Person>>;
    /// A member's devices, the newest first.
    fn devices(&self, member: MemberId) -> Answer<'_, Vec<DeviceRow>>;
    /// Notes that a device was in contact.
    fn touch_device(&self, device: DeviceId, now_ms: i64) -> Answer<'_, ()>;
    /// Ends a device with its sessions and tokens.
    fn end_device(&self, device: DeviceId) -> Answer<'_, ()>;
    /// Whether the member is active and the device is theirs and active.
    fn principal_active(&self, who: Principal) -> Answer<'_, bool>;
    /// Those of these for whom `principal_active` does not hold.
    fn ended_among(&self, principals: BTreeSet<Principal>) -> Answer<'_, BTreeSet<Principal>>;
    /// Keeps a one-time link; `NotAMember` unless the member is active.
    fn add_invitation(&self, invitation: Invitation) -> Answer<'_, ()>;
    /// Adds a bearer token and the device it speaks as.
    fn add_token(&self, token: NewToken) -> Answer<'_, ()>;
    /// The bearer token that stands for a secret at `now_ms`.
    fn token(&self, secret: SecretHash, now_ms: i64) -> Answer<'_, Option<Credential>>;
    /// A member's tokens.
    fn tokens(&self, member: MemberId) -> Answer<'_, Vec<TokenRow>>;

    // The store itself, figures and imports

    /// Whose programme it is, and whether a sample.
    fn info(&self) -> Answer<'_, Option<StoreInfo>>;
    /// Says whose programme it is; `Conflict` for another prefecture than before.
    fn set_info(&self, info: StoreInfo) -> Answer<'_, ()>;
    /// The key of the receipts this store's relay gives; made once, with the store.
    fn receipt_key(&self) -> Answer<'_, [u8; 32]>;
    /// An import by its name.
    fn imported(&self, name: String) -> Answer<'_, Option<Import>>;
    /// All imports by name.
    fn imports(&self) -> Answer<'_, Vec<Import>>;
    /// Replaces an import of the same name, with all its lines.
    fn replace_imported(&self, import: Import, lines: Vec<Line>) -> Answer<'_, ()>;
    /// The lines of one source: a document's id, or an import's name.
    fn figures(&self, source: String) -> Answer<'_, Vec<Line>>;
    /// The names of all sources that have lines.
    fn figure_sources(&self) -> Answer<'_, Vec<String>>;
    /// Every source that has lines, by name.
    fn sources(&self) -> Answer<'_, Vec<FigureSource>>;
    /// Every line of every source.
    fn lines(&self) -> Answer<'_, Vec<Line>>;
    /// A number that changes when another process has written into this store (the command line beside a
    /// running relay); always the same for a store that one process alone can write.
    fn written_elsewhere(&self) -> Answer<'_, u64> {
        Box::pin(async { Ok(0) })
    }
    /// What the database itself says about its files and its inner references; empty when all is well.
    fn integrity(&self) -> Answer<'_, Vec<String>>;
}
