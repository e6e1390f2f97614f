//! Consents (R48): what the person lets go to somebody beyond the pair and its office. Without one nothing is shared.
//! Each is put once and can be withdrawn. It must never count as given where that is in doubt.

use minicbor::encode::Error as EncodeError;
use minicbor::{Decoder, Encoder};

use super::CONSENTS;
use crate::documents::chunk::Chunk;
use crate::documents::document::{Document, EditError, Writer};
use crate::documents::field::{Scalar, Stated};
use crate::domain::ConsentTo;
use crate::ids::{Actor, MemberId};
use crate::time::{Day, Instant};

/// What was let go, to whom: one value, so that a consent to one thing never stands beside another's receiver.
const GIVEN: &str = "given";
/// That it was withdrawn.
const WITHDRAWN: &str = "withdrawn";

/// What a consent is to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Who asked the person, and wrote it down.
    pub asked_by: MemberId,
    /// When it was written, by their device's clock.
    pub at: Instant,
    /// The day the person said so.
    pub day: Day,
    /// To whom.
    pub to: ConsentTo,
    /// Whom by name, where the receiver is to be told apart.
    pub whom: String,
    /// What may be told, in the words it was agreed in.
    pub what: String,
}

/// That a consent was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// Who was told, and wrote it down.
    pub by: MemberId,
    /// When it was written.
    pub at: Instant,
    /// The day the person said so.
    pub day: Day,
}

/// A consent as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The random key, 32 hexadecimal digits.
    pub key: String,
    /// The writing session that made it; the relay's receipt proves whose.
    pub actor: Actor,
    /// What it is to. Written over by somebody, it may stand twice.
    pub given: Stated<Given>,
    /// Who wrote down that it was withdrawn; both where two did.
    pub withdrawn: Stated<Withdrawn>,
}

impl Consent {
    /// What may be told now: it is settled, and nobody has withdrawn it.
    pub fn holds(&self) -> Option<&Given> {
        self.given.settled().filter(|_| self.withdrawn.is_unset())
    }
}

/// What is to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consented<'a> {
    /// The day the person said so.
    pub day: Day,
    /// To whom.
    pub to: ConsentTo,
    /// Whom by name; may be empty.
    pub whom: &'a str,
    /// What may be told.
    pub what: &'a str,
}

/// Writes a consent down. `key` is random.
///
/// # Errors
/// `Limit` when its words are longer than one value may be.
pub fn consent(
    visit: &mut Document,
    writer: &Writer,
    key: [u8; 16],
    asked_by: MemberId,
    consented: &Consented<'_>,
) -> Result<Option<Chunk>, EditError> {
    let mut bytes = Vec::new();
    let mut e = Encoder::new(&mut bytes);
    // CBOR: `[member, milliseconds, day, to, whom, what]`.
    let _infallible = (|| -> Result<(), EncodeError<core::convert::Infallible>> {
        e.array(6)?.bytes(&asked_by.0)?.i64(writer.at.ms())?.str(&consented.day.to_string())?;
        e.str(consented.to.code())?.str(consented.whom)?.str(consented.what)?;
        Ok(())
    })();
    visit.make_entry(writer, (CONSENTS, key), (GIVEN, Scalar::Bytes(bytes)))
}

/// Writes down that a consent was withdrawn, by its key.
///
/// # Errors
/// `Limit` when there is no such consent.
pub fn withdraw(
    visit: &mut Document,
    writer: &Writer,
    key: &str,
    by: MemberId,
    day: Day,
) -> Result<Option<Chunk>, EditError> {
    let mut bytes = Vec::new();
    let mut e = Encoder::new(&mut bytes);
    // CBOR: `[member, milliseconds, day]`.
    let _infallible = (|| -> Result<(), EncodeError<core::convert::Infallible>> {
        e.array(3)?.bytes(&by.0)?.i64(writer.at.ms())?.str(&day.to_string())?;
        Ok(())
    })();
    visit.put_in_entry(writer, (CONSENTS, key), (WITHDRAWN, Scalar::Bytes(bytes)))
}

/// The consents, in the order all devices share, and how many entries this version cannot read.
pub(super) fn consents(document: &Document) -> (Vec<Consent>, usize) {
    let places = document.entry_places(CONSENTS);
    let count = places.len();
    let read: Vec<Consent> = places
        .into_iter()
        .filter_map(|place| {
            let map = place.map?;
            let value = |field| document.stated_in(&map, field, None);
            let (given, withdrawn) = (value(GIVEN).filter_map(read_given), value(WITHDRAWN).filter_map(read_withdrawn));
            (!given.all().is_empty()).then_some(Consent { key: place.key, actor: place.actor, given, withdrawn })
        })
        .collect();
    let unread = count - read.len();
    (read, unread)
}

fn read_given(value: &Scalar) -> Option<Given> {
    let Scalar::Bytes(bytes) = value else {
        return None;
    };
    let mut d = Decoder::new(bytes);
    if d.array().ok()? != Some(6) {
        return None;
    }
    Some(Given {
        asked_by: MemberId::from_slice(d.bytes().ok()?)?,
        at: Instant::from_ms(d.i64().ok()?),
        day: d.str().ok()?.parse().ok()?,
        to: ConsentTo::from_code(d.str().ok()?)?,
        whom: d.str().ok()?.to_owned(),
        what: d.str().ok()?.to_owned(),
    })
}

fn read_withdrawn(value: &Scalar) -> Option<Withdrawn> {
    let Scalar::Bytes(bytes) = value else {
        return None;
    };
    let mut d = Decoder::new(bytes);
    if d.array().ok()? != Some(3) {
        return None;
    }
    Some(Withdrawn {
        by: MemberId::from_slice(d.bytes().ok()?)?,
        at: Instant::from_ms(d.i64().ok()?),
        day: d.str().ok()?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests;
