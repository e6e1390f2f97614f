//! What a kill leaves: the real program, killed in the middle of its work, has after a new start
//! everything that it acknowledged, and its folder is sound.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use server::auth::tokens;
use server::storage::sqlite::SqliteStore;
use shared::documents::Document;
use shared::ids::ChangeHash;
use shared::protocol::{FromDevice, FromRelay, Push};

use crate::client::Client;
use crate::relay::{COORDINATOR, FIRST, SECOND, register};
use crate::visits::{planned, session, write};

/// The program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_otozure");

/// A process that ends with its test.
pub struct Process {
    child: Child,
    pub address: SocketAddr,
}

impl Process {
    /// Starts a command that runs the relay, and waits until it says where it is reached.
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let line = output
            .lines()
            .map(Result::unwrap)
            .find(|line| line.contains("listening on "))
            .expect("the program ended before it listened");
        let port = line.rsplit(':').next().unwrap().trim_end_matches('/').parse().unwrap();
        Self { child, address: SocketAddr::from(([127, 0, 0, 1], port)) }
    }

    /// Kills it as the kernel does when memory is short.
    pub fn kill(mut self) {
        self.end_children();
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// A program that is traced lives on without its tracer: it goes first.
    fn end_children(&self) {
        let id = self.child.id();
        let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
        for child in children.split_whitespace() {
            let _status = Command::new("kill").args(["-KILL", child]).status();
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end_children();
        let _dead = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// The relay on a folder.
pub fn serve(data: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments(data));
    command
}

/// What the program is told.
pub fn arguments(data: &Path) -> Vec<String> {
    let data = data.to_str().unwrap();
    ["serve", "--listen", "127.0.0.1:0", "--dataset", "kanagawa-r6", "--data", data].map(str::to_owned).to_vec()
}

/// Registers members beside the running relay; gives tokens of a coordinator and a visitor.
pub async fn people(data: &Path) -> (String, String) {
    let store = SqliteStore::open_existing(data).await.unwrap();
    register(&store).await;
    let now_ms = server::clock::now_ms();
    let office = tokens::make(&store, COORDINATOR, "test", now_ms).await.unwrap();
    let visitor = tokens::make(&store, FIRST, "test", now_ms).await.unwrap();
    store.close().await;
    (office.text(), visitor.text())
}

async fn has(address: SocketAddr, token: &str, document: &Document, wanted: &[ChangeHash]) {
    let mut client = Client::by_token(address, token).await;
    let entries = client.catch_up().await;
    let chunks: Vec<&Vec<u8>> =
        entries.iter().filter(|entry| entry.document == document.id()).flat_map(|entry| &entry.changes).collect();
    let there = Document::open(&chunks).unwrap();
    for hash in wanted {
        assert!(there.has(*hash), "{hash} was acknowledged and is gone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_there_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut process = Process::start(serve(&data));
    let (office, visitor) = people(&data).await;
    let mut document = planned(&session(), &[FIRST, SECOND]);
    let mut acknowledged: Vec<ChangeHash> = Vec::new();
    for round in 0..6 {
        let mut client = Client::by_token(process.address, &office).await;
        if round == 0 {
            client.push(document.id(), &document.changes_since(&[])).await.unwrap();
            acknowledged.extend(document.heads());
        }
        // One that is acknowledged, and then as many under way as the kill finds.
        let writer = session();
        let first = write(&mut document, &writer, 0, "届いた。");
        client.push(document.id(), std::slice::from_ref(&first)).await.unwrap();
        acknowledged.push(first.hash());
        let mut under_way = Vec::new();
        for batch in 100..106 {
            let chunk = write(&mut document, &writer, 0, "途中。");
            under_way.push((batch, chunk.hash()));
            client
                .say(&FromDevice::Push(Push {
                    batch,
                    document: document.id(),
                    changes: vec![chunk.into_bytes()],
                    receipts: Vec::new(),
                }))
                .await;
        }
        let some = client
            .hear_that(|message| match message {
                FromRelay::Ack { batch, .. } => Some(*batch),
                _ => None,
            })
            .await;
        process.kill();
        acknowledged.extend(under_way.iter().filter(|(b, _)| *b == some).map(|(_, hash)| *hash));
        process = Process::start(serve(&data));
        has(process.address, &visitor, &document, &acknowledged).await;
        // The device offers again what it has no answer for.
        let mut client = Client::by_token(process.address, &office).await;
        client.push(document.id(), &document.changes_since(&[])).await.unwrap();
        acknowledged.extend(under_way.iter().map(|(_, hash)| *hash));
    }
    process.kill();
    let verified = Command::new(PROGRAM).args(["verify", "--data", data.to_str().unwrap()]).output().unwrap();
    let said = String::from_utf8_lossy(&verified.stdout);
    assert!(verified.status.success(), "{said}");
}
