//! What the relay may send to whom at this moment, by what stands in the documents. It must never ask the
//! parts under test.

use std::collections::BTreeSet;

use server::storage::Principal;
use shared::access;
use shared::documents::{self, Chunk};
use shared::ids::DocumentId;
use shared::protocol::{Entry, Figures, FromRelay, Present, Quarantined, decode_from_relay};

use crate::network::LineId;
use crate::world::{Checked, World};

impl World {
    /// Nobody is sent a byte of a document that they may not read at this moment.
    pub(super) fn may_hear(&mut self, id: LineId, frame: &[u8]) -> Checked {
        let Some(line) = self.network.lines.get(&id) else {
            return Ok(());
        };
        let index = line.device;
        let message = decode_from_relay(frame).map_err(|e| format!("a frame of the relay: {e}"))?;
        let entries: Vec<Entry> = match message {
            FromRelay::Feed { entries, .. } => entries,
            FromRelay::Changes { entry, .. } => vec![entry],
            FromRelay::Presence { document, present, .. } => return self.may_be_told_of(index, document, &present),
            FromRelay::Refused { document, kept, .. } => return self.may_read_refused(index, document, &kept),
            FromRelay::Figures { sources, .. } => return self.may_be_told(index, &sources),
            _ => return Ok(()),
        };
        for entry in entries.iter().filter(|entry| !entry.changes.is_empty()) {
            let Some(device) = self.devices.get_mut(index) else {
                continue;
            };
            device.received.insert(entry.document);
            let member = device.who.member;
            if !self.may_read(member, entry.document)? {
                return Err(format!("device {index} is sent {}, not its to read", entry.document));
            }
        }
        Ok(())
    }

    /// Nobody is told a line of a source that their role does not give them at this moment.
    pub(super) fn may_be_told(&mut self, index: usize, sources: &[Figures]) -> Checked {
        let Some(device) = self.devices.get_mut(index) else {
            return Ok(());
        };
        device.told.extend(sources.iter().map(|one| one.source.clone()));
        let member = device.who.member;
        let may: BTreeSet<String> = self
            .store
            .look(|state| state.sources_of(state.members.get(&member)).map(|figures| figures.source.clone()).collect());
        match sources.iter().find(|one| !may.contains(&one.source)) {
            None => Ok(()),
            Some(one) => Err(format!("device {index} is told of {}, not its to count", one.source)),
        }
    }

    /// Whether a member may read a document, by what stands in it.
    pub fn may_read(&mut self, member: shared::ids::MemberId, id: DocumentId) -> Checked<bool> {
        self.follow(id)?;
        let Some(document) = self.mirror.get(&id) else {
            return Ok(false);
        };
        let row = self.store.look(|s| s.members.get(&member).map(|member| member.row.clone()));
        Ok(row.is_some_and(|row| {
            row.active && access::rights(document.kind(), &row.who(), &documents::ties(document)).read
        }))
    }

    /// Brings the mirror of a document up to what the store has.
    pub fn follow(&mut self, id: DocumentId) -> Checked {
        let chunks: Vec<Chunk> = self.store.look(|state| {
            let doc = state.documents.get(&id);
            let have = self.mirror.get(&id);
            let changes = doc.iter().flat_map(|doc| &doc.changes);
            changes
                .filter(|change| have.is_none_or(|have| !have.has(change.hash)))
                .filter_map(|change| Chunk::parse(&change.bytes).ok())
                .collect()
        });
        if chunks.is_empty() {
            return Ok(());
        }
        let followed = match self.mirror.get_mut(&id) {
            Some(document) => document.apply(&chunks),
            None => {
                let bytes: Vec<&[u8]> = chunks.iter().map(Chunk::bytes).collect();
                documents::Document::open(&bytes).map(|document| {
                    self.mirror.insert(id, document);
                })
            }
        };
        followed.map_err(|e| format!("what the relay stores of {id} cannot be opened: {e}"))
    }

    /// Nobody is told who is in a document that they may not read, and whoever is named is stamped right.
    fn may_be_told_of(&mut self, index: usize, document: DocumentId, present: &[Present]) -> Checked {
        let Some(who) = self.devices.get(index).map(|device| device.who) else {
            return Ok(());
        };
        if !self.may_read(who.member, document)? {
            return Err(format!("device {index} is told who is in {document}, not its to read"));
        }
        for one in present {
            let named = Principal { member: one.member, device: one.device };
            if named == who || self.devices.iter().all(|device| device.who != named) {
                return Err(format!("device {index} is told that {named:?} is in {document}"));
            }
        }
        Ok(())
    }

    /// Nobody reads refused words but their author and the coordinators of the office.
    fn may_read_refused(&mut self, index: usize, document: DocumentId, kept: &[Quarantined]) -> Checked {
        let Some(member) = self.devices.get(index).map(|device| device.who.member) else {
            return Ok(());
        };
        self.follow(document)?;
        let row = self.store.look(|s| s.members.get(&member).map(|member| member.row.who()));
        let all =
            self.mirror.get(&document).zip(row).is_some_and(|(document, who)| {
                access::reads_quarantine(document.kind(), &who, &documents::ties(document))
            });
        match kept.iter().find(|one| !all && one.member != member) {
            None => Ok(()),
            Some(one) => Err(format!("device {index} reads {} of {}, refused in {document}", one.hash, one.member)),
        }
    }
}
