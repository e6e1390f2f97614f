//! What the prefecture can do to its handbook. Each function makes one change; none decides who may.

use minicbor::Encoder;
use minicbor::encode::Error as EncodeError;

use super::{APPROVED, ENTRIES, KIND, ORDER, TITLE};
use crate::documents::chunk::Chunk;
use crate::documents::document::{Document, EditError, OpenError, Writer};
use crate::documents::field::{Fields, Scalar};
use crate::documents::root::Root;
use crate::domain::handbook::is_handbook_id;
use crate::domain::{HandbookEntry, Level};
use crate::ids::{MemberId, PrefectureId};

/// A prefecture's handbook, empty.
pub fn create(prefecture: PrefectureId) -> Result<Document, OpenError> {
    Document::create(Root::handbook(prefecture))
}

/// Sets entries with their places, in one change. Others stay; a level that an entry does not have goes.
///
/// # Errors
/// `Limit` where an id is none, or a text is longer than one value may be.
pub fn put(
    handbook: &mut Document,
    writer: &Writer,
    entries: &[(u32, HandbookEntry)],
) -> Result<Option<Chunk>, EditError> {
    let mut fields = Fields::new();
    for (order, entry) in entries {
        if !is_handbook_id(&entry.id) {
            return Err(EditError::Limit);
        }
        let mut set = |field: &str, value: Option<String>| {
            fields.push((format!("{}/{field}", entry.id), value.map(Scalar::Text)));
        };
        set(ORDER, Some(order.to_string()));
        set(KIND, Some(entry.kind.code().to_owned()));
        set(TITLE, Some(entry.title.clone()));
        for level in Level::ALL {
            set(level.code(), entry.texts.get(level).cloned());
        }
    }
    handbook.set_all(writer, ENTRIES, fields)
}

/// Takes an entry out; approved versions keep it.
pub fn remove(handbook: &mut Document, writer: &Writer, id: &str) -> Result<Option<Chunk>, EditError> {
    let of_entry = |key: &String| key.split_once('/').is_some_and(|(entry, _)| entry == id);
    let fields = handbook.keys(ENTRIES).into_iter().filter(of_entry).map(|key| (key, None)).collect();
    handbook.set_all(writer, ENTRIES, fields)
}

/// Approves the handbook as it stands: a new version, with a word about what is new. Guarded: the prefecture. `key` is
/// random.
///
/// # Errors
/// `Limit` when the words are longer than one value may be.
pub fn approve(
    handbook: &mut Document,
    writer: &Writer,
    key: [u8; 16],
    by: MemberId,
    text: &str,
) -> Result<Option<Chunk>, EditError> {
    let heads = handbook.heads();
    let mut bytes = Vec::new();
    let mut e = Encoder::new(&mut bytes);
    // CBOR: `[member, milliseconds, [head, …], text]`.
    let _infallible = (|| -> Result<(), EncodeError<core::convert::Infallible>> {
        e.array(4)?.bytes(&by.0)?.i64(writer.at.ms())?.array(heads.len() as u64)?;
        for head in &heads {
            e.bytes(&head.0)?;
        }
        e.str(text)?;
        Ok(())
    })();
    handbook.append(writer, APPROVED, key, bytes)
}
