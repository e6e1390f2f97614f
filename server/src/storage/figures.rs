//! Figure lines by their source: what a document or an import contributes to the tables. A source must
//! never be told to a member whom `crate::access` does not give it.

use shared::access::Tie;
use shared::ids::OfficeId;

use super::Figures;

/// A source with its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureSource {
    /// Whether an import brought it; if not, it is a document.
    pub imported: bool,
    /// Name, office and lines.
    pub figures: Figures,
}

/// The office that a document's figures belong to: the one it is tied to; none if there is none, or
/// more than one.
pub fn office_of(ties: &[Tie]) -> Option<&OfficeId> {
    let mut offices = ties.iter().filter_map(|tie| match tie {
        Tie::Office(office) => Some(office),
        _ => None,
    });
    let first = offices.next()?;
    offices.all(|other| other == first).then_some(first)
}
