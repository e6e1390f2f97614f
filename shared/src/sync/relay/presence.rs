//! Which documents a connection has open, and how often it may say where its person is. It must never
//! hold up anything else of the connection, nor pass on what its document's readers may not know: the
//! host looks at the right to read for each message.

use std::collections::BTreeMap;

use super::{RelayEffect, RelaySession, send};
use crate::ids::{DeviceId, DocumentId};
use crate::protocol::{CloseCode, FromRelay, Place, Present, limits};
use crate::time::Instant;

/// What a connection has open.
#[derive(Debug)]
pub(super) struct Open {
    documents: BTreeMap<DocumentId, Said>,
    room: usize,
    room_at: Instant,
}

#[derive(Debug, Clone, Copy)]
struct Said {
    at: Instant,
    /// Nothing was said for so long that others were told of a leaving.
    silent: bool,
}

impl Open {
    pub(super) fn new(now: Instant) -> Self {
        Self { documents: BTreeMap::new(), room: limits::PRESENCE_BURST_MAX, room_at: now }
    }

    /// Takes room for one message, if there is any.
    fn takes(&mut self, now: Instant) -> bool {
        let more = (now.ms() - self.room_at.ms()).max(0) / limits::PRESENCE_MS;
        self.room_at = self.room_at.plus_ms(more * limits::PRESENCE_MS);
        let more = usize::try_from(more).unwrap_or(usize::MAX);
        self.room = self.room.saturating_add(more).min(limits::PRESENCE_BURST_MAX);
        let takes = self.room > 0;
        self.room = self.room.saturating_sub(1);
        takes
    }
}

impl RelaySession {
    pub(super) fn open(&mut self, now: Instant, document: DocumentId, out: &mut Vec<RelayEffect>) {
        let open = &mut self.open;
        let fits = open.documents.len() < limits::OPEN_DOCUMENTS_MAX || open.documents.contains_key(&document);
        if !open.takes(now) || !fits {
            self.close(CloseCode::Limit, out);
            return;
        }
        open.documents.insert(document, Said { at: now, silent: false });
        out.push(RelayEffect::Open(document));
    }

    pub(super) fn close_document(&mut self, now: Instant, document: DocumentId, out: &mut Vec<RelayEffect>) {
        if !self.open.takes(now) {
            self.close(CloseCode::Limit, out);
        } else if self.open.documents.remove(&document).is_some() {
            out.push(RelayEffect::Leave(document));
        }
    }

    /// Where the person is. What comes too often is dropped: the next says where they are then.
    pub(super) fn placed(
        &mut self,
        now: Instant,
        document: DocumentId,
        place: Option<Place>,
        out: &mut Vec<RelayEffect>,
    ) {
        if !self.open.takes(now) {
            return;
        }
        if let Some(said) = self.open.documents.get_mut(&document) {
            *said = Said { at: now, silent: false };
            out.push(RelayEffect::Tell { document, place });
        }
    }

    /// The right to read a document has ended: others are told that this one left.
    pub(super) fn leaves(&mut self, document: DocumentId, out: &mut Vec<RelayEffect>) {
        if self.open.documents.contains_key(&document) {
            out.push(RelayEffect::Leave(document));
        }
    }

    pub(super) fn tick_presence(&mut self, now: Instant, out: &mut Vec<RelayEffect>) {
        for (document, said) in &mut self.open.documents {
            if !said.silent && now.ms() - said.at.ms() >= limits::PRESENCE_SILENCE_MS_MAX {
                said.silent = true;
                out.push(RelayEffect::Leave(*document));
            }
        }
    }

    /// Others came, moved or left.
    pub(super) fn others(
        &mut self,
        document: DocumentId,
        present: &[Present],
        left: &[DeviceId],
        out: &mut Vec<RelayEffect>,
    ) {
        if !self.open.documents.contains_key(&document) {
            return;
        }
        let mut tell = |present: &[Present], left: &[DeviceId]| {
            out.push(send(&FromRelay::Presence { document, present: present.to_vec(), left: left.to_vec() }));
        };
        // Leavings first: who came since takes their room.
        for part in left.chunks(limits::PRESENT_MAX) {
            tell(&[], part);
        }
        for part in present.chunks(limits::PRESENT_MAX) {
            tell(part, &[]);
        }
    }
}
