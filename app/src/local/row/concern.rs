//! The line of a concern for safety in a row.

use minicbor::{Decoder, decode};
use shared::ids::MemberId;

use crate::local::codec::{self, Out, Written};
use crate::store::projection::ConcernLine;

pub fn write(e: &mut Out<'_>, line: &ConcernLine) -> Written {
    e.array(5)?.bytes(&line.author.0)?;
    codec::put_text(e, line.day.map(|day| day.to_string()).as_deref())?;
    codec::put_text(e, line.hospital.as_ref().map(|id| id.as_str()))?;
    e.bool(line.received)?.bool(line.closed)?;
    Ok(())
}

pub fn read(d: &mut Decoder<'_>) -> Result<ConcernLine, decode::Error> {
    codec::array(d, 5)?;
    Ok(ConcernLine {
        author: MemberId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a member"))?,
        day: codec::parsed(d)?,
        hospital: codec::parsed(d)?,
        received: d.bool()?,
        closed: d.bool()?,
    })
}
