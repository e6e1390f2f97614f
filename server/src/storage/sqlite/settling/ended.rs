//! What has ended stays ended: a database that was restored from a backup is told by today's key store
//! which documents were purged and who was revoked; the key store is told what ended in the database alone.

use std::collections::BTreeSet;

use shared::ids::{DeviceId, DocumentId, MemberId};

use crate::keys::{Entry, Revoked, Tombstone};
use crate::storage::StorageError;
use crate::storage::sqlite::SqliteStore;
use crate::storage::sqlite::commit::STRANGER;
use crate::storage::sqlite::convert::{damaged, device_id, failure, member_id};
use crate::storage::sqlite::{credentials, memberships, purge};

/// Tells the key store what the database knows and it does not: what an older program ended, and what ended
/// since, where the key store was put back from a copy of its own. Nothing that ended comes back by it.
pub(super) async fn tell(store: &SqliteStore) -> Result<(), StorageError> {
    let (purged, ended) = unheard(store).await?;
    if purged.is_empty() && ended.is_empty() {
        return Ok(());
    }
    // Looked at again while nobody writes: who stands again is allowed in the key store first.
    let writing = store.writer().begin().await?;
    let told = tell_now(store).await;
    writing.end(told).await
}

async fn tell_now(store: &SqliteStore) -> Result<(), StorageError> {
    let (purged, ended) = unheard(store).await?;
    for tombstone in purged {
        tracing::warn!(document = %tombstone.document, "the key store did not know that this document has ended");
        let entry = Entry::of_end("heard of from the database", &tombstone);
        store.keys.end(tombstone, entry).await?;
    }
    store.keys.revoke(ended, crate::clock::now_ms()).await
}

/// What the database ended and the key store does not know of. Members whom the database knows as authors
/// alone never stood there.
pub(in crate::storage::sqlite) async fn unheard(
    store: &SqliteStore,
) -> Result<(Vec<Tombstone>, Vec<Revoked>), StorageError> {
    let known: BTreeSet<DocumentId> =
        store.keys.rows().tombstones().await?.into_iter().map(|tombstone| tombstone.document).collect();
    let mut purged = purged(store).await?;
    purged.retain(|tombstone| !known.contains(&tombstone.document));
    let revoked: BTreeSet<Revoked> = store.keys.rows().revoked().await?.into_iter().collect();
    let strangers = strangers(store).await?;
    let (_, ended) = states(store).await?;
    let ended = ended.difference(&revoked).filter(|one| !strangers.contains(one)).copied().collect();
    Ok((purged, ended))
}

/// Members whom a restored store knows as authors alone, and their devices.
async fn strangers(store: &SqliteStore) -> Result<BTreeSet<Revoked>, StorageError> {
    let rows: Vec<(String, Vec<u8>)> = sqlx::query_as(
        "SELECT 'member', id FROM member WHERE name = ?1 AND state = 'ended' AND rev = 1
         UNION ALL SELECT 'device', d.id FROM device d JOIN member m ON m.id = d.member
           WHERE m.name = ?1 AND m.state = 'ended' AND m.rev = 1",
    )
    .bind(STRANGER)
    .fetch_all(store.readers())
    .await
    .map_err(failure)?;
    rows.into_iter()
        .map(|(what, id)| match what.as_str() {
            "member" => member_id(&id).map(Revoked::Member),
            _ => device_id(&id).map(Revoked::Device),
        })
        .collect()
}

/// Ends in the database what has ended by the key store.
pub(super) async fn apply(store: &SqliteStore) -> Result<(), StorageError> {
    let known: BTreeSet<DocumentId> = purged(store).await?.into_iter().map(|tombstone| tombstone.document).collect();
    let tombstones = store.keys.rows().tombstones().await?;
    for tombstone in tombstones.into_iter().filter(|tombstone| !known.contains(&tombstone.document)) {
        // What the database ends, the key store must not live again after a power cut.
        store.keys.sound().await?;
        let mut writing = store.writer().begin().await?;
        let result = purge::bury(writing.connection(), &tombstone).await;
        writing.end(result).await?;
    }
    let revoked: BTreeSet<Revoked> = store.keys.rows().revoked().await?.into_iter().collect();
    let (active, _) = states(store).await?;
    for one in active.intersection(&revoked) {
        store.keys.sound().await?;
        let mut writing = store.writer().begin().await?;
        let result = match one {
            Revoked::Member(member) => memberships::end_in(writing.connection(), *member).await,
            Revoked::Device(device) => credentials::end_device_in(writing.connection(), *device).await,
        };
        writing.end(result).await?;
    }
    Ok(())
}

async fn purged(store: &SqliteStore) -> Result<Vec<Tombstone>, StorageError> {
    let rows: Vec<(Vec<u8>, String, String, Option<i64>)> =
        sqlx::query_as("SELECT id, kind, prefecture, purged_at FROM document WHERE state = 'purged'")
            .fetch_all(store.readers())
            .await
            .map_err(failure)?;
    rows.into_iter().map(purge::tombstone_from).collect()
}

/// Who is active, and who has ended, in the database.
async fn states(store: &SqliteStore) -> Result<(BTreeSet<Revoked>, BTreeSet<Revoked>), StorageError> {
    let rows: Vec<(String, Vec<u8>, String)> =
        sqlx::query_as("SELECT 'member', id, state FROM member UNION ALL SELECT 'device', id, state FROM device")
            .fetch_all(store.readers())
            .await
            .map_err(failure)?;
    let (mut active, mut ended) = (BTreeSet::new(), BTreeSet::new());
    for (what, id, state) in rows {
        let one = match what.as_str() {
            "member" => Revoked::Member(member_id(&id)?),
            _ => Revoked::Device(device_id(&id)?),
        };
        match state.as_str() {
            "active" => active.insert(one),
            "ended" => ended.insert(one),
            other => return Err(damaged(format!("state {other} of a {what}"))),
        };
    }
    Ok((active, ended))
}

/// The member's devices, ended ones too: each stays ended when the membership stands again.
pub(in crate::storage::sqlite) async fn with_devices(
    store: &SqliteStore,
    member: MemberId,
) -> Result<Vec<Revoked>, StorageError> {
    let devices = credentials::devices(store, member).await?;
    let devices = devices.into_iter().map(|device| Revoked::Device(device.id));
    Ok(core::iter::once(Revoked::Member(member)).chain(devices).collect())
}

/// A device, if the database knows it.
pub(in crate::storage::sqlite) async fn known_device(
    store: &SqliteStore,
    device: DeviceId,
) -> Result<Vec<Revoked>, StorageError> {
    let row: Option<(i64,)> = sqlx::query_as("SELECT 1 FROM device WHERE id = ?")
        .bind(&device.0[..])
        .fetch_optional(store.readers())
        .await
        .map_err(failure)?;
    Ok(row.map(|_| Revoked::Device(device)).into_iter().collect())
}
