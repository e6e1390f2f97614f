//! Forms that are begun and not sent, by name. They are the person's own and on this device alone:
//! it must never hold the draft of anybody else, nor anything that was sent.

use std::collections::BTreeMap;

use shared::ids::DocumentId;

/// What stands in the fields of a form, by the field's own key.
pub type DraftFields = BTreeMap<String, String>;

/// The draft of a visit without a request.
pub const NEW_VISIT: &str = "visit";

/// The draft of the next visit of a request. It goes from the device with the request.
pub fn next_visit(request: DocumentId) -> String {
    format!("arrange {request}")
}
