//! Opening a ring: key file and key store must fit each other, and both the database. It must never make
//! a new key where an older one is expected.

use std::path::PathBuf;
use std::sync::{Mutex, RwLock};

use super::super::rows::{Added, Identity};
use super::{Cache, Key, KeyError, KeyFile, KeyId, KeyRing, KeyRows};
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
            Some(wanted) => (fitting(rows.as_ref(), &file, wanted).await?, false),
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
            heard: Mutex::new(None),
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
async fn fitting(rows: &dyn KeyRows, file: &KeyFile, wanted: KeyId) -> Result<Key, StorageError> {
    let mut wanted = wanted;
    loop {
        let here = file.read()?;
        if let Some(key) = here.as_ref().filter(|key| key.id() == wanted) {
            return Ok(key.clone());
        }
        if let Some(next) = file.read_next()?.filter(|next| next.id() == wanted) {
            if let Err(error) = finish(rows, file, wanted).await {
                tracing::warn!(%error, "a rotation that was cut off cannot be finished yet; both key files stay");
            }
            return Ok(next);
        }
        // Whoever rotates beside this may have come between the two looks.
        match rows.identity().await?.wrapped_by {
            Some(now) if now != wanted => wanted = now,
            _ => {
                let path = file.path().to_owned();
                return Err(
                    if here.is_some() { KeyError::OtherKeyFile(path) } else { KeyError::NoKeyFile(path) }.into()
                );
            }
        }
    }
}

/// Lets the new key of a rotation that was cut off take the old one's place. The old key is destroyed only
/// when the disk has what makes the new one the right one.
async fn finish(rows: &dyn KeyRows, file: &KeyFile, wanted: KeyId) -> Result<(), StorageError> {
    let _alone = match file.alone() {
        // Whoever is at it finishes it.
        Err(KeyError::Rotating) => return Ok(()),
        alone => alone?,
    };
    rows.sound().await?;
    if rows.identity().await?.wrapped_by == Some(wanted) {
        file.promote(wanted)?;
    }
    Ok(())
}

/// A new store takes the key file that is there, or gets one. Whoever comes second takes the first's.
async fn begin(rows: &dyn KeyRows, file: &KeyFile) -> Result<(Key, bool), StorageError> {
    let (key, made) = match file.read()? {
        Some(key) => (key, false),
        None => file.make(&Key::random()?)?,
    };
    match rows.begin(key.id()).await? {
        Added::Done => Ok((key, made)),
        Added::OtherKeyFile => {
            let wanted = rows.identity().await?.wrapped_by.ok_or(KeyError::Rotating)?;
            Ok((fitting(rows, file, wanted).await?, false))
        }
    }
}
