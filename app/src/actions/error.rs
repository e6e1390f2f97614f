//! Why something a person wanted was not done, by code: the words stand in the app's messages.

use crate::store::CannotSave;

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
    /// A newer version of the app wrote the document.
    #[error("the document is open for reading only")]
    NewerSchema,
    /// Over a limit of the document (length of a text or a value).
    #[error("over a limit")]
    Limit,
    /// The device's storage did not do it.
    #[error("the storage failed: {0:?}")]
    Storage(CannotSave),
    /// A fault of the program.
    #[error("a fault of the program: {0}")]
    Program(String),
}

impl ActionError {
    /// Its code, for messages and for whoever is asked for help.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NobodyHere => "nobody_here",
            Self::Offline => "offline",
            Self::Link(LinkProblem::Used) => "link_used",
            Self::Link(LinkProblem::Expired) => "link_expired",
            Self::Link(LinkProblem::Unknown) => "link_unknown",
            Self::RateLimited => "rate_limited",
            Self::Relay(_) => "relay",
            Self::WordsOwed { .. } => "words_owed",
            Self::NotOpen => "not_open",
            Self::NotHere => "not_here",
            Self::SetAside => "set_aside",
            Self::Unreadable => "unreadable",
            Self::NoRight => "no_right",
            Self::NewerSchema => "newer_schema",
            Self::Limit => "limit",
            Self::Storage(CannotSave::Full) => "storage_full",
            Self::Storage(CannotSave::Failing) => "storage_failing",
            Self::Storage(CannotSave::TakenOver) => "storage_taken_over",
            Self::Program(_) => "program",
        }
    }
}
