//! A disk that fails on command: a file system layer of SQLite (a VFS) that passes everything on to
//! the real one and, when told to, is full, fails a write, writes a part only, fails to put data on
//! the medium, or loses power. For tests alone; it must never be linked into the program.
//!
//! What it knows of a disk: writes land in memory first, page by page; only a sync that succeeds
//! puts them on the medium; a sync that **fails** leaves pages that count as written although they
//! are not, so that the next sync succeeds without them (as Linux does). At a power cut everything
//! that is not on the medium may be gone, each page by itself.
//!
//! The unsafe code is in `layer` alone, where each block says why it holds.

mod image;
mod layer;
mod state;

use std::path::Path;

pub use state::{Failing, Fault, On};

/// A disk. Its layer stays registered until the process ends, since connections may outlive a test.
#[derive(Debug, Clone, Copy)]
pub struct Disk {
    layer: &'static layer::Layer,
}

impl Disk {
    /// A disk without a fault, under a name of its own.
    pub fn new() -> Self {
        Self { layer: layer::register() }
    }

    /// The name by which a connection asks for it.
    pub fn name(&self) -> &'static str {
        self.layer.name()
    }

    /// Fails from now on as told; before that, whatever failed is mended.
    pub fn fail(&self, failing: Failing) {
        self.layer.state().fail(Some(failing));
    }

    /// Nothing fails any more. What was lost stays lost.
    pub fn mend(&self) {
        self.layer.state().fail(None);
    }

    /// How many calls have failed on command so far.
    pub fn failures(&self) -> u64 {
        self.layer.state().failures
    }

    /// How many syncs have put something on the medium so far.
    pub fn syncs(&self) -> u64 {
        self.layer.state().syncs
    }

    /// Whoever has files open here dies, or the power goes: no call succeeds any more.
    pub fn stop(&self) {
        self.layer.state().off = true;
    }

    /// Calls go through again: a new process begins. What the system had in memory is still there, also
    /// what a failed sync has left behind.
    pub fn go_on(&self) {
        self.layer.state().off = false;
    }

    /// How many files are open. A new process begins when there is none.
    pub fn open_files(&self) -> u64 {
        self.layer.state().open
    }

    /// The power is back, once every connection is closed: each file of the folder is what the medium
    /// holds. Of what was not on the medium, `survives` says page by page whether it got there in time.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn power_on(&self, folder: &Path, survives: impl FnMut() -> bool) -> std::io::Result<()> {
        self.layer.state().power_on(folder, survives)
    }
}

impl Default for Disk {
    fn default() -> Self {
        Self::new()
    }
}
