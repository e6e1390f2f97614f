//! The past of a section of the note: how it stood, who wrote, and the way back.

use super::Section;
use crate::documents::chunk::Chunk;
use crate::documents::document::{Document, EditError, Writer};
use crate::documents::past::Past;
use crate::ids::ChangeHash;

/// How a section of the note stood at the end of each stretch of writing, the newest first.
pub fn past_of_note(visit: &Document, section: Section) -> Vec<Past> {
    visit.past_of(section.key())
}

/// Writes a section of the note back to what it was at some heads; what was written since stays in its past.
///
/// # Errors
/// As any edit; `EditError::Limit` for heads that this document does not have.
pub fn write_note_back(
    visit: &mut Document,
    writer: &Writer,
    section: Section,
    heads: &[ChangeHash],
) -> Result<Option<Chunk>, EditError> {
    visit.write_back(writer, section.key(), heads)
}
