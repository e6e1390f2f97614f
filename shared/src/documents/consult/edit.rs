//! What office and prefecture can do to a question. Each function makes one change; none decides
//! who may.

use minicbor::Encoder;
use minicbor::encode::Error as EncodeError;

use super::{ANSWER, ASKED_AT, ConsultField, FACTS, OFFICE, OWNER, PROPOSAL};
use crate::documents::chunk::Chunk;
use crate::documents::document::{Document, EditError, OpenError, Writer};
use crate::documents::field::Scalar;
use crate::documents::root::Root;
use crate::documents::text::Splice;
use crate::domain::ConsultAnswer;
use crate::ids::{DocumentId, MemberId, OfficeId, PrefectureId};
use crate::time::Day;

/// A new question about a request. `nonce` is random.
pub fn create(prefecture: PrefectureId, request: DocumentId, nonce: [u8; 16]) -> Result<Document, OpenError> {
    Document::create(Root::consult(prefecture, request, nonce))
}

/// Names the office that asks. Guarded: its coordinators.
pub fn put_office(consult: &mut Document, writer: &Writer, office: &OfficeId) -> Result<Option<Chunk>, EditError> {
    let value = vec![(OFFICE.to_owned(), Some(Scalar::Text(office.to_string())))];
    consult.set_all(writer, OWNER, value)
}

/// Sets facts in one change; `None` clears.
pub fn put(
    consult: &mut Document,
    writer: &Writer,
    fields: Vec<(ConsultField, Option<String>)>,
) -> Result<Option<Chunk>, EditError> {
    let values = fields.into_iter().map(|(field, value)| (field.key().to_owned(), value.map(Scalar::Text))).collect();
    consult.set_all(writer, FACTS, values)
}

/// Writes into the proposal.
pub fn splice_proposal(consult: &mut Document, writer: &Writer, splice: &Splice) -> Result<Option<Chunk>, EditError> {
    consult.splice(writer, PROPOSAL, splice)
}

/// Asks, at the writer's clock; once more after the prefecture asked for more.
pub fn ask(consult: &mut Document, writer: &Writer) -> Result<Option<Chunk>, EditError> {
    consult.set_all(writer, FACTS, vec![(ASKED_AT.to_owned(), Some(Scalar::Number(writer.at.ms())))])
}

/// Answers. Guarded: the prefecture.
pub fn answer(
    consult: &mut Document,
    writer: &Writer,
    by: MemberId,
    day: Day,
    given: ConsultAnswer,
    reason: &str,
) -> Result<Option<Chunk>, EditError> {
    let mut bytes = Vec::new();
    let mut e = Encoder::new(&mut bytes);
    let _infallible = (|| -> Result<(), EncodeError<core::convert::Infallible>> {
        e.array(5)?.str(given.code())?.str(&day.to_string())?.bytes(&by.0)?.i64(writer.at.ms())?.str(reason)?;
        Ok(())
    })();
    consult.set_all(writer, ANSWER, vec![(ANSWER.to_owned(), Some(Scalar::Bytes(bytes)))])
}
