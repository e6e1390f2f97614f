//! The passkey of a device: read, put by both factors, and the session that it begins.

use sqlx::SqliteConnection;

use super::enrolled::{has_not_ended, locked, prove};
use super::sessions;
use crate::storage::sqlite::SqliteStore;
use crate::storage::sqlite::convert::{damaged, failure};
use crate::storage::sqlite::members::member_in;
use crate::storage::{Passkey, PasskeyOf, PasskeySignIn, Principal, Proved, PutPasskey, StorageError};

pub(in crate::storage::sqlite) async fn passkey(
    store: &SqliteStore,
    who: Principal,
) -> Result<Option<PasskeyOf>, StorageError> {
    let mut reading = store.readers().begin().await.map_err(failure)?;
    passkey_in(&mut reading, who).await
}

async fn passkey_in(connection: &mut SqliteConnection, who: Principal) -> Result<Option<PasskeyOf>, StorageError> {
    if !has_not_ended(connection, who).await? || locked(connection, who).await?.is_none() {
        return Ok(None);
    }
    let row: Option<(Vec<u8>, Vec<u8>, String)> =
        sqlx::query_as("SELECT credential, public_key, site FROM passkey WHERE device = ?")
            .bind(&who.device.0[..])
            .fetch_optional(&mut *connection)
            .await
            .map_err(failure)?;
    let passkey = row
        .map(|(id, key, site)| {
            let key = key.try_into().map_err(|_| damaged("a passkey"))?;
            Ok::<_, StorageError>(Passkey { id, key, site })
        })
        .transpose()?;
    let managed: Option<(bool,)> =
        sqlx::query_as("SELECT managed FROM enrolment WHERE device = ? ORDER BY at DESC LIMIT 1")
            .bind(&who.device.0[..])
            .fetch_optional(connection)
            .await
            .map_err(failure)?;
    Ok(Some(PasskeyOf { may_have: managed == Some((false,)), passkey }))
}

pub(in crate::storage::sqlite) async fn put_passkey(
    store: &SqliteStore,
    put: PutPasskey,
) -> Result<Proved, StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = put_in(writing.connection(), &put).await;
    writing.end(result).await
}

async fn put_in(connection: &mut SqliteConnection, put: &PutPasskey) -> Result<Proved, StorageError> {
    let known = passkey_in(connection, put.who).await?;
    if put.passkey.is_some() && !known.is_some_and(|known| known.may_have) {
        return Ok(Proved::Unknown);
    }
    let proved = prove(connection, put.who, put.proof, put.now_ms).await?;
    if let Proved::Right(_) = proved {
        forget(connection, put.who).await?;
        if let Some(passkey) = &put.passkey {
            sqlx::query("INSERT INTO passkey (device, credential, public_key, site, since) VALUES (?, ?, ?, ?, ?)")
                .bind(&put.who.device.0[..])
                .bind(&passkey.id)
                .bind(&passkey.key[..])
                .bind(&passkey.site)
                .bind(put.now_ms)
                .execute(connection)
                .await
                .map_err(failure)?;
        }
    }
    Ok(proved)
}

/// Takes a device's passkey away, inside a transaction.
pub(super) async fn forget(connection: &mut SqliteConnection, who: Principal) -> Result<(), StorageError> {
    let query = sqlx::query("DELETE FROM passkey WHERE device = ?").bind(&who.device.0[..]);
    query.execute(connection).await.map(|_| ()).map_err(failure)
}

pub(in crate::storage::sqlite) async fn sign_in_by_passkey(
    store: &SqliteStore,
    sign_in: PasskeySignIn,
) -> Result<Proved, StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = sign_in_in(writing.connection(), &sign_in).await;
    writing.end(result).await
}

async fn sign_in_in(connection: &mut SqliteConnection, sign_in: &PasskeySignIn) -> Result<Proved, StorageError> {
    let who = sign_in.who;
    let known = passkey_in(connection, who).await?.and_then(|known| known.passkey);
    let (Some(passkey), Some(member)) = (known, member_in(connection, who.member).await?) else {
        return Ok(Proved::Unknown);
    };
    if passkey.key != sign_in.key {
        return Ok(Proved::Unknown);
    }
    if locked(connection, who).await? == Some(true) {
        return Ok(Proved::Locked);
    }
    sessions::begin(connection, who, &sign_in.session, sign_in.now_ms).await?;
    Ok(Proved::Right(member))
}
