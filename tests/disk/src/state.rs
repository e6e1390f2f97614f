//! What a disk is told to do, and what it has of each file. It must never decide by chance: who
//! plays with it gives the dice.

use std::collections::BTreeMap;
use std::io::Result;
use std::path::{Path, PathBuf};

use crate::image::Image;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No room: a write that needs more of it is refused.
    Full,
    /// A write fails and writes nothing.
    Write,
    /// A write fails after so many bytes.
    Part(usize),
    /// A sync fails. What it should have put on the medium is read as before.
    Sync,
    /// A sync fails, and memory lets go of what it should have put on the medium: the old bytes are
    /// read again.
    SyncForgets,
}

/// Which files it concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// All.
    Any,
    /// The write-ahead log.
    Log,
    /// The database itself.
    Database,
}

/// When what goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failing {
    /// What.
    pub fault: Fault,
    /// Of which files.
    pub on: On,
    /// So many such calls go well before.
    pub after: u64,
    /// So many fail; then the disk works again. `u64::MAX` until it is mended.
    pub times: u64,
}

/// The calls that can fail on command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// A write; whether it makes the file longer.
    Write {
        /// Whether the file grows.
        grows: bool,
    },
    /// A sync.
    Sync,
}

/// A disk's state.
#[derive(Debug, Default)]
pub struct State {
    failing: Option<Failing>,
    pub files: BTreeMap<PathBuf, Image>,
    pub failures: u64,
    pub syncs: u64,
    pub open: u64,
    pub off: bool,
}

impl State {
    pub fn fail(&mut self, failing: Option<Failing>) {
        self.failing = failing;
    }

    /// Whether this call goes wrong now, and how.
    pub fn goes_wrong(&mut self, call: Call, path: &Path) -> Option<Fault> {
        let failing = self.failing.as_mut()?;
        let log = path.to_string_lossy().ends_with("-wal");
        let concerned = match failing.on {
            On::Any => true,
            On::Log => log,
            On::Database => !log,
        };
        let of_this_sort = match (failing.fault, call) {
            (Fault::Full, Call::Write { grows }) => grows,
            (Fault::Write | Fault::Part(_), Call::Write { .. }) => true,
            (Fault::Sync | Fault::SyncForgets, Call::Sync) => true,
            _ => false,
        };
        if !concerned || !of_this_sort || failing.times == 0 {
            return None;
        }
        if failing.after > 0 {
            failing.after -= 1;
            return None;
        }
        failing.times = failing.times.saturating_sub(u64::from(failing.times != u64::MAX));
        self.failures += 1;
        Some(failing.fault)
    }

    /// Puts every file into the state of the medium.
    pub fn power_on(&mut self, folder: &Path, mut survives: impl FnMut() -> bool) -> Result<()> {
        for (path, mut image) in std::mem::take(&mut self.files) {
            let now = std::fs::read(&path).unwrap_or_default();
            match image.after_power_cut(&now, &mut survives) {
                Some(medium) => std::fs::write(&path, medium)?,
                None if path.exists() => std::fs::remove_file(&path)?,
                None => {}
            }
        }
        // The index of the log is memory that happens to have a name.
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.to_string_lossy().ends_with("-shm") {
                std::fs::remove_file(path)?;
            }
        }
        self.failing = None;
        self.off = false;
        Ok(())
    }
}
