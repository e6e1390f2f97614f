//! The line of a request in a row.

use minicbor::{Decoder, decode};
use shared::domain::{RequestChannel, RequestState};
use shared::ids::DocumentId;

use crate::local::codec::{self, Out, Written};
use crate::store::projection::RequestLine;

pub fn write(e: &mut Out<'_>, line: &RequestLine) -> Written {
    e.array(13)?;
    codec::put_text(e, line.received.map(|day| day.to_string()).as_deref())?;
    codec::put_text(e, line.channel.map(RequestChannel::code))?;
    e.str(&line.name)?.str(&line.kana)?;
    codec::put_text(e, line.hospital.as_ref().map(|id| id.as_str()))?;
    e.str(&line.ward)?;
    codec::put_text(e, line.office.as_ref().map(|id| id.as_str()))?;
    e.str(line.state.code())?;
    codec::put_instant(e, line.since)?;
    codec::put_text(e, line.ask_again.map(|day| day.to_string()).as_deref())?;
    e.array(line.visits.len() as u64)?;
    for visit in &line.visits {
        e.bytes(&visit.0)?;
    }
    codec::put_text(e, line.consult.map(|id| id.to_string()).as_deref())?;
    e.bool(line.disputed)?;
    Ok(())
}

pub fn read(d: &mut Decoder<'_>) -> Result<RequestLine, decode::Error> {
    codec::array(d, 13)?;
    Ok(RequestLine {
        received: codec::parsed(d)?,
        channel: codec::text(d)?.as_deref().and_then(RequestChannel::from_code),
        name: d.str()?.to_owned(),
        kana: d.str()?.to_owned(),
        hospital: codec::parsed(d)?,
        ward: d.str()?.to_owned(),
        office: codec::parsed(d)?,
        state: RequestState::from_code(d.str()?).ok_or_else(|| codec::wrong("an unknown state"))?,
        since: codec::instant(d)?,
        ask_again: codec::parsed(d)?,
        visits: codec::list(d, |d| DocumentId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("an id")))?,
        consult: codec::parsed(d)?,
        disputed: d.bool()?,
    })
}
