//! Where one's words are, for the status line. It must never say more than is durable.

use shared::time::Instant;

#[cfg(test)]
mod tests;

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

impl SaveState {
    /// How many changes the relay does not have; none while that is about to change.
    pub fn unsent(self) -> Option<usize> {
        match self {
            SaveState::Saving { .. } => None,
            SaveState::OnDevice { owed, .. } => Some(owed),
            SaveState::CannotSave { waiting, .. } => Some(waiting),
            SaveState::AtRelay { .. } => Some(0),
        }
    }
}

/// Words that are in memory and not yet on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// When the oldest of them was written.
    pub since: Instant,
    /// How many changes.
    pub count: usize,
}

impl Waiting {
    /// Both.
    pub fn and(self, other: Waiting) -> Waiting {
        Waiting { since: self.since.min(other.since), count: self.count + other.count }
    }
}

/// Words that are on the disk and not yet at the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnDisk {
    /// When the newest of them came to be on the disk.
    pub stored_at: Instant,
    /// When the oldest of them was written.
    pub oldest_at: Instant,
    /// How many changes.
    pub count: usize,
}

/// What the status line says, of one document or of all. The worst comes first: what cannot be
/// saved, then what is under way, then what the relay lacks.
pub fn save_state(
    waiting: Option<Waiting>,
    failing: Option<(Instant, CannotSave)>,
    on_disk: Option<OnDisk>,
    at_relay: Instant,
) -> SaveState {
    match (waiting, failing, on_disk) {
        (Some(waiting), Some((since, reason)), _) => SaveState::CannotSave { since, reason, waiting: waiting.count },
        (None, Some((since, reason)), _) => SaveState::CannotSave { since, reason, waiting: 0 },
        (Some(waiting), None, _) => SaveState::Saving { since: waiting.since },
        (None, None, Some(on_disk)) => {
            SaveState::OnDevice { since: on_disk.stored_at, owed: on_disk.count, oldest_since: on_disk.oldest_at }
        }
        (None, None, None) => SaveState::AtRelay { at: at_relay },
    }
}
