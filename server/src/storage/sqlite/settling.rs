//! What is settled each time a store opens, before it serves: the database and its key store belong to
//! each other, rows that an older program wrote plain are sealed, and what had ended stays ended in a
//! database that was restored. It must never undo an ending, on either side.

mod ended;
mod plain;

pub(super) use ended::{known_device, unheard, with_devices};

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;

use super::convert::damaged;
use super::imports::{self, RECEIPT_KEY};
use super::key_rows::SqliteKeyRows;
use super::{SqliteStore, convert::failure};
use crate::keys::{Key, KeyError, KeyPlaces, KeyRing, KeyStoreId};
use crate::storage::StorageError;

/// How often an ending is tried before a relay gives up to start; each waits for readers by itself.
const SETTLING_TRIES: u32 = 10;
const SETTLING_REST: std::time::Duration = std::time::Duration::from_secs(1);

/// The key store that this database belongs to.
const KEY_STORE: &str = "key_store";

/// Opens the key store of a database. A database that was sealed gets no new one.
pub(super) async fn open_keys(
    connection: &mut sqlx::SqliteConnection,
    places: &KeyPlaces,
    options: SqliteConnectOptions,
) -> Result<KeyRing, StorageError> {
    let expected = imports::meta(connection, KEY_STORE).await?;
    let expected = expected.map(|bytes| bytes.try_into().map(KeyStoreId).map_err(|_| damaged("the key store's id")));
    let expected = expected.transpose()?;
    if expected.is_some() && !SqliteKeyRows::file(&places.folder).exists() {
        return Err(KeyError::NoKeyStore(places.folder.clone()).into());
    }
    let ring = KeyRing::open(Box::new(SqliteKeyRows::open_with(&places.folder, options).await?), places).await?;
    if expected.is_some_and(|expected| expected != ring.store()) {
        ring.close().await;
        return Err(KeyError::OtherKeyStore(places.folder.clone()).into());
    }
    Ok(ring)
}

/// Settles a store that was just opened.
pub(super) async fn settle(store: &SqliteStore, file: &Path) -> Result<(), StorageError> {
    let mut reading = store.readers().acquire().await.map_err(failure)?;
    if imports::meta(&mut reading, plain::SEALING).await?.is_none() {
        // A schema from before sealing, which only a test opens as it is.
        return Ok(());
    }
    drop(reading);
    pair(store).await?;
    move_receipt_key(store).await?;
    plain::seal_all(store, file).await?;
    // What cannot be written now is written by the next who opens the store; it can be read all the same.
    for settled in [ended::apply(store).await, ended::tell(store).await] {
        match settled {
            Err(error @ (StorageError::Unavailable(_) | StorageError::Full)) => {
                tracing::warn!(%error, "what has ended cannot be ended on both sides yet");
            }
            settled => settled?,
        }
    }
    Ok(())
}

/// Settles a copy of a store: it hears of what has ended, and nobody hears of anything from it.
pub(super) async fn settle_copy(store: &SqliteStore) -> Result<(), StorageError> {
    ended::apply(store).await
}

/// Ends in the database what has ended by the key store, before anybody is served.
pub(super) async fn finish_endings(store: &SqliteStore) -> Result<(), StorageError> {
    let mut tries = 0;
    loop {
        match ended::apply(store).await {
            Err(error @ StorageError::Unavailable(_)) if tries < SETTLING_TRIES => {
                tracing::warn!(%error, "what has ended cannot be ended yet; nobody is served before");
                tries += 1;
                tokio::time::sleep(SETTLING_REST).await;
            }
            settled => {
                settled?;
                return ended::tell(store).await;
            }
        }
    }
}

async fn pair(store: &SqliteStore) -> Result<(), StorageError> {
    let mut reading = store.readers().acquire().await.map_err(failure)?;
    if imports::meta(&mut reading, KEY_STORE).await?.is_some() {
        return Ok(());
    }
    drop(reading);
    // From here on the key store knows of every ending first; what ended before, it is told now.
    ended::tell(store).await?;
    // A key store whose making never reached the disk would be another one after a power cut.
    store.keys.sound().await?;
    let mut writing = store.writer().begin().await?;
    let id = store.keys.store();
    let result = imports::set_meta(writing.connection(), KEY_STORE, Some(&id.0)).await;
    writing.end(result).await
}

/// A store of an older program has the key of its receipts in the database: it is durable in the key store
/// before it leaves there.
async fn move_receipt_key(store: &SqliteStore) -> Result<(), StorageError> {
    let mut reading = store.readers().acquire().await.map_err(failure)?;
    let Some(bytes) = imports::meta(&mut reading, RECEIPT_KEY).await? else {
        return Ok(());
    };
    drop(reading);
    let key = Key::from_slice(&bytes).ok_or_else(|| damaged("the receipt key"))?;
    store.keys.receipt_key(Some(key)).await?;
    let mut writing = store.writer().begin().await?;
    let result = imports::set_meta(writing.connection(), RECEIPT_KEY, None).await;
    writing.end(result).await
}
