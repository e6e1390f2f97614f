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
    /// Takes a folder that somebody has served before; none where nobody ever did.
    ///
    /// # Errors
    /// `Served` while another process serves it.
    pub fn take_if_served_before(folder: &Path) -> Result<Option<Self>, FolderError> {
        if folder.join(LOCK_NAME).exists() { Self::take(folder).map(Some) } else { Ok(None) }
    }

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

/// Makes an empty file that only its owner may read, for a database to be written into; one that is there stays
/// as it is. The database's own log gets the rights of the database.
///
/// # Errors
/// What the operating system says.
pub fn make_private(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    match File::options().write(true).create_new(true).mode(0o600).open(file) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(|_| ()),
    }
}

/// Takes from others the right to read a database that is there, and its log; says so where that cannot be. It
/// opens nothing: whoever closes a file takes the locks of its whole process from it.
pub fn keep_private(file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    for ending in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        let name = PathBuf::from(name);
        let is_open = std::fs::metadata(&name).is_ok_and(|there| there.permissions().mode() & 0o077 != 0);
        if is_open && let Err(error) = std::fs::set_permissions(&name, std::fs::Permissions::from_mode(0o600)) {
            tracing::warn!(file = %name.display(), %error, "others may read this file, and it cannot be kept from them");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nobody_else_reads_a_database_whatever_the_folder_allows() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let open_to_all = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(folder.path(), open_to_all).unwrap();
        let others_read = || {
            let files =
                |folder: &Path| std::fs::read_dir(folder).unwrap().map(|file| file.unwrap()).collect::<Vec<_>>();
            let mut all = files(folder.path());
            all.extend(files(&folder.path().join("keys")));
            let names = all.into_iter().filter(|file| {
                let there = file.metadata().unwrap();
                there.is_file() && there.len() > 0 && there.permissions().mode() & 0o077 != 0
            });
            names.map(|file| file.file_name().to_string_lossy().into_owned()).collect::<Vec<_>>()
        };
        let store = crate::storage::sqlite::SqliteStore::open(folder.path()).await.unwrap();
        assert_eq!(others_read(), Vec::<String>::new());
        store.close().await;
        // What an older program made is closed at the next opening.
        let file = folder.path().join(crate::storage::sqlite::FILE_NAME);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        let store = crate::storage::sqlite::SqliteStore::open(folder.path()).await.unwrap();
        assert_eq!(others_read(), Vec::<String>::new());
        store.close().await;
    }

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
