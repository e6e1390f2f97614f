//! The line of a visit in a row.

use minicbor::{Decoder, decode};
use shared::domain::VisitOutcome;
use shared::ids::MemberId;

use crate::local::codec::{self, Out, Written};
use crate::store::VisitState;
use crate::store::projection::VisitLine;

pub fn write(e: &mut Out<'_>, line: &VisitLine) -> Written {
    e.array(15)?;
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
    e.bool(line.disputed)?.bool(line.briefed)?;
    e.u32(line.nth.unwrap_or_default())?.array(line.away.len() as u64)?;
    for member in &line.away {
        e.bytes(&member.0)?;
    }
    e.bool(line.asked)?;
    Ok(())
}

pub fn read(d: &mut Decoder<'_>) -> Result<VisitLine, decode::Error> {
    // The first form of rows did not tell whether there is a briefing; the next not who stays away and who asked.
    let fields = d.array()?;
    if !matches!(fields, Some(11 | 12 | 15)) {
        return Err(codec::wrong("a visit of another form"));
    }
    Ok(VisitLine {
        day: codec::parsed(d)?,
        time: codec::parsed(d)?,
        hospital: codec::parsed(d)?,
        ward: d.str()?.to_owned(),
        place: d.str()?.to_owned(),
        meet: d.str()?.to_owned(),
        office: codec::parsed(d)?,
        pair: members(d)?,
        state: {
            let code = d.u8()?;
            let outcome = codec::text(d)?;
            read_state(code, outcome.as_deref().and_then(VisitOutcome::from_code))
                .ok_or_else(|| codec::wrong("an unknown state"))?
        },
        disputed: d.bool()?,
        briefed: if fields == Some(11) { true } else { d.bool()? },
        nth: if fields == Some(15) { Some(d.u32()?).filter(|nth| *nth > 0) } else { None },
        away: if fields == Some(15) { members(d)? } else { Vec::new() },
        asked: fields == Some(15) && d.bool()?,
    })
}

fn members(d: &mut Decoder<'_>) -> Result<Vec<MemberId>, decode::Error> {
    codec::list(d, |d| MemberId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a member of another length")))
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
