//! What people do and what befalls the machines, one random step after another. It must never stop
//! on an edit that the device refuses: people try what they may not.

mod edits;
mod presence;
mod trouble;

use shared::documents::visit::Seat;
use shared::documents::{Chunk, Document, EditError, Writer};
use shared::domain::{Category, Role};
use shared::ids::DocumentId;

use crate::device::Waiting;
use crate::people::WATCHER;
use crate::truth::Made;
use crate::world::{Checked, Event, World};

impl World {
    /// One step of the plan, and when the next one comes.
    pub async fn plan(&mut self) -> Checked {
        self.plans_left = self.plans_left.saturating_sub(1);
        let pause = match self.random.percent(8) {
            true => self.random.between(5_000, 90_000),
            false => self.random.between(1, 2_500),
        };
        self.after(pause, Event::Plan);
        if self.random.percent(25) {
            self.look_around().await?;
        }
        if self.random.percent(27) { self.trouble().await } else { self.edit().await }
    }

    /// Something breaks.
    async fn trouble(&mut self) -> Checked {
        let device = self.random.below(self.devices.len());
        match self.random.below(34) {
            0..=6 => {
                let lines: Vec<_> = self.network.lines.keys().copied().collect();
                if let Some(line) = self.random.pick(&lines).copied() {
                    self.cut(line);
                }
            }
            7..=11 => {
                self.kill_device(device);
                let wait = self.random.between(100, 60_000);
                self.after(wait, Event::StartDevice(device));
            }
            12..=14 => {
                self.kill_relay();
                let wait = self.random.between(100, 30_000);
                self.after(wait, Event::StartRelay);
            }
            15..=16 => {
                self.say(|| "a backup is made".to_owned());
                self.backups.push(self.store.backup());
            }
            17..=18 => self.restore().await?,
            19..=20 => {
                for line in self.network.lines.values_mut() {
                    line.full = line.device == device;
                }
            }
            21 if self.relay.running.is_some() => self.store.fail(2),
            21 => {}
            22 => self.change_office_of_member().await?,
            23 => self.change_role_of_watcher().await?,
            24..=26 => self.import().await?,
            27..=28 => {
                self.say(|| "a backup is made, to come back after the next acknowledgement".to_owned());
                self.backups.push(self.store.backup());
                self.relapse = Some(self.backups.len() - 1);
            }
            29 => self.purge().await?,
            30..=31 => self.end_session(device).await?,
            32 => self.pry(),
            _ => self.steal(device)?,
        }
        Ok(())
    }

    /// A document in a device's memory.
    fn document(&mut self, index: usize, id: DocumentId) -> Checked<Option<&mut Document>> {
        match self.devices.get_mut(index) {
            Some(device) => device.open(id),
            None => Ok(None),
        }
    }

    /// A visit that a running device has and was not told to give up.
    fn some_visit(&mut self, index: usize) -> Option<DocumentId> {
        let device = self.devices.get(index).filter(|device| device.life.is_some())?;
        let disk = &device.disk;
        let programme = shared::documents::Root::programme(self.prefecture.clone()).id();
        let visits: Vec<DocumentId> =
            disk.chunks.keys().filter(|id| **id != programme && !disk.gone.contains(id)).copied().collect();
        self.random.pick(&visits).copied()
    }

    /// Somebody does something.
    async fn edit(&mut self) -> Checked {
        let index = self.random.below(self.devices.len());
        let Some(device) = self.devices.get(index).filter(|device| device.life.is_some()) else {
            return Ok(());
        };
        if self.members.get(WATCHER).is_some_and(|watcher| watcher.id == device.who.member) {
            return Ok(());
        }
        match device.role {
            Role::Coordinator => {
                let few = device.disk.chunks.len() < 4;
                let chance = if few { 40 } else { 3 };
                if self.random.percent(chance) {
                    return self.create_visit(index);
                }
            }
            Role::Prefecture => return self.edit_programme(index),
            Role::Visitor => {}
        }
        let Some(id) = self.some_visit(index) else {
            return Ok(());
        };
        let kind = self.random.below(100);
        match (self.devices.get(index).map(|device| device.role), kind) {
            (Some(Role::Coordinator), 0..=34) => self.change_plan(index, id),
            (Some(Role::Coordinator), 35..=44) => self.accept_note(index, id),
            (Some(Role::Visitor), 0..=1) => self.change_plan(index, id),
            (_, 45..=52) => self.tick(index, id),
            (_, 53..=60) => self.state_fact(index, id),
            (_, 61..=65) => self.brief(index, id),
            _ => self.write_note(index, id),
        }
    }

    fn seat(&mut self, index: usize) -> Option<String> {
        let member = self.members.get(index)?.id;
        Some(Seat { member, category: Category::Peer }.to_text())
    }

    fn writer(&mut self, index: usize, id: DocumentId) -> Option<Writer> {
        let actor = self.actor(index, id)?;
        let at = self.devices.get(index)?.clock(self.now);
        Some(Writer { actor, at })
    }

    /// Makes an edit in memory and has the disk write it.
    fn apply(
        &mut self,
        index: usize,
        id: DocumentId,
        made: Made,
        edit: impl FnOnce(&mut Document, &Writer) -> Result<Option<Chunk>, EditError>,
    ) -> Checked {
        let Some(writer) = self.writer(index, id) else {
            return Ok(());
        };
        let Some(document) = self.document(index, id)? else {
            return Ok(());
        };
        let chunk = edit(document, &writer).map_err(|e| format!("an edit of {id}: {e}"))?;
        self.made(index, id, chunk.into_iter().collect(), made);
        Ok(())
    }

    fn made(&mut self, index: usize, id: DocumentId, chunks: Vec<Chunk>, made: Made) {
        if chunks.is_empty() {
            return;
        }
        for chunk in &chunks {
            let one = Made { deps: chunk.deps().collect(), ..made.clone() };
            self.truth.made.insert(chunk.hash(), one);
            self.say(|| {
                let (document, hash) = (crate::words::short(id), chunk.hash());
                format!("device {index} writes {hash} in {document}: {:?}", made.typed)
            });
        }
        self.disk(index, Waiting::Write(id, chunks));
    }
}
