//! What the relay keeps of words that it refused for lack of right alone, on the wire. It must never
//! carry a change that is larger than any other.

use super::code::Refusal;
use super::decode::{Read, chunk, device, hash, instant, list, member, need};
use super::encode::{Done, Out};
use super::limits;
use super::value::Value;
use crate::ids::{ChangeHash, DeviceId, MemberId};
use crate::time::Instant;

/// A change in the relay's quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// The change.
    pub hash: ChangeHash,
    /// Who brought it, and so wrote it.
    pub member: MemberId,
    /// On which device.
    pub device: DeviceId,
    /// Why it was refused.
    pub refusal: Refusal,
    /// When, by the relay's clock.
    pub at: Instant,
    /// The change's chunk, to be read upon a copy of the document.
    pub chunk: Vec<u8>,
}

pub(super) fn write(e: &mut Out<'_>, kept: &[Quarantined]) -> Done {
    e.str("kept")?.array(kept.len() as u64)?;
    for one in kept {
        e.map(6)?.str("hash")?.bytes(&one.hash.0)?;
        e.str("member")?.bytes(&one.member.0)?;
        e.str("device")?.bytes(&one.device.0)?;
        e.str("code")?.str(one.refusal.code())?;
        e.str("at")?.i64(one.at.ms())?;
        e.str("change")?.bytes(&one.chunk)?;
    }
    Ok(())
}

pub(super) fn read(value: &Value<'_>) -> Read<Vec<Quarantined>> {
    list(value.get("kept"), limits::FEED_PAGE_CHANGES_MAX, |value| {
        Ok(Quarantined {
            hash: hash(value.get("hash"))?,
            member: member(value.get("member"))?,
            device: device(value.get("device"))?,
            refusal: need(value.get("code").text().and_then(Refusal::from_code), "code")?,
            at: instant(value.get("at"))?,
            chunk: chunk(value.get("change"))?,
        })
    })
}
