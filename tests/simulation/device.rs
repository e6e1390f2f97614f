//! A simulated device: the real session, a disk, documents in memory, a clock that may be wrong. It
//! must never hand the session what is not durable here.

mod line;
mod storing;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use server::storage::Principal;
use shared::documents::{Chunk, Document};
use shared::domain::Role;
use shared::ids::{Actor, ChangeHash, DocumentId};
use shared::protocol::{Place, Present};
use shared::sync::{DeviceEvent, DeviceSession, Keep, Status};
use shared::time::Instant;

use crate::disk::Disk;
use crate::network::LineId;
use crate::world::{Checked, World};

pub use storing::stored;

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
    /// Documents on the screen, and where the person is.
    pub shown: BTreeMap<DocumentId, Option<Place>>,
    /// Who else is there, as the screen says.
    pub present: BTreeMap<DocumentId, Vec<Present>>,
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
            shown: BTreeMap::new(),
            present: BTreeMap::new(),
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
}
