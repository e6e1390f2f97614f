//! Where key store and key file of a data folder lie.

use std::path::{Path, PathBuf};

/// The folder of the key store in the data folder.
const FOLDER: &str = "keys";
/// The name of the key file in the data folder.
const KEY_FILE: &str = "otozure.key";

/// Where keys lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPlaces {
    /// The folder of the key store.
    pub folder: PathBuf,
    /// The key file that was named; none for the one that was named last, or else `usual_file`.
    pub named_file: Option<PathBuf>,
    /// Where the key file is made when none was ever named.
    pub usual_file: PathBuf,
}

impl KeyPlaces {
    /// The places in a data folder.
    pub fn within(data: &Path) -> Self {
        Self { folder: data.join(FOLDER), named_file: None, usual_file: data.join(KEY_FILE) }
    }

    /// The same with a key file that was named.
    pub fn with_file(mut self, file: Option<PathBuf>) -> Self {
        self.named_file = file;
        self
    }
}
