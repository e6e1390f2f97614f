//! A flag beside a database that says that its log is sound, raised by the process that serves and gone with
//! it: a lock on a file, which the operating system lets go of. It must never stand over a log whose last
//! write failed, and nobody's question may take it from who keeps it.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// What follows the name of the database in that of the flag.
const ENDING: &str = "-sound";

/// The flag, up or down.
#[derive(Debug)]
pub(super) struct Watch {
    file: PathBuf,
    raised: Option<File>,
}

fn flag_of(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(ENDING);
    PathBuf::from(name)
}

impl Watch {
    /// A flag that is down.
    pub(super) fn over(database: &Path) -> Self {
        Self { file: flag_of(database), raised: None }
    }

    pub(super) fn is_raised(&self) -> bool {
        self.raised.is_some()
    }

    /// Raises it. Where that cannot be now, for somebody is just looking, it is tried at the next write.
    pub(super) fn raise(&mut self) {
        use std::os::unix::fs::OpenOptionsExt;
        if self.raised.is_some() {
            return;
        }
        let opened = File::options().create(true).truncate(false).write(true).mode(0o600).open(&self.file);
        self.raised = opened.ok().filter(|file| file.try_lock().is_ok());
    }

    /// Takes it down.
    pub(super) fn drop_flag(&mut self) {
        self.raised = None;
    }

    /// Whether another process holds it up.
    pub(super) fn is_kept(database: &Path) -> bool {
        let looked = File::open(flag_of(database)).map(|file| file.try_lock_shared());
        matches!(looked, Ok(Err(TryLockError::WouldBlock)))
    }
}
