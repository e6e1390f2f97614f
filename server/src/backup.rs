//! A copy of the database while the relay serves: one moment of it, whole, checked by opening it, and only
//! then under its name. It must never hold a key, never take the place of another file unless that was
//! said, and never leave half a file under the name that was asked for.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::folder;
use crate::keys::KeyPlaces;
use crate::storage::StorageError;
use crate::storage::sqlite::{FILE_NAME, SqliteStore};
use crate::verify::{Finding, Verified, verify};

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// What was looked at in the copy.
    pub verified: Verified,
    /// How large the file is.
    pub bytes: u64,
}

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file of that name is there.
    #[error("{0} is there already")]
    Exists(PathBuf),
    /// The database cannot be read, or the copy not written.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A file or folder cannot be made, named or waited for.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// The copy is not sound.
    #[error("the copy has {} faults", .0.len())]
    Unsound(Vec<Finding>),
}

/// Copies the database of a data folder into a file.
///
/// # Errors
/// What is in the way. Nothing has changed then, an older file of that name neither.
pub async fn backup(data: &Path, file: &Path, replace: bool) -> Result<Backup, BackupError> {
    if !replace && fs::symlink_metadata(file).is_ok() {
        return Err(BackupError::Exists(file.to_owned()));
    }
    let aside = Aside::beside(file)?;
    let copy = aside.path().join(FILE_NAME);
    let store = SqliteStore::open_existing(data).await?;
    let copied = store.copy_to(&copy).await;
    let checked = match copied {
        Ok(()) => check(aside.path(), data).await,
        Err(error) => Err(error.into()),
    };
    store.close().await;
    let verified = checked?;
    if !verified.findings.is_empty() {
        return Err(BackupError::Unsound(verified.findings));
    }
    let bytes = keep(&copy, file, replace)?;
    Ok(Backup { verified, bytes })
}

/// Opens the copy as a relay would, with the keys of the store it is of.
async fn check(folder: &Path, data: &Path) -> Result<Verified, BackupError> {
    let copy = SqliteStore::open_existing_with_keys(folder, KeyPlaces::within(data)).await?;
    let verified = verify(&copy).await;
    copy.close().await;
    Ok(verified?)
}

/// Gives the copy its name once it is on the disk. Gives its size.
fn keep(copy: &Path, file: &Path, replace: bool) -> Result<u64, BackupError> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |error| BackupError::File(path, error)
    };
    // Whoever may read a backup may read every name in it.
    fs::set_permissions(copy, fs::Permissions::from_mode(0o600)).map_err(at(copy))?;
    let written = fs::File::open(copy).map_err(at(copy))?;
    written.sync_all().map_err(at(copy))?;
    let bytes = written.metadata().map_err(at(copy))?.len();
    if replace {
        fs::rename(copy, file).map_err(at(file))?;
    } else {
        // Unlike a renaming, a link does not take the place of a file that came meanwhile.
        fs::hard_link(copy, file).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => BackupError::Exists(file.to_owned()),
            _ => BackupError::File(file.to_owned(), error),
        })?;
    }
    sync_folder(parent(file))?;
    Ok(bytes)
}

/// Waits until the names in a folder are on the disk.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), BackupError> {
    let synced = fs::File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| BackupError::File(folder.to_owned(), error))
}

fn parent(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A folder for what is not finished, gone with everything in it when this is dropped.
#[derive(Debug)]
pub(crate) struct Aside(PathBuf);

impl Aside {
    /// Beside the file it is meant for, so that it only needs to be renamed.
    pub(crate) fn beside(file: &Path) -> Result<Self, BackupError> {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut random = [0; 6];
        let folder = parent(file);
        let cannot = |error: io::Error| BackupError::File(folder.to_owned(), error);
        getrandom::fill(&mut random).map_err(|error| cannot(io::Error::other(error.to_string())))?;
        let aside = folder.join(format!(".{name}.unfinished-{}", shared::ids::hex(&random)));
        if !folder.is_dir() {
            return Err(cannot(io::ErrorKind::NotFound.into()));
        }
        folder::make(&aside).map_err(cannot)?;
        Ok(Self(aside))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // What stays after a failure is named as unfinished.
        let _removed = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
pub(crate) mod tests;
