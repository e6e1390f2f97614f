//! The data folder: one relay serves it at a time. Commands that read or make a link work beside
//! a running relay, so they take no lock.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The name of the lock in the data folder.
pub(crate) const LOCK_NAME: &str = "serving.lock";

/// Why a folder cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Another process serves it.
    #[error("{} は、動いているほかのサーバーが使っています。先にそれを止めてください。", .0.display())]
    Served(PathBuf),
    /// It cannot be made or written.
    #[error("{} を使えません（{}）。--data のフォルダーと権限を確かめてください。", .0.display(), .1)]
    Unusable(PathBuf, io::Error),
}

/// Holds a data folder for one relay; the operating system lets go when the process ends.
#[derive(Debug)]
pub struct ServedFolder {
    _lock: File,
}

impl ServedFolder {
    /// Takes the folder, making it if need be.
    ///
    /// # Errors
    /// `Served` while another process serves it.
    pub fn take(folder: &Path) -> Result<Self, FolderError> {
        let unusable = |error| FolderError::Unusable(folder.to_owned(), error);
        make(folder).map_err(unusable)?;
        let lock =
            File::options().create(true).truncate(false).write(true).open(folder.join(LOCK_NAME)).map_err(unusable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(FolderError::Served(folder.to_owned())),
            Err(TryLockError::Error(error)) => Err(unusable(error)),
        }
    }
}

/// Makes a data folder that only its owner may enter; one that is there stays as it is.
///
/// # Errors
/// What the operating system says.
pub fn make(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_served_by_one_process_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = ServedFolder::take(folder.path()).unwrap();
        let second = ServedFolder::take(folder.path());
        assert!(matches!(second, Err(FolderError::Served(_))));
        drop(first);
        assert!(ServedFolder::take(folder.path()).is_ok());
    }
}
