//! Documents, their logs and what was refused for them: reading, and the quarantine's writing.

use futures::TryStreamExt;
use shared::documents::Kind;
use shared::ids::{Actor, ChangeHash, DocumentId};
use sqlx::SqliteConnection;

use super::SqliteStore;
use super::access;
use super::convert::{
    actor as actor_from, author, change_hash, count, damaged, device_id, document_id, failure, limit, member_id, stored,
};
use super::packs::{Packs, packed_length};
use super::sealing::{self, Opener};
use crate::access::ReadAccess;
use crate::keys::{KeyRing, SEAL_BYTES};
use crate::storage::{
    ActorTail, DocumentHead, DocumentState, KnownChange, Principal, RefusedChange, StorageError, StoredChange,
};

type HeadRow = (Vec<u8>, String, String, i64, i64, i64);

fn head_from(row: HeadRow) -> Result<(DocumentId, DocumentHead), StorageError> {
    let (id, kind, state, changes, access_rev, created_at_ms) = row;
    let id = document_id(&id)?;
    let head = DocumentHead {
        kind: Kind::from_code(&kind).ok_or_else(|| damaged(format!("kind {kind} of {id}")))?,
        state: match state.as_str() {
            "live" => DocumentState::Live,
            "purged" => DocumentState::Purged,
            other => return Err(damaged(format!("state {other} of {id}"))),
        },
        changes: count(changes, "a count of changes")?,
        access_rev: count(access_rev, "a revision of readers")?,
        created_at_ms,
    };
    Ok((id, head))
}

/// A document's head inside a transaction.
pub(super) async fn head_in(
    connection: &mut SqliteConnection,
    document: DocumentId,
) -> Result<Option<DocumentHead>, StorageError> {
    let row: Option<HeadRow> =
        sqlx::query_as("SELECT id, kind, state, changes, access_rev, created_at FROM document WHERE id = ?")
            .bind(&document.0[..])
            .fetch_optional(connection)
            .await
            .map_err(failure)?;
    Ok(row.map(head_from).transpose()?.map(|(_, head)| head))
}

pub(super) async fn head(store: &SqliteStore, document: DocumentId) -> Result<Option<DocumentHead>, StorageError> {
    let mut connection = store.readers().acquire().await.map_err(failure)?;
    head_in(&mut connection, document).await
}

pub(super) async fn root(store: &SqliteStore, document: DocumentId) -> Result<Option<Vec<u8>>, StorageError> {
    let row: Option<(Vec<u8>,)> = sqlx::query_as("SELECT root FROM document WHERE id = ? AND state = 'live'")
        .bind(&document.0[..])
        .fetch_optional(store.readers())
        .await
        .map_err(failure)?;
    match row {
        None => Ok(None),
        Some((sealed,)) => Opener::new(&store.keys, document).root(&sealed).await.map(Some),
    }
}

pub(super) async fn page(
    store: &SqliteStore,
    after: Option<DocumentId>,
    rows_max: usize,
) -> Result<Vec<(DocumentId, DocumentHead)>, StorageError> {
    let after = after.map(|id| id.0.to_vec()).unwrap_or_default();
    let rows: Vec<HeadRow> = sqlx::query_as(
        "SELECT id, kind, state, changes, access_rev, created_at
         FROM document WHERE id > ? ORDER BY id LIMIT ?",
    )
    .bind(after)
    .bind(limit(rows_max))
    .fetch_all(store.readers())
    .await
    .map_err(failure)?;
    rows.into_iter().map(head_from).collect()
}

pub(super) async fn known(
    store: &SqliteStore,
    document: DocumentId,
    hashes: Vec<ChangeHash>,
) -> Result<Vec<KnownChange>, StorageError> {
    let mut reading = store.readers().begin().await.map_err(failure)?;
    let mut known = Vec::new();
    for hash in hashes {
        let row: Option<(Vec<u8>, i64)> =
            sqlx::query_as("SELECT actor, seq FROM change WHERE document = ? AND hash = ?")
                .bind(&document.0[..])
                .bind(&hash.0[..])
                .fetch_optional(&mut *reading)
                .await
                .map_err(failure)?;
        if let Some((actor, seq)) = row {
            known.push(KnownChange { hash, actor: actor_from(&actor)?, seq: count(seq, "a place in a stream")? });
        }
    }
    Ok(known)
}

pub(super) async fn actor_tail(
    store: &SqliteStore,
    document: DocumentId,
    actor: Actor,
) -> Result<Option<ActorTail>, StorageError> {
    let mut connection = store.readers().acquire().await.map_err(failure)?;
    tail_in(&mut connection, document, actor).await
}

type TailRow = (i64, Vec<u8>, Option<Vec<u8>>, Option<Vec<u8>>);

/// The end of an actor's stream inside a transaction.
pub(super) async fn tail_in(
    connection: &mut SqliteConnection,
    document: DocumentId,
    actor: Actor,
) -> Result<Option<ActorTail>, StorageError> {
    let row: Option<TailRow> = sqlx::query_as(
        "SELECT c.seq, c.hash, a.member, a.device
         FROM change c JOIN actor a ON a.document = c.document AND a.actor = c.actor
         WHERE c.document = ? AND c.actor = ? ORDER BY c.seq DESC LIMIT 1",
    )
    .bind(&document.0[..])
    .bind(&actor.0[..])
    .fetch_optional(connection)
    .await
    .map_err(failure)?;
    row.map(|(seq, hash, member, device)| {
        Ok(ActorTail {
            author: author(member, device)?,
            last_seq: count(seq, "a place in a stream")?,
            last_hash: change_hash(&hash)?,
        })
    })
    .transpose()
}

type ChangeRow = (i64, Vec<u8>, Vec<u8>, i64, Option<Vec<u8>>, Option<Vec<u8>>, i64, Vec<u8>);

/// A change from its columns (position, hash, actor, seq, member, device, received_at, bytes), its bytes
/// still sealed or in a pack.
fn change_from(row: ChangeRow) -> Result<StoredChange, StorageError> {
    let (position, hash, actor, seq, member, device, received_at_ms, bytes) = row;
    Ok(StoredChange {
        position: count(position, "a place in a log")?,
        hash: change_hash(&hash)?,
        actor: actor_from(&actor)?,
        seq: count(seq, "a place in a stream")?,
        author: author(member, device)?,
        received_at_ms,
        bytes,
    })
}

/// How long the change of a row is, opened.
fn length(row: &StoredChange) -> usize {
    packed_length(&row.bytes).unwrap_or_else(|| row.bytes.len().saturating_sub(SEAL_BYTES))
}

pub(super) async fn changes(store: &SqliteStore, document: DocumentId) -> Result<Vec<StoredChange>, StorageError> {
    let mut connection = store.readers().acquire().await.map_err(failure)?;
    changes_between(&mut connection, &store.keys, document, (1, u64::MAX), usize::MAX).await
}

/// Changes of a span of positions, whole ones up to a size and at least one.
pub(super) async fn changes_between(
    connection: &mut SqliteConnection,
    keys: &KeyRing,
    document: DocumentId,
    (first, last): (u64, u64),
    bytes_max: usize,
) -> Result<Vec<StoredChange>, StorageError> {
    let mut rows = sqlx::query_as::<_, ChangeRow>(
        "SELECT position, hash, actor, seq, member, device, received_at, bytes
         FROM change WHERE document = ? AND position BETWEEN ? AND ? ORDER BY position",
    )
    .bind(document.0.to_vec())
    .bind(stored(first))
    .bind(stored(last))
    .fetch(&mut *connection);
    let mut found: Vec<StoredChange> = Vec::new();
    let mut bytes = 0usize;
    while let Some(row) = rows.try_next().await.map_err(failure)? {
        let change = change_from(row)?;
        bytes = bytes.saturating_add(length(&change));
        if bytes > bytes_max && !found.is_empty() {
            break;
        }
        found.push(change);
    }
    drop(rows);
    let (mut opener, mut packs) = (Opener::new(keys, document), Packs::default());
    for change in &mut found {
        change.bytes = match packed_length(&change.bytes) {
            Some(_) => packs.change(&mut *connection, &mut opener, change.position).await?,
            None => opener.change(change.position, change.hash, &change.bytes).await?,
        };
    }
    Ok(found)
}

pub(super) async fn pull(
    store: &SqliteStore,
    access: ReadAccess,
    after_position: u64,
    bytes_max: usize,
) -> Result<Vec<StoredChange>, StorageError> {
    let mut reading = store.readers().begin().await.map_err(failure)?;
    access::still_holds(&mut reading, access.document(), access.relied_on()).await?;
    let span = (after_position.saturating_add(1), u64::MAX);
    changes_between(&mut reading, &store.keys, access.document(), span, bytes_max).await
}

pub(super) async fn keep_refused(store: &SqliteStore, refused: Vec<RefusedChange>) -> Result<(), StorageError> {
    let refused = sealing::for_quarantine(store, refused).await?;
    let mut writing = store.writer().begin().await?;
    let mut result = Ok(());
    for change in &refused {
        result = keep(writing.connection(), change).await;
        if result.is_err() {
            break;
        }
    }
    writing.end(result).await
}

async fn keep(connection: &mut SqliteConnection, change: &RefusedChange) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO refused (document, hash, member, device, code, at, bytes)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
         WHERE NOT EXISTS (SELECT 1 FROM document WHERE id = ?1 AND state = 'purged')
         ON CONFLICT DO NOTHING",
    )
    .bind(&change.document.0[..])
    .bind(&change.hash.0[..])
    .bind(&change.author.member.0[..])
    .bind(&change.author.device.0[..])
    .bind(&change.code)
    .bind(change.at_ms)
    .bind(&change.bytes)
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}

type RefusedRow = (Vec<u8>, Vec<u8>, Vec<u8>, String, i64, Vec<u8>);

pub(super) async fn refused(store: &SqliteStore, document: DocumentId) -> Result<Vec<RefusedChange>, StorageError> {
    let rows: Vec<RefusedRow> = sqlx::query_as(
        "SELECT hash, member, device, code, at, bytes FROM refused
         WHERE document = ? ORDER BY at, hash",
    )
    .bind(&document.0[..])
    .fetch_all(store.readers())
    .await
    .map_err(failure)?;
    let mut opener = Opener::new(&store.keys, document);
    let mut refused = Vec::with_capacity(rows.len());
    for (hash, member, device, code, at_ms, sealed) in rows {
        let hash = change_hash(&hash)?;
        refused.push(RefusedChange {
            document,
            hash,
            author: Principal { member: member_id(&member)?, device: device_id(&device)? },
            code,
            at_ms,
            bytes: opener.refused(hash, &sealed).await?,
        });
    }
    Ok(refused)
}
