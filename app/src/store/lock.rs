//! The door that a person stands at: what is known of a vault while it is shut. It must never hold anything from
//! within it.

use shared::ids::MemberId;
use shared::time::Instant;

/// After how many minutes without a touch everything is hidden, unless a person said otherwise (requirement S14).
pub const IDLE_MINUTES: u8 = 3;
/// What a person may say.
pub const IDLE_MINUTES_CHOICES: [u8; 4] = [1, 3, 5, 10];

/// The door of somebody's things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Door {
    /// Whose.
    pub member: MemberId,
    /// How it is.
    pub state: DoorState,
}

/// How a door is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoorState {
    /// A secret opens it.
    Locked {
        /// Whether the secret is of digits alone.
        digits: bool,
        /// How many wrong ones are left; none while there was none.
        left: Option<u32>,
        /// Before this the next is not taken.
        not_before: Option<Instant>,
        /// Whether a passkey opens it as well.
        passkey: bool,
    },
    /// Too many wrong ones: nothing opens it any more.
    Ended,
    /// The relay has ordered that what is behind it goes; what is owed is handed over first.
    Ordered,
    /// The browser has cleared what was behind it.
    Nothing,
}
