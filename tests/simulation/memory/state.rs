//! What the memory store holds, as plain maps, and who reads what in it. It must never say more or
//! less than the SQL it stands in for: both pass one conformance suite.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use server::access::ReliedOn;
use server::storage::reading::ReadingRow;
use server::storage::{
    AccessRow, ActorTail, Conditions, DeviceReport, DeviceRow, DocumentHead, FigureSource, Import, Invitation, Loss,
    MemberRow, Owed, Passkey, Principal, PublicKeyBytes, RefusedChange, SecretHash, Standing, StorageError, StoreInfo,
    StoredChange, Subscription,
};
use shared::access::Tie;
use shared::ids::{Actor, DeviceId, DocumentId, MemberId, OfficeId, PrefectureId, SessionId};
use shared::time::Day;

/// A member with what the store adds to the row.
#[derive(Clone)]
pub struct Member {
    pub row: MemberRow,
    pub role_since: u64,
    pub offices_since: BTreeMap<OfficeId, u64>,
}

/// A document with its log, its actors and its readers.
#[derive(Clone)]
pub struct Doc {
    pub head: DocumentHead,
    pub root: Vec<u8>,
    pub prefecture: PrefectureId,
    pub changes: Vec<StoredChange>,
    pub actors: BTreeMap<Actor, Option<Principal>>,
    pub access: BTreeMap<ReadingRow, u64>,
}

/// What a feed row says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Said {
    Change,
    Grant,
    Loss,
    Purged,
    People,
    Figures,
}

/// A row of the feed; its number is its place, from 1.
#[derive(Clone)]
pub struct Row {
    pub mark: [u8; 8],
    pub what: Said,
    pub document: Option<DocumentId>,
    pub member: Option<MemberId>,
    pub since: Option<u64>,
    pub span: (u64, u64),
    pub source: Option<String>,
}

/// A source of figures, and the feed row that tells of it as it is.
#[derive(Clone)]
pub struct Counted {
    pub source: FigureSource,
    pub number: u64,
    /// The document has ended.
    pub ended: bool,
    /// Whom its lines name: then it is for the coordinators of their offices alone.
    pub visitor: Option<MemberId>,
}

/// A token.
#[derive(Clone)]
pub struct Door {
    pub who: Principal,
    pub label: String,
    pub created_at_ms: i64,
    pub expires_at_ms: i64,
}

/// What a device is enrolled with.
#[derive(Clone)]
pub struct HeldFactor {
    pub device_key: PublicKeyBytes,
    pub member_keys: Vec<PublicKeyBytes>,
    pub conditions: Conditions,
    pub proof: SecretHash,
    pub wrong: u32,
}

/// A session, and its secrets, each with the moment until which it is good.
#[derive(Clone)]
pub struct HeldSession {
    pub id: SessionId,
    pub who: Principal,
    pub created_at_ms: i64,
    pub last_used_ms: i64,
    pub idle_ends_at_ms: i64,
    pub ends_at_ms: i64,
    pub secrets: Vec<(SecretHash, Option<i64>)>,
}

/// Everything.
#[derive(Clone, Default)]
pub struct State {
    pub info: Option<StoreInfo>,
    pub receipt_key: Option<[u8; 32]>,
    pub members: BTreeMap<MemberId, Member>,
    pub devices: BTreeMap<DeviceId, DeviceRow>,
    pub invitations: BTreeMap<[u8; 32], (Invitation, bool)>,
    pub factors: BTreeMap<DeviceId, HeldFactor>,
    pub passkeys: BTreeMap<DeviceId, Passkey>,
    pub subscriptions: BTreeMap<DeviceId, Subscription>,
    pub reminded: BTreeSet<(DeviceId, Day)>,
    pub pledges: BTreeMap<(MemberId, String), Day>,
    pub sessions: Vec<HeldSession>,
    pub accesses: Vec<AccessRow>,
    pub reports: BTreeMap<DeviceId, (i64, DeviceReport)>,
    pub losses: BTreeMap<DeviceId, Loss>,
    pub wiped: BTreeMap<DeviceId, i64>,
    pub tokens: BTreeMap<[u8; 32], Door>,
    pub documents: BTreeMap<DocumentId, Arc<Doc>>,
    pub feed: Vec<Row>,
    pub figures: BTreeMap<String, Counted>,
    pub imports: BTreeMap<String, Import>,
    pub refused: BTreeMap<DocumentId, Vec<RefusedChange>>,
}

impl State {
    /// The row of an active member.
    pub fn active(&self, member: MemberId) -> Result<&Member, StorageError> {
        self.members.get(&member).filter(|member| member.row.active).ok_or(StorageError::NotAMember)
    }

    pub fn device_active(&self, who: Principal) -> bool {
        self.has_not_ended(who) && self.devices.get(&who.device).is_some_and(|device| !device.locked)
    }

    /// Whether the device is this member's and neither has ended; a locked one has not.
    pub fn has_not_ended(&self, who: Principal) -> bool {
        self.active(who.member).is_ok()
            && self.devices.get(&who.device).is_some_and(|device| device.active && device.member == who.member)
    }

    /// What becomes of words that were written on a device.
    pub fn owed(&self, who: Principal) -> Owed {
        let Some(device) = self.devices.get(&who.device).filter(|device| device.member == who.member) else {
            return Owed::Refused;
        };
        let stand = (self.active(who.member).is_ok(), device.active);
        Owed::of(stand, self.losses.contains_key(&who.device), self.wiped.contains_key(&who.device))
    }

    /// Whether a reader's row holds for a member at all.
    pub fn stands(row: &ReadingRow, member: &Member) -> bool {
        Self::holds(row, 0, member).is_some()
    }

    /// Whether a reader's row holds for a member, and from which feed number on it has.
    fn holds(row: &ReadingRow, since: u64, member: &Member) -> Option<u64> {
        if !member.row.active || row.role.is_some_and(|role| role != member.row.fields.role) {
            return None;
        }
        let mut from = since;
        match row.relation {
            "member" => {}
            "office" => {
                let joined = member.offices_since.iter().find(|(office, _)| office.as_str() == row.subject)?;
                from = from.max(*joined.1);
            }
            "safeguarding" => {
                if !member.row.fields.safeguarding {
                    return None;
                }
                from = from.max(member.role_since);
            }
            _ if row.subject == member.row.id.to_string() => {}
            _ => return None,
        }
        if row.role.is_some() {
            from = from.max(member.role_since);
        }
        Some(from)
    }

    /// From which feed number on a member has read a document by a right that holds now.
    pub fn held(&self, document: DocumentId, member: &Member) -> Option<u64> {
        let doc = self.documents.get(&document)?;
        doc.access.iter().filter_map(|(row, since)| Self::holds(row, *since, member)).min()
    }

    /// Everybody who reads a document now.
    pub fn reading_members(&self, document: DocumentId) -> BTreeSet<MemberId> {
        self.members
            .values()
            .filter(|member| self.held(document, member).is_some())
            .map(|member| member.row.id)
            .collect()
    }

    /// Every document that a member reads now.
    pub fn readable(&self, member: MemberId) -> BTreeSet<DocumentId> {
        let Some(member) = self.members.get(&member) else {
            return BTreeSet::new();
        };
        self.documents.keys().filter(|document| self.held(**document, member).is_some()).copied().collect()
    }

    /// The ties that give somebody a right.
    pub fn ties(&self, document: DocumentId) -> Result<Vec<Tie>, StorageError> {
        let Some(doc) = self.documents.get(&document) else {
            return Ok(Vec::new());
        };
        let rows: BTreeSet<Tie> = doc
            .access
            .keys()
            .filter(|row| row.relation != "member")
            .map(|row| {
                Tie::from_row(row.relation, &row.subject)
                    .ok_or_else(|| StorageError::Damaged { what: format!("a tie of {document}") })
            })
            .collect::<Result<_, _>>()?;
        Ok(rows.into_iter().collect())
    }

    pub fn standing(&self, who: Principal, document: DocumentId) -> Result<Standing, StorageError> {
        let member = self.members.get(&who.member).ok_or(StorageError::NotAMember)?;
        Ok(Standing {
            member: member.row.clone(),
            device_active: self.device_active(who),
            owed: self.owed(who),
            document: self.documents.get(&document).map(|doc| doc.head.clone()),
            ties: self.ties(document)?,
            acquainted: self.wrote(who.member, document)
                || self.feed.iter().any(|row| {
                    row.what == Said::Loss && row.document == Some(document) && row.member == Some(who.member)
                }),
        })
    }

    /// Refuses as `Stale` what was judged by rights that have changed since.
    pub fn still_holds(&self, document: DocumentId, relied_on: ReliedOn) -> Result<(), StorageError> {
        if let Some(relied) = relied_on.member {
            let rev = self.members.get(&relied.who.member).map(|member| member.row.rev);
            let stands = match relied.owed {
                Some(owed) => self.owed(relied.who) == owed,
                None => self.device_active(relied.who),
            };
            if rev != Some(relied.rev) || !stands {
                return Err(StorageError::Stale);
            }
        }
        let rev = self.documents.get(&document).map(|doc| doc.head.access_rev);
        if rev == relied_on.access_rev { Ok(()) } else { Err(StorageError::Stale) }
    }

    /// The end of an actor's stream.
    pub fn tail(&self, document: DocumentId, actor: Actor) -> Option<ActorTail> {
        let doc = self.documents.get(&document)?;
        let newest = doc.changes.iter().filter(|change| change.actor == actor).max_by_key(|change| change.seq)?;
        Some(ActorTail {
            author: doc.actors.get(&actor).copied().flatten(),
            last_seq: newest.seq,
            last_hash: newest.hash,
        })
    }

    /// Whether a member has an actor in a document.
    fn wrote(&self, member: MemberId, document: DocumentId) -> bool {
        let doc = self.documents.get(&document);
        doc.is_some_and(|doc| doc.actors.values().flatten().any(|author| author.member == member))
    }

    /// In how many documents a member has an actor.
    pub fn begun(&self, member: MemberId) -> u64 {
        let writes = |doc: &Doc| doc.actors.values().flatten().any(|author| author.member == member);
        self.documents.values().filter(|doc| writes(doc)).count() as u64
    }

    /// Adds a row to the feed; gives its number.
    pub fn push_row(&mut self, row: Row) -> u64 {
        self.feed.push(row);
        self.feed.len() as u64
    }
}
