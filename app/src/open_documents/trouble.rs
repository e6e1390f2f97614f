//! Why something was not done to a document. It must never hold a word of one.

use shared::documents::{EditError, OpenError};

use super::cannot_save;
use crate::local::IdbError;
use crate::store::{CannotSave, FileProblem};

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// No document is on the screen.
    NotOpen,
    /// The document is not on this device.
    NotHere,
    /// The document was set aside: loading it stopped the program.
    Stopped,
    /// The document cannot be read; its bytes are kept.
    Unreadable,
    /// This person may not do that.
    NoRight,
    /// A gate of the programme keeps it shut: the page says which.
    GateShut,
    /// A newer version of the app wrote the document.
    NewerSchema,
    /// Over a limit of the document.
    Limit,
    /// The storage did not do it.
    Storage(CannotSave),
    /// A backup file was not taken back.
    File(FileProblem),
    /// A fault of the program.
    Program(String),
}

impl From<EditError> for Trouble {
    fn from(error: EditError) -> Self {
        match error {
            EditError::ReadOnly => Self::NewerSchema,
            EditError::Limit => Self::Limit,
            other => Self::Program(other.to_string()),
        }
    }
}

impl From<OpenError> for Trouble {
    fn from(error: OpenError) -> Self {
        Self::Program(error.to_string())
    }
}

impl From<IdbError> for Trouble {
    fn from(error: IdbError) -> Self {
        Self::Storage(cannot_save(&error))
    }
}
