//! Why a document could not be opened or edited. It must never carry a person's words.

use automerge::AutomergeError;

use crate::documents::chunk::ChunkError;
use crate::documents::root::RootError;
use crate::documents::schema::ComputeError;
use crate::ids::ChangeHash;

/// Why a document could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A chunk is not a change.
    #[error("chunk {index}: {error}")]
    Chunk {
        /// Which of the given chunks.
        index: usize,
        /// What is wrong with it.
        error: ChunkError,
    },
    /// There is no root, or it is not one this version knows.
    #[error(transparent)]
    Root(#[from] RootError),
    /// Its kind has no schema here.
    #[error("a document of a kind this version does not know: {0}")]
    UnknownKind(&'static str),
    /// Its first change is not the one its root computes to.
    #[error("the document's first change is not the one its root gives")]
    Genesis,
    /// Changes that build on others which are not there.
    #[error("changes that build on {} missing ones", .0.len())]
    Missing(Vec<ChangeHash>),
    /// Automerge could not take it.
    #[error("the document could not be read: {0}")]
    Automerge(String),
}

impl From<AutomergeError> for OpenError {
    fn from(error: AutomergeError) -> Self {
        Self::Automerge(error.to_string())
    }
}

impl From<ComputeError> for OpenError {
    fn from(error: ComputeError) -> Self {
        Self::Automerge(error.to_string())
    }
}

/// Why an edit was not made.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The document has a newer schema than this version can write.
    #[error("the document was written by a newer version of the app; it is open for reading only")]
    ReadOnly,
    /// The document has no such place: a fault of the program.
    #[error("no container {0}")]
    NoContainer(&'static str),
    /// A position outside the text, or more than a limit allows.
    #[error("outside the text or over its limit")]
    Limit,
    /// Automerge refused.
    #[error("the edit could not be made: {0}")]
    Automerge(String),
}

impl From<AutomergeError> for EditError {
    fn from(error: AutomergeError) -> Self {
        Self::Automerge(error.to_string())
    }
}

impl From<ChunkError> for EditError {
    fn from(error: ChunkError) -> Self {
        match error {
            ChunkError::TooLarge(_) | ChunkError::TooManyOperations(_) => Self::Limit,
            other => Self::Automerge(other.to_string()),
        }
    }
}
