//! What befalls the machines and the memberships. It must never break what the plan promises to mend.

use server::storage::{DocumentState, Import, Line, Storage};
use shared::documents::visit::{Section, splice_note};
use shared::documents::{Chunk, Splice, Writer};
use shared::domain::{Content, Role};
use shared::protocol::{FromDevice, Push, encode_from_device};

use crate::people::{COORDINATOR, STRANGER, WATCHER};
use crate::world::{Checked, Event, World};

/// Pushes of a hostile device bear numbers that its session does not use.
const HOSTILE_BATCH: u64 = 1 << 40;

impl World {
    /// Cuts a line: what is under way on it is lost, and each end learns of it in its own time.
    pub fn cut(&mut self, id: crate::network::LineId) {
        let (one, other) = (self.random.between(10, 30_000), self.random.between(10, 30_000));
        if let Some(line) = self.network.lines.get_mut(&id) {
            line.sound = false;
            self.say(|| format!("line {id} breaks"));
            self.after(one, Event::DeviceLearns(id));
            self.after(other, Event::RelayLearns(id));
        }
    }

    /// The relay comes back with an older backup in place of everything.
    pub(super) async fn restore(&mut self) -> Checked {
        let which = self.random.below(self.backups.len().max(1));
        self.restore_backup(which)
    }

    /// The relay comes back with this backup in place of everything.
    pub fn restore_backup(&mut self, which: usize) -> Checked {
        let Some(backup) = self.backups.get(which).cloned() else {
            return Ok(());
        };
        self.kill_relay();
        self.say(|| format!("a backup with {} feed rows is restored", backup.feed.len()));
        self.store.restore(backup);
        // What was ended stays so, whatever a backup holds: its key and its name are kept apart.
        for document in &self.truth.purged {
            self.store.entomb(*document);
        }
        self.truth.restores += 1;
        let wait = self.random.between(100, 10_000);
        self.after(wait, Event::StartRelay);
        Ok(())
    }

    /// A coordinator joins or leaves the other office.
    pub(super) async fn change_office_of_member(&mut self) -> Checked {
        if self.relay.running.is_none() {
            return Ok(());
        }
        let Some(member) = self.members.get_mut(COORDINATOR) else {
            return Ok(());
        };
        let Some(second) = self.offices.get(1) else {
            return Ok(());
        };
        match member.fields.offices.contains(second) {
            true => member.fields.offices.retain(|office| office != second),
            false => member.fields.offices.push(second.clone()),
        }
        let (id, fields) = (member.id, member.fields.clone());
        self.say(|| format!("the first coordinator is of {:?}", fields.offices));
        if self.store.put_member(id, fields).await.is_ok() {
            self.store.sync();
            self.tell_of_news(true).await?;
        }
        Ok(())
    }

    /// An officer becomes a coordinator without an office, or an officer again.
    pub(super) async fn change_role_of_watcher(&mut self) -> Checked {
        if self.relay.running.is_none() {
            return Ok(());
        }
        let Some(member) = self.members.get(WATCHER) else {
            return Ok(());
        };
        let stands = self.store.look(|state| state.members.get(&member.id).map(|member| member.row.fields.clone()));
        let (id, mut fields) = (member.id, stands.unwrap_or_else(|| member.fields.clone()));
        fields.role = match fields.role {
            Role::Prefecture => Role::Coordinator,
            _ => Role::Prefecture,
        };
        self.say(|| format!("the watcher is {:?}", fields.role));
        if self.store.put_member(id, fields).await.is_ok() {
            self.store.sync();
            self.tell_of_news(true).await?;
        }
        Ok(())
    }

    /// Figures are read in, again or for the last time.
    pub(super) async fn import(&mut self) -> Checked {
        if self.relay.running.is_none() {
            return Ok(());
        }
        let name = if self.random.percent(50) { "紙" } else { "表" };
        let mut lines = Vec::new();
        for _ in 0..self.random.below(4) {
            let month = format!("2024-0{}", 4 + self.random.below(6));
            let when = month.parse().map_err(|e| format!("{e:?}"))?;
            lines.push(Line::Content { when, content: Content::Listen, visit: None });
        }
        self.say(|| format!("{name} is read in: {} lines", lines.len()));
        let import = Import { name: name.to_owned(), content_sha256: [0; 32], at_ms: 0, report: String::new() };
        if self.store.replace_imported(import, lines).await.is_ok() {
            self.store.sync();
            self.tell_of_news(true).await?;
        }
        Ok(())
    }

    /// A device writes under another one's actor id and pushes that itself.
    pub(super) fn steal(&mut self, thief: usize) -> Checked {
        let Some(id) = self.some_visit(thief) else {
            return Ok(());
        };
        let who = self.devices.get(thief).map(|device| device.who.member);
        let now = self.relay_now();
        let Some(document) = self.document(thief, id)? else {
            return Ok(());
        };
        let mut copy = document.clone();
        // Another device of the same member may hand its words over: that is no theft.
        let actors: Vec<_> = copy
            .changes_since(&[])
            .iter()
            .map(Chunk::actor)
            .filter(|actor| self.truth.actors.get(actor).is_some_and(|owner| Some(owner.member) != who))
            .collect();
        let Some(actor) = self.random.pick(&actors).copied() else {
            return Ok(());
        };
        let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: "偽".to_owned() };
        let writer = Writer { actor, at: now };
        let made = splice_note(&mut copy, &writer, Section::Talked, &splice);
        let Ok(Some(chunk)) = made else {
            return Ok(());
        };
        self.say(|| format!("device {thief} steals {actor}"));
        self.truth.stolen.insert(chunk.hash());
        let push = FromDevice::Push(Push {
            batch: HOSTILE_BATCH + self.random.next() % 1_000_000,
            document: id,
            changes: vec![chunk.into_bytes()],
            receipts: Vec::new(),
        });
        self.send_to_relay(thief, encode_from_device(&push));
        Ok(())
    }

    /// A visit is ended for everybody.
    pub(super) async fn purge(&mut self) -> Checked {
        if self.relay.running.is_none() {
            return Ok(());
        }
        let programme = shared::documents::Root::programme(self.prefecture.clone()).id();
        let live: Vec<_> = self.store.look(|state| {
            let all =
                state.documents.iter().filter(|(id, doc)| **id != programme && doc.head.state == DocumentState::Live);
            all.map(|(id, _)| *id).collect()
        });
        let Some(document) = self.random.pick(&live).copied() else {
            return Ok(());
        };
        self.say(|| format!("{} is ended", crate::words::short(document)));
        if self.store.purge(document, self.now).await.is_ok() {
            self.store.sync();
            self.truth.purged.insert(document);
            self.mirror.remove(&document);
            self.tell_of_news(true).await?;
        }
        Ok(())
    }

    /// A session of a device ends; another one stands, so that a fresh ticket is there.
    pub(super) async fn end_session(&mut self, index: usize) -> Checked {
        let Some(who) = self.devices.get(index).map(|device| device.who) else {
            return Ok(());
        };
        self.say(|| format!("a session of device {index} ends"));
        self.ask_again(who).await
    }

    /// The stranger opens a visit by its id, and asks what was refused for it.
    pub(super) fn pry(&mut self) {
        let stranger = self.members.get(STRANGER).map(|member| member.id);
        let index = self.devices.iter().position(|device| Some(device.who.member) == stranger);
        let programme = shared::documents::Root::programme(self.prefecture.clone()).id();
        let all: Vec<_> =
            self.store.look(|state| state.documents.keys().filter(|id| **id != programme).copied().collect());
        let (Some(index), Some(document)) = (index, self.random.pick(&all).copied()) else {
            return;
        };
        self.say(|| format!("the stranger pries into {}", crate::words::short(document)));
        for message in [
            FromDevice::Open(document),
            FromDevice::Presence { document, place: None },
            FromDevice::Refused { document, skip: 0 },
        ] {
            self.send_to_relay(index, encode_from_device(&message));
        }
    }
}
