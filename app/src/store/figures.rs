//! The lines that tables are counted from, by their source: of a coordinator's own documents, of
//! every document for the prefecture, of what was imported. It must never hold a person or a word
//! about one: lines have none.

use shared::documents::Kind;
use shared::ids::{DocumentId, OfficeId};
use shared::report::Line;

/// The lines of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLines {
    /// The source's name: a document's id, or an import's name.
    pub source: String,
    /// The document, if this person has it on this device and may open it.
    pub document: Option<DocumentId>,
    /// What kind of document that is.
    pub kind: Option<Kind>,
    /// The office it belongs to, if one is told.
    pub office: Option<OfficeId>,
    /// What it contributes.
    pub lines: Vec<Line>,
}
