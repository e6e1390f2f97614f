//! Where one's words are, for the status line. It must never say more than is durable.

use shared::time::Instant;

/// Why words cannot be put on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CannotSave {
    /// No room is left.
    Full,
    /// The browser's storage does not answer, or failed.
    Failing,
    /// Another version of the app has taken the storage over: open the app again.
    TakenOver,
}

/// Where words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveState {
    /// On their way to this device's disk.
    Saving {
        /// Since when.
        since: Instant,
    },
    /// On this device's disk, and the relay does not have them yet.
    OnDevice {
        /// When the newest of them came to be on the disk.
        since: Instant,
        /// How many changes the relay does not have.
        owed: usize,
        /// When the oldest of them was written.
        oldest_since: Instant,
    },
    /// On the relay's disk.
    AtRelay {
        /// Since when.
        at: Instant,
    },
    /// Not on the disk. They stay in memory and are tried again.
    CannotSave {
        /// Since when.
        since: Instant,
        /// Why.
        reason: CannotSave,
        /// How many changes are in memory alone.
        waiting: usize,
    },
}
