//! Who has read what a visitor should know before, and in which words: so that a coordinator knows that it was read,
//! and both that it changed since. It must never say that somebody has read words they did not have before them.

use minicbor::encode::Error as EncodeError;
use minicbor::{Decoder, Encoder};

use super::{BRIEFING, BriefingField, READS};
use crate::documents::chunk::Chunk;
use crate::documents::document::{Document, EditError, Writer};
use crate::documents::field::Scalar;
use crate::documents::log::Entry;
use crate::ids::{ChangeHash, MemberId};
use crate::protocol::limits;
use crate::time::Instant;

/// That somebody had the briefing before them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefingRead {
    /// Who.
    pub by: MemberId,
    /// When, by their device's clock.
    pub at: Instant,
    /// Whether it says something else now than what they read.
    pub changed: bool,
}

/// Notes that somebody has the briefing before them as it stands. `key` is random.
///
/// # Errors
/// `Limit` where the document stands in more pieces than one mark may name; it is one again with the next edit.
pub fn note_read(
    visit: &mut Document,
    writer: &Writer,
    key: [u8; 16],
    by: MemberId,
) -> Result<Option<Chunk>, EditError> {
    let heads = visit.heads();
    if heads.len() > limits::HEADS_MAX {
        return Err(EditError::Limit);
    }
    let mut bytes = Vec::new();
    let mut e = Encoder::new(&mut bytes);
    // CBOR: `[member, milliseconds, [head, …]]`.
    let _infallible = (|| -> Result<(), EncodeError<core::convert::Infallible>> {
        e.array(3)?.bytes(&by.0)?.i64(writer.at.ms())?.array(heads.len() as u64)?;
        for head in &heads {
            e.bytes(&head.0)?;
        }
        Ok(())
    })();
    visit.append(writer, READS, key, bytes)
}

/// Each reader's last mark of what stands now, or else their last; in the order of their first marks.
pub(super) fn reads(document: &Document) -> Vec<BriefingRead> {
    let now = words(document, None);
    let mut found: Vec<BriefingRead> = Vec::new();
    for (by, at, heads) in document.entries(READS).iter().filter_map(read) {
        let mark = BriefingRead { by, at, changed: words(document, Some(&heads)) != now };
        match found.iter_mut().find(|known| known.by == by) {
            Some(known) if known.changed || !mark.changed => *known = mark,
            Some(_) => {}
            None => found.push(mark),
        }
    }
    found
}

/// How many marks this version cannot read.
pub(super) fn unread(document: &Document) -> usize {
    document.entries(READS).iter().filter(|entry| read(entry).is_none()).count()
}

/// What the briefing says: the values of each field, whoever set them.
fn words(document: &Document, at: Option<&[ChangeHash]>) -> Vec<Vec<Scalar>> {
    let values = |field: BriefingField| {
        let stated = document.stated(BRIEFING, field.key(), at);
        stated.all().iter().map(|said| said.value.clone()).collect()
    };
    BriefingField::ALL.into_iter().map(values).collect()
}

fn read(entry: &Entry) -> Option<(MemberId, Instant, Vec<ChangeHash>)> {
    let mut d = Decoder::new(entry.bytes.as_deref()?);
    if d.array().ok()?? < 3 {
        return None;
    }
    let by = MemberId::from_slice(d.bytes().ok()?)?;
    let at = Instant::from_ms(d.i64().ok()?);
    let count = usize::try_from(d.array().ok()??).ok().filter(|count| *count <= limits::HEADS_MAX)?;
    let heads = (0..count).map(|_| d.bytes().ok().and_then(ChangeHash::from_slice)).collect::<Option<Vec<_>>>()?;
    Some((by, at, heads))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::Document;
    use crate::documents::tests::{a_visit, meet, session, type_at};
    use crate::documents::visit::{Section, put_briefing};
    use crate::documents::{Touch, touches};

    const HANAKO: MemberId = MemberId([1; 8]);
    const TARO: MemberId = MemberId([2; 8]);

    fn brief(document: &mut Document, number: u8, topics: &str) {
        let topics = Some(topics.to_owned()).filter(|topics| !topics.is_empty());
        put_briefing(document, &session(number), vec![(BriefingField::Topics, topics)]).unwrap().unwrap();
    }

    fn mark(document: &mut Document, number: u8, by: MemberId) -> Chunk {
        note_read(document, &session(number), [number; 16], by).unwrap().unwrap()
    }

    fn told(document: &Document) -> Vec<(MemberId, bool)> {
        reads(document).into_iter().map(|read| (read.by, read.changed)).collect()
    }

    #[test]
    fn a_mark_is_of_the_words_that_were_there_and_says_when_they_changed() {
        let mut document = a_visit();
        brief(&mut document, 9, "猫の話");
        let made = mark(&mut document, 1, HANAKO);
        assert_eq!(touches(&document, &made), Ok(vec![Touch::Open]));
        assert_eq!(told(&document), [(HANAKO, false)]);
        type_at(&mut document, &session(2), Section::Talked, 0, "あいさつをした");
        assert_eq!(told(&document), [(HANAKO, false)], "the note is no part of it");
        brief(&mut document, 9, "猫と犬の話");
        mark(&mut document, 2, TARO);
        assert_eq!(told(&document), [(HANAKO, true), (TARO, false)]);
        mark(&mut document, 3, HANAKO);
        assert_eq!(told(&document), [(HANAKO, false), (TARO, false)]);
    }

    #[test]
    fn words_that_came_from_another_device_were_not_read() {
        let mut coordinator = a_visit();
        let mut visitor = coordinator.clone();
        brief(&mut coordinator, 9, "猫の話");
        mark(&mut visitor, 1, HANAKO);
        meet(&mut coordinator, &mut visitor);
        assert_eq!(told(&coordinator), [(HANAKO, true)]);
        assert_eq!(reads(&coordinator), reads(&visitor));
    }

    #[test]
    fn words_that_stand_again_as_they_were_read_are_read() {
        let mut document = a_visit();
        brief(&mut document, 9, "猫の話");
        mark(&mut document, 1, HANAKO);
        brief(&mut document, 9, "");
        assert_eq!(told(&document), [(HANAKO, true)]);
        brief(&mut document, 9, "猫の話");
        assert_eq!(told(&document), [(HANAKO, false)]);
    }

    #[test]
    fn a_mark_of_another_form_is_counted_and_is_no_mark() {
        let mut document = a_visit();
        document.append(&session(1), READS, [1; 16], vec![0x80]).unwrap();
        assert_eq!((reads(&document).len(), unread(&document)), (0, 1));
    }
}
