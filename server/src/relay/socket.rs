//! One connection: frames in and out, the session's effects carried out. It must never hold up
//! another connection, and a socket that does not take its frames is closed, not waited for.

mod around;
mod asked;
mod following;
mod work;

use std::ops::ControlFlow;
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use futures::{SinkExt, StreamExt};
use shared::protocol::{CloseCode, Cursor, FromRelay, Push, decode_from_relay, limits};
use shared::sync::{RelayEffect, RelayEvent, RelaySession};
use shared::time::Instant;
use tokio::sync::{broadcast, mpsc, watch};
use tokio::task::JoinSet;

use around::Around;
use asked::Asked;
use following::{Outlet, follow};
pub use work::written_at_ms;

use crate::auth::{Entered, Knock};
use crate::clock::now_ms;
use crate::relay::Ended;
use crate::relay::Listener;
use crate::state::AppState;
use crate::storage::{self, Principal, SecretHash};

/// How often a connection looks at the time.
const TICK: Duration = Duration::from_secs(5);
/// How long a socket may take for its last frames.
const FAREWELL: Duration = Duration::from_secs(5);

/// Answers of tasks that wait for the connection to take them; a task waits when they are too many.
const ANSWERS_MAX: usize = 16;

/// Who a bearer token of the upgrade stands for, and what the token is known by.
#[derive(Debug, Clone, Copy)]
pub struct Program {
    /// In whose name.
    pub who: Principal,
    /// The token, as the store knows it.
    pub token: SecretHash,
}

/// Runs one connection to its end. `bearer` is who a bearer token of the upgrade stands for, `knock` the
/// place among those of whom nothing is known yet.
pub async fn serve_socket(state: AppState, socket: WebSocket, bearer: Option<Program>, knock: Option<Knock>) {
    let (mut sink, mut stream) = socket.split();
    let (frames, mut outgoing) = mpsc::channel::<Vec<u8>>(limits::SOCKET_QUEUE_MAX);
    let mut sender = tokio::spawn(async move {
        while let Some(frame) = outgoing.recv().await {
            if sink.send(Message::Binary(frame.into())).await.is_err() {
                break;
            }
        }
        let _closed = sink.close().await;
    });
    let (events, mut happened) = mpsc::channel(ANSWERS_MAX);
    let mut connection = Connection::new(state, bearer, frames, events);
    connection.knock = knock;
    let mut tick = tokio::time::interval(TICK);
    loop {
        let who = connection.who;
        let event = tokio::select! {
            frame = stream.next() => match frame {
                Some(Ok(Message::Binary(bytes))) => RelayEvent::Frame(bytes.to_vec()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                Some(Ok(Message::Text(_))) => RelayEvent::Close(CloseCode::Malformed),
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
            },
            Some(event) = happened.recv() => event,
            () = connection.listener.woken() => RelayEvent::Wake,
            ended = connection.ended.recv() => match has_ended(who, ended) {
                Some(event) => event,
                None => continue,
            },
            Some(others) = connection.around.next(&connection.frames) => match others {
                Some(event) => event,
                None => continue,
            },
            _ = connection.stopping.wait_for(|stopping| *stopping) => {
                RelayEvent::Close(CloseCode::Away)
            }
            _ = tick.tick() => RelayEvent::Tick,
        };
        if connection.step(event).is_break() {
            break;
        }
    }
    drop(connection);
    // What was sent last may still go out; whoever does not take it holds nothing here any longer.
    if tokio::time::timeout(FAREWELL, &mut sender).await.is_err() {
        sender.abort();
    }
}

/// The reason that is sent before the connection ends, if these effects end it.
fn closing(effects: &[RelayEffect]) -> Option<CloseCode> {
    let [.., RelayEffect::Send(frame), RelayEffect::Close] = effects else {
        return None;
    };
    match decode_from_relay(frame) {
        Ok(FromRelay::Error(code)) => Some(code),
        _ => None,
    }
}

fn now() -> Instant {
    Instant::from_ms(now_ms())
}

struct Connection {
    state: AppState,
    bearer: Option<Program>,
    who: Option<Principal>,
    session: RelaySession,
    /// What this one is told of others, and they of it.
    around: Around,
    frames: mpsc::Sender<Vec<u8>>,
    /// Answers of the tasks below.
    events: mpsc::Sender<RelayEvent>,
    /// Questions that cost reading, answered one after another.
    asked: Asked,
    /// Its place among those of whom nothing is known yet; then that among its member's connections.
    knock: Option<Knock>,
    entered: Option<Entered>,
    /// Pushes that wait for their turn; they end with the connection.
    waiting: JoinSet<()>,
    /// Rung when there may be something for its member.
    listener: Listener,
    ended: broadcast::Receiver<Ended>,
    stopping: watch::Receiver<bool>,
}

impl Connection {
    fn new(
        state: AppState,
        bearer: Option<Program>,
        frames: mpsc::Sender<Vec<u8>>,
        events: mpsc::Sender<RelayEvent>,
    ) -> Self {
        let relay = &state.relay;
        Self {
            waiting: JoinSet::new(),
            listener: relay.journal.listener(),
            ended: relay.ended.subscribe(),
            stopping: relay.stopping.clone(),
            session: RelaySession::new(now()).with_oldest_app(relay.oldest_app),
            around: Around::new(relay),
            asked: Asked::start(&state, events.clone()),
            knock: None,
            entered: None,
            state,
            bearer,
            who: None,
            frames,
            events,
        }
    }

    fn step(&mut self, event: RelayEvent) -> ControlFlow<()> {
        let event = self.entering(event);
        if matches!(event, RelayEvent::Wake | RelayEvent::Tick) {
            self.pass();
        }
        let effects = self.session.handle(now(), event);
        if let Some(code) = closing(&effects) {
            self.log_closed(code);
        }
        for effect in effects {
            match (effect, self.who) {
                (RelayEffect::Send(frame), _) => {
                    if self.frames.try_send(frame).is_err() {
                        self.log_closed(CloseCode::Slow);
                        return ControlFlow::Break(());
                    }
                }
                (RelayEffect::Close, _) => return ControlFlow::Break(()),
                (RelayEffect::Open(document), Some(who)) => self.around.open(who, document),
                (RelayEffect::Tell { document, place }, Some(who)) => self.around.tell(who, document, place),
                (RelayEffect::Leave(document), _) => self.around.leave(document),
                (other, Some(who)) if asked::costs_reading(&other) => {
                    if !self.asked.ask(other, who) {
                        self.log_closed(CloseCode::Limit);
                        return ControlFlow::Break(());
                    }
                }
                (RelayEffect::Push(push), Some(who)) => {
                    if !self.push(push, who) {
                        self.log_closed(CloseCode::Limit);
                        return ControlFlow::Break(());
                    }
                }
                (RelayEffect::ReadFeed { after, bytes }, Some(who)) => {
                    let outlet = Outlet { events: self.events.clone(), frames: self.frames.downgrade() };
                    tokio::spawn(follow(self.state.clone(), outlet, who, after, bytes));
                }
                (other, who) => self.carry_out(other, who),
            }
        }
        ControlFlow::Continue(())
    }

    /// Whoever is known now leaves the place of the unknown and takes one of their own, if there is one.
    fn entering(&mut self, event: RelayEvent) -> RelayEvent {
        let RelayEvent::Admitted { member, device } = &event else {
            return event;
        };
        let who = Principal { member: *member, device: *device };
        self.who = Some(who);
        self.listener.is(who);
        self.knock = None;
        self.entered = self.state.connections.enter(*member);
        match self.entered {
            Some(_) => event,
            None => RelayEvent::Denied(CloseCode::Limit),
        }
    }

    /// A question that waits goes on over rows that are for others, without asking the store.
    fn pass(&mut self) {
        let to = self.session.waits_at().and_then(|at| self.listener.passed(at));
        if let Some(storage::Cursor { number, mark }) = to {
            self.session.passed(Cursor { number, mark });
        }
    }

    /// One line for whoever looks after the relay: ids alone.
    fn log_closed(&self, code: CloseCode) {
        let code = code.code();
        match self.who {
            Some(Principal { member, device }) => tracing::info!(%member, %device, code, "a connection was closed"),
            None => tracing::info!(code, "a connection of nobody was closed"),
        }
    }

    /// Hands a push to the writer; false if too much of this member waits there already. One that has no turn yet
    /// ends with its connection (it stays owed); one that has is stored whoever listens.
    fn push(&mut self, push: Push, who: Principal) -> bool {
        let bytes = push.changes.iter().map(Vec::len).sum();
        let Some(load) = self.state.relay.loads.take(who.member, bytes) else {
            return false;
        };
        while self.waiting.try_join_next().is_some() {}
        let (state, events, bearer) = (self.state.clone(), self.events.clone(), self.bearer);
        self.waiting.spawn(async move {
            let Some(turn) = state.relay.writer.turn().await else { return };
            tokio::spawn(async move {
                for event in work::answer(&state, RelayEffect::Push(push), Some(who), bearer).await {
                    let _gone = events.send(event).await;
                }
                drop((turn, load));
            });
        });
        true
    }

    fn carry_out(&self, effect: RelayEffect, who: Option<Principal>) {
        let (state, events, bearer) = (self.state.clone(), self.events.clone(), self.bearer);
        tokio::spawn(async move {
            for event in work::answer(&state, effect, who, bearer).await {
                // The connection may have ended meanwhile.
                let _gone = events.send(event).await;
            }
        });
    }
}

/// What follows when a session of this very device has ended; who missed such words takes it for one.
fn has_ended(who: Option<Principal>, ended: Result<Ended, broadcast::error::RecvError>) -> Option<RelayEvent> {
    match ended {
        Ok(ended) if who != Some(ended.who) => None,
        Ok(Ended { at_once: true, .. }) => Some(RelayEvent::Close(CloseCode::SignedOut)),
        Ok(Ended { at_once: false, .. }) | Err(_) => Some(RelayEvent::AskAgain),
    }
}
