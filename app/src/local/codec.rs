//! How rows are written before they are sealed: CBOR arrays, read strictly. It must never guess at
//! a row it does not know.

use core::convert::Infallible;

use minicbor::{Decoder, Encoder, decode, encode};
use shared::ids::ChangeHash;
use shared::time::Instant;

/// Writes a row; writing into memory cannot fail.
pub type Out<'a> = Encoder<&'a mut Vec<u8>>;
/// What writing gives.
pub type Written = Result<(), encode::Error<Infallible>>;

/// The bytes that `write` makes.
pub fn written(write: impl FnOnce(&mut Out<'_>) -> Written) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _infallible = write(&mut Encoder::new(&mut bytes));
    bytes
}

/// Reads a whole row and nothing after it.
pub fn read<T>(bytes: &[u8], read: impl FnOnce(&mut Decoder<'_>) -> Result<T, decode::Error>) -> Option<T> {
    let mut d = Decoder::new(bytes);
    let value = read(&mut d).ok()?;
    (d.position() == bytes.len()).then_some(value)
}

/// An error for a value that is not what the place takes.
pub fn wrong(what: &'static str) -> decode::Error {
    decode::Error::message(what)
}

/// Opens an array of exactly this length.
pub fn array(d: &mut Decoder<'_>, length: u64) -> Result<(), decode::Error> {
    match d.array()? {
        Some(found) if found == length => Ok(()),
        _ => Err(wrong("an array of another length")),
    }
}

/// Writes a text or nothing.
pub fn put_text(e: &mut Out<'_>, text: Option<&str>) -> Written {
    match text {
        Some(text) => e.str(text)?,
        None => e.null()?,
    };
    Ok(())
}

/// Reads a text or nothing.
pub fn text(d: &mut Decoder<'_>) -> Result<Option<String>, decode::Error> {
    if d.datatype()? == minicbor::data::Type::Null {
        d.null()?;
        return Ok(None);
    }
    Ok(Some(d.str()?.to_owned()))
}

/// Reads something that is written as a text, or nothing.
pub fn parsed<T: core::str::FromStr>(d: &mut Decoder<'_>) -> Result<Option<T>, decode::Error> {
    text(d)?.map(|text| text.parse().map_err(|_| wrong("a text of another kind"))).transpose()
}

/// Writes a moment or nothing.
pub fn put_instant(e: &mut Out<'_>, at: Option<Instant>) -> Written {
    match at {
        Some(at) => e.i64(at.ms())?,
        None => e.null()?,
    };
    Ok(())
}

/// Reads a moment or nothing.
pub fn instant(d: &mut Decoder<'_>) -> Result<Option<Instant>, decode::Error> {
    if d.datatype()? == minicbor::data::Type::Null {
        d.null()?;
        return Ok(None);
    }
    Ok(Some(Instant::from_ms(d.i64()?)))
}

/// Writes hashes.
pub fn put_hashes(e: &mut Out<'_>, hashes: &[ChangeHash]) -> Written {
    e.array(hashes.len() as u64)?;
    for hash in hashes {
        e.bytes(&hash.0)?;
    }
    Ok(())
}

/// Reads a list.
pub fn list<T>(
    d: &mut Decoder<'_>,
    mut item: impl FnMut(&mut Decoder<'_>) -> Result<T, decode::Error>,
) -> Result<Vec<T>, decode::Error> {
    let count = d.array()?.ok_or_else(|| wrong("a list without a length"))?;
    (0..count).map(|_| item(d)).collect()
}

/// Reads hashes.
pub fn hashes(d: &mut Decoder<'_>) -> Result<Vec<ChangeHash>, decode::Error> {
    list(d, |d| ChangeHash::from_slice(d.bytes()?).ok_or_else(|| wrong("a hash of another length")))
}
