//! What a coordinator can do to a request. Each function makes one change; none decides who may.

use super::{ABOUT, MEMO, OFFICE, OWNER, RequestField, STEPS, StepKind, WISH, course, step};
use crate::documents::chunk::Chunk;
use crate::documents::document::{Document, EditError, OpenError, Writer};
use crate::documents::field::Scalar;
use crate::documents::root::Root;
use crate::documents::text::Splice;
use crate::ids::{MemberId, OfficeId, PrefectureId};

/// A new request. `nonce` is random; nothing of the person stands in the root.
pub fn create(prefecture: PrefectureId, nonce: [u8; 16]) -> Result<Document, OpenError> {
    Document::create(Root::request(prefecture, nonce))
}

/// Sets single fields in one change; `None` clears. Choosing one of two values is the same edit.
pub fn put(
    request: &mut Document,
    writer: &Writer,
    fields: Vec<(RequestField, Option<String>)>,
) -> Result<Option<Chunk>, EditError> {
    let values = fields.into_iter().map(|(field, value)| (field.key().to_owned(), value.map(Scalar::Text))).collect();
    request.set_all(writer, ABOUT, values)
}

/// Gives the request to an office. Guarded: coordinators of the office it is with.
pub fn put_office(request: &mut Document, writer: &Writer, office: &OfficeId) -> Result<Option<Chunk>, EditError> {
    let value = vec![(OFFICE.to_owned(), Some(Scalar::Text(office.to_string())))];
    request.set_all(writer, OWNER, value)
}

/// Writes into the wish: the person's own words.
pub fn splice_wish(request: &mut Document, writer: &Writer, splice: &Splice) -> Result<Option<Chunk>, EditError> {
    request.splice(writer, WISH, splice)
}

/// Writes into the office's own memo.
pub fn splice_memo(request: &mut Document, writer: &Writer, splice: &Splice) -> Result<Option<Chunk>, EditError> {
    request.splice(writer, MEMO, splice)
}

/// Adds a step, at the writer's clock, after every step that stands here. `key` is random.
///
/// # Errors
/// `Limit` when its words are longer than one value may be.
pub fn add_step(
    request: &mut Document,
    writer: &Writer,
    key: [u8; 16],
    by: MemberId,
    kind: &StepKind,
) -> Result<Option<Chunk>, EditError> {
    let entries = request.entries(STEPS);
    let after = course::tips(
        entries.iter().map(|entry| (entry.key.as_str(), entry.bytes.as_deref().map(step::named).unwrap_or_default())),
    );
    request.append(writer, STEPS, key, step::encode(kind, by, writer.at, &after))
}
