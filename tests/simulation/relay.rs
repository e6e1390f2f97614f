//! The simulated relay: the real sessions, the real desk, the real feed, over a store in memory. It
//! must never answer in another order than the program would: what a session asks for is done when
//! its time comes, and said at once.

mod around;
mod watching;
mod work;
mod writing;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use server::relay::{Desk, Journal, Listener, Presence, Seat};
use server::storage::{Principal, Storage};
use shared::protocol::{Cursor, Push, ReceiptKey};
use shared::sync::{RelayEffect, RelayEvent, RelaySession};

use crate::fault::Fault;
use crate::network::LineId;
use crate::world::{Checked, Event, World};

use around::Step;

/// The relay between two kills.
pub struct Running {
    number: u32,
    desk: Desk,
    key: ReceiptKey,
    sessions: BTreeMap<LineId, Session>,
    /// Pushes that wait for the writer.
    pushes: VecDeque<(LineId, Principal, Push)>,
    presence: Arc<Presence>,
    journal: Arc<Journal>,
    /// The row up to which the journal knows everything.
    heard_to: u64,
    work: usize,
}

struct Session {
    state: RelaySession,
    who: Option<Principal>,
    seat: Seat,
    listener: Listener,
    /// What is to be done about others, in order.
    steps: VecDeque<Step>,
    /// Something is to be heard of others, and its time is set.
    hearing: bool,
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
        let newest = store.feed_end().await.map_err(|e| e.to_string())?;
        Ok(Self {
            running: Some(Running {
                number,
                desk: Desk::new(store, key.clone()),
                key,
                sessions: BTreeMap::new(),
                pushes: VecDeque::new(),
                presence: Arc::default(),
                journal: Arc::default(),
                heard_to: newest.map_or(0, |end| end.number),
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
            let (seat, steps) = (running.presence.seat(), VecDeque::new());
            let listener = running.journal.listener();
            running.sessions.insert(line, Session { state, who: None, seat, listener, steps, hearing: false });
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
        self.spread();
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
            let who = Principal { member: *member, device: *device };
            session.who = Some(who);
            session.listener.is(who);
        }
        if matches!(event, RelayEvent::Wake | RelayEvent::Tick)
            && let Some(to) = session.state.waits_at().and_then(|at| session.listener.passed(at))
        {
            session.state.passed(Cursor { number: to.number, mark: to.mark });
        }
        let effects = session.state.handle(now, event);
        for effect in effects {
            match effect {
                RelayEffect::Send(frame) => self.send_to_device(line, frame)?,
                RelayEffect::Close => self.close(line),
                RelayEffect::Open(document) => self.step_around(line, Step::Open(document)),
                RelayEffect::Tell { document, place } => self.step_around(line, Step::Tell(document, place)),
                RelayEffect::Leave(document) => self.step_around(line, Step::Leave(document)),
                other => self.carry_out(line, other),
            }
        }
        self.wake_rung();
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
        self.spread();
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
}
