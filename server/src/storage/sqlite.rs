//! The store in one SQLite file: WAL, synchronous=FULL, one connection that writes and a few
//! that read. A write is answered after COMMIT, which waits for the WAL to be on the disk.

mod access;
mod access_log;
mod commit;
mod confirming;
mod convert;
mod copying;
mod credentials;
mod documents;
mod feed;
mod figures;
mod heard;
mod imports;
mod integrity;
mod key_rows;
mod ledger;
mod members;
mod memberships;
mod open;
mod packs;
mod passkeys;
mod people;
mod purge;
mod reminders;
mod sealing;
mod settling;
mod sign_ins;
mod writer;
mod written;

use std::collections::BTreeSet;

pub use copying::{KeysCopy, copy_keys, copy_keys_of, holds_keys};
use shared::access::Tie;
use shared::ids::{Actor, ChangeHash, DeviceId, DocumentId, MemberId};
use sqlx::SqlitePool;

use super::{
    ActorTail, Answer, Batch, Committed, Credential, Cursor, DeviceRow, DocumentHead, FeedPage, FigureSource, Heard,
    Import, Invitation, KnownChange, Line, MemberFields, MemberRow, NewToken, PageLimits, Person, Principal,
    RefusedChange, SecretHash, Standing, Storage, StorageError, StoreInfo, StoredChange, TokenRow,
};
use crate::access::ReadAccess;
use crate::keys::KeyRing;

pub use packs::Packed;
pub use purge::{Ending, Seen};
pub use written::LastWritten;

/// The name of the database in the data folder.
pub const FILE_NAME: &str = "otozure.sqlite3";

/// A store in one SQLite file.
#[derive(Debug)]
pub struct SqliteStore {
    writer: writer::Writer,
    readers: SqlitePool,
    keys: KeyRing,
}

impl Storage for SqliteStore {
    fn document(&self, document: DocumentId) -> Answer<'_, Option<DocumentHead>> {
        Box::pin(documents::head(self, document))
    }

    fn root(&self, document: DocumentId) -> Answer<'_, Option<Vec<u8>>> {
        Box::pin(documents::root(self, document))
    }

    fn documents(&self, after: Option<DocumentId>, limit: usize) -> Answer<'_, Vec<(DocumentId, DocumentHead)>> {
        Box::pin(documents::page(self, after, limit))
    }

    fn known_changes(&self, document: DocumentId, hashes: Vec<ChangeHash>) -> Answer<'_, Vec<KnownChange>> {
        Box::pin(documents::known(self, document, hashes))
    }

    fn actor_tail(&self, document: DocumentId, actor: Actor) -> Answer<'_, Option<ActorTail>> {
        Box::pin(documents::actor_tail(self, document, actor))
    }

    fn documents_begun(&self, member: MemberId) -> Answer<'_, u64> {
        Box::pin(members::documents_begun(self, member))
    }

    fn changes(&self, document: DocumentId) -> Answer<'_, Vec<StoredChange>> {
        Box::pin(documents::changes(self, document))
    }

    fn pull(&self, access: ReadAccess, after_position: u64, bytes_max: usize) -> Answer<'_, Vec<StoredChange>> {
        Box::pin(documents::pull(self, access, after_position, bytes_max))
    }

    fn ties(&self, document: DocumentId) -> Answer<'_, Vec<Tie>> {
        Box::pin(access::ties(self, document))
    }

    fn standing(&self, who: Principal, document: DocumentId) -> Answer<'_, Standing> {
        Box::pin(access::standing(self, who, document))
    }

    fn commit_all(&self, batches: Vec<Batch>) -> Answer<'_, Vec<Result<Committed, StorageError>>> {
        Box::pin(commit::commit_all(self, batches))
    }

    fn keep_refused(&self, refused: Vec<RefusedChange>) -> Answer<'_, ()> {
        Box::pin(documents::keep_refused(self, refused))
    }

    fn refused(&self, document: DocumentId) -> Answer<'_, Vec<RefusedChange>> {
        Box::pin(documents::refused(self, document))
    }

    fn purge(&self, document: DocumentId, now_ms: i64) -> Answer<'_, bool> {
        Box::pin(async move { Ok(purge::purge(self, document, now_ms, None).await?.is_some()) })
    }

    fn feed(&self, member: MemberId, after: Option<Cursor>, limits: PageLimits) -> Answer<'_, FeedPage> {
        Box::pin(feed::page(self, member, after, limits))
    }

    fn cursor_known(&self, cursor: Cursor) -> Answer<'_, bool> {
        Box::pin(feed::known(self, cursor))
    }

    fn feed_end(&self) -> Answer<'_, Option<Cursor>> {
        Box::pin(feed::end(self))
    }

    fn heard(&self, after: u64) -> Answer<'_, Heard> {
        Box::pin(heard::heard(self, after))
    }

    fn member(&self, member: MemberId) -> Answer<'_, Option<MemberRow>> {
        Box::pin(members::member(self, member))
    }

    fn members(&self) -> Answer<'_, Vec<MemberRow>> {
        Box::pin(members::members(self))
    }

    fn put_member(&self, member: MemberId, fields: MemberFields) -> Answer<'_, MemberRow> {
        Box::pin(memberships::put(self, member, fields))
    }

    fn end_member(&self, member: MemberId) -> Answer<'_, ()> {
        Box::pin(memberships::end(self, member))
    }

    fn people_for(&self, member: MemberId) -> Answer<'_, Vec<Person>> {
        Box::pin(people::people_for(self, member))
    }

    fn devices(&self, member: MemberId) -> Answer<'_, Vec<DeviceRow>> {
        Box::pin(credentials::devices(self, member))
    }

    fn touch_device(&self, device: DeviceId, now_ms: i64) -> Answer<'_, ()> {
        Box::pin(credentials::touch_device(self, device, now_ms))
    }

    fn end_device(&self, device: DeviceId) -> Answer<'_, ()> {
        Box::pin(credentials::end_device(self, device))
    }

    fn principal_active(&self, who: Principal) -> Answer<'_, bool> {
        Box::pin(credentials::principal_active(self, who))
    }

    fn ended_among(&self, principals: BTreeSet<Principal>) -> Answer<'_, BTreeSet<Principal>> {
        Box::pin(heard::ended_among(self, principals))
    }

    fn add_invitation(&self, invitation: Invitation) -> Answer<'_, ()> {
        Box::pin(credentials::add_invitation(self, invitation))
    }

    fn add_token(&self, token: NewToken) -> Answer<'_, ()> {
        Box::pin(credentials::add_token(self, token))
    }

    fn token(&self, secret: SecretHash, now_ms: i64) -> Answer<'_, Option<Credential>> {
        Box::pin(credentials::token(self, secret, now_ms))
    }

    fn tokens(&self, member: MemberId) -> Answer<'_, Vec<TokenRow>> {
        Box::pin(credentials::tokens(self, member))
    }

    fn info(&self) -> Answer<'_, Option<StoreInfo>> {
        Box::pin(imports::info(self))
    }

    fn set_info(&self, info: StoreInfo) -> Answer<'_, ()> {
        Box::pin(imports::set_info(self, info))
    }

    fn receipt_key(&self) -> Answer<'_, [u8; 32]> {
        Box::pin(imports::receipt_key(self))
    }

    fn imported(&self, name: String) -> Answer<'_, Option<Import>> {
        Box::pin(imports::imported(self, name))
    }

    fn imports(&self) -> Answer<'_, Vec<Import>> {
        Box::pin(imports::imports(self))
    }

    fn replace_imported(&self, import: Import, lines: Vec<Line>) -> Answer<'_, ()> {
        Box::pin(imports::replace(self, import, lines))
    }

    fn figures(&self, source: String) -> Answer<'_, Vec<Line>> {
        Box::pin(figures::figures(self, source))
    }

    fn figure_sources(&self) -> Answer<'_, Vec<String>> {
        Box::pin(figures::names(self))
    }

    fn sources(&self) -> Answer<'_, Vec<FigureSource>> {
        Box::pin(figures::sources(self))
    }

    fn lines(&self) -> Answer<'_, Vec<Line>> {
        Box::pin(figures::lines(self))
    }

    fn written_elsewhere(&self) -> Answer<'_, u64> {
        Box::pin(async move {
            let number = self.writer.written_elsewhere().await?;
            // An ending that was cut off has come into the key store alone.
            self.keys.heard_of_writes([number, self.keys.rows().written_elsewhere().await?]);
            Ok(number)
        })
    }

    fn integrity(&self) -> Answer<'_, Vec<String>> {
        Box::pin(integrity::integrity(self))
    }
}

#[cfg(test)]
pub(crate) use tests::planted::visit_in as planted_visit;

#[cfg(test)]
mod tests;
