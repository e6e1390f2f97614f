//! The line of an aftercare in a row.

use minicbor::{Decoder, decode};
use shared::ids::{DocumentId, MemberId};

use crate::local::codec::{self, Out, Written};
use crate::store::projection::CareLine;

pub fn write(e: &mut Out<'_>, line: &CareLine) -> Written {
    e.array(6)?.bytes(&line.visitor.0)?.bytes(&line.visit.0)?;
    codec::put_text(e, line.supporter.map(|member| member.to_string()).as_deref())?;
    codec::put_text(e, line.day.map(|day| day.to_string()).as_deref())?;
    codec::put_text(e, line.planned.map(|day| day.to_string()).as_deref())?;
    e.bool(line.done)?;
    Ok(())
}

pub fn read(d: &mut Decoder<'_>) -> Result<CareLine, decode::Error> {
    codec::array(d, 6)?;
    Ok(CareLine {
        visitor: MemberId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a member"))?,
        visit: DocumentId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("an id"))?,
        supporter: codec::parsed(d)?,
        day: codec::parsed(d)?,
        planned: codec::parsed(d)?,
        done: d.bool()?,
    })
}
