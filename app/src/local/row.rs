//! What is kept of a document beside its chunks, so that lists and the offering to the relay load
//! no document. It must never hold a word of a note.

use minicbor::{Decoder, decode};
use shared::documents::Kind;
use shared::domain::VisitOutcome;
use shared::ids::{ChangeHash, MemberId};
use shared::time::Instant;

use super::codec::{self, Out, Written};
use crate::store::VisitState;
use crate::store::projection::{RowLine, VisitLine};

#[cfg(test)]
mod tests;

/// The form of a row.
const FORM: u8 = 1;

/// A document as this device knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// What it is.
    pub kind: Kind,
    /// Whether this person may write it, as the relay last said.
    pub writable: bool,
    /// The heads that everything the relay took, or gave, leads to at least.
    pub heads: Vec<ChangeHash>,
    /// When something of it was last taken by the relay or came from it.
    pub relay_at: Option<Instant>,
    /// It is no longer this person's to see; it goes when nothing of it is owed.
    pub gone: bool,
    /// Loading it stopped the program: it is not loaded.
    pub stopped: bool,
    /// How many chunks could not be read or do not fit together.
    pub damaged: u32,
    /// What lists show of it, if it could be read.
    pub line: Option<RowLine>,
}

impl DocumentRow {
    /// A document of which nothing is known yet.
    pub fn new(kind: Kind, writable: bool) -> Self {
        Self { kind, writable, heads: Vec::new(), relay_at: None, gone: false, stopped: false, damaged: 0, line: None }
    }

    /// The bytes to seal.
    pub fn to_bytes(&self) -> Vec<u8> {
        codec::written(|e| self.write(e))
    }

    /// Reads opened bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        codec::read(bytes, read)
    }

    fn write(&self, e: &mut Out<'_>) -> Written {
        e.array(9)?.u8(FORM)?.str(self.kind.code())?.bool(self.writable)?;
        codec::put_hashes(e, &self.heads)?;
        codec::put_instant(e, self.relay_at)?;
        e.bool(self.gone)?.bool(self.stopped)?.u32(self.damaged)?;
        match &self.line {
            None => {
                e.null()?;
                Ok(())
            }
            Some(RowLine::Visit(line)) => write_line(e, line),
        }
    }
}

fn read(d: &mut Decoder<'_>) -> Result<DocumentRow, decode::Error> {
    codec::array(d, 9)?;
    if d.u8()? != FORM {
        return Err(codec::wrong("a row of another form"));
    }
    Ok(DocumentRow {
        kind: Kind::from_code(d.str()?).ok_or_else(|| codec::wrong("an unknown kind"))?,
        writable: d.bool()?,
        heads: codec::hashes(d)?,
        relay_at: codec::instant(d)?,
        gone: d.bool()?,
        stopped: d.bool()?,
        damaged: d.u32()?,
        line: if d.datatype()? == minicbor::data::Type::Null {
            d.null()?;
            None
        } else {
            Some(RowLine::Visit(read_line(d)?))
        },
    })
}

fn write_line(e: &mut Out<'_>, line: &VisitLine) -> Written {
    e.array(11)?;
    codec::put_text(e, line.day.map(|day| day.to_string()).as_deref())?;
    codec::put_text(e, line.time.map(|time| time.to_string()).as_deref())?;
    codec::put_text(e, line.hospital.as_ref().map(|id| id.as_str()))?;
    e.str(&line.ward)?.str(&line.place)?.str(&line.meet)?;
    codec::put_text(e, line.office.as_ref().map(|id| id.as_str()))?;
    e.array(line.pair.len() as u64)?;
    for member in &line.pair {
        e.bytes(&member.0)?;
    }
    let (state, outcome) = state_code(line.state);
    e.u8(state)?;
    codec::put_text(e, outcome.map(VisitOutcome::code))?;
    e.bool(line.disputed)?;
    Ok(())
}

fn read_line(d: &mut Decoder<'_>) -> Result<VisitLine, decode::Error> {
    codec::array(d, 11)?;
    Ok(VisitLine {
        day: codec::parsed(d)?,
        time: codec::parsed(d)?,
        hospital: codec::parsed(d)?,
        ward: d.str()?.to_owned(),
        place: d.str()?.to_owned(),
        meet: d.str()?.to_owned(),
        office: codec::parsed(d)?,
        pair: codec::list(d, |d| {
            MemberId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a member of another length"))
        })?,
        state: {
            let code = d.u8()?;
            let outcome = codec::text(d)?;
            read_state(code, outcome.as_deref().and_then(VisitOutcome::from_code))
                .ok_or_else(|| codec::wrong("an unknown state"))?
        },
        disputed: d.bool()?,
    })
}

fn state_code(state: VisitState) -> (u8, Option<VisitOutcome>) {
    match state {
        VisitState::Planned => (0, None),
        VisitState::Writing => (1, None),
        VisitState::ToAccept => (2, None),
        VisitState::Accepted(outcome) => (3, Some(outcome)),
        VisitState::ChangedAfter(outcome) => (4, Some(outcome)),
        VisitState::Ended(outcome) => (5, Some(outcome)),
    }
}

fn read_state(code: u8, outcome: Option<VisitOutcome>) -> Option<VisitState> {
    Some(match (code, outcome) {
        (0, _) => VisitState::Planned,
        (1, _) => VisitState::Writing,
        (2, _) => VisitState::ToAccept,
        (3, Some(outcome)) => VisitState::Accepted(outcome),
        (4, Some(outcome)) => VisitState::ChangedAfter(outcome),
        (5, Some(outcome)) => VisitState::Ended(outcome),
        _ => return None,
    })
}
