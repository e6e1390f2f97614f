//! One connection: frames in and out, the session's effects carried out. It must never hold up
//! another connection, and a socket that does not take its frames is closed, not waited for.

use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use futures::{SinkExt, StreamExt};
use shared::protocol::{CloseCode, limits};
use shared::sync::{RelayEffect, RelayEvent, RelaySession};
use shared::time::Instant;
use tokio::sync::{mpsc, watch};

use super::{Relay, Taken, feed};
use crate::clock::now_ms;
use crate::state::AppState;
use crate::storage::{Principal, StorageError};

/// How often a connection looks at the time.
const TICK: Duration = Duration::from_secs(5);
/// How long a socket may take for its last frames.
const FAREWELL: Duration = Duration::from_secs(5);

/// Runs one connection to its end. `bearer` is who a bearer token of the upgrade stands for.
pub async fn serve_socket(state: AppState, socket: WebSocket, bearer: Option<Principal>) {
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
    let (events, mut happened) = mpsc::unbounded_channel();
    let mut connection = Connection {
        news: state.relay.news.subscribe(),
        stopping: state.relay.stopping.clone(),
        session: RelaySession::new(now()),
        state,
        bearer,
        who: None,
        frames,
        events,
    };
    let mut tick = tokio::time::interval(TICK);
    loop {
        let event = tokio::select! {
            frame = stream.next() => match frame {
                Some(Ok(Message::Binary(bytes))) => RelayEvent::Frame(bytes.to_vec()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                Some(Ok(Message::Text(_))) => RelayEvent::Close(CloseCode::Malformed),
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
            },
            Some(event) = happened.recv() => event,
            Ok(()) = connection.news.changed() => {
                connection.news.borrow_and_update();
                RelayEvent::Wake
            }
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

fn now() -> Instant {
    Instant::from_ms(now_ms())
}

struct Connection {
    state: AppState,
    bearer: Option<Principal>,
    who: Option<Principal>,
    session: RelaySession,
    frames: mpsc::Sender<Vec<u8>>,
    /// Answers of the tasks below; bounded by what a session has under way at once.
    events: mpsc::UnboundedSender<RelayEvent>,
    news: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
}

impl Connection {
    fn step(&mut self, event: RelayEvent) -> std::ops::ControlFlow<()> {
        if let RelayEvent::Admitted { member, device } = &event {
            self.who = Some(Principal { member: *member, device: *device });
        }
        for effect in self.session.handle(now(), event) {
            match effect {
                RelayEffect::Send(frame) => {
                    if self.frames.try_send(frame).is_err() {
                        return std::ops::ControlFlow::Break(());
                    }
                }
                RelayEffect::Close => return std::ops::ControlFlow::Break(()),
                other => self.carry_out(other),
            }
        }
        std::ops::ControlFlow::Continue(())
    }

    fn carry_out(&self, effect: RelayEffect) {
        let (state, events) = (self.state.clone(), self.events.clone());
        let (who, bearer) = (self.who, self.bearer);
        tokio::spawn(async move {
            let said = match (effect, who) {
                (RelayEffect::Admit { ticket, .. }, _) => admit(&state, ticket, bearer).await,
                (RelayEffect::ReadFeed { after, bytes }, Some(who)) => read_feed(&state.relay, who, after, bytes).await,
                (RelayEffect::Push(push), Some(who)) => {
                    vec![take(&state.relay, who, push).await]
                }
                (RelayEffect::Pull(offer), Some(who)) => {
                    let relay = &state.relay;
                    match feed::pull(relay.storage.as_ref(), &relay.key, who, &offer).await {
                        Ok(pulled) => pulled.events(),
                        Err(error) => vec![away(&error)],
                    }
                }
                (RelayEffect::Compare(offers), Some(who)) => {
                    match feed::compare(state.relay.storage.as_ref(), who, &offers).await {
                        Ok(offers) => vec![RelayEvent::Compared(offers)],
                        Err(error) => vec![away(&error)],
                    }
                }
                _ => vec![RelayEvent::Close(CloseCode::Malformed)],
            };
            for event in said {
                // The connection may have ended meanwhile.
                let _gone = events.send(event);
            }
        });
    }
}

async fn admit(state: &AppState, ticket: Option<String>, bearer: Option<Principal>) -> Vec<RelayEvent> {
    let who = match ticket {
        Some(ticket) => state.tickets.take(&ticket, now_ms()),
        None => bearer,
    };
    let Some(who) = who else {
        return vec![RelayEvent::Denied(CloseCode::Ticket)];
    };
    let storage = state.relay.storage.as_ref();
    match storage.principal_active(who).await {
        Ok(true) => {}
        Ok(false) => return vec![RelayEvent::Denied(CloseCode::SignedOut)],
        Err(error) => return vec![away(&error)],
    }
    if let Err(error) = storage.touch_device(who.device, now_ms()).await {
        tracing::warn!(%error, "a device's contact could not be noted");
    }
    let mut events = vec![RelayEvent::Admitted { member: who.member, device: who.device }];
    match feed::people(storage, who).await {
        Ok(people) => events.push(RelayEvent::People(people)),
        Err(error) => events.push(away(&error)),
    }
    events
}

async fn read_feed(
    relay: &Relay,
    who: Principal,
    after: Option<shared::protocol::Cursor>,
    bytes: usize,
) -> Vec<RelayEvent> {
    let storage = relay.storage.as_ref();
    match storage.principal_active(who).await {
        Ok(true) => {}
        Ok(false) => return vec![RelayEvent::Close(CloseCode::SignedOut)],
        Err(error) => return vec![away(&error)],
    }
    match feed::page(storage, &relay.key, who, after, bytes).await {
        Ok(Some(page)) => {
            let people = match page.people_changed {
                true => feed::people(storage, who).await.ok(),
                false => None,
            };
            page.events(people)
        }
        Ok(None) => vec![RelayEvent::UnknownCursor],
        Err(error) => vec![away(&error)],
    }
}

async fn take(relay: &Relay, who: Principal, push: shared::protocol::Push) -> RelayEvent {
    let (batch, document) = (push.batch, push.document);
    match relay.writer.take(who, push).await {
        Some(Ok(taken)) => {
            let Taken { hashes, receipts, row } = taken;
            RelayEvent::Stored { batch, document, hashes, receipts, row }
        }
        Some(Err(refused)) => RelayEvent::Refused { batch, document, refusal: refused.refusal, hashes: refused.hashes },
        None => RelayEvent::Close(CloseCode::Away),
    }
}

fn away(error: &StorageError) -> RelayEvent {
    if *error == StorageError::NotAMember {
        return RelayEvent::Close(CloseCode::SignedOut);
    }
    tracing::error!(%error, "the store did not answer");
    RelayEvent::Close(CloseCode::Away)
}
