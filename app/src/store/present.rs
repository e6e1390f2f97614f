//! Who else has the document on the screen open now, and where they are. It lives as long as the line to the relay: it
//! must never be stored, and never hold a word.

use shared::ids::DeviceId;

use super::TextPlace;

/// Somebody else who has the document on the screen open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentRow {
    /// On which device: one person may be there with two.
    pub device: DeviceId,
    /// Who, as the screen says it; none where this person may not know the name.
    pub name: Option<String>,
    /// In which text, and at which UTF-16 unit of it; none while they only look.
    pub at: Option<(TextPlace, usize)>,
}
