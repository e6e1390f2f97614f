//! A device as the app has it: the real session, a disk, a real socket. What it says and hears is counted.
//! It must never hand the session what is not durable on its disk.

use std::collections::{BTreeSet, VecDeque};
use std::net::SocketAddr;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use shared::documents::{Chunk, Document};
use shared::ids::{ChangeHash, DocumentId};
use shared::protocol::Offer;
use shared::sync::{DeviceEffect, DeviceEvent, DeviceSession, Kept, Status};
use shared::time::Instant;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::disk::{Disk, owed};

/// No device waits longer for anything on any machine that is alive.
const PATIENCE: Duration = Duration::from_secs(60);

/// Messages and their bytes.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Traffic {
    pub messages: usize,
    pub bytes: usize,
}

impl Traffic {
    fn count(&mut self, frame: &[u8]) {
        self.messages += 1;
        self.bytes += frame.len();
    }
}

/// A device.
pub struct Device {
    token: String,
    pub disk: Disk,
    pub status: Status,
    /// Said and heard on the present line.
    pub said: Traffic,
    pub heard: Traffic,
    /// The types of messages said and heard, in order: `> feed`, `< feed`.
    pub talk: Vec<String>,
    /// How often it had to begin anew.
    pub restarts: usize,
    session: DeviceSession,
    socket: Option<WebSocketStream<MaybeTlsStream<TcpStream>>>,
    wake_at: Option<Instant>,
    events: VecDeque<DeviceEvent>,
}

impl Device {
    /// A device whose person has this token.
    pub fn new(token: String) -> Self {
        Self {
            token,
            disk: Disk::default(),
            status: Status::default(),
            said: Traffic::default(),
            heard: Traffic::default(),
            talk: Vec::new(),
            restarts: 0,
            session: DeviceSession::new(now(), "test".to_owned(), None, false, Vec::new()),
            socket: None,
            wake_at: None,
            events: VecDeque::new(),
        }
    }

    /// The line goes, and the program with it: what is on the disk stays.
    pub fn close(&mut self) {
        self.socket = None;
        self.events.clear();
        self.wake_at = None;
        (self.said, self.heard, self.talk) = (Traffic::default(), Traffic::default(), Vec::new());
        self.status = Status::default();
        let disk = &self.disk;
        self.session = DeviceSession::new(now(), "test".to_owned(), disk.cursor, disk.offering, disk.owed_changes());
    }

    /// Works with the relay until this holds.
    pub async fn until(&mut self, relay: SocketAddr, holds: impl Fn(&Self) -> bool) {
        self.events.push_back(DeviceEvent::Tick);
        let working = async {
            // What has come is made durable and answered before anything is judged.
            while !(self.events.is_empty() && holds(self)) {
                self.step(relay).await;
            }
        };
        let done = tokio::time::timeout(PATIENCE, working).await.is_ok();
        assert!(done, "it never came to that: {:?}, {:?}", self.status, self.talk);
    }

    /// Works until everything has come and nothing is owed.
    pub async fn settle(&mut self, relay: SocketAddr) {
        self.until(relay, |device| {
            device.status.caught_up && device.status.owed == 0 && !device.disk.offering && device.disk.owed.is_empty()
        })
        .await;
    }

    async fn step(&mut self, relay: SocketAddr) {
        let event = match self.events.pop_front() {
            Some(event) => event,
            None => self.next().await,
        };
        let random = u64::from(std::process::id());
        for effect in self.session.handle(now(), random, event) {
            self.carry_out(relay, effect).await;
        }
    }

    async fn next(&mut self) -> DeviceEvent {
        let left =
            self.wake_at.map_or(PATIENCE, |at| Duration::from_millis(u64::try_from(at.ms() - now().ms()).unwrap_or(0)));
        let frame = async {
            match &mut self.socket {
                Some(socket) => socket.next().await,
                None => std::future::pending().await,
            }
        };
        match tokio::time::timeout(left, frame).await {
            Err(_) => DeviceEvent::Tick,
            Ok(Some(Ok(Message::Binary(bytes)))) => {
                self.heard.count(&bytes);
                self.talk.push(format!("< {}", kind(&bytes)));
                DeviceEvent::Frame(bytes.to_vec())
            }
            Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => DeviceEvent::Tick,
            Ok(_) => {
                self.socket = None;
                DeviceEvent::NotConnected { code: None }
            }
        }
    }

    async fn carry_out(&mut self, relay: SocketAddr, effect: DeviceEffect) {
        match effect {
            DeviceEffect::Connect => {
                let event = self.connect(relay).await;
                self.events.push_back(event);
            }
            DeviceEffect::Disconnect => self.socket = None,
            DeviceEffect::Send(bytes) => {
                self.said.count(&bytes);
                self.talk.push(format!("> {}", kind(&bytes)));
                if let Some(socket) = &mut self.socket {
                    // A line that has fallen is heard of by who listens.
                    let _fallen = socket.send(Message::Binary(bytes.into())).await;
                }
            }
            DeviceEffect::WakeAt(at) => self.wake_at = Some(at),
            DeviceEffect::Keep { number, keep } => {
                self.restarts += usize::from(keep.restart);
                self.disk.keep(&keep);
                self.events.push_back(DeviceEvent::Kept(Kept { number, cursor: keep.cursor }));
            }
            DeviceEffect::WantHeads => {
                let heads = self.documents().into_iter().map(|id| Offer { document: id, heads: self.open(id).heads() });
                let heads = heads.collect();
                self.events.push_back(DeviceEvent::Heads(heads));
            }
            DeviceEffect::WantChanges { document, since } => {
                let missing = self.missing(document, &since);
                self.events.push_back(missing);
            }
            DeviceEffect::Status(status) => self.status = status,
            _ => {}
        }
    }

    async fn connect(&mut self, relay: SocketAddr) -> DeviceEvent {
        let mut request = format!("ws://{relay}/ws").into_client_request().unwrap();
        request.headers_mut().insert("authorization", format!("Bearer {}", self.token).parse().unwrap());
        match connect_async(request).await {
            Ok((socket, _)) => {
                self.socket = Some(socket);
                DeviceEvent::Connected { ticket: None }
            }
            Err(_) => DeviceEvent::NotConnected { code: None },
        }
    }

    /// The documents that stay on this device.
    pub fn documents(&self) -> BTreeSet<DocumentId> {
        self.disk.chunks.keys().filter(|id| !self.disk.gone.contains(id)).copied().collect()
    }

    /// A document from the disk.
    pub fn open(&self, document: DocumentId) -> Document {
        let chunks: Vec<&[u8]> = self.disk.of(document).map(Chunk::bytes).collect();
        Document::open(&chunks).unwrap_or_else(|error| panic!("{document}: {error}"))
    }

    /// Keeps changes that were made here, and owes them.
    pub fn write(&mut self, document: DocumentId, made: Vec<Chunk>) {
        let owed = self.disk.write(document, made);
        self.events.push_back(DeviceEvent::Owed(owed));
    }

    fn missing(&self, document: DocumentId, since: &[ChangeHash]) -> DeviceEvent {
        let changes = match self.disk.chunks.contains_key(&document) {
            true => self.open(document).changes_since(since),
            false => Vec::new(),
        };
        DeviceEvent::Missing {
            document,
            changes: changes.iter().map(|chunk| owed(document, chunk)).collect(),
            receipts: self.disk.receipts_of(document),
        }
    }
}

fn now() -> Instant {
    Instant::from_ms(server::clock::now_ms())
}

/// The type of a message: the text after the key `type`, which comes first.
fn kind(frame: &[u8]) -> String {
    let key = b"dtype";
    let at = frame.windows(key.len()).position(|bytes| bytes == key).map_or(frame.len(), |at| at + key.len());
    let length = frame.get(at).map_or(0, |head| usize::from(head & 0x1f));
    String::from_utf8_lossy(frame.get(at + 1..at + 1 + length).unwrap_or_default()).into_owned()
}
