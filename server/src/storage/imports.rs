//! What is known of the store as a whole, and of the files read into it.

use shared::ids::PrefectureId;

/// Whose programme a store holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreInfo {
    /// The prefecture.
    pub prefecture: PrefectureId,
    /// The text of the band that stands on every page and print of a sample; none when real.
    pub sample_label: Option<String>,
}

/// A file of figures that was read in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its name: reading a file of the same name again replaces its lines.
    pub name: String,
    /// SHA-256 of the file.
    pub content_sha256: [u8; 32],
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// What the reading had to say, for people.
    pub report: String,
}
