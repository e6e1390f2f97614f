//! A device as the relay sees one: a socket that speaks the protocol, and nothing else. It must
//! never wait without an end.

// By its path, as the benches take this file in by its own.
#[path = "client/feed.rs"]
mod feed;

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use shared::documents::Chunk;
use shared::ids::{ChangeHash, DeviceId, DocumentId, MemberId};
use shared::protocol::{
    CloseCode, Cursor, Entry, Figures, FromDevice, FromRelay, Push, Receipt, Refusal, VERSION, decode_from_relay,
    encode_from_device,
};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// No answer takes longer than this on any machine that is alive.
const PATIENCE: Duration = Duration::from_secs(30);

/// A socket to the relay.
pub struct Client {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub member: MemberId,
    pub device: DeviceId,
    batch: u64,
    cursor: Option<Cursor>,
    /// What this device counts, by source: as the session of a device takes it in.
    pub figures: BTreeMap<String, Figures>,
    /// How often all of it had to be forgotten.
    pub forgotten: usize,
    /// Every entry of the feed that came.
    entries: Vec<Entry>,
    /// Every byte that came.
    pub raw: Vec<u8>,
    /// What came while something else was awaited.
    heard: VecDeque<FromRelay>,
}

/// What became of a push.
pub type Answer = Result<Vec<Receipt>, (Refusal, Vec<ChangeHash>)>;

impl Client {
    /// A socket with a bearer token, before `join`.
    pub async fn knock(address: SocketAddr, headers: &[(&'static str, String)]) -> Self {
        Self::try_knock(address, headers).await.expect("no socket")
    }

    /// A socket; none if the relay does not give one.
    pub async fn try_knock(address: SocketAddr, headers: &[(&'static str, String)]) -> Option<Self> {
        let mut request = format!("ws://{address}/ws").into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        let (socket, _) = connect_async(request).await.ok()?;
        Some(Self::on(socket))
    }

    fn on(socket: WebSocketStream<MaybeTlsStream<TcpStream>>) -> Self {
        Self {
            socket,
            member: MemberId([0; 8]),
            device: DeviceId([0; 8]),
            batch: 0,
            cursor: None,
            figures: BTreeMap::new(),
            forgotten: 0,
            entries: Vec::new(),
            raw: Vec::new(),
            heard: VecDeque::new(),
        }
    }

    /// A device by its token whose machine takes in almost nothing that its program does not read.
    pub async fn deaf(address: SocketAddr, token: &str) -> Self {
        let mut request = format!("ws://{address}/ws").into_client_request().unwrap();
        request.headers_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
        let plain = tokio::net::TcpSocket::new_v4().unwrap();
        plain.set_recv_buffer_size(4 * 1024).unwrap();
        let stream = MaybeTlsStream::Plain(plain.connect(address).await.unwrap());
        let (socket, _) = tokio_tungstenite::client_async(request, stream).await.unwrap();
        let mut client = Self::on(socket);
        client.greet(None).await.unwrap();
        client
    }

    /// A device by its token at a relay that may die at any moment: none if it has.
    pub async fn reach(address: SocketAddr, token: &str) -> Option<Self> {
        let mut client = Self::try_knock(address, &[("authorization", format!("Bearer {token}"))]).await?;
        client.say(&join(None)).await;
        match client.hear().await? {
            FromRelay::Peer { member, device, .. } => {
                client.member = member;
                client.device = device;
                Some(client)
            }
            other => panic!("{other:?} instead of an answer to join"),
        }
    }

    /// A device by its token.
    pub async fn by_token(address: SocketAddr, token: &str) -> Self {
        let mut client = Self::knock(address, &[("authorization", format!("Bearer {token}"))]).await;
        client.greet(None).await.unwrap();
        client
    }

    /// Says `join` and waits for the answer.
    pub async fn greet(&mut self, ticket: Option<String>) -> Result<(), CloseCode> {
        self.greet_as(&join(ticket)).await.map(|_| ())
    }

    /// Says this `join` and waits for the answer: whether this app may only read.
    pub async fn greet_as(&mut self, join: &FromDevice) -> Result<bool, CloseCode> {
        self.say(join).await;
        match self.hear().await {
            Some(FromRelay::Peer { member, device, read_only, .. }) => {
                self.member = member;
                self.device = device;
                Ok(read_only)
            }
            Some(FromRelay::Error(code)) => Err(code),
            other => panic!("{other:?} instead of an answer to join"),
        }
    }

    /// Sends a message.
    pub async fn say(&mut self, message: &FromDevice) {
        self.send(encode_from_device(message)).await;
    }

    /// Sends a message; whether the connection still took it.
    pub async fn try_say(&mut self, message: &FromDevice) -> bool {
        self.socket.send(Message::Binary(encode_from_device(message).into())).await.is_ok()
    }

    /// Sends any bytes.
    pub async fn send(&mut self, bytes: Vec<u8>) {
        // A relay that has closed the socket says so to who listens.
        let _closed = self.socket.send(Message::Binary(bytes.into())).await;
    }

    /// Sends any message of a web socket.
    pub async fn send_raw(&mut self, message: Message) {
        let _closed = self.socket.send(message).await;
    }

    /// The next message; none once the relay has closed.
    pub async fn hear(&mut self) -> Option<FromRelay> {
        if let Some(message) = self.heard.pop_front() {
            return Some(message);
        }
        self.hear_new().await
    }

    async fn hear_new(&mut self) -> Option<FromRelay> {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.socket.next());
            match next.await.expect("the relay says nothing") {
                Some(Ok(Message::Binary(bytes))) => {
                    self.raw.extend_from_slice(&bytes);
                    let message = decode_from_relay(&bytes).unwrap();
                    self.count(&message);
                    return Some(message);
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(other)) => panic!("{other:?} from the relay"),
            }
        }
    }

    fn count(&mut self, message: &FromRelay) {
        match message {
            FromRelay::Figures { forget, sources } => {
                if *forget {
                    self.figures.clear();
                    self.forgotten += 1;
                }
                for one in sources {
                    match one.lines.is_empty() {
                        true => self.figures.remove(&one.source),
                        false => self.figures.insert(one.source.clone(), one.clone()),
                    };
                }
            }
            FromRelay::Feed { entries, .. } => self.entries.extend(entries.iter().cloned()),
            _ => {}
        }
    }

    /// The entries of a document that ever came.
    pub fn entries_of(&self, document: DocumentId) -> Vec<&Entry> {
        self.entries.iter().filter(|entry| entry.document == document).collect()
    }

    /// The next message of a sort; others wait for their turn.
    pub async fn hear_that<T>(&mut self, pick: impl Fn(&FromRelay) -> Option<T>) -> T {
        let mut aside = VecDeque::new();
        let found = loop {
            let message = self.hear().await.expect("the relay closed");
            match pick(&message) {
                Some(found) => break found,
                None => aside.push_back(message),
            }
        };
        aside.append(&mut self.heard);
        self.heard = aside;
        found
    }

    /// Pushes changes and waits for what becomes of them.
    pub async fn push(&mut self, document: DocumentId, chunks: &[Chunk]) -> Answer {
        let changes = chunks.iter().map(|chunk| chunk.bytes().to_vec()).collect();
        self.push_bytes(document, changes, Vec::new()).await
    }

    /// Pushes any bytes with any receipts.
    pub async fn push_bytes(&mut self, document: DocumentId, changes: Vec<Vec<u8>>, receipts: Vec<Receipt>) -> Answer {
        self.batch += 1;
        let mine = self.batch;
        self.say(&FromDevice::Push(Push { batch: mine, document, changes, receipts })).await;
        self.hear_that(|message| match message {
            FromRelay::Ack { batch, receipts, .. } if *batch == mine => Some(Ok(receipts.clone())),
            FromRelay::Reject { batch, refusal, hashes, .. } if *batch == mine => Some(Err((*refusal, hashes.clone()))),
            _ => None,
        })
        .await
    }

    /// Everything that came until the relay answered a ping.
    pub async fn heard_until_pong(&mut self) -> Vec<FromRelay> {
        self.say(&FromDevice::Ping).await;
        let mut heard = Vec::new();
        loop {
            match self.hear().await.expect("the relay closed") {
                FromRelay::Pong { .. } => return heard,
                message => heard.push(message),
            }
        }
    }

    /// Whether the connection is alive.
    pub async fn is_alive(&mut self) -> bool {
        self.say(&FromDevice::Ping).await;
        loop {
            match self.hear().await {
                Some(FromRelay::Pong { .. }) => return true,
                Some(_) => {}
                None => return false,
            }
        }
    }

    /// The reason with which the relay closes; none if it closes without one.
    pub async fn closing(&mut self) -> Option<CloseCode> {
        let mut reason = None;
        while let Some(message) = self.hear().await {
            if let FromRelay::Error(code) = message {
                reason = Some(code);
            }
        }
        reason
    }
}

/// A `join`.
pub fn join(ticket: Option<String>) -> FromDevice {
    FromDevice::Join { sender: "test".to_owned(), versions: vec![VERSION.to_owned()], app: "test".to_owned(), ticket }
}
