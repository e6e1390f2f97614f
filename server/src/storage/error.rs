//! What can go wrong in a store, in words that do not depend on the database behind it. It must
//! never carry a document's bytes or a person's words.

use crate::keys::KeyError;

/// Why the store did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// The database cannot be reached, read or written now; nothing of the call was stored.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// No room is left on the disk; nothing of the call was stored, all before it is safe.
    #[error("the disk that holds the database is full")]
    Full,
    /// What is stored cannot be right.
    #[error("the database is damaged: {what}")]
    Damaged {
        /// Which table, row or file.
        what: String,
    },
    /// A newer version of this program has written the store.
    #[error("the database has schema {found}, this program knows up to {known}")]
    Newer {
        /// The schema of the store.
        found: i64,
        /// The newest schema of this program.
        known: i64,
    },
    /// Keys cannot be used, or a document has none.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The rights or the history that the caller judged by have changed since: judge again.
    #[error("what the judgement relied on has changed")]
    Stale,
    /// What was to be stored contradicts what is stored.
    #[error("contradicts what is stored: {0}")]
    Conflict(String),
    /// The member or device does not exist, or has ended.
    #[error("no such active member or device")]
    NotAMember,
}
