//! A backup brought back into an empty folder, with the keys of today: what was purged or revoked since
//! stays so. It must never touch a folder that holds anything else, and never leave a store under its name
//! that was not checked.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use shared::documents::Root;
use shared::ids::DocumentId;

use crate::backup::sync_folder;
use crate::backup::{Aside, BackupError};
use crate::folder::{FolderError, LOCK_NAME, ServedFolder};
use crate::keys::{KeyFile, KeyPlaces};
use crate::storage::sqlite::{FILE_NAME, SqliteStore, copy_keys, holds_keys};
use crate::storage::{Storage, StorageError};
use crate::verify::{Finding, Verified, verify};

/// Why nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// There is no such backup.
    #[error("{0} is not there")]
    NoBackup(PathBuf),
    /// The folder holds something already.
    #[error("{0} holds {1}")]
    NotEmpty(PathBuf, String),
    /// There is no key store where one was said to be.
    #[error("{0} holds no key store")]
    NoKeys(PathBuf),
    /// The folder has a key store already.
    #[error("{0} is there already")]
    OtherKeys(PathBuf),
    /// The folder cannot be taken.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The backup cannot be opened, or not be written here.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A file or folder cannot be made, named or waited for.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// The key store does not open these documents.
    #[error("{} documents have no key", .0.len())]
    LostKeys(Vec<DocumentId>),
    /// What was brought back is not sound.
    #[error("the backup has {} faults", .0.len())]
    Unsound(Vec<Finding>),
}

/// What becomes of documents whose keys the key store does not hold, as its copy is older than they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LostKeys {
    /// Nothing is restored.
    Refuse,
    /// They are left out: devices that have them bring them anew.
    LeaveOut,
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What was looked at.
    pub verified: Verified,
    /// Documents that were left out, as no key opens them.
    pub left_out: Vec<DocumentId>,
}

/// Brings a backup back into a folder that is empty but for the keys. `keys` is the folder that today's key
/// store is copied from; without it the key store lies in the folder already.
///
/// # Errors
/// What is in the way. The folder holds no database then.
pub async fn restore(file: &Path, data: &Path, keys: Option<&Path>, lost: LostKeys) -> Result<Restored, RestoreError> {
    if !file.is_file() {
        return Err(RestoreError::NoBackup(file.to_owned()));
    }
    let taken = ServedFolder::take(data)?;
    let places = KeyPlaces::within(data);
    hold_empty(data, &places)?;
    if let Some(keys) = keys {
        bring_keys(keys, &places).await?;
    }
    let name = data.join(FILE_NAME);
    let aside = Aside::beside(&name)?;
    let copy = aside.path().join(FILE_NAME);
    copy_durably(file, &copy)?;
    let restored = begin(aside.path(), places, lost).await?;
    if !restored.verified.findings.is_empty() {
        return Err(RestoreError::Unsound(restored.verified.findings));
    }
    whole(&copy)?;
    fs::rename(&copy, &name).map_err(|error| RestoreError::File(name.clone(), error))?;
    sync_folder(data)?;
    drop(taken);
    Ok(restored)
}

/// That the file is all there is: what was written last may otherwise lie in a log that stays behind.
fn whole(copy: &Path) -> Result<(), RestoreError> {
    let mut name = copy.as_os_str().to_owned();
    name.push("-wal");
    let log = PathBuf::from(name);
    match fs::metadata(&log) {
        Ok(left) if left.len() > 0 => {
            let left = io::Error::other("the log could not be folded into the file");
            Err(RestoreError::File(log, left))
        }
        _ => Ok(()),
    }
}

/// Opens what was brought back, which ends in it what has ended since; makes it a new beginning, and checks
/// all of it.
async fn begin(folder: &Path, places: KeyPlaces, lost: LostKeys) -> Result<Restored, RestoreError> {
    let store = SqliteStore::open_existing_with_keys(folder, places).await?;
    let begun = begin_in(&store, lost).await;
    let begun = match begun {
        // The file alone is what stays.
        Ok(begun) => store.fold().await.map(|()| begun).map_err(RestoreError::from),
        Err(error) => Err(error),
    };
    store.close().await;
    begun
}

async fn begin_in(store: &SqliteStore, lost: LostKeys) -> Result<Restored, RestoreError> {
    let left_out = store.without_key().await?;
    if !left_out.is_empty() {
        let programme = store.info().await?.map(|info| Root::programme(info.prefecture).id());
        if lost == LostKeys::Refuse || programme.is_some_and(|programme| left_out.contains(&programme)) {
            return Err(RestoreError::LostKeys(left_out));
        }
        store.forget(&left_out).await?;
    }
    store.begin_anew().await?;
    Ok(Restored { verified: verify(store).await?, left_out })
}

/// Copies today's key store, and the key file if it lies with it.
async fn bring_keys(from: &Path, to: &KeyPlaces) -> Result<(), RestoreError> {
    // A data folder was named, or the folder of the keys in it.
    let within = KeyPlaces::within(from);
    let (folder, key_file) = match holds_keys(&within.folder) {
        true => (within.folder, Some(within.usual_file)),
        false => (from.to_owned(), from.parent().map(|data| KeyPlaces::within(data).usual_file)),
    };
    if !holds_keys(&folder) {
        return Err(RestoreError::NoKeys(from.to_owned()));
    }
    let key_file = key_file.map(KeyFile::at).filter(|file| file.holding(None).is_some());
    // Keys that are made after the copy would be missing in it.
    let _nobody = folder.parent().map(ServedFolder::take_if_served_before).transpose()?;
    let comes = [Some(&to.folder), key_file.as_ref().map(|_| &to.usual_file)];
    if let Some(there) = comes.into_iter().flatten().find(|path| path.exists()) {
        return Err(RestoreError::OtherKeys(there.clone()));
    }
    let wanted = copy_keys(&folder, &to.folder).await?;
    // A rotation that was cut off leaves the key in force beside the file.
    let fits = key_file.and_then(|file| file.holding(wanted));
    match fits {
        Some(file) => copy_durably(&file, &to.usual_file),
        None => Ok(()),
    }
}

/// Whether a file may lie in the folder: what a restored store needs to find there, and what an attempt that was
/// cut off, or a rotation, leaves.
fn is_allowed(name: &str, keys: &KeyPlaces) -> bool {
    let own = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let key_file = own(&keys.usual_file);
    name == LOCK_NAME
        || name == own(&keys.folder)
        || name.strip_prefix(&key_file).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        || name.starts_with(&format!(".{FILE_NAME}.unfinished-"))
}

/// Refuses a folder with anything in it but what a restored store needs to find there.
fn hold_empty(data: &Path, keys: &KeyPlaces) -> Result<(), RestoreError> {
    let cannot = |error| RestoreError::File(data.to_owned(), error);
    for entry in fs::read_dir(data).map_err(cannot)? {
        let name = entry.map_err(cannot)?.file_name();
        if !is_allowed(&name.to_string_lossy(), keys) {
            return Err(RestoreError::NotEmpty(data.to_owned(), name.to_string_lossy().into_owned()));
        }
    }
    Ok(())
}

fn copy_durably(from: &Path, to: &Path) -> Result<(), RestoreError> {
    let cannot = |error| RestoreError::File(to.to_owned(), error);
    fs::copy(from, to).map_err(|error| RestoreError::File(from.to_owned(), error))?;
    fs::set_permissions(to, fs::Permissions::from_mode(0o600)).map_err(cannot)?;
    fs::File::open(to).and_then(|file| file.sync_all()).map_err(cannot)
}

impl From<BackupError> for RestoreError {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Storage(error) => Self::Storage(error),
            BackupError::Unsound(findings) => Self::Unsound(findings),
            BackupError::File(path, error) => Self::File(path, error),
            BackupError::Exists(path) => Self::File(path, io::ErrorKind::AlreadyExists.into()),
        }
    }
}

#[cfg(test)]
mod tests;
