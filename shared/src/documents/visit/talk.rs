//! What is said about a note beside it: questions back to the pair with their answers, and refused
//! words handed over by quotation. Each is put once and never changed. It must never count, nor
//! become part of the note: nobody's words are put in another's mouth.

use minicbor::encode::Error as EncodeError;
use minicbor::{Decoder, Encoder};

use super::{QUESTIONS, QUOTES, Section};
use crate::documents::chunk::Chunk;
use crate::documents::document::{Document, EditError, Writer};
use crate::documents::log::Entry;
use crate::ids::{Actor, ChangeHash, MemberId, from_hex, hex};
use crate::time::Instant;

/// Words that somebody said, with author and time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    /// The random key, 32 hexadecimal digits.
    pub key: String,
    /// By whom, as they said; the relay's receipt for `actor` proves it.
    pub by: MemberId,
    /// The writing session.
    pub actor: Actor,
    /// When, by their device's clock.
    pub at: Instant,
    /// The change that brought it.
    pub change: Option<ChangeHash>,
    /// The words.
    pub text: String,
}

/// A question back to the pair, and what was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteQuestion {
    /// The question.
    pub asked: Saying,
    /// Its answers, in the order all devices share.
    pub answers: Vec<Saying>,
}

/// Words that the relay refused, handed over by a coordinator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The words, by whom they were quoted and when.
    pub quoted: Saying,
    /// Who wrote them.
    pub author: MemberId,
    /// When they were written, by the author's clock.
    pub written_at: Instant,
    /// The section they were written in, if one.
    pub section: Option<Section>,
}

/// Asks the pair about the note. `key` is random.
pub fn ask(
    visit: &mut Document,
    writer: &Writer,
    key: [u8; 16],
    by: MemberId,
    text: &str,
) -> Result<Option<Chunk>, EditError> {
    visit.append(writer, QUESTIONS, key, said(by, writer.at, None, text))
}

/// Answers a question, by its key. `key` is random.
///
/// # Errors
/// `Limit` when `question` is no key.
pub fn answer(
    visit: &mut Document,
    writer: &Writer,
    key: [u8; 16],
    by: MemberId,
    question: &str,
    text: &str,
) -> Result<Option<Chunk>, EditError> {
    let question: [u8; 16] = from_hex(question).ok_or(EditError::Limit)?;
    visit.append(writer, QUESTIONS, key, said(by, writer.at, Some(question), text))
}

/// What is to be quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted<'a> {
    /// Who wrote it.
    pub author: MemberId,
    /// When.
    pub written_at: Instant,
    /// In which section, if in one.
    pub section: Option<Section>,
    /// The words.
    pub text: &'a str,
}

/// Hands refused words over. Guarded: coordinators. `key` is random.
///
/// # Errors
/// `Limit` when the words are longer than one value may be: quote them in parts.
pub fn quote(
    visit: &mut Document,
    writer: &Writer,
    key: [u8; 16],
    by: MemberId,
    quoted: &Quoted<'_>,
) -> Result<Option<Chunk>, EditError> {
    let mut bytes = Vec::new();
    let mut e = Encoder::new(&mut bytes);
    let _infallible = (|| -> Result<(), EncodeError<core::convert::Infallible>> {
        e.array(6)?.bytes(&by.0)?.i64(writer.at.ms())?.bytes(&quoted.author.0)?.i64(quoted.written_at.ms())?;
        match quoted.section {
            None => e.null()?,
            Some(section) => e.str(section.key())?,
        };
        e.str(quoted.text)?;
        Ok(())
    })();
    visit.append(writer, QUOTES, key, bytes)
}

/// CBOR: `[member, milliseconds, key of the question or null, text]`.
fn said(by: MemberId, at: Instant, question: Option<[u8; 16]>, text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut e = Encoder::new(&mut bytes);
    let _infallible = (|| -> Result<(), EncodeError<core::convert::Infallible>> {
        e.array(4)?.bytes(&by.0)?.i64(at.ms())?;
        match question {
            None => e.null()?,
            Some(key) => e.bytes(&key)?,
        };
        e.str(text)?;
        Ok(())
    })();
    bytes
}

fn saying(entry: &Entry, by: MemberId, at: Instant, text: &str) -> Saying {
    Saying { key: entry.key.clone(), by, actor: entry.actor, at, change: entry.change, text: text.to_owned() }
}

fn read_saying(entry: &Entry) -> Option<(Saying, Option<String>)> {
    let mut d = Decoder::new(entry.bytes.as_deref()?);
    if d.array().ok()?? < 4 {
        return None;
    }
    let by = MemberId::from_slice(d.bytes().ok()?)?;
    let at = Instant::from_ms(d.i64().ok()?);
    let question = match d.datatype().ok()? {
        minicbor::data::Type::Null => d.null().ok().map(|()| None)?,
        _ => Some(hex(<&[u8; 16]>::try_from(d.bytes().ok()?).ok()?)),
    };
    Some((saying(entry, by, at, d.str().ok()?), question))
}

/// The questions with their answers. An answer to a question that is not there stands as a
/// question of its own, so that no word is lost.
pub(super) fn questions(document: &Document) -> Vec<NoteQuestion> {
    let mut found: Vec<NoteQuestion> = Vec::new();
    for (saying, question) in document.entries(QUESTIONS).iter().filter_map(read_saying) {
        let asked = question.and_then(|key| found.iter_mut().find(|known| known.asked.key == key));
        match asked {
            Some(known) => known.answers.push(saying),
            None => found.push(NoteQuestion { asked: saying, answers: Vec::new() }),
        }
    }
    found
}

/// The quotations, in the order all devices share.
pub(super) fn quotes(document: &Document) -> Vec<Quote> {
    document.entries(QUOTES).iter().filter_map(read_quote).collect()
}

/// How many of both this version cannot read.
pub(super) fn unread(document: &Document) -> usize {
    let sayings = document.entries(QUESTIONS).iter().filter(|entry| read_saying(entry).is_none()).count();
    sayings + document.entries(QUOTES).iter().filter(|entry| read_quote(entry).is_none()).count()
}

fn read_quote(entry: &Entry) -> Option<Quote> {
    let mut d = Decoder::new(entry.bytes.as_deref()?);
    if d.array().ok()?? < 6 {
        return None;
    }
    let by = MemberId::from_slice(d.bytes().ok()?)?;
    let at = Instant::from_ms(d.i64().ok()?);
    let author = MemberId::from_slice(d.bytes().ok()?)?;
    let written_at = Instant::from_ms(d.i64().ok()?);
    let section = match d.datatype().ok()? {
        minicbor::data::Type::Null => d.null().ok().map(|()| None)?,
        _ => {
            let key = d.str().ok()?;
            Section::ALL.into_iter().find(|section| section.key() == key)
        }
    };
    Some(Quote { quoted: saying(entry, by, at, d.str().ok()?), author, written_at, section })
}

#[cfg(test)]
mod tests;
