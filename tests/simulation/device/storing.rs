//! A device's disk at work: one operation after another, each taken into the open documents when it is
//! done. It must never tell the session before.

use std::collections::BTreeMap;

use shared::documents::{Chunk, Document};
use shared::ids::{ChangeHash, DocumentId};
use shared::protocol::Offer;
use shared::sync::{DeviceEvent, Keep, Kept};

use super::{Device, Life, Waiting};
use crate::disk::owed;
use crate::fault::Fault;
use crate::world::{Checked, Event, World};

impl World {
    /// Has the disk do something, after all that waits.
    pub fn disk(&mut self, index: usize, operation: Waiting) {
        let wait = self.random.between(0, 40);
        let Some(life) = self.devices.get_mut(index).and_then(|device| device.life.as_mut()) else {
            return;
        };
        life.disk_at = (self.now + wait).max(life.disk_at + 1);
        life.waiting.push_back(operation);
        let (at, number) = (life.disk_at, life.number);
        self.at(at, Event::DiskDone { device: index, life: number });
    }

    pub async fn disk_done(&mut self, index: usize, number: u32) -> Checked {
        let fault = self.fault;
        let Some(device) = self.devices.get_mut(index) else {
            return Ok(());
        };
        let Some(life) = device.life.as_mut().filter(|life| life.number == number) else {
            return Ok(());
        };
        let Some(operation) = life.waiting.pop_front() else {
            return Ok(());
        };
        let event = match operation {
            Waiting::Write(document, made) => {
                self.truth.durable.extend(made.iter().map(Chunk::hash));
                DeviceEvent::Owed(device.disk.write(document, made))
            }
            Waiting::Keep(number, keep)
                if fault == Some(Fault::KeepTorn) && keep.cursor.is_some() && life.torn.insert(number) =>
            {
                device.disk.cursor = keep.cursor;
                life.waiting.push_front(Waiting::Keep(number, keep));
                let number = life.number;
                self.after(400, Event::DiskDone { device: index, life: number });
                return Ok(());
            }
            Waiting::Keep(number, keep) => {
                self.truth.acknowledged.extend(keep.acknowledged.iter().copied());
                let lost = device.disk.keep(&keep);
                for document in &lost {
                    life.open.remove(document);
                    life.actors.remove(document);
                }
                take_in(life, &keep)?;
                DeviceEvent::Kept(Kept { number, cursor: keep.cursor })
            }
            Waiting::Heads => DeviceEvent::Heads(heads(device)?),
            Waiting::Changes(document, since) => missing(device, document, &since)?,
        };
        self.device_event(index, event).await?;
        self.leave_what_is_gone(index).await
    }

    /// A document that left the device leaves the screen.
    async fn leave_what_is_gone(&mut self, index: usize) -> Checked {
        let Some(device) = self.devices.get(index) else {
            return Ok(());
        };
        let shown = device.life.iter().flat_map(|life| life.shown.keys());
        let gone: Vec<DocumentId> = shown.filter(|id| !device.disk.chunks.contains_key(id)).copied().collect();
        for document in gone {
            self.leave(index, document).await?;
        }
        Ok(())
    }
}

/// What a keep brought into documents that are open.
fn take_in(life: &mut Life, keep: &Keep) -> Checked {
    let mut by_document: BTreeMap<DocumentId, Vec<Chunk>> = BTreeMap::new();
    for (document, bytes) in &keep.changes {
        let chunk = Chunk::parse(bytes).map_err(|e| format!("a change of the relay: {e}"))?;
        by_document.entry(*document).or_default().push(chunk);
    }
    for (id, chunks) in by_document {
        if let Some(document) = life.open.get_mut(&id) {
            let new: Vec<Chunk> = chunks.into_iter().filter(|chunk| !document.has(chunk.hash())).collect();
            document.apply(&new).map_err(|e| format!("{id} cannot take what came: {e}"))?;
        }
    }
    Ok(())
}

/// The heads of every document that is to stay on the disk.
fn heads(device: &Device) -> Checked<Vec<Offer>> {
    let stay = device.disk.chunks.keys().filter(|id| !device.disk.gone.contains(id));
    stay.map(|id| Ok(Offer { document: *id, heads: stored(device, *id)?.heads() })).collect()
}

/// A document from the disk alone.
pub fn stored(device: &Device, id: DocumentId) -> Checked<Document> {
    let chunks: Vec<&[u8]> = device.disk.of(id).map(Chunk::bytes).collect();
    Document::open(&chunks).map_err(|e| format!("device {:?} cannot open {id} from its disk: {e}", device.who.device))
}

fn missing(device: &Device, id: DocumentId, since: &[ChangeHash]) -> Checked<DeviceEvent> {
    let changes = match device.disk.chunks.contains_key(&id) {
        true => stored(device, id)?.changes_since(since),
        false => Vec::new(),
    };
    Ok(DeviceEvent::Missing {
        document: id,
        changes: changes.iter().map(|chunk| owed(id, chunk)).collect(),
        receipts: device.disk.receipts_of(id),
    })
}
