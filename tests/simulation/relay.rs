//! The simulated relay: the real sessions, the real desk, the real feed, over a store in memory. It
//! must never answer in another order than the program would: what a session asks for is done when
//! its time comes, and said at once.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use server::relay::{Desk, Outcome, Taken, compare, page, people, pull};
use server::storage::{Principal, Storage, StorageError};
use shared::access;
use shared::documents::{self, Chunk};
use shared::ids::{ChangeHash, DocumentId};
use shared::protocol::{CloseCode, Entry, Figures, FromRelay, Push, ReceiptKey, decode_from_relay};
use shared::sync::{RelayEffect, RelayEvent, RelaySession};

use crate::fault::Fault;
use crate::network::LineId;
use crate::world::{Checked, Event, World};

/// The relay between two kills.
pub struct Running {
    number: u32,
    desk: Desk,
    key: ReceiptKey,
    sessions: BTreeMap<LineId, Session>,
    /// Pushes that wait for the writer.
    pushes: VecDeque<(LineId, Principal, Push)>,
    work: usize,
}

struct Session {
    state: RelaySession,
    who: Option<Principal>,
}

/// The relay.
pub struct Relay {
    pub running: Option<Running>,
    runs: u32,
}

impl Relay {
    /// Starts it on a store.
    pub async fn start(store: Arc<dyn Storage>, number: u32) -> Checked<Self> {
        let key = store.receipt_key().await.map_err(|e| e.to_string())?;
        let key = ReceiptKey::new(key);
        Ok(Self {
            running: Some(Running {
                number,
                desk: Desk::new(store, key.clone()),
                key,
                sessions: BTreeMap::new(),
                pushes: VecDeque::new(),
                work: 0,
            }),
            runs: number,
        })
    }

    /// Whether nothing waits to be done.
    pub fn is_idle(&self) -> bool {
        self.running.as_ref().is_some_and(|running| running.pushes.is_empty() && running.work == 0)
    }
}

/// How often the relay looks at its connections.
const TICK_MS: i64 = 10_000;
/// Pushes stored together.
const GROUP_MAX: usize = 8;

impl World {
    pub async fn start_relay(&mut self) -> Checked {
        if self.relay.running.is_none() {
            self.say(|| "the relay starts".to_owned());
            let store = Arc::clone(&self.store) as Arc<dyn Storage>;
            self.relay = Relay::start(store, self.relay.runs + 1).await?;
        }
        Ok(())
    }

    /// The relay's process dies; devices learn of it later.
    pub fn kill_relay(&mut self) {
        self.say(|| "the relay is killed".to_owned());
        self.relay.running = None;
        self.store.kill();
        for line in self.network.lines.keys().copied().collect::<Vec<_>>() {
            self.cut(line);
            if let Some(line) = self.network.lines.get_mut(&line) {
                line.relay_open = false;
            }
        }
        self.mirror.clear();
    }

    /// A new line reaches the relay.
    pub fn accept(&mut self, line: LineId) {
        let now = self.relay_now();
        if let Some(running) = &mut self.relay.running {
            let state = RelaySession::new(now);
            running.sessions.insert(line, Session { state, who: None });
            self.after(TICK_MS, Event::RelayTick(line));
        }
    }

    pub async fn frame_to_relay(&mut self, line: LineId, bytes: Vec<u8>) -> Checked {
        if self.network.arrives(line) {
            self.relay_event(line, RelayEvent::Frame(bytes)).await?;
        }
        Ok(())
    }

    pub async fn relay_tick(&mut self, line: LineId) -> Checked {
        let running = self.relay.running.as_ref();
        if running.is_some_and(|running| running.sessions.contains_key(&line)) {
            self.after(TICK_MS, Event::RelayTick(line));
            self.relay_event(line, RelayEvent::Tick).await?;
        }
        Ok(())
    }

    pub async fn relay_learns(&mut self, line: LineId) -> Checked {
        if let Some(running) = &mut self.relay.running {
            running.sessions.remove(&line);
        }
        if let Some(line) = self.network.lines.get_mut(&line) {
            line.relay_open = false;
        }
        self.network.forget_closed();
        Ok(())
    }

    pub async fn relay_news(&mut self, run: u32, line: LineId) -> Checked {
        if self.work_done(run) {
            self.relay_event(line, RelayEvent::Wake).await?;
        }
        Ok(())
    }

    /// Whether a piece of work belongs to the relay that runs now; it is done then.
    fn work_done(&mut self, run: u32) -> bool {
        match &mut self.relay.running {
            Some(running) if running.number == run => {
                running.work -= 1;
                true
            }
            _ => false,
        }
    }

    /// One event for a connection's session, and all that follows from it.
    async fn relay_event(&mut self, line: LineId, event: RelayEvent) -> Checked {
        let now = self.relay_now();
        let Some(running) = &mut self.relay.running else {
            return Ok(());
        };
        let Some(session) = running.sessions.get_mut(&line) else {
            return Ok(());
        };
        if let RelayEvent::Admitted { member, device } = &event {
            session.who = Some(Principal { member: *member, device: *device });
        }
        let effects = session.state.handle(now, event);
        for effect in effects {
            match effect {
                RelayEffect::Send(frame) => self.send_to_device(line, frame)?,
                RelayEffect::Close => self.close(line),
                other => self.carry_out(line, other),
            }
        }
        Ok(())
    }

    fn carry_out(&mut self, line: LineId, effect: RelayEffect) {
        let wait = self.random.between(0, 60);
        let Some(running) = &mut self.relay.running else {
            return;
        };
        let run = running.number;
        let who = running.sessions.get(&line).and_then(|session| session.who);
        running.work += 1;
        match (effect, who) {
            (RelayEffect::Push(push), Some(who)) => {
                running.pushes.push_back((line, who, push));
                self.after(wait, Event::Commit { run });
            }
            (effect, _) => self.after(wait, Event::RelayWork { run, line, effect }),
        }
    }

    /// Closes the relay's end after what was sent.
    fn close(&mut self, id: LineId) {
        self.say(|| format!("the relay closes line {id}"));
        if let Some(running) = &mut self.relay.running {
            running.sessions.remove(&id);
        }
        let wait = self.now + 20;
        if let Some(at) = self.network.reach_device(id, wait) {
            if let Some(line) = self.network.lines.get_mut(&id) {
                line.in_flight -= 1;
                line.relay_open = false;
            }
            self.at(at, Event::DeviceLearns(id));
        }
    }

    fn send_to_device(&mut self, id: LineId, frame: Vec<u8>) -> Checked {
        if let Some(line) = self.network.lines.get_mut(&id)
            && line.full
        {
            line.full = false;
            if self.fault == Some(Fault::DroppedOnFullQueue) {
                self.say(|| format!("a frame on line {id} is dropped"));
            } else {
                self.close(id);
            }
            return Ok(());
        }
        self.may_hear(id, &frame)?;
        let at = self.now + self.delay();
        if let Some(at) = self.network.reach_device(id, at) {
            self.at(at, Event::ToDevice(id, frame));
        }
        Ok(())
    }

    /// Nobody is sent a byte of a document that they may not read at this moment.
    fn may_hear(&mut self, id: LineId, frame: &[u8]) -> Checked {
        let Some(line) = self.network.lines.get(&id) else {
            return Ok(());
        };
        let index = line.device;
        let message = decode_from_relay(frame).map_err(|e| format!("a frame of the relay: {e}"))?;
        let entries: Vec<Entry> = match message {
            FromRelay::Feed { entries, .. } => entries,
            FromRelay::Changes { entry, .. } => vec![entry],
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
    fn may_be_told(&mut self, index: usize, sources: &[Figures]) -> Checked {
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

    pub async fn relay_work(&mut self, run: u32, line: LineId, effect: RelayEffect) -> Checked {
        if !self.work_done(run) {
            return Ok(());
        }
        let Some(running) = &self.relay.running else {
            return Ok(());
        };
        let who = running.sessions.get(&line).and_then(|session| session.who);
        let key = running.key.clone();
        let store = Arc::clone(&self.store);
        let events = match (effect, who) {
            (RelayEffect::Admit { ticket, .. }, _) => self.admit(ticket).await,
            (RelayEffect::ReadFeed { after, bytes }, Some(who)) => {
                read_feed(store.as_ref(), &key, who, (after, bytes.min(self.page_bytes))).await
            }
            (RelayEffect::Pull(offer), Some(who)) => match pull(store.as_ref(), &key, who, &offer).await {
                Ok(pulled) => pulled.events(),
                Err(error) => vec![away(&error)],
            },
            (RelayEffect::Compare(offers), Some(who)) => match compare(store.as_ref(), who, &offers).await {
                Ok(offers) => vec![RelayEvent::Compared(offers)],
                Err(error) => vec![away(&error)],
            },
            _ => vec![RelayEvent::Close(CloseCode::Malformed)],
        };
        for event in events {
            self.relay_event(line, event).await?;
        }
        Ok(())
    }

    async fn admit(&mut self, ticket: Option<String>) -> Vec<RelayEvent> {
        let index = ticket.and_then(|ticket| ticket.parse::<usize>().ok());
        let Some(who) = index.and_then(|index| self.devices.get(index)).map(|d| d.who) else {
            return vec![RelayEvent::Denied(CloseCode::Ticket)];
        };
        match self.store.principal_active(who).await {
            Ok(true) => {}
            _ => return vec![RelayEvent::Denied(CloseCode::SignedOut)],
        }
        let mut events = vec![RelayEvent::Admitted { member: who.member, device: who.device }];
        match people(self.store.as_ref(), who).await {
            Ok(people) => events.push(RelayEvent::People(people)),
            Err(error) => events.push(away(&error)),
        }
        events
    }

    /// The writer takes a group of the pushes that wait.
    pub async fn commit(&mut self, run: u32) -> Checked {
        if !self.work_done(run) {
            return Ok(());
        }
        let now_ms = self.now;
        let one_by_one = self.fault == Some(Fault::ActorCheckSkipped);
        let most = if one_by_one { 1 } else { 1 + self.random.below(GROUP_MAX) };
        let Some(running) = &mut self.relay.running else {
            return Ok(());
        };
        let count = most.min(running.pushes.len());
        let group: Vec<_> = running.pushes.drain(..count).collect();
        if group.is_empty() {
            return Ok(());
        }
        let pushes: Vec<_> = group.iter().map(|(_, who, push)| (*who, push.clone())).collect();
        self.store.brought_by(pushes.first().map(|(who, _)| *who));
        let outcomes = running.desk.take(now_ms, &pushes).await;
        self.store.brought_by(None);
        let stored = outcomes.iter().any(Result::is_ok);
        if self.fault == Some(Fault::AcknowledgedBeforeCommit) {
            let wait = self.random.between(1, 3_000);
            self.after(wait, Event::Sync);
        }
        if !self.healed && self.random.percent(2) {
            // Stored, and killed before anybody was told.
            self.kill_relay();
            let wait = self.random.between(200, 8_000);
            self.after(wait, Event::StartRelay);
            return Ok(());
        }
        for ((line, who, push), outcome) in group.into_iter().zip(outcomes) {
            self.answer(line, who, push, outcome).await?;
        }
        if stored {
            self.wake_all();
        }
        Ok(())
    }

    async fn answer(&mut self, line: LineId, who: Principal, push: Push, outcome: Outcome) -> Checked {
        let (batch, document) = (push.batch, push.document);
        let event = match outcome {
            Ok(taken) => {
                self.is_durable(document, &taken.hashes)?;
                let Taken { hashes, receipts, row } = taken;
                RelayEvent::Stored { batch, document, hashes, receipts, row }
            }
            Err(refused) => {
                let code = refused.refusal.code();
                self.say(|| format!("{who:?} is refused: {code}"));
                RelayEvent::Refused { batch, document, refusal: refused.refusal, hashes: refused.hashes }
            }
        };
        self.relay_event(line, event).await
    }

    /// Nothing is acknowledged that a kill at this moment would undo.
    fn is_durable(&self, document: DocumentId, hashes: &[ChangeHash]) -> Checked {
        self.store.look_durable(|state| {
            let durable: BTreeSet<ChangeHash> = state
                .documents
                .get(&document)
                .iter()
                .flat_map(|doc| doc.changes.iter().map(|change| change.hash))
                .collect();
            match hashes.iter().find(|hash| !durable.contains(hash)) {
                None => Ok(()),
                Some(hash) => Err(format!("{hash} is acknowledged before it is durable")),
            }
        })
    }

    /// Tells every connection that the log has something new.
    pub fn wake_all(&mut self) {
        let Some(running) = &self.relay.running else {
            return;
        };
        let run = running.number;
        for line in running.sessions.keys().copied().collect::<Vec<_>>() {
            let wait = self.random.between(0, 20);
            if let Some(running) = &mut self.relay.running {
                running.work += 1;
            }
            self.after(wait, Event::RelayNews { run, line });
        }
    }
}

async fn read_feed(
    store: &dyn Storage,
    key: &ReceiptKey,
    who: Principal,
    (after, bytes): (Option<shared::protocol::Cursor>, usize),
) -> Vec<RelayEvent> {
    match store.principal_active(who).await {
        Ok(true) => {}
        Ok(false) => return vec![RelayEvent::Close(CloseCode::SignedOut)],
        Err(error) => return vec![away(&error)],
    }
    match page(store, key, who, after, bytes).await {
        Ok(Some(page)) => {
            let people = match page.people_changed {
                true => people(store, who).await.ok(),
                false => None,
            };
            page.events(people)
        }
        Ok(None) => vec![RelayEvent::UnknownCursor],
        Err(error) => vec![away(&error)],
    }
}

fn away(error: &StorageError) -> RelayEvent {
    match error {
        StorageError::NotAMember => RelayEvent::Close(CloseCode::SignedOut),
        _ => RelayEvent::Close(CloseCode::Away),
    }
}
