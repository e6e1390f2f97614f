//! Forms that are begun and not sent, and how a person reads the handbook, by name. They are the person's own and on
//! this device alone: it must never hold the draft of anybody else, nor anything that was sent.

use std::collections::BTreeMap;

use shared::ids::DocumentId;

/// What stands in the fields of a form, by the field's own key.
pub type DraftFields = BTreeMap<String, String>;

/// The draft of a visit without a request.
pub const NEW_VISIT: &str = "visit";

/// How the handbook is read: level, furigana, the version that was read.
pub const HANDBOOK: &str = "handbook";

/// The draft of an entry of the handbook.
pub fn handbook_entry(id: &str) -> String {
    format!("handbook {id}")
}

/// The draft of the next visit of a request.
pub fn next_visit(request: DocumentId) -> String {
    format!("arrange {request}")
}

/// A question to the office about a visit.
pub fn office_question(visit: DocumentId) -> String {
    format!("ask {visit}")
}

/// A consent that is being written down beside a visit.
pub fn consent(visit: DocumentId) -> String {
    format!("consent {visit}")
}

/// All that belong to a document: they go from the device with it.
pub fn of_document(document: DocumentId) -> [String; 3] {
    [next_visit, office_question, consent].map(|name| name(document))
}
