//! What can be done to a visitor's document. Each function makes one change; none decides who may.

use minicbor::Encoder;
use minicbor::encode::Error as EncodeError;

use super::{DAYS, OWN, PAUSE, REGISTER, RegisterField, TRAINING, WEEK, WISHES, weekday_code};
use crate::documents::chunk::Chunk;
use crate::documents::document::{Document, EditError, OpenError, Writer};
use crate::documents::field::{Fields, Scalar};
use crate::documents::root::Root;
use crate::documents::text::Splice;
use crate::domain::{HalfDay, Period, TrainingKind};
use crate::ids::{MemberId, PrefectureId};
use crate::time::{ClockTime, Day, Weekday};

/// The document of a visitor, with nothing in it.
pub fn create(prefecture: PrefectureId, visitor: MemberId) -> Result<Document, OpenError> {
    Document::create(Root::visitor(prefecture, visitor))
}

/// Something said about when the visitor can come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AvailabilityEdit {
    /// Of one half of a weekday.
    Week(Weekday, HalfDay, bool),
    /// Of one half of a day; none takes it back, and the week holds again.
    Day(Day, HalfDay, Option<bool>),
}

/// Says when the visitor can come, in one change. Choosing one of two answers is the same edit.
pub fn put_availability(
    visitor: &mut Document,
    writer: &Writer,
    edits: &[AvailabilityEdit],
) -> Result<Option<Chunk>, EditError> {
    let (mut week, mut days): (Fields, Fields) = (Vec::new(), Vec::new());
    for edit in edits {
        match *edit {
            AvailabilityEdit::Week(day, half, can) => {
                week.push((format!("{}/{}", weekday_code(day), half.code()), Some(Scalar::Flag(can))));
            }
            AvailabilityEdit::Day(day, half, can) => {
                days.push((format!("{day}/{}", half.code()), can.map(Scalar::Flag)));
            }
        }
    }
    visitor.set_many(writer, vec![(WEEK, week), (DAYS, days)])
}

/// States a pause, without a reason; `None` ends it.
pub fn put_pause(visitor: &mut Document, writer: &Writer, pause: Option<Period>) -> Result<Option<Chunk>, EditError> {
    // One value, so that the beginning of one pause never stands beside the end of another.
    let value = pause.map(|pause| Scalar::Text(pause.to_string()));
    visitor.set_all(writer, OWN, vec![(PAUSE.to_owned(), value)])
}

/// Writes into the wishes.
pub fn splice_wishes(visitor: &mut Document, writer: &Writer, splice: &Splice) -> Result<Option<Chunk>, EditError> {
    visitor.splice(writer, WISHES, splice)
}

/// Sets fields of the register. Guarded: the prefecture.
pub fn put_register(
    visitor: &mut Document,
    writer: &Writer,
    fields: Vec<(RegisterField, Option<String>)>,
) -> Result<Option<Chunk>, EditError> {
    let values = fields.into_iter().map(|(field, value)| (field.key().to_owned(), value.map(Scalar::Text))).collect();
    visitor.set_all(writer, REGISTER, values)
}

/// A training as it is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<'a> {
    /// The key of the entry that this takes the place of, where it does.
    pub instead_of: Option<&'a str>,
    /// What it is.
    pub kind: TrainingKind,
    /// Its day; none where the entry before is called off.
    pub day: Option<Day>,
    /// When it begins, if that is known.
    pub time: Option<ClockTime>,
    /// Where; may be empty.
    pub place: &'a str,
}

/// Adds a training. Guarded: the prefecture. `key` is random.
///
/// # Errors
/// `Limit` when the place is longer than one value may be.
pub fn add_training(
    visitor: &mut Document,
    writer: &Writer,
    key: [u8; 16],
    by: MemberId,
    told: &Told<'_>,
) -> Result<Option<Chunk>, EditError> {
    let mut bytes = Vec::new();
    let mut e = Encoder::new(&mut bytes);
    // CBOR: `[member, milliseconds, key or null, kind, day or null, time or null, place]`.
    let _infallible = (|| -> Result<(), EncodeError<core::convert::Infallible>> {
        e.array(7)?.bytes(&by.0)?.i64(writer.at.ms())?;
        nullable(&mut e, told.instead_of)?;
        e.str(told.kind.code())?;
        nullable(&mut e, told.day.map(|day| day.to_string()).as_deref())?;
        nullable(&mut e, told.time.map(|time| time.to_string()).as_deref())?;
        e.str(told.place)?;
        Ok(())
    })();
    visitor.append(writer, TRAINING, key, bytes)
}

fn nullable(e: &mut Encoder<&mut Vec<u8>>, text: Option<&str>) -> Result<(), EncodeError<core::convert::Infallible>> {
    match text {
        None => e.null()?,
        Some(text) => e.str(text)?,
    };
    Ok(())
}
