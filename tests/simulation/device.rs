//! A simulated device: the real session, a disk, documents in memory, a clock that may be wrong. It
//! must never hand the session what is not durable here.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use server::storage::Principal;
use shared::documents::{Chunk, Document};
use shared::domain::Role;
use shared::ids::{Actor, ChangeHash, DocumentId};
use shared::protocol::{FromRelay, Offer, decode_from_relay};
use shared::sync::{DeviceEffect, DeviceEvent, DeviceSession, Keep, Kept, Status};
use shared::time::Instant;

use crate::disk::{Disk, owed};
use crate::fault::Fault;
use crate::network::LineId;
use crate::world::{Checked, Event, World};

/// A device.
pub struct Device {
    pub who: Principal,
    pub role: Role,
    skew_ms: i64,
    pub disk: Disk,
    pub life: Option<Life>,
    pub lives: u32,
    /// Documents whose bytes ever came to this device.
    pub received: BTreeSet<DocumentId>,
    /// Sources of figures of which this device was ever told.
    pub told: BTreeSet<String>,
}

/// A device from its start to its end.
pub struct Life {
    pub number: u32,
    session: DeviceSession,
    pub line: Option<LineId>,
    pub open: BTreeMap<DocumentId, Document>,
    actors: BTreeMap<DocumentId, Actor>,
    /// What the disk has still to do, in order.
    pub waiting: VecDeque<Waiting>,
    disk_at: i64,
    wakes: BTreeSet<i64>,
    pub status: Status,
    /// Keeps of which only the cursor is durable: a planted fault.
    torn: BTreeSet<u64>,
}

/// An operation of the disk.
#[derive(Debug)]
pub enum Waiting {
    Write(DocumentId, Vec<Chunk>),
    Keep(u64, Box<Keep>),
    Heads,
    Changes(DocumentId, Vec<ChangeHash>),
}

impl Device {
    pub fn new(who: Principal, role: Role, skew_ms: i64) -> Self {
        Self {
            who,
            role,
            skew_ms,
            disk: Disk::default(),
            life: None,
            lives: 0,
            received: BTreeSet::new(),
            told: BTreeSet::new(),
        }
    }

    /// The device's own clock.
    pub fn clock(&self, now: i64) -> Instant {
        Instant::from_ms(now + self.skew_ms)
    }

    /// Opens a document in memory: what is on the disk, and what is on its way there.
    pub fn open(&mut self, id: DocumentId) -> Checked<Option<&mut Document>> {
        let Some(life) = &mut self.life else {
            return Ok(None);
        };
        if let std::collections::btree_map::Entry::Vacant(place) = life.open.entry(id) {
            let mut chunks: Vec<&[u8]> = self.disk.of(id).map(Chunk::bytes).collect();
            for waiting in &life.waiting {
                if let Waiting::Write(of, made) = waiting
                    && *of == id
                {
                    chunks.extend(made.iter().map(Chunk::bytes));
                }
            }
            if chunks.is_empty() {
                return Ok(None);
            }
            let document =
                Document::open(&chunks).map_err(|e| format!("device {:?} cannot open {id}: {e}", self.who.device))?;
            place.insert(document);
        }
        Ok(life.open.get_mut(&id))
    }
}

impl World {
    /// Starts a device from its disk.
    pub async fn start_device(&mut self, index: usize) -> Checked {
        let now = self.now;
        let Some(device) = self.devices.get_mut(index) else {
            return Ok(());
        };
        if device.life.is_some() {
            return Ok(());
        }
        device.lives += 1;
        let number = device.lives;
        let disk = &device.disk;
        let session = DeviceSession::new(
            device.clock(now),
            "simulation".to_owned(),
            disk.cursor,
            disk.offering,
            disk.owed_changes(),
        );
        device.life = Some(Life {
            number,
            session,
            line: None,
            open: BTreeMap::new(),
            actors: BTreeMap::new(),
            waiting: VecDeque::new(),
            disk_at: now,
            wakes: BTreeSet::new(),
            status: Status::default(),
            torn: BTreeSet::new(),
        });
        self.say(|| format!("device {index} starts"));
        self.device_event(index, DeviceEvent::Tick).await
    }

    /// The device dies: only its disk stays.
    pub fn kill_device(&mut self, index: usize) {
        self.say(|| format!("device {index} is killed"));
        let life = self.devices.get_mut(index).and_then(|device| device.life.take());
        if let Some(line) = life.and_then(|life| life.line) {
            self.cut(line);
            if let Some(line) = self.network.lines.get_mut(&line) {
                line.device_open = false;
            }
        }
    }

    /// The network came back, or a person asks.
    pub async fn try_now(&mut self, index: usize) -> Checked {
        self.device_event(index, DeviceEvent::TryNow).await
    }

    /// The writing session of a device in a document.
    pub fn actor(&mut self, index: usize, document: DocumentId) -> Option<Actor> {
        let fresh = Actor(self.random.bytes());
        let device = self.devices.get_mut(index)?;
        let who = device.who;
        let actor = *device.life.as_mut()?.actors.entry(document).or_insert(fresh);
        self.truth.actors.insert(actor, who);
        Some(actor)
    }

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
        self.device_event(index, event).await
    }

    pub async fn dialled(&mut self, index: usize, number: u32) -> Checked {
        let reached = self.relay.running.is_some();
        let now = self.now;
        if self.life(index, number).is_none() {
            return Ok(());
        }
        if !reached {
            return self.device_event(index, DeviceEvent::NotConnected { code: None }).await;
        }
        let line = self.network.open(index, number, now);
        if let Some(life) = self.life(index, number) {
            life.line = Some(line);
        }
        self.accept(line);
        let ticket = Some(index.to_string());
        self.device_event(index, DeviceEvent::Connected { ticket }).await
    }

    fn life(&mut self, index: usize, number: u32) -> Option<&mut Life> {
        self.devices.get_mut(index).and_then(|device| device.life.as_mut()).filter(|life| life.number == number)
    }

    pub async fn device_tick(&mut self, index: usize, number: u32, at: i64) -> Checked {
        match self.life(index, number) {
            Some(life) => life.wakes.remove(&at),
            None => return Ok(()),
        };
        self.device_event(index, DeviceEvent::Tick).await
    }

    pub async fn frame_to_device(&mut self, line: LineId, bytes: Vec<u8>) -> Checked {
        let arrives = self.network.arrives(line);
        let Some(found) = self.network.lines.get(&line).filter(|line| line.device_open) else {
            return Ok(());
        };
        let (index, number) = (found.device, found.life);
        if !arrives || self.life(index, number).is_none() {
            return Ok(());
        }
        let message = decode_from_relay(&bytes).map_err(|e| format!("a frame of the relay: {e}"))?;
        self.say(|| format!("device {index} hears {}", crate::words::from_relay(&message)));
        if let FromRelay::Ack { batch, document, receipts, .. } = &message {
            if let Some(backup) = self.relapse.take() {
                let wait = self.random.between(1, 120);
                self.after(wait, Event::Restore(backup));
            }
            if self.fault == Some(Fault::ForgottenAtAck) {
                let (batch, document, receipts) = (*batch, *document, receipts.clone());
                let bare = FromRelay::Ack { batch, document, receipts, row: None };
                let bytes = shared::protocol::encode_from_relay(&bare);
                return self.device_event(index, DeviceEvent::Frame(bytes)).await;
            }
        }
        if let FromRelay::Figures { forget: true, sources } = &message
            && self.fault == Some(Fault::FiguresKept)
        {
            let kept = FromRelay::Figures { forget: false, sources: sources.clone() };
            let bytes = shared::protocol::encode_from_relay(&kept);
            return self.device_event(index, DeviceEvent::Frame(bytes)).await;
        }
        if message == FromRelay::Restart && self.fault == Some(Fault::CursorNotReset) {
            let next = self.devices.get(index).and_then(|device| device.disk.cursor);
            let same = FromRelay::Feed { entries: Vec::new(), next, end: true };
            let bytes = shared::protocol::encode_from_relay(&same);
            return self.device_event(index, DeviceEvent::Frame(bytes)).await;
        }
        self.device_event(index, DeviceEvent::Frame(bytes)).await
    }

    /// The device's end of a line learns that it is gone.
    pub async fn device_learns(&mut self, line: LineId) -> Checked {
        let Some(found) = self.network.lines.get_mut(&line).filter(|line| line.device_open) else {
            return Ok(());
        };
        found.device_open = false;
        let (index, number) = (found.device, found.life);
        let Some(life) = self.life(index, number).filter(|life| life.line == Some(line)) else {
            return Ok(());
        };
        life.line = None;
        self.device_event(index, DeviceEvent::NotConnected { code: None }).await?;
        self.forget_owed(index);
        Ok(())
    }

    fn forget_owed(&mut self, index: usize) {
        if self.fault != Some(Fault::OwedForgotten) {
            return;
        }
        let now = self.now;
        let Some(device) = self.devices.get_mut(index) else {
            return;
        };
        device.disk.owed.clear();
        let clock = device.clock(now);
        let (cursor, offering) = (device.disk.cursor, device.disk.offering);
        if let Some(life) = &mut device.life {
            life.session = DeviceSession::new(clock, "simulation".to_owned(), cursor, offering, Vec::new());
            life.waiting.retain(|waiting| matches!(waiting, Waiting::Write(..)));
            let number = life.number;
            self.after(1_000, Event::DeviceTick { device: index, life: number, at: 0 });
        }
    }

    /// One event for a device's session, and all that follows from it.
    pub async fn device_event(&mut self, index: usize, event: DeviceEvent) -> Checked {
        let random = self.random.next();
        let Some(device) = self.devices.get_mut(index) else {
            return Ok(());
        };
        let clock = device.clock(self.now);
        let skew = device.skew_ms;
        let Some(life) = &mut device.life else {
            return Ok(());
        };
        let number = life.number;
        let effects = life.session.handle(clock, random, event);
        for effect in effects {
            match effect {
                DeviceEffect::Connect => {
                    let wait = self.delay();
                    self.after(wait, Event::Dialled { device: index, life: number });
                }
                DeviceEffect::Disconnect => self.hang_up(index),
                DeviceEffect::Send(bytes) => self.send_to_relay(index, bytes),
                DeviceEffect::WakeAt(at) => {
                    let at = (at.ms() - skew).max(self.now);
                    let fresh = self.life(index, number).is_some_and(|life| life.wakes.insert(at));
                    if fresh {
                        self.at(at, Event::DeviceTick { device: index, life: number, at });
                    }
                }
                DeviceEffect::Keep { number, keep } => {
                    self.disk(index, Waiting::Keep(number, keep));
                }
                DeviceEffect::WantHeads => self.disk(index, Waiting::Heads),
                DeviceEffect::WantChanges { document, since } => {
                    self.disk(index, Waiting::Changes(document, since));
                }
                DeviceEffect::People(_) | DeviceEffect::RelayClock(_) => {}
                DeviceEffect::Status(status) => {
                    if let Some(life) = self.life(index, number) {
                        life.status = status;
                    }
                }
            }
        }
        Ok(())
    }

    fn hang_up(&mut self, index: usize) {
        self.say(|| format!("device {index} hangs up"));
        let life = self.devices.get_mut(index).and_then(|device| device.life.as_mut());
        let Some(id) = life.and_then(|life| life.line.take()) else {
            return;
        };
        let wait = self.delay();
        if let Some(line) = self.network.lines.get_mut(&id) {
            line.device_open = false;
        }
        self.after(wait, Event::RelayLearns(id));
    }

    /// Sends a frame on a device's line.
    pub fn send_to_relay(&mut self, index: usize, bytes: Vec<u8>) {
        let life = self.devices.get(index).and_then(|device| device.life.as_ref());
        let Some(line) = life.and_then(|life| life.line) else {
            return;
        };
        self.say(|| format!("device {index} says {}", crate::words::from_device(&bytes)));
        let at = self.now + self.delay();
        if let Some(at) = self.network.reach_relay(line, at) {
            self.at(at, Event::ToRelay(line, bytes));
        }
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
