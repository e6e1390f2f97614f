//! The line of a question to the prefecture in a row.

use minicbor::{Decoder, decode};
use shared::domain::{AdmissionType, ConsultAnswer};
use shared::ids::DocumentId;

use crate::local::codec::{self, Out, Written};
use crate::store::projection::ConsultLine;

pub fn write(e: &mut Out<'_>, line: &ConsultLine) -> Written {
    e.array(7)?.bytes(&line.request.0)?;
    codec::put_text(e, line.office.as_ref().map(|id| id.as_str()))?;
    codec::put_instant(e, line.asked_at)?;
    codec::put_text(e, line.admission.map(AdmissionType::code))?;
    codec::put_text(e, line.answer.map(ConsultAnswer::code))?;
    e.bool(line.waits)?.bool(line.disputed)?;
    Ok(())
}

pub fn read(d: &mut Decoder<'_>) -> Result<ConsultLine, decode::Error> {
    codec::array(d, 7)?;
    Ok(ConsultLine {
        request: DocumentId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("an id"))?,
        office: codec::parsed(d)?,
        asked_at: codec::instant(d)?,
        admission: codec::text(d)?.as_deref().and_then(AdmissionType::from_code),
        answer: codec::text(d)?.as_deref().and_then(ConsultAnswer::from_code),
        waits: d.bool()?,
        disputed: d.bool()?,
    })
}
