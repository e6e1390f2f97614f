//! Why something a person wanted was not done, as types: the words stand in the app's messages.

use crate::browser::{DoorProblem, EnrolError};
use crate::open_documents::Trouble;
use crate::store::{CannotSave, FileProblem};

/// Why a link was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkProblem {
    /// It was used before: ask for another.
    Used,
    /// It is too old: ask for another.
    Expired,
    /// The relay does not know it: cut short, or of another relay.
    Unknown,
}

/// What signing out came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedOut {
    /// Whether the relay was told. If not, this browser's session ends there by itself later;
    /// everything on this device is gone in both cases.
    pub relay_told: bool,
}

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActionError {
    /// The app has not started, or nobody is signed in.
    #[error("nobody is signed in")]
    NobodyHere,
    /// The relay cannot be reached.
    #[error("the relay cannot be reached")]
    Offline,
    /// The link was not taken.
    #[error("the link was not taken: {0:?}")]
    Link(LinkProblem),
    /// The relay wants a wait before the next try.
    #[error("too many tries")]
    RateLimited,
    /// The relay answered with something this version does not know.
    #[error("the relay answered {0}")]
    Relay(String),
    /// Words are on this device alone; they would be lost.
    #[error("{count} changes are owed to the relay")]
    WordsOwed {
        /// How many changes.
        count: usize,
    },
    /// No document is open, or not this one.
    #[error("no such document is open")]
    NotOpen,
    /// The document is not on this device.
    #[error("the document is not on this device")]
    NotHere,
    /// The document was set aside: loading it stopped the program.
    #[error("the document was set aside")]
    SetAside,
    /// The document cannot be read; its bytes are kept.
    #[error("the document cannot be read")]
    Unreadable,
    /// This person may not do that.
    #[error("no right to do that")]
    NoRight,
    /// A gate of the programme keeps it shut.
    #[error("a gate is shut")]
    GateShut,
    /// A newer version of the app wrote the document.
    #[error("the document is open for reading only")]
    NewerSchema,
    /// Over a limit of the document (length of a text or a value).
    #[error("over a limit")]
    Limit,
    /// A door stays shut.
    #[error("the door stays shut: {0:?}")]
    Door(DoorProblem),
    /// The pledge has another version by now.
    #[error("the pledge changed")]
    PledgeChanged,
    /// A backup file was not taken back; nothing of it was.
    #[error("the file was not taken: {0:?}")]
    File(FileProblem),
    /// The browser did not take a file, or somebody thought better of it.
    #[error("the file was not given")]
    NotGiven,
    /// The person, or a rule of the device, does not let the app show notices.
    #[error("notices are not allowed on this device")]
    NotAllowed,
    /// The device's storage did not do it.
    #[error("the storage failed: {0:?}")]
    Storage(CannotSave),
    /// A fault of the program.
    #[error("a fault of the program: {0}")]
    Program(String),
}

impl From<Trouble> for ActionError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::NotOpen => Self::NotOpen,
            Trouble::NotHere => Self::NotHere,
            Trouble::Stopped => Self::SetAside,
            Trouble::Unreadable => Self::Unreadable,
            Trouble::NoRight => Self::NoRight,
            Trouble::GateShut => Self::GateShut,
            Trouble::NewerSchema => Self::NewerSchema,
            Trouble::Limit => Self::Limit,
            Trouble::Storage(reason) => Self::Storage(reason),
            Trouble::File(problem) => Self::File(problem),
            Trouble::Program(what) => Self::Program(what),
        }
    }
}

impl From<EnrolError> for ActionError {
    fn from(error: EnrolError) -> Self {
        match error {
            EnrolError::NobodyHere => Self::NobodyHere,
            EnrolError::Offline => Self::Offline,
            EnrolError::WordsOwed(count) => Self::WordsOwed { count },
            EnrolError::Storage(reason) => Self::Storage(reason),
            EnrolError::Door(problem) => Self::Door(problem),
            EnrolError::Relay(code) => match code.as_str() {
                "link_used" => Self::Link(LinkProblem::Used),
                "link_expired" => Self::Link(LinkProblem::Expired),
                "link_unknown" => Self::Link(LinkProblem::Unknown),
                "pledge_changed" => Self::PledgeChanged,
                "rate_limited" | "429" => Self::RateLimited,
                _ => Self::Relay(code),
            },
        }
    }
}
