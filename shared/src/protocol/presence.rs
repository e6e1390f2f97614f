//! Who is in a document now and where, on the wire. It must never carry a word of the document: a place
//! is a name and numbers.

use super::decode::{FrameError, Read, device, list, member, need, short};
use super::encode::{Done, Out};
use super::limits;
use super::value::Value;
use crate::ids::{DeviceId, MemberId};

/// A place in a document: the caret, or a selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The text or field, by the name that the kind gives it.
    pub section: String,
    /// The caret, in UTF-16 units from the beginning.
    pub position: u32,
    /// The other end of the selection; none where nothing is selected.
    pub selection: Option<u32>,
}

impl Place {
    /// Whether a relay would take it.
    pub fn is_within_limits(&self) -> bool {
        let fits = |at: u32| at as usize <= limits::TEXT_UNITS_MAX;
        self.section.len() <= limits::PRESENCE_SECTION_BYTES_MAX
            && fits(self.position)
            && self.selection.is_none_or(fits)
    }
}

/// Somebody who has a document open now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// Who, as the relay knows them.
    pub member: MemberId,
    /// On which device.
    pub device: DeviceId,
    /// Where they are; none while they only look.
    pub place: Option<Place>,
}

/// How many keys a place takes in a message.
pub(super) fn fields(place: Option<&Place>) -> u64 {
    place.map_or(0, |place| 2 + u64::from(place.selection.is_some()))
}

pub(super) fn write_place(e: &mut Out<'_>, place: Option<&Place>) -> Done {
    if let Some(place) = place {
        e.str("section")?.str(&place.section)?;
        e.str("position")?.u32(place.position)?;
        if let Some(selection) = place.selection {
            e.str("selection")?.u32(selection)?;
        }
    }
    Ok(())
}

pub(super) fn write(e: &mut Out<'_>, present: &[Present], left: &[DeviceId]) -> Done {
    e.str("present")?.array(present.len() as u64)?;
    for one in present {
        e.map(2 + fields(one.place.as_ref()))?;
        e.str("member")?.bytes(&one.member.0)?;
        e.str("device")?.bytes(&one.device.0)?;
        write_place(e, one.place.as_ref())?;
    }
    e.str("left")?.array(left.len() as u64)?;
    for device in left {
        e.bytes(&device.0)?;
    }
    Ok(())
}

pub(super) fn read_place(value: &Value<'_>) -> Read<Option<Place>> {
    if value.get("section").is_null() {
        return Ok(None);
    }
    let place = Place {
        section: short(value.get("section"), "section")?,
        position: units(value.get("position"))?,
        selection: match value.get("selection") {
            Value::Null => None,
            end => Some(units(end)?),
        },
    };
    if place.is_within_limits() { Ok(Some(place)) } else { Err(FrameError::Limit) }
}

/// A number of UTF-16 units.
fn units(value: &Value<'_>) -> Read<u32> {
    let number = need(value.int().filter(|number| *number >= 0), "a place")?;
    u32::try_from(number).map_err(|_| FrameError::Limit)
}

pub(super) fn read(value: &Value<'_>) -> Read<(Vec<Present>, Vec<DeviceId>)> {
    let present = list(value.get("present"), limits::PRESENT_MAX, |value| {
        Ok(Present {
            member: member(value.get("member"))?,
            device: device(value.get("device"))?,
            place: read_place(value)?,
        })
    })?;
    Ok((present, list(value.get("left"), limits::PRESENT_MAX, device)?))
}
