//! Enrolled devices: their keys, the proofs shown on them, what was said of them and who accepted the pledge.
//! Only SHA-256 of a proof is ever compared or kept, and a wrong one is counted before it is answered.

use shared::ids::MemberId;
use shared::time::Day;
use sqlx::SqliteConnection;

use super::{passkeys, sessions};
use crate::storage::sqlite::SqliteStore;
use crate::storage::sqlite::convert::{damaged, failure};
use crate::storage::sqlite::members::member_in;
use crate::storage::{Enrol, Factor, NewProof, Principal, Proof, Proved, SignIn, StorageError, WRONG_PROOFS_MAX};

/// Whether the device is this member's and neither has ended; a locked one has not.
pub(super) async fn has_not_ended(connection: &mut SqliteConnection, who: Principal) -> Result<bool, StorageError> {
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT 1 FROM device d JOIN member m ON m.id = d.member
         WHERE d.id = ? AND m.id = ? AND d.state = 'active' AND m.state = 'active'",
    )
    .bind(&who.device.0[..])
    .bind(&who.member.0[..])
    .fetch_optional(connection)
    .await
    .map_err(failure)?;
    Ok(row.is_some())
}

/// Writes what a device is enrolled with, inside a transaction: keys and proof take the place of those before.
pub(super) async fn put(
    connection: &mut SqliteConnection,
    who: Principal,
    enrol: &Enrol,
    made_by: Option<MemberId>,
) -> Result<(), StorageError> {
    let unlocked = locked(connection, who).await?.unwrap_or(false);
    passkeys::forget(connection, who).await?;
    sqlx::query(
        "INSERT INTO device_factor (device, device_key, proof_sha256, wrong, locked_at) VALUES (?1, ?2, ?3, 0, NULL)
         ON CONFLICT (device) DO UPDATE SET device_key = ?2, proof_sha256 = ?3, wrong = 0, locked_at = NULL",
    )
    .bind(&who.device.0[..])
    .bind(&enrol.device_key[..])
    .bind(&enrol.proof.hash(who.device).0[..])
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    sqlx::query("INSERT INTO member_key (device, public_key, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(&who.device.0[..])
        .bind(&enrol.member_key[..])
        .bind(enrol.now_ms)
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    sqlx::query(
        "INSERT INTO enrolment (device, at, made_by, unlocked, managed, passcode, encrypted)
         VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    )
    .bind(&who.device.0[..])
    .bind(enrol.now_ms)
    .bind(made_by.map(|member| member.0.to_vec()))
    .bind(unlocked)
    .bind(enrol.conditions.managed)
    .bind(enrol.conditions.passcode)
    .bind(enrol.conditions.encrypted)
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    let (version, day) = &enrol.pledge;
    sqlx::query("INSERT INTO pledge (member, version, day, device) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(&who.member.0[..])
        .bind(version)
        .bind(day.to_string())
        .bind(&who.device.0[..])
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}

/// Whether a device is locked; none if it is enrolled without keys.
pub(super) async fn locked(connection: &mut SqliteConnection, who: Principal) -> Result<Option<bool>, StorageError> {
    let row: Option<(bool,)> = sqlx::query_as("SELECT locked_at IS NOT NULL FROM device_factor WHERE device = ?")
        .bind(&who.device.0[..])
        .fetch_optional(connection)
        .await
        .map_err(failure)?;
    Ok(row.map(|(locked,)| locked))
}

pub(in crate::storage::sqlite) async fn factor(
    store: &SqliteStore,
    who: Principal,
) -> Result<Option<Factor>, StorageError> {
    let row: Option<(Vec<u8>, bool)> = sqlx::query_as(
        "SELECT f.device_key, f.locked_at IS NOT NULL FROM device_factor f
         JOIN device d ON d.id = f.device AND d.state = 'active'
         JOIN member m ON m.id = d.member AND m.state = 'active'
         WHERE f.device = ? AND d.member = ?",
    )
    .bind(&who.device.0[..])
    .bind(&who.member.0[..])
    .fetch_optional(store.readers())
    .await
    .map_err(failure)?;
    row.map(|(key, locked)| {
        let device_key = key.try_into().map_err(|_| damaged("a device's key"))?;
        Ok(Factor { device_key, locked })
    })
    .transpose()
}

pub(in crate::storage::sqlite) async fn sign_in(store: &SqliteStore, sign_in: SignIn) -> Result<Proved, StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = sign_in_in(writing.connection(), &sign_in).await;
    writing.end(result).await
}

async fn sign_in_in(connection: &mut SqliteConnection, sign_in: &SignIn) -> Result<Proved, StorageError> {
    let proved = prove(connection, sign_in.who, sign_in.proof, sign_in.now_ms).await?;
    if let Proved::Right(_) = proved {
        sessions::begin(connection, sign_in.who, &sign_in.session, sign_in.now_ms).await?;
    }
    Ok(proved)
}

pub(in crate::storage::sqlite) async fn change_proof(
    store: &SqliteStore,
    change: NewProof,
) -> Result<Proved, StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = change_proof_in(writing.connection(), &change).await;
    writing.end(result).await
}

async fn change_proof_in(connection: &mut SqliteConnection, change: &NewProof) -> Result<Proved, StorageError> {
    let proved = prove(connection, change.who, change.proof, change.now_ms).await?;
    if let Proved::Right(_) = proved {
        sqlx::query("UPDATE device_factor SET proof_sha256 = ? WHERE device = ?")
            .bind(&change.new_proof.hash(change.who.device).0[..])
            .bind(&change.who.device.0[..])
            .execute(connection)
            .await
            .map_err(failure)?;
    }
    Ok(proved)
}

/// Compares a proof inside a transaction and counts a wrong one; the last of them locks the device and ends
/// its sessions.
pub(super) async fn prove(
    connection: &mut SqliteConnection,
    who: Principal,
    proof: Proof,
    now_ms: i64,
) -> Result<Proved, StorageError> {
    let Some(row) = member_in(connection, who.member).await? else {
        return Ok(Proved::Unknown);
    };
    if !has_not_ended(connection, who).await? {
        return Ok(Proved::Unknown);
    }
    let found: Option<(Vec<u8>, u32, Option<i64>)> =
        sqlx::query_as("SELECT proof_sha256, wrong, locked_at FROM device_factor WHERE device = ?")
            .bind(&who.device.0[..])
            .fetch_optional(&mut *connection)
            .await
            .map_err(failure)?;
    let Some((known, wrong, locked_at_ms)) = found else {
        return Ok(Proved::Unknown);
    };
    if locked_at_ms.is_some() {
        return Ok(Proved::Locked);
    }
    let right = known == proof.hash(who.device).0;
    let wrong = if right { 0 } else { wrong.saturating_add(1) };
    let lock = (wrong >= WRONG_PROOFS_MAX).then_some(now_ms);
    sqlx::query("UPDATE device_factor SET wrong = ?, locked_at = ? WHERE device = ?")
        .bind(wrong)
        .bind(lock)
        .bind(&who.device.0[..])
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    if lock.is_some() {
        sessions::end_of_device(connection, who.device).await?;
        return Ok(Proved::Locked);
    }
    Ok(if right { Proved::Right(row) } else { Proved::Wrong { wrong } })
}

pub(in crate::storage::sqlite) async fn pledged(
    store: &SqliteStore,
    member: MemberId,
    version: String,
) -> Result<Option<Day>, StorageError> {
    let row: Option<(String,)> = sqlx::query_as("SELECT day FROM pledge WHERE member = ? AND version = ?")
        .bind(&member.0[..])
        .bind(version)
        .fetch_optional(store.readers())
        .await
        .map_err(failure)?;
    row.map(|(day,)| day.parse().map_err(|_| damaged(format!("the day of a pledge of {member}")))).transpose()
}
