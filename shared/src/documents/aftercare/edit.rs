//! What visitor and supporter can do to an aftercare. Each function makes one change; none decides who may.

use std::collections::BTreeSet;

use minicbor::Encoder;
use minicbor::encode::Error as EncodeError;

use super::{CALLS, CareSection, DAY, ENOUGH, Moment, OWN, WISH};
use crate::documents::chunk::Chunk;
use crate::documents::document::{Document, EditError, OpenError, Writer};
use crate::documents::field::Scalar;
use crate::documents::root::Root;
use crate::documents::text::Splice;
use crate::domain::{CallState, CareWish, Face, Feeling};
use crate::ids::{DocumentId, MemberId, PrefectureId};
use crate::time::Day;

/// A new aftercare, for a visitor after a visit, by a supporter or for the visitor alone. `nonce` is random.
///
/// # Errors
/// When somebody is named as their own supporter.
pub fn create(
    prefecture: PrefectureId,
    (visitor, visit, supporter): (MemberId, DocumentId, Option<MemberId>),
    nonce: [u8; 16],
) -> Result<Document, OpenError> {
    let root = Root::aftercare(prefecture, (visitor, visit, supporter), nonce);
    // A root that nobody could read again is none.
    Document::create(Root::parse(&root.canonical())?)
}

/// A self-check as it is written down: any part may be passed over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// The face, if one was pointed at.
    pub face: Option<Face>,
    /// The words, if any.
    pub feelings: BTreeSet<Feeling>,
}

/// Writes a self-check; `None` takes it back. Guarded: the visitor. It is one value, so that a face never stands
/// beside the words of another moment.
pub fn put_check(
    aftercare: &mut Document,
    writer: &Writer,
    moment: Moment,
    checked: Option<&Checked>,
) -> Result<Option<Chunk>, EditError> {
    let value = checked.map(|checked| Scalar::Bytes(encode_check(checked, writer.at.ms())));
    own(aftercare, writer, moment.key(), value)
}

/// CBOR: `[milliseconds, face or null, [feeling, …]]`.
fn encode_check(checked: &Checked, at_ms: i64) -> Vec<u8> {
    let mut out = Vec::new();
    let mut e = Encoder::new(&mut out);
    let _infallible = (|| -> Result<(), EncodeError<core::convert::Infallible>> {
        e.array(3)?.i64(at_ms)?;
        match checked.face {
            None => e.null()?,
            Some(face) => e.str(face.code())?,
        };
        e.array(checked.feelings.len() as u64)?;
        for feeling in &checked.feelings {
            e.str(feeling.code())?;
        }
        Ok(())
    })();
    out
}

/// States the day of the visit, from which the days of the call are counted. Guarded: the visitor.
pub fn put_day(aftercare: &mut Document, writer: &Writer, day: Day) -> Result<Option<Chunk>, EditError> {
    own(aftercare, writer, DAY, Some(Scalar::Text(day.to_string())))
}

/// States a wish; `None` takes it back. Guarded: the visitor.
pub fn put_wish(aftercare: &mut Document, writer: &Writer, wish: Option<CareWish>) -> Result<Option<Chunk>, EditError> {
    own(aftercare, writer, WISH, wish.map(|wish| Scalar::Text(wish.code().to_owned())))
}

/// Says that the visitor wants no call, or no more. Guarded: the visitor.
pub fn put_enough(aftercare: &mut Document, writer: &Writer, enough: bool) -> Result<Option<Chunk>, EditError> {
    own(aftercare, writer, ENOUGH, Some(Scalar::Flag(enough)))
}

fn own(
    aftercare: &mut Document,
    writer: &Writer,
    key: &str,
    value: Option<Scalar>,
) -> Result<Option<Chunk>, EditError> {
    aftercare.set_all(writer, OWN, vec![(key.to_owned(), value)])
}

/// Writes into a section.
pub fn splice(
    aftercare: &mut Document,
    writer: &Writer,
    section: CareSection,
    splice: &Splice,
) -> Result<Option<Chunk>, EditError> {
    aftercare.splice(writer, section.key(), splice)
}

/// A call as it is noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted<'a> {
    /// What became of it.
    pub state: CallState,
    /// The day it was, or is agreed for.
    pub day: Day,
    /// A word about it; may be empty.
    pub text: &'a str,
}

/// Notes a call. Guarded: the supporter. `key` is random.
///
/// # Errors
/// `Limit` when the words are longer than one value may be.
pub fn note_call(
    aftercare: &mut Document,
    writer: &Writer,
    key: [u8; 16],
    by: MemberId,
    noted: &Noted<'_>,
) -> Result<Option<Chunk>, EditError> {
    let mut bytes = Vec::new();
    let mut e = Encoder::new(&mut bytes);
    // CBOR: `[member, milliseconds, state, day, text]`.
    let _infallible = (|| -> Result<(), EncodeError<core::convert::Infallible>> {
        e.array(5)?.bytes(&by.0)?.i64(writer.at.ms())?.str(noted.state.code())?;
        e.str(&noted.day.to_string())?.str(noted.text)?;
        Ok(())
    })();
    aftercare.append(writer, CALLS, key, bytes)
}
