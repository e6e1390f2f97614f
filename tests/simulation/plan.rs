//! What people do and what befalls the machines, one random step after another. It must never stop
//! on an edit that the device refuses: people try what they may not.

use server::storage::{Import, Line};
use shared::documents::visit::{
    self, BriefingField, FactField, PlanField, Seat, Section, accept, put_briefing, put_plan, set_content, set_fact,
    splice_note,
};
use shared::documents::{Chunk, Document, EditError, Splice, Writer, programme};
use shared::domain::{
    Category, Content, Intent, IntentMethod, Next, Policies, ProgrammeData, RepeatWish, Role, VisitOutcome,
};
use shared::ids::DocumentId;
use shared::protocol::{FromDevice, Push, encode_from_device};

use crate::device::Waiting;
use crate::people::{COORDINATOR, FIRST, SECOND, WATCHER};
use crate::truth::{Made, is_rare};
use crate::world::{Checked, Event, World};

/// Pushes of a hostile device bear numbers that its session does not use.
const HOSTILE_BATCH: u64 = 1 << 40;

impl World {
    /// One step of the plan, and when the next one comes.
    pub async fn plan(&mut self) -> Checked {
        self.plans_left = self.plans_left.saturating_sub(1);
        let pause = match self.random.percent(8) {
            true => self.random.between(5_000, 90_000),
            false => self.random.between(1, 2_500),
        };
        self.after(pause, Event::Plan);
        if self.random.percent(27) { self.trouble().await } else { self.edit().await }
    }

    /// Something breaks.
    async fn trouble(&mut self) -> Checked {
        let device = self.random.below(self.devices.len());
        match self.random.below(30) {
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
            _ => self.steal(device)?,
        }
        Ok(())
    }

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
    async fn restore(&mut self) -> Checked {
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
        self.truth.restores += 1;
        let wait = self.random.between(100, 10_000);
        self.after(wait, Event::StartRelay);
        Ok(())
    }

    /// A coordinator joins or leaves the other office.
    async fn change_office_of_member(&mut self) -> Checked {
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
        use server::storage::Storage;
        if self.store.put_member(id, fields).await.is_ok() {
            self.store.sync();
            self.wake_all();
        }
        Ok(())
    }

    /// An officer becomes a coordinator without an office, or an officer again.
    async fn change_role_of_watcher(&mut self) -> Checked {
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
        use server::storage::Storage;
        if self.store.put_member(id, fields).await.is_ok() {
            self.store.sync();
            self.wake_all();
        }
        Ok(())
    }

    /// Figures are read in, again or for the last time.
    async fn import(&mut self) -> Checked {
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
        use server::storage::Storage;
        if self.store.replace_imported(import, lines).await.is_ok() {
            self.store.sync();
            self.wake_all();
        }
        Ok(())
    }

    /// A device writes under another one's actor id and pushes that itself.
    fn steal(&mut self, thief: usize) -> Checked {
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

    fn create_visit(&mut self, index: usize) -> Checked {
        let intent = Intent {
            day: "2024-10-25".parse().map_err(|e| format!("{e:?}"))?,
            method: IntentMethod::Phone,
            confirmed_by: "調整".to_owned(),
        };
        let nonce = self.random.bytes();
        let made = visit::create(self.prefecture.clone(), None, intent, nonce);
        let mut document = made.map_err(|e| e.to_string())?;
        let id = document.id();
        let genesis = document.changes_since(&[]);
        let Some(writer) = self.writer(index, id) else {
            return Ok(());
        };
        let who = self.devices.get(index).map(|device| device.who.member);
        let office = self
            .members
            .iter()
            .find(|member| Some(member.id) == who)
            .and_then(|member| member.fields.offices.first().cloned());
        let fields = vec![
            (PlanField::Office, office.map(|office| office.to_string())),
            (PlanField::Hospital, Some("byoin".to_owned())),
            (PlanField::Day, Some("2024-12-10".to_owned())),
            (PlanField::First, self.seat(FIRST)),
            (PlanField::Second, self.seat(SECOND)),
        ];
        let plan = put_plan(&mut document, &writer, fields).map_err(|e| e.to_string())?;
        self.say(|| format!("device {index} makes {}", crate::words::short(id)));
        let device = self.devices.get_mut(index);
        if let Some(life) = device.and_then(|device| device.life.as_mut()) {
            life.open.insert(id, document);
        }
        let mut chunks = genesis;
        chunks.extend(plan);
        self.made(index, id, chunks, Made::nothing(id, index));
        Ok(())
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

    fn change_plan(&mut self, index: usize, id: DocumentId) -> Checked {
        let place = format!("部屋{}", self.random.below(1_000));
        let fields = match self.random.below(10) {
            0..=1 => vec![(PlanField::First, self.seat(FIRST))],
            2 => vec![(PlanField::First, None)],
            3..=4 => vec![(PlanField::Second, self.seat(SECOND))],
            5 => vec![(PlanField::Second, None)],
            6..=7 => {
                let office = self.random.pick(&self.offices).map(ToString::to_string);
                vec![(PlanField::Office, office)]
            }
            _ => vec![(PlanField::Place, Some(place))],
        };
        let visitor = self.devices.get(index).is_some_and(|d| d.role == Role::Visitor);
        let made = Made { forbidden: visitor, ..Made::nothing(id, index) };
        self.apply(index, id, made, |document, writer| put_plan(document, writer, fields))
    }

    fn accept_note(&mut self, index: usize, id: DocumentId) -> Checked {
        let Some(by) = self.devices.get(index).map(|device| device.who.member) else {
            return Ok(());
        };
        self.apply(index, id, Made::nothing(id, index), |document, writer| {
            accept(document, writer, by, VisitOutcome::Met)
        })
    }

    fn tick(&mut self, index: usize, id: DocumentId) -> Checked {
        let content = self.random.pick(Content::ALL).copied().unwrap_or(Content::Listen);
        let ticked = self.random.percent(70);
        self.apply(index, id, Made::nothing(id, index), |document, writer| {
            set_content(document, writer, content, ticked)
        })
    }

    fn state_fact(&mut self, index: usize, id: DocumentId) -> Checked {
        let next = self.random.pick(Next::ALL).map(|next| next.code().to_owned());
        let repeat = self.random.pick(RepeatWish::ALL).map(|wish| wish.code().to_owned());
        let (field, value) = match self.random.percent(50) {
            true => (FactField::Next, next),
            false => (FactField::Repeat, repeat),
        };
        self.apply(index, id, Made::nothing(id, index), |document, writer| set_fact(document, writer, field, value))
    }

    fn brief(&mut self, index: usize, id: DocumentId) -> Checked {
        let text = format!("話題{}😀", self.random.below(1_000));
        let fields = vec![(BriefingField::Topics, Some(text))];
        self.apply(index, id, Made::nothing(id, index), |document, writer| put_briefing(document, writer, fields))
    }

    /// Types at a random place, sometimes over what stands there.
    fn write_note(&mut self, index: usize, id: DocumentId) -> Checked {
        let section = self.random.pick(&Section::ALL).copied().unwrap_or(Section::Talked);
        let Some(document) = self.document(index, id)? else {
            return Ok(());
        };
        let text = visit::read(document).and_then(|visit| visit.note.get(&section).cloned()).unwrap_or_default();
        let characters: Vec<char> = text.chars().collect();
        let at = self.random.below(characters.len() + 1);
        let delete = match self.random.percent(15) {
            true => self.random.below(4).min(characters.len() - at),
            false => 0,
        };
        let units = |part: &[char]| part.iter().map(|c| c.len_utf16()).sum::<usize>();
        let deleted = characters.get(at..at + delete).unwrap_or_default();
        let typed: Vec<char> = (0..=self.random.below(3)).map(|_| self.truth.rare()).collect();
        let mut inserted: String = typed.iter().collect();
        if self.random.percent(50) {
            inserted.insert_str(0, "あ👩‍⚕️");
        }
        let splice = Splice {
            at_utf16: units(characters.get(..at).unwrap_or_default()),
            deleted_utf16: units(deleted),
            inserted,
        };
        let made = Made {
            section: Some(section),
            typed,
            deleted: deleted.iter().copied().filter(|c| is_rare(*c)).collect(),
            ..Made::nothing(id, index)
        };
        self.apply(index, id, made, |document, writer| splice_note(document, writer, section, &splice))
    }

    fn edit_programme(&mut self, index: usize) -> Checked {
        let id = shared::documents::Root::programme(self.prefecture.clone()).id();
        let name = format!("県{}", self.random.below(1_000));
        let data = ProgrammeData {
            prefecture: self.prefecture.clone(),
            name,
            sample: None,
            areas: Vec::new(),
            offices: Vec::new(),
            hospitals: Vec::new(),
            policies: Policies::default(),
            quotas: Vec::new(),
        };
        self.apply(index, id, Made::nothing(id, index), |document, writer| programme::put(document, writer, &data))
    }
}
