//! What author and officers can do to a concern. Each function makes one change; none decides who may.

use minicbor::Encoder;
use minicbor::encode::Error as EncodeError;

use super::{FACTS, STEPS, SafeguardField, SafeguardSection};
use crate::documents::chunk::Chunk;
use crate::documents::document::{Document, EditError, OpenError, Writer};
use crate::documents::field::Scalar;
use crate::documents::root::Root;
use crate::documents::text::Splice;
use crate::domain::SafeguardStep;
use crate::ids::{MemberId, PrefectureId};

/// A new concern. `nonce` is random.
pub fn create(prefecture: PrefectureId, author: MemberId, nonce: [u8; 16]) -> Result<Document, OpenError> {
    Document::create(Root::safeguard(prefecture, author, nonce))
}

/// Sets single values in one change; `None` clears. Choosing one of two values is the same edit.
pub fn put(
    safeguard: &mut Document,
    writer: &Writer,
    fields: Vec<(SafeguardField, Option<String>)>,
) -> Result<Option<Chunk>, EditError> {
    let values = fields.into_iter().map(|(field, value)| (field.key().to_owned(), value.map(Scalar::Text))).collect();
    safeguard.set_all(writer, FACTS, values)
}

/// Writes into a section.
pub fn splice(
    safeguard: &mut Document,
    writer: &Writer,
    section: SafeguardSection,
    splice: &Splice,
) -> Result<Option<Chunk>, EditError> {
    safeguard.splice(writer, section.key(), splice)
}

/// Adds what was done, at the writer's clock. `key` is random.
///
/// # Errors
/// `Limit` when the words are longer than one value may be.
pub fn add_step(
    safeguard: &mut Document,
    writer: &Writer,
    key: [u8; 16],
    by: MemberId,
    (step, text): (SafeguardStep, &str),
) -> Result<Option<Chunk>, EditError> {
    let mut bytes = Vec::new();
    let mut e = Encoder::new(&mut bytes);
    // CBOR: `[code, member, milliseconds, text]`.
    let _infallible = (|| -> Result<(), EncodeError<core::convert::Infallible>> {
        e.array(4)?.str(step.code())?.bytes(&by.0)?.i64(writer.at.ms())?.str(text)?;
        Ok(())
    })();
    safeguard.append(writer, STEPS, key, bytes)
}
