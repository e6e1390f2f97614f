//! What was set aside on this device: nothing of it is lost, and each says why.

use shared::ids::DocumentId;
use shared::protocol::Refusal;
use shared::time::Instant;

/// Why something was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsideWhy {
    /// The relay refused these words.
    Refused(Refusal),
    /// The relay refused these words, and nobody can read them here: they were written behind a secret that was
    /// forgotten.
    Unread,
    /// These bytes on the device are damaged; the rest of the document opens.
    Damaged,
    /// Loading this document stopped the program; it is not loaded any more.
    Stopped,
}

/// One thing that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsideRow {
    /// Its name for `export_aside` and `retry_aside`.
    pub id: String,
    /// Of which document.
    pub document: DocumentId,
    /// The words that were refused, as they were written; empty where nothing can be read.
    pub text: String,
    /// When it was set aside.
    pub at: Instant,
    /// Why.
    pub why: AsideWhy,
}
