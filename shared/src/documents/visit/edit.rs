//! What a person can do to a visit. Each function makes one change; none decides who may.

use minicbor::Encoder;

use super::{BRIEFING, BriefingField, CONTENTS, FACTS, FactField, PLAN, PlanField, Section};
use crate::documents::chunk::Chunk;
use crate::documents::document::{Document, EditError, OpenError, Writer};
use crate::documents::field::Scalar;
use crate::documents::root::Root;
use crate::documents::text::Splice;
use crate::domain::{Content, Intent, VisitOutcome};
use crate::ids::{ChangeHash, DocumentId, MemberId, PrefectureId};

/// A new visit, born with its intent confirmation (gate A). `nonce` is random.
pub fn create(
    prefecture: PrefectureId,
    request: Option<DocumentId>,
    intent: Intent,
    nonce: [u8; 16],
) -> Result<Document, OpenError> {
    Document::create(Root::visit(prefecture, request, intent, nonce))
}

/// Sets fields of the plan in one change. Guarded: coordinators. `None` clears a field.
pub fn put_plan(
    visit: &mut Document,
    writer: &Writer,
    fields: Vec<(PlanField, Option<String>)>,
) -> Result<Option<Chunk>, EditError> {
    let values = fields.into_iter().map(|(field, value)| (field.key().to_owned(), value.map(Scalar::Text))).collect();
    visit.set_all(writer, PLAN, values)
}

/// Sets fields of the briefing in one change.
pub fn put_briefing(
    visit: &mut Document,
    writer: &Writer,
    fields: Vec<(BriefingField, Option<String>)>,
) -> Result<Option<Chunk>, EditError> {
    let values = fields.into_iter().map(|(field, value)| (field.key().to_owned(), value.map(Scalar::Text))).collect();
    visit.set_all(writer, BRIEFING, values)
}

/// Ticks or unticks one of the contents (R46).
pub fn set_content(
    visit: &mut Document,
    writer: &Writer,
    content: Content,
    ticked: bool,
) -> Result<Option<Chunk>, EditError> {
    let value = vec![(content.code().to_owned(), Some(Scalar::Flag(ticked)))];
    visit.set_all(writer, CONTENTS, value)
}

/// States one of the single values of the note, by its code; `None` clears it. Choosing one of
/// two values that stand at once is the same edit.
pub fn set_fact(
    visit: &mut Document,
    writer: &Writer,
    field: FactField,
    value: Option<String>,
) -> Result<Option<Chunk>, EditError> {
    let value = vec![(field.key().to_owned(), value.map(Scalar::Text))];
    visit.set_all(writer, FACTS, value)
}

/// Writes into a section of the note.
pub fn splice_note(
    visit: &mut Document,
    writer: &Writer,
    section: Section,
    splice: &Splice,
) -> Result<Option<Chunk>, EditError> {
    visit.splice(writer, section.key(), splice)
}

/// Accepts the note as it stands: names its heads, and what became of the visit. Guarded:
/// coordinators. Later words do not count until the note is accepted again.
pub fn accept(
    visit: &mut Document,
    writer: &Writer,
    by: MemberId,
    outcome: VisitOutcome,
) -> Result<Option<Chunk>, EditError> {
    let accepted = encode_acceptance(&visit.heads(), by, writer.at.ms());
    visit.set_all(
        writer,
        PLAN,
        vec![
            (PlanField::Outcome.key().to_owned(), Some(Scalar::Text(outcome.code().to_owned()))),
            (PlanField::Accepted.key().to_owned(), Some(Scalar::Bytes(accepted))),
        ],
    )
}

/// CBOR: `[[heads…], member, milliseconds]`.
fn encode_acceptance(heads: &[ChangeHash], by: MemberId, at_ms: i64) -> Vec<u8> {
    let mut out = Vec::new();
    let mut e = Encoder::new(&mut out);
    let _infallible = (|| -> Result<(), minicbor::encode::Error<core::convert::Infallible>> {
        e.array(3)?.array(heads.len() as u64)?;
        for head in heads {
            e.bytes(&head.0)?;
        }
        e.bytes(&by.0)?.i64(at_ms)?;
        Ok(())
    })();
    out
}
