//! A copy of the database while the relay serves: one moment of it, whole, checked by opening it, and only
//! then under its name. It must never hold a key, never take the place of another file unless that was
//! said, and never leave half a file under the name that was asked for.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use shared::ids::DocumentId;

use crate::folder;
use crate::keys::KeyPlaces;
use crate::storage::StorageError;
use crate::storage::sqlite::{FILE_NAME, SqliteStore, copy_keys_of};
use crate::verify::{Fault, Finding, Verified, verify};

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// What was looked at in the copy.
    pub verified: Verified,
    /// How large the file is.
    pub bytes: u64,
    /// The documents that live in it.
    pub live: BTreeSet<DocumentId>,
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
    free(file, replace)?;
    let aside = Aside::beside(file)?;
    let copy = aside.path().join(FILE_NAME);
    let store = SqliteStore::open_existing(data).await?;
    let copied = take(&store, data, &copy).await;
    let checked = match copied {
        Ok(()) => check(aside.path(), data).await,
        Err(error) => Err(error),
    };
    store.close().await;
    let (verified, live) = checked?;
    if !verified.findings.is_empty() {
        return Err(BackupError::Unsound(verified.findings));
    }
    let bytes = keep(&copy, file, replace)?;
    Ok(Backup { verified, bytes, live })
}

/// Copies the key store of a data folder into a file. Whatever lives in `of`, a backup that was made before,
/// has its key in it, or has ended since. Gives how many keys it holds.
///
/// # Errors
/// What is in the way. Nothing has changed then, an older file of that name neither.
pub async fn backup_keys(
    places: (&Path, KeyPlaces),
    file: &Path,
    replace: bool,
    of: Option<&Backup>,
) -> Result<usize, BackupError> {
    let (data, places) = places;
    free(file, replace)?;
    let aside = Aside::beside(file)?;
    let store = SqliteStore::open_existing_with_keys(data, places).await?;
    let copied = copy_keys_of(store.keys(), aside.path()).await;
    store.close().await;
    let copied = copied?;
    let lost = of.map(|backup| copied.lost(&backup.live)).unwrap_or_default();
    if let Some(document) = lost.first() {
        let what = format!("文書 {document} の鍵がありません");
        let finding = Finding { fault: Fault::Database, about: document.to_string(), what };
        return Err(BackupError::Unsound(vec![finding]));
    }
    keep(&copied.file, file, replace)?;
    Ok(copied.keys.len())
}

fn free(file: &Path, replace: bool) -> Result<(), BackupError> {
    match !replace && fs::symlink_metadata(file).is_ok() {
        true => Err(BackupError::Exists(file.to_owned())),
        false => Ok(()),
    }
}

/// Takes the copy beside the database first, which is soon done, and brings it to where it goes after that:
/// who reads the database for long keeps its log from being folded. Where there is no room for it, it is
/// taken to where it goes at once.
async fn take(store: &SqliteStore, data: &Path, copy: &Path) -> Result<(), BackupError> {
    let near = match Aside::beside(&data.join(FILE_NAME)) {
        Ok(near) => near,
        Err(_) => return Ok(store.copy_to(copy).await?),
    };
    let file = near.path().join(FILE_NAME);
    match store.copy_to(&file).await {
        Ok(()) => {
            let to = copy.to_owned();
            let brought = tokio::task::spawn_blocking(move || fs::copy(&file, &to)).await;
            let brought = brought.map_err(io::Error::other).and_then(|brought| brought);
            brought.map(|_| ()).map_err(|error| BackupError::File(copy.to_owned(), error))
        }
        Err(error) => {
            tracing::warn!(%error, "there is no taking the copy beside the database; it is written to its place at once");
            Ok(store.copy_to(copy).await?)
        }
    }
}

/// Opens the copy as a relay would, with the keys of the store it is of. Gives what lives in it as well.
async fn check(folder: &Path, data: &Path) -> Result<(Verified, BTreeSet<DocumentId>), BackupError> {
    let copy = SqliteStore::open_copy(folder, KeyPlaces::within(data)).await?;
    let checked = async { Ok((verify(&copy).await?, copy.live().await?)) }.await;
    copy.close().await;
    checked
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
