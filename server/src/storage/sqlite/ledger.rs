//! The ledger of devices: what each said of itself, which are lost, which have wiped themselves. A device that
//! is lost has ended: nothing here lets it in again.

use shared::ids::{DeviceId, MemberId};

use super::convert::{count, damaged, device_id, failure, member_id, stored};
use super::{SqliteStore, access_log, credentials};
use crate::storage::{
    Access, AccessRow, Answer, Conditions, DeviceReport, HeldDocument, KnownDevice, Ledger, LedgerRow, Loss, Owed,
    Principal, PublicKeyBytes, Reviewed, StorageError,
};

impl Ledger for SqliteStore {
    fn write_accesses(&self, accesses: Vec<Access>) -> Answer<'_, ()> {
        Box::pin(access_log::write(self, accesses))
    }

    fn accesses(&self, after: u64, limit: usize) -> Answer<'_, Vec<AccessRow>> {
        Box::pin(access_log::page(self, after, limit))
    }

    fn reviewed_accesses(&self, part: Reviewed) -> Answer<'_, Vec<AccessRow>> {
        Box::pin(access_log::reviewed(self, part))
    }

    fn held_documents(&self, device: DeviceId) -> Answer<'_, Vec<HeldDocument>> {
        Box::pin(access_log::held(self, device))
    }

    fn report_device(&self, device: DeviceId, report: DeviceReport, now_ms: i64) -> Answer<'_, ()> {
        Box::pin(report_device(self, device, report, now_ms))
    }

    fn ledger(&self) -> Answer<'_, Vec<LedgerRow>> {
        Box::pin(ledger(self))
    }

    fn known_device(&self, who: Principal) -> Answer<'_, Option<KnownDevice>> {
        Box::pin(known_device(self, who))
    }

    fn lose_device(&self, device: DeviceId, said_by: MemberId, now_ms: i64) -> Answer<'_, ()> {
        Box::pin(lose_device(self, device, said_by, now_ms))
    }

    fn device_wiped(&self, device: DeviceId, now_ms: i64) -> Answer<'_, ()> {
        Box::pin(device_wiped(self, device, now_ms))
    }
}

async fn report_device(
    store: &SqliteStore,
    device: DeviceId,
    report: DeviceReport,
    now_ms: i64,
) -> Result<(), StorageError> {
    let mut writing = store.writer().begin().await?;
    let mut result = sqlx::query(
        "INSERT INTO device_report (device, at, app, unsent, oldest_unsent_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (device) DO UPDATE SET at = ?2, app = ?3, unsent = ?4, oldest_unsent_at = ?5 WHERE at <= ?2",
    )
    .bind(&device.0[..])
    .bind(now_ms)
    .bind(report.app)
    .bind(stored(report.unsent))
    .bind(report.oldest_unsent_at_ms)
    .execute(writing.connection())
    .await
    .map_err(failure);
    if result.is_ok() {
        result = sqlx::query("UPDATE device SET last_contact = max(last_contact, ?) WHERE id = ?")
            .bind(now_ms)
            .bind(&device.0[..])
            .execute(writing.connection())
            .await
            .map_err(failure);
    }
    writing.end(result.map(|_| ())).await
}

#[derive(sqlx::FromRow)]
struct Row {
    member: Vec<u8>,
    id: Vec<u8>,
    created_at: i64,
    last_contact: i64,
    active: bool,
    locked: bool,
    managed: Option<bool>,
    passcode: Option<bool>,
    encrypted: Option<bool>,
    reported_at: Option<i64>,
    app: Option<String>,
    unsent: Option<i64>,
    oldest_unsent_at: Option<i64>,
    lost_at: Option<i64>,
    said_by: Option<Vec<u8>>,
    wiped_at: Option<i64>,
}

async fn ledger(store: &SqliteStore) -> Result<Vec<LedgerRow>, StorageError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT d.member, d.id, d.created_at, d.last_contact, d.state = 'active' AS active,
                coalesce(f.locked_at IS NOT NULL, 0) AS locked, e.managed, e.passcode, e.encrypted,
                r.at AS reported_at, r.app, r.unsent, r.oldest_unsent_at, l.at AS lost_at, l.said_by, d.wiped_at
         FROM device d
         LEFT JOIN device_factor f ON f.device = d.id
         LEFT JOIN enrolment e ON e.device = d.id AND e.at = (SELECT max(at) FROM enrolment WHERE device = d.id)
         LEFT JOIN device_report r ON r.device = d.id
         LEFT JOIN device_loss l ON l.device = d.id
         ORDER BY d.member, d.created_at DESC, d.id",
    )
    .fetch_all(store.readers())
    .await
    .map_err(failure)?;
    rows.into_iter().map(row_from).collect()
}

fn row_from(row: Row) -> Result<LedgerRow, StorageError> {
    let conditions = match (row.managed, row.passcode, row.encrypted) {
        (Some(managed), Some(passcode), Some(encrypted)) => Some(Conditions { managed, passcode, encrypted }),
        _ => None,
    };
    let report = match (row.reported_at, row.app, row.unsent) {
        (Some(at_ms), Some(app), Some(unsent)) => {
            let unsent = count(unsent, "a number of changes")?;
            Some((at_ms, DeviceReport { app, unsent, oldest_unsent_at_ms: row.oldest_unsent_at }))
        }
        _ => None,
    };
    Ok(LedgerRow {
        who: Principal { member: member_id(&row.member)?, device: device_id(&row.id)? },
        created_at_ms: row.created_at,
        last_contact_ms: row.last_contact,
        active: row.active,
        locked: row.locked,
        conditions,
        report,
        loss: loss_from(row.lost_at, row.said_by)?,
        wiped_at_ms: row.wiped_at,
    })
}

fn loss_from(at: Option<i64>, said_by: Option<Vec<u8>>) -> Result<Option<Loss>, StorageError> {
    match (at, said_by) {
        (Some(at_ms), Some(said_by)) => Ok(Some(Loss { at_ms, said_by: member_id(&said_by)? })),
        _ => Ok(None),
    }
}

type Known = (Vec<u8>, bool, bool, bool, Option<i64>, Option<Vec<u8>>, Option<i64>);

fn key(bytes: Vec<u8>) -> Result<PublicKeyBytes, StorageError> {
    bytes.try_into().map_err(|_| damaged("a public key"))
}

async fn known_device(store: &SqliteStore, who: Principal) -> Result<Option<KnownDevice>, StorageError> {
    let mut reading = store.readers().begin().await.map_err(failure)?;
    let row: Option<Known> = sqlx::query_as(
        "SELECT f.device_key, d.state = 'active', m.state = 'active', f.locked_at IS NOT NULL, l.at, l.said_by, d.wiped_at
         FROM device_factor f JOIN device d ON d.id = f.device JOIN member m ON m.id = d.member
         LEFT JOIN device_loss l ON l.device = d.id WHERE f.device = ? AND d.member = ?",
    )
    .bind(&who.device.0[..])
    .bind(&who.member.0[..])
    .fetch_optional(&mut *reading)
    .await
    .map_err(failure)?;
    let Some((device_key, active, member_active, locked, lost_at, said_by, wiped_at)) = row else {
        return Ok(None);
    };
    let keys: Vec<(Vec<u8>,)> = sqlx::query_as("SELECT public_key FROM member_key WHERE device = ? ORDER BY since")
        .bind(&who.device.0[..])
        .fetch_all(&mut *reading)
        .await
        .map_err(failure)?;
    Ok(Some(KnownDevice {
        device_key: key(device_key)?,
        member_keys: keys.into_iter().map(|(bytes,)| key(bytes)).collect::<Result<_, _>>()?,
        active: active && member_active,
        owed: Owed::of((member_active, active), lost_at.is_some(), wiped_at.is_some()),
        locked,
        loss: loss_from(lost_at, said_by)?,
    }))
}

async fn lose_device(
    store: &SqliteStore,
    device: DeviceId,
    said_by: MemberId,
    now_ms: i64,
) -> Result<(), StorageError> {
    // That it is over for the device is durable first, in the key store as well.
    credentials::end_device(store, device).await?;
    let mut writing = store.writer().begin().await?;
    let result = sqlx::query(
        "INSERT INTO device_loss (device, at, said_by) SELECT id, ?, ? FROM device WHERE id = ?
         ON CONFLICT (device) DO UPDATE SET at = at",
    )
    .bind(now_ms)
    .bind(&said_by.0[..])
    .bind(&device.0[..])
    .execute(writing.connection())
    .await
    .map_err(failure)
    .and_then(|done| match done.rows_affected() {
        0 => Err(StorageError::NotAMember),
        _ => Ok(()),
    });
    writing.end(result).await
}

async fn device_wiped(store: &SqliteStore, device: DeviceId, now_ms: i64) -> Result<(), StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = sqlx::query("UPDATE device SET wiped_at = coalesce(wiped_at, ?) WHERE id = ? AND state = 'ended'")
        .bind(now_ms)
        .bind(&device.0[..])
        .execute(writing.connection())
        .await
        .map(|_| ())
        .map_err(failure);
    writing.end(result).await
}
