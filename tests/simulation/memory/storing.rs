//! The memory as a store: every call one transaction, as the trait says it. It must never answer more
//! than the state holds.

use std::collections::BTreeSet;

use server::access::ReadAccess;
use server::storage::{
    ActorTail, Answer, Batch, Committed, Credential, Cursor, DeviceRow, DocumentHead, DocumentState, FeedPage,
    FigureSource, Heard, Import, Invitation, KnownChange, Line, MemberFields, MemberRow, NewToken, PageLimits, Person,
    Principal, RefusedChange, SecretHash, Standing, Storage, StorageError, StoreInfo, StoredChange, TokenRow,
};
use shared::access::Tie;
use shared::ids::{Actor, ChangeHash, DeviceId, DocumentId, MemberId};

use super::state::Counted;
use super::{Memory, State};

fn with_lines(state: &State) -> impl Iterator<Item = &Counted> {
    state.figures.values().filter(|counted| !counted.source.figures.lines.is_empty())
}

fn for_tables(state: &State) -> impl Iterator<Item = &FigureSource> {
    with_lines(state).filter(|counted| counted.visitor.is_none()).map(|counted| &counted.source)
}

impl Storage for Memory {
    fn document(&self, document: DocumentId) -> Answer<'_, Option<DocumentHead>> {
        self.read(|s| Ok(s.documents.get(&document).map(|doc| doc.head.clone())))
    }

    fn root(&self, document: DocumentId) -> Answer<'_, Option<Vec<u8>>> {
        self.read(|s| {
            let live = s.documents.get(&document).filter(|doc| doc.head.state == DocumentState::Live);
            Ok(live.map(|doc| doc.root.clone()))
        })
    }

    fn documents(&self, after: Option<DocumentId>, limit: usize) -> Answer<'_, Vec<(DocumentId, DocumentHead)>> {
        self.read(|s| {
            let later = s.documents.iter().filter(|(id, _)| after.is_none_or(|a| **id > a));
            Ok(later.take(limit).map(|(id, doc)| (*id, doc.head.clone())).collect())
        })
    }

    fn known_changes(&self, document: DocumentId, hashes: Vec<ChangeHash>) -> Answer<'_, Vec<KnownChange>> {
        self.read(|s| {
            let changes = s.documents.get(&document).map(|doc| doc.changes.as_slice());
            let changes = changes.unwrap_or_default();
            let find = |hash: ChangeHash| changes.iter().find(|change| change.hash == hash);
            Ok(hashes
                .into_iter()
                .filter_map(find)
                .map(|change| KnownChange { hash: change.hash, actor: change.actor, seq: change.seq })
                .collect())
        })
    }

    fn documents_begun(&self, member: MemberId) -> Answer<'_, u64> {
        self.read(|s| Ok(s.begun(member)))
    }

    fn actor_tail(&self, document: DocumentId, actor: Actor) -> Answer<'_, Option<ActorTail>> {
        let bringer = self.inner().bringer;
        self.read(|s| {
            let tail = s.tail(document, actor);
            Ok(match tail {
                Some(tail) if self.broken.hides_authors && tail.author.is_some() => {
                    Some(ActorTail { author: bringer, ..tail })
                }
                tail => tail,
            })
        })
    }

    fn changes(&self, document: DocumentId) -> Answer<'_, Vec<StoredChange>> {
        self.read(|s| Ok(s.span(document, (1, u64::MAX)).cloned().collect()))
    }

    fn pull(&self, access: ReadAccess, after_position: u64, bytes_max: usize) -> Answer<'_, Vec<StoredChange>> {
        self.read(|s| {
            s.still_holds(access.document(), access.relied_on())?;
            let mut found: Vec<StoredChange> = Vec::new();
            let mut bytes = 0;
            for change in s.span(access.document(), (after_position.saturating_add(1), u64::MAX)) {
                bytes += change.bytes.len();
                if bytes > bytes_max && !found.is_empty() {
                    break;
                }
                found.push(change.clone());
            }
            Ok(found)
        })
    }

    fn ties(&self, document: DocumentId) -> Answer<'_, Vec<Tie>> {
        self.read(|s| s.ties(document))
    }

    fn standing(&self, who: Principal, document: DocumentId) -> Answer<'_, Standing> {
        self.read(|s| s.standing(who, document))
    }

    fn commit_all(&self, batches: Vec<Batch>) -> Answer<'_, Vec<Result<Committed, StorageError>>> {
        let unchecked = self.broken.hides_authors;
        self.write(|s, marks| {
            let mut results = Vec::with_capacity(batches.len());
            for batch in &batches {
                let before = s.clone();
                let result = s.commit(batch, unchecked, marks);
                match &result {
                    Ok(_) => {}
                    Err(StorageError::Stale | StorageError::Conflict(_)) => *s = before,
                    Err(error) => return Err(error.clone()),
                }
                results.push(result);
            }
            Ok(results)
        })
    }

    fn keep_refused(&self, refused: Vec<RefusedChange>) -> Answer<'_, ()> {
        self.write(|s, _| {
            for change in refused {
                if s.documents.get(&change.document).is_some_and(|doc| doc.head.state == DocumentState::Purged) {
                    continue;
                }
                if !s.members.contains_key(&change.author.member) || !s.devices.contains_key(&change.author.device) {
                    return Err(StorageError::Unavailable("an unknown author".to_owned()));
                }
                let kept = s.refused.entry(change.document).or_default();
                if kept.iter().all(|known| known.hash != change.hash) {
                    kept.push(change);
                    kept.sort_by_key(|one| (one.at_ms, one.hash));
                }
            }
            Ok(())
        })
    }

    fn refused(&self, document: DocumentId) -> Answer<'_, Vec<RefusedChange>> {
        self.read(|s| Ok(s.refused.get(&document).cloned().unwrap_or_default()))
    }

    fn purge(&self, document: DocumentId, _now_ms: i64) -> Answer<'_, bool> {
        self.write(|s, marks| s.purge(document, marks))
    }

    fn feed(&self, member: MemberId, after: Option<Cursor>, limits: PageLimits) -> Answer<'_, FeedPage> {
        self.read(|s| s.page(member, after, limits))
    }

    fn cursor_known(&self, cursor: Cursor) -> Answer<'_, bool> {
        self.read(|s| Ok(s.cursor_at(cursor.number) == Some(cursor)))
    }

    fn feed_end(&self) -> Answer<'_, Option<Cursor>> {
        self.read(|s| Ok(s.feed_end()))
    }

    fn heard(&self, after: u64) -> Answer<'_, Heard> {
        self.read(|s| Ok(s.heard(after)))
    }

    fn member(&self, member: MemberId) -> Answer<'_, Option<MemberRow>> {
        self.read(|s| Ok(s.members.get(&member).map(|member| member.row.clone())))
    }

    fn members(&self) -> Answer<'_, Vec<MemberRow>> {
        self.read(|s| {
            let mut rows: Vec<_> = s.members.values().map(|member| member.row.clone()).collect();
            rows.sort_by_key(|row| (row.fields.yomi.clone(), row.fields.name.clone(), row.id));
            Ok(rows)
        })
    }

    fn put_member(&self, member: MemberId, fields: MemberFields) -> Answer<'_, MemberRow> {
        self.write(|s, marks| Ok(s.put_member(member, fields, marks)))
    }

    fn end_member(&self, member: MemberId) -> Answer<'_, ()> {
        self.write(|s, marks| s.end_member(member, marks))
    }

    fn people_for(&self, member: MemberId) -> Answer<'_, Vec<Person>> {
        self.read(|s| s.people_for(member))
    }

    fn devices(&self, member: MemberId) -> Answer<'_, Vec<DeviceRow>> {
        self.read(|s| Ok(s.devices_of(member)))
    }

    fn touch_device(&self, device: DeviceId, now_ms: i64) -> Answer<'_, ()> {
        self.write(|s, _| {
            if let Some(row) = s.devices.get_mut(&device) {
                row.last_contact_ms = row.last_contact_ms.max(now_ms);
            }
            Ok(())
        })
    }

    fn end_device(&self, device: DeviceId) -> Answer<'_, ()> {
        self.write(|s, _| {
            s.end_device(device);
            Ok(())
        })
    }

    fn principal_active(&self, who: Principal) -> Answer<'_, bool> {
        self.read(|s| Ok(s.device_active(who)))
    }

    fn ended_among(&self, principals: BTreeSet<Principal>) -> Answer<'_, BTreeSet<Principal>> {
        self.read(|s| Ok(principals.into_iter().filter(|who| !s.device_active(*who)).collect()))
    }

    fn add_invitation(&self, invitation: Invitation) -> Answer<'_, ()> {
        self.write(|s, _| s.add_invitation(invitation))
    }

    fn add_token(&self, token: NewToken) -> Answer<'_, ()> {
        self.write(|s, _| s.add_token(token))
    }

    fn token(&self, secret: SecretHash, now_ms: i64) -> Answer<'_, Option<Credential>> {
        self.read(|s| Ok(s.token(secret, now_ms)))
    }

    fn tokens(&self, member: MemberId) -> Answer<'_, Vec<TokenRow>> {
        self.read(|s| Ok(s.tokens_of(member)))
    }

    fn info(&self) -> Answer<'_, Option<StoreInfo>> {
        self.read(|s| Ok(s.info.clone()))
    }

    fn set_info(&self, info: StoreInfo) -> Answer<'_, ()> {
        self.write(|s, _| match &s.info {
            Some(had) if had.prefecture != info.prefecture => {
                let what = format!("the store holds the programme of {}", had.prefecture);
                Err(StorageError::Conflict(what))
            }
            _ => {
                s.info = Some(info);
                Ok(())
            }
        })
    }

    fn receipt_key(&self) -> Answer<'_, [u8; 32]> {
        self.write(|s, marks| {
            let key = *s.receipt_key.get_or_insert_with(|| {
                let mut key = [0; 32];
                key.chunks_mut(8).for_each(|part| part.copy_from_slice(&marks()));
                key
            });
            Ok(key)
        })
    }

    fn imported(&self, name: String) -> Answer<'_, Option<Import>> {
        self.read(|s| Ok(s.imports.get(&name).cloned()))
    }

    fn imports(&self) -> Answer<'_, Vec<Import>> {
        self.read(|s| Ok(s.imports.values().cloned().collect()))
    }

    fn replace_imported(&self, import: Import, lines: Vec<Line>) -> Answer<'_, ()> {
        self.write(|s, marks| {
            s.settle_figures((import.name.clone(), true), None, Some(lines), marks)?;
            s.imports.insert(import.name.clone(), import);
            Ok(())
        })
    }

    fn figures(&self, source: String) -> Answer<'_, Vec<Line>> {
        self.read(|s| {
            Ok(s.figures.get(&source).map(|counted| counted.source.figures.lines.clone()).unwrap_or_default())
        })
    }

    fn figure_sources(&self) -> Answer<'_, Vec<String>> {
        self.read(|s| Ok(with_lines(s).map(|one| one.source.figures.source.clone()).collect()))
    }

    fn sources(&self) -> Answer<'_, Vec<FigureSource>> {
        self.read(|s| Ok(for_tables(s).cloned().collect()))
    }

    fn lines(&self) -> Answer<'_, Vec<Line>> {
        self.read(|s| Ok(for_tables(s).flat_map(|source| source.figures.lines.iter().cloned()).collect()))
    }

    fn integrity(&self) -> Answer<'_, Vec<String>> {
        self.read(|_| Ok(Vec::new()))
    }
}
