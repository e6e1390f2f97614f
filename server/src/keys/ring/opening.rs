//! Opening a ring: key file and key store must fit each other, and both the database. It must never make
//! a new key where an older one is expected.

use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, RwLock};

use super::super::rows::{Added, Identity};
use super::{Cache, Key, KeyError, KeyFile, KeyRing, KeyRows};
use crate::keys::KeyPlaces;
use crate::storage::StorageError;

impl KeyRing {
    /// Opens the ring over a key store. A new store gets its key file here; a rotation that was cut off
    /// is finished.
    ///
    /// # Errors
    /// When key file and key store do not fit each other or cannot be used.
    pub async fn open(rows: Box<dyn KeyRows>, places: &KeyPlaces) -> Result<Self, StorageError> {
        let identity = rows.identity().await?;
        let file = KeyFile::at(named(places, &identity));
        let (wrapping, made) = match identity.wrapped_by {
            Some(wanted) => (fitting(&file, wanted)?, false),
            None => begin(rows.as_ref(), &file).await?,
        };
        remember(rows.as_ref(), places, &identity).await?;
        if file.is_open_to_others() {
            tracing::warn!(file = %file.path().display(), "鍵ファイルをほかの利用者も読めます。chmod 600 で閉じてください。");
        }
        Ok(Self {
            rows,
            file,
            store: identity.store,
            made,
            wrapping: RwLock::new(wrapping),
            cache: Mutex::new(Cache::default()),
            heard: AtomicU64::new(0),
        })
    }
}

fn named(places: &KeyPlaces, identity: &Identity) -> PathBuf {
    match (&places.named_file, &identity.key_file) {
        (Some(named), _) => named.clone(),
        (None, Some(remembered)) => PathBuf::from(remembered),
        (None, None) => places.usual_file.clone(),
    }
}

/// A file that was named is where it lies from now on, also for commands that do not name it.
async fn remember(rows: &dyn KeyRows, places: &KeyPlaces, identity: &Identity) -> Result<(), StorageError> {
    let Some(named) = &places.named_file else {
        return Ok(());
    };
    let usual = (*named != places.usual_file).then(|| std::path::absolute(named).unwrap_or_else(|_| named.clone()));
    let wanted = usual.map(|path| path.to_string_lossy().into_owned());
    if wanted == identity.key_file { Ok(()) } else { rows.remember_file(wanted).await }
}

/// The key that wraps the store's keys. A rotation that was cut off after the keys were wrapped anew left
/// the new key beside the file: it takes its place now.
fn fitting(file: &KeyFile, wanted: super::KeyId) -> Result<Key, KeyError> {
    let here = file.read()?;
    if let Some(key) = &here
        && key.id() == wanted
    {
        return Ok(key.clone());
    }
    if let Some(next) = file.read_next()?
        && next.id() == wanted
    {
        file.promote()?;
        return Ok(next);
    }
    Err(match here {
        Some(_) => KeyError::OtherKeyFile(file.path().to_owned()),
        None => KeyError::NoKeyFile(file.path().to_owned()),
    })
}

/// A new store takes the key file that is there, or gets one. Whoever comes second takes the first's.
async fn begin(rows: &dyn KeyRows, file: &KeyFile) -> Result<(Key, bool), StorageError> {
    let (key, made) = match file.read()? {
        Some(key) => (key, false),
        None => {
            let key = Key::random()?;
            file.make(&key)?;
            (key, true)
        }
    };
    match rows.begin(key.id()).await? {
        Added::Done => Ok((key, made)),
        Added::OtherKeyFile => {
            let wanted = rows.identity().await?.wrapped_by.ok_or(KeyError::Rotating)?;
            Ok((fitting(file, wanted)?, false))
        }
    }
}
