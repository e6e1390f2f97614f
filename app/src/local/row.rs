//! What is kept of a document beside its chunks, so that lists and the offering to the relay load
//! no document. It must never hold a word of a note.

use minicbor::{Decoder, decode};
use shared::documents::figures::figures;
use shared::documents::{Document, Kind};
use shared::ids::ChangeHash;
use shared::report::Line;
use shared::time::Instant;

use super::codec::{self, Out, Written};
use super::figures::{lines, put_lines};
use crate::store::projection::{self, RowLine};

mod care;
mod concern;
mod consult;
mod request;
#[cfg(test)]
mod tests;
mod visit;
mod visitor;

/// The form of a row; the first had no figures and no other lines than those of visits.
const FORM: u8 = 2;
const FIRST_FORM: u8 = 1;
/// What a line is of.
const VISIT: u8 = 0;
const REQUEST: u8 = 1;
const CONSULT: u8 = 2;
const VISITOR: u8 = 5;
const CARE: u8 = 3;
const CONCERN: u8 = 4;

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
    /// What it contributes to the tables.
    pub figures: Vec<Line>,
    /// It was read in an older form, which does not say all of this; never written.
    pub old: bool,
}

impl DocumentRow {
    /// A document of which nothing is known yet.
    pub fn new(kind: Kind, writable: bool) -> Self {
        Self {
            kind,
            writable,
            heads: Vec::new(),
            relay_at: None,
            gone: false,
            stopped: false,
            damaged: 0,
            line: None,
            figures: Vec::new(),
            old: false,
        }
    }

    /// The row with what lists and tables show of a document.
    pub fn listing(self, document: &Document) -> Self {
        Self { line: projection::row_line(document), figures: figures(document), old: false, ..self }
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
        e.array(10)?.u8(FORM)?.str(self.kind.code())?.bool(self.writable)?;
        codec::put_hashes(e, &self.heads)?;
        codec::put_instant(e, self.relay_at)?;
        e.bool(self.gone)?.bool(self.stopped)?.u32(self.damaged)?;
        match &self.line {
            None => {
                e.null()?;
            }
            Some(RowLine::Visit(line)) => {
                e.array(2)?.u8(VISIT)?;
                visit::write(e, line)?;
            }
            Some(RowLine::Request(line)) => {
                e.array(2)?.u8(REQUEST)?;
                request::write(e, line)?;
            }
            Some(RowLine::Consult(line)) => {
                e.array(2)?.u8(CONSULT)?;
                consult::write(e, line)?;
            }
            Some(RowLine::Visitor(line)) => {
                e.array(2)?.u8(VISITOR)?;
                visitor::write(e, line)?;
            }
            Some(RowLine::Care(line)) => {
                e.array(2)?.u8(CARE)?;
                care::write(e, line)?;
            }
            Some(RowLine::Concern(line)) => {
                e.array(2)?.u8(CONCERN)?;
                concern::write(e, line)?;
            }
        }
        put_lines(e, &self.figures)
    }
}

fn read(d: &mut Decoder<'_>) -> Result<DocumentRow, decode::Error> {
    let fields = d.array()?;
    let form = d.u8()?;
    if (fields, form) != (Some(10), FORM) && (fields, form) != (Some(9), FIRST_FORM) {
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
            Some(read_line(d, form)?)
        },
        figures: if form == FIRST_FORM { Vec::new() } else { lines(d)? },
        old: form == FIRST_FORM,
    })
}

fn read_line(d: &mut Decoder<'_>, form: u8) -> Result<RowLine, decode::Error> {
    if form == FIRST_FORM {
        return Ok(RowLine::Visit(visit::read(d)?));
    }
    codec::array(d, 2)?;
    match d.u8()? {
        VISIT => Ok(RowLine::Visit(visit::read(d)?)),
        REQUEST => Ok(RowLine::Request(request::read(d)?)),
        CONSULT => Ok(RowLine::Consult(consult::read(d)?)),
        VISITOR => Ok(RowLine::Visitor(visitor::read(d)?)),
        CARE => Ok(RowLine::Care(care::read(d)?)),
        CONCERN => Ok(RowLine::Concern(concern::read(d)?)),
        _ => Err(codec::wrong("a line of another kind")),
    }
}
