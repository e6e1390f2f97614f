//! One document of a story while it is written: each change with the member who made it, under a writing session of
//! theirs. Ids, sessions and keys follow from the story alone, so that a story told again is the same. It must never
//! be a way to write in a document that members use.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use shared::documents::{Chunk, Document, EditError, OpenError, Splice, Writer};
use shared::ids::{Actor, MemberId};
use shared::time::Instant;

/// Sixteen bytes that follow from what they are for.
pub(super) fn bytes_of(parts: &[&str]) -> [u8; 16] {
    let mut digest = Sha256::new();
    digest.update("otozure story 1");
    for part in parts {
        // A length before each, so that no two lists are told the same.
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    let mut bytes = [0; 16];
    for (byte, made) in bytes.iter_mut().zip(digest.finalize()) {
        *byte = made;
    }
    bytes
}

/// What one member writes before the next does.
pub(super) type Turn = (MemberId, Vec<Vec<u8>>);

/// Changes of one turn: a push of them stays far below what the relay takes at once.
const TURN_CHANGES_MAX: usize = 500;

/// A document being written.
pub(super) struct Script {
    /// What it is, for messages and keys.
    pub label: String,
    /// As it stands.
    pub document: Document,
    computed: Vec<Chunk>,
    written: Vec<(MemberId, Chunk)>,
    lengths: BTreeMap<String, usize>,
    keys: u32,
}

impl Script {
    /// A new document.
    pub fn new(label: String, document: Result<Document, OpenError>) -> Result<Self, OpenError> {
        let document = document?;
        let computed = document.changes_since(&[]);
        Ok(Self { label, document, computed, written: Vec::new(), lengths: BTreeMap::new(), keys: 0 })
    }

    /// One edit by a member. What changes nothing leaves no change.
    pub fn edit(
        &mut self,
        by: MemberId,
        at: Instant,
        edit: impl FnOnce(&mut Document, &Writer) -> Result<Option<Chunk>, EditError>,
    ) -> Result<(), EditError> {
        let actor = Actor(bytes_of(&[&self.label, "session", &by.to_string()]));
        let chunk = edit(&mut self.document, &Writer { actor, at })?;
        self.written.extend(chunk.map(|chunk| (by, chunk)));
        Ok(())
    }

    /// Writes at the end of a text.
    pub fn write(
        &mut self,
        by: MemberId,
        at: Instant,
        (text, words): (&str, &str),
        splice: impl FnOnce(&mut Document, &Writer, &Splice) -> Result<Option<Chunk>, EditError>,
    ) -> Result<(), EditError> {
        let length = self.lengths.entry(text.to_owned()).or_default();
        let inserted = if *length == 0 { words.to_owned() } else { format!("\n{words}") };
        let one = Splice { at_utf16: *length, deleted_utf16: 0, inserted };
        *length += one.inserted.encode_utf16().count();
        self.edit(by, at, |document, writer| splice(document, writer, &one))
    }

    /// A key for an entry of a log.
    pub fn key(&mut self) -> [u8; 16] {
        self.keys += 1;
        bytes_of(&[&self.label, "entry", &self.keys.to_string()])
    }

    /// Its changes in order, cut where the author changes or a push is full: genesis goes with the first.
    pub fn turns(self) -> Vec<Turn> {
        let mut turns: Vec<Turn> = Vec::new();
        let mut computed = self.computed;
        for (by, chunk) in self.written {
            let bytes = chunk.into_bytes();
            match turns.last_mut() {
                Some((last, changes)) if *last == by && changes.len() < TURN_CHANGES_MAX => changes.push(bytes),
                _ => {
                    let mut changes: Vec<Vec<u8>> = computed.drain(..).map(Chunk::into_bytes).collect();
                    changes.push(bytes);
                    turns.push((by, changes));
                }
            }
        }
        turns
    }
}
