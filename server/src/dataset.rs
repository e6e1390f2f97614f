//! Reading a prefecture's figures and programme from a file (docs/import-format.md). Reading is
//! pure and whole: a file is either understood to its last field or refused with the line, the
//! column and what was expected. It must never correct a value: what is doubtful stands in the
//! file's own list of ambiguities and is shown at every import.

pub mod bundled;
mod check;
mod error;
mod facts;
mod file;
mod locate;
mod parsed;
mod programme;
mod store;
mod story;
mod summary;
mod wording;

pub use bundled::bundled;
pub(crate) use error::Broken;
pub use error::{ImportError, Problem};
pub(crate) use locate::Step;
pub use store::{StoreError, Stored, store};
pub use story::{Member, Story, StoryError, tell};

use sha2::{Digest, Sha256};
use shared::domain::ProgrammeData;
use shared::report::Line;

/// The largest file that is read, in bytes: a hundred times the figures of a large prefecture.
pub const FILE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// A file that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    /// Its own name, which stands for it in the store.
    pub name: String,
    /// What it holds, for people.
    pub title: String,
    /// Where its figures were taken from.
    pub source: String,
    /// The programme it describes.
    pub programme: ProgrammeData,
    /// Its facts, in the order of the file.
    pub lines: Vec<SourcedLine>,
    /// SHA-256 of the file's text, without a byte order mark.
    pub content_sha256: [u8; 32],
    /// What its makers could not decide.
    pub ambiguities: Vec<Ambiguity>,
    /// Its fictional people and their cases; empty but for a sample.
    pub story: Story,
    counts: summary::Counts,
}

/// A fact and its stable name: the import's name and the fact's place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcedLine {
    /// Such as `kanagawa-r6/requests/3`.
    pub id: String,
    /// The fact.
    pub line: Line,
}

/// A doubt that the source leaves open. It is shown and never resolved by the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ambiguity {
    /// Such as `A1`.
    pub id: String,
    /// In Japanese.
    pub text: String,
}

impl Dataset {
    /// The facts alone, in the order of the file.
    pub fn facts(&self) -> Vec<Line> {
        self.lines.iter().map(|sourced| sourced.line.clone()).collect()
    }

    /// What people are told after an import: what was read, and every ambiguity.
    pub fn summary(&self) -> String {
        summary::text(self)
    }
}

/// Reads a whole file. Nothing is stored here.
///
/// # Errors
/// Every problem that was found, each with its line, column and what was expected.
pub fn load_dataset(text: &str, file_name: &str) -> Result<Dataset, ImportError> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.len() > FILE_BYTES_MAX {
        return Err(ImportError::too_large(file_name));
    }
    let file: file::File = serde_json::from_str(text).map_err(|error| ImportError::unreadable(file_name, &error))?;
    let problems = check::problems(&file);
    if !problems.is_empty() {
        return Err(ImportError::wrong(file_name, text, problems));
    }
    let programme = programme::data(&file).map_err(|found| ImportError::wrong(file_name, text, vec![found]))?;
    Ok(Dataset {
        name: file.name.0.to_string(),
        title: file.title.0.to_string(),
        source: file.source.0.to_string(),
        programme,
        lines: facts::lines(&file),
        content_sha256: Sha256::digest(text.as_bytes()).into(),
        counts: summary::Counts::of(&file),
        story: Story::new(file.as_of, file.people, file.cases),
        ambiguities: file
            .ambiguities
            .into_iter()
            .map(|doubt| Ambiguity { id: doubt.id.0.to_string(), text: doubt.text.0.to_string() })
            .collect(),
    })
}

/// Reads a file's bytes, which must be UTF-8.
///
/// # Errors
/// As [`load_dataset`], and for bytes that are no UTF-8, with the line they stand in.
pub fn load_dataset_bytes(bytes: &[u8], file_name: &str) -> Result<Dataset, ImportError> {
    match core::str::from_utf8(bytes) {
        Ok(text) => load_dataset(text, file_name),
        Err(error) => Err(ImportError::not_utf8(file_name, bytes, error.valid_up_to())),
    }
}

#[cfg(test)]
mod tests;
