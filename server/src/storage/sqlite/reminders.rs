//! SQLite as what keeps reminders.

use shared::ids::{DeviceId, DocumentId, MemberId};
use shared::time::Day;

use super::SqliteStore;
use super::convert::{damaged, device_id, document_id, failure, member_id};
use crate::storage::reminders::{Reminders, Subscription};
use crate::storage::{Answer, Principal, StorageError};

impl Reminders for SqliteStore {
    fn has_subscription(&self, who: Principal) -> Answer<'_, bool> {
        Box::pin(has(self, who))
    }

    fn put_subscription(&self, who: Principal, new: Option<Subscription>, now_ms: i64) -> Answer<'_, bool> {
        Box::pin(put(self, who, new, now_ms))
    }

    fn subscriptions(&self, day: Day) -> Answer<'_, Vec<(Principal, Subscription)>> {
        Box::pin(all(self, day))
    }

    fn forget_subscription(&self, device: DeviceId, endpoint: String) -> Answer<'_, ()> {
        Box::pin(forget(self, device, endpoint))
    }

    fn appointments_of(&self, member: MemberId) -> Answer<'_, Vec<DocumentId>> {
        Box::pin(appointments_of(self, member))
    }

    fn remind(&self, device: DeviceId, day: Day) -> Answer<'_, bool> {
        Box::pin(remind(self, device, day))
    }
}

async fn has(store: &SqliteStore, who: Principal) -> Result<bool, StorageError> {
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT 1 FROM subscription s JOIN device d ON d.id = s.device WHERE s.device = ? AND d.member = ?",
    )
    .bind(&who.device.0[..])
    .bind(&who.member.0[..])
    .fetch_optional(store.readers())
    .await
    .map_err(failure)?;
    Ok(row.is_some())
}

async fn put(
    store: &SqliteStore,
    who: Principal,
    new: Option<Subscription>,
    now_ms: i64,
) -> Result<bool, StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = put_in(&mut writing, who, new, now_ms).await;
    writing.end(result).await
}

async fn put_in(
    writing: &mut super::writer::Writing,
    who: Principal,
    new: Option<Subscription>,
    now_ms: i64,
) -> Result<bool, StorageError> {
    let stands: Option<(i64,)> = sqlx::query_as(
        "SELECT 1 FROM device d JOIN member m ON m.id = d.member
         WHERE d.id = ? AND m.id = ? AND d.state = 'active' AND m.state = 'active'",
    )
    .bind(&who.device.0[..])
    .bind(&who.member.0[..])
    .fetch_optional(writing.connection())
    .await
    .map_err(failure)?;
    if stands.is_none() {
        return Ok(false);
    }
    let query = match new {
        None => sqlx::query("DELETE FROM subscription WHERE device = ?").bind(who.device.0.to_vec()),
        Some(new) => sqlx::query(
            "INSERT INTO subscription (device, endpoint, public_key, auth, since) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (device) DO UPDATE SET endpoint = ?2, public_key = ?3, auth = ?4, since = ?5",
        )
        .bind(who.device.0.to_vec())
        .bind(new.endpoint)
        .bind(new.key.to_vec())
        .bind(new.auth.to_vec())
        .bind(now_ms),
    };
    query.execute(writing.connection()).await.map_err(failure)?;
    Ok(true)
}

async fn all(store: &SqliteStore, day: Day) -> Result<Vec<(Principal, Subscription)>, StorageError> {
    type Row = (Vec<u8>, Vec<u8>, String, Vec<u8>, Vec<u8>);
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT d.member, d.id, s.endpoint, s.public_key, s.auth FROM subscription s
         JOIN device d ON d.id = s.device AND d.state = 'active'
         JOIN member m ON m.id = d.member AND m.state = 'active'
         WHERE NOT EXISTS (SELECT 1 FROM reminded r WHERE r.device = s.device AND r.day = ?)
         ORDER BY d.member, d.id",
    )
    .bind(day.to_string())
    .fetch_all(store.readers())
    .await
    .map_err(failure)?;
    rows.into_iter()
        .map(|(member, device, endpoint, key, auth)| {
            let wrong = || damaged("a subscription");
            let key = key.try_into().map_err(|_| wrong())?;
            let auth = auth.try_into().map_err(|_| wrong())?;
            let who = Principal { member: member_id(&member)?, device: device_id(&device)? };
            Ok((who, Subscription { endpoint, key, auth }))
        })
        .collect()
}

async fn forget(store: &SqliteStore, device: DeviceId, endpoint: String) -> Result<(), StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = sqlx::query("DELETE FROM subscription WHERE device = ? AND endpoint = ?")
        .bind(&device.0[..])
        .bind(endpoint)
        .execute(writing.connection())
        .await
        .map(|_| ())
        .map_err(failure);
    writing.end(result).await
}

async fn appointments_of(store: &SqliteStore, member: MemberId) -> Result<Vec<DocumentId>, StorageError> {
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
        "SELECT DISTINCT a.document FROM access a JOIN document d ON d.id = a.document
         WHERE a.relation = 'pair' AND a.subject = ? AND d.state = 'live' AND d.kind IN ('visit', 'visitor')
         ORDER BY a.document",
    )
    .bind(member.to_string())
    .fetch_all(store.readers())
    .await
    .map_err(failure)?;
    let mut open = Vec::new();
    for (id,) in rows {
        let document = document_id(&id)?;
        // What gives figures is over: it is not read through again every evening.
        let counted: Option<(i64,)> = sqlx::query_as("SELECT 1 FROM figure WHERE source = ? LIMIT 1")
            .bind(document.to_string())
            .fetch_optional(store.readers())
            .await
            .map_err(failure)?;
        if counted.is_none() {
            open.push(document);
        }
    }
    Ok(open)
}

async fn remind(store: &SqliteStore, device: DeviceId, day: Day) -> Result<bool, StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = remind_in(&mut writing, device, day).await;
    writing.end(result).await
}

async fn remind_in(writing: &mut super::writer::Writing, device: DeviceId, day: Day) -> Result<bool, StorageError> {
    let gone = sqlx::query("DELETE FROM reminded WHERE day < ?").bind(day.plus_days(-1).to_string());
    gone.execute(writing.connection()).await.map_err(failure)?;
    let noted = sqlx::query("INSERT INTO reminded (device, day) VALUES (?, ?) ON CONFLICT DO NOTHING")
        .bind(&device.0[..])
        .bind(day.to_string())
        .execute(writing.connection())
        .await
        .map_err(failure)?;
    Ok(noted.rows_affected() > 0)
}
