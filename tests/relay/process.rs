//! The real program as a process of its own. It must never outlive its test.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use server::auth::tokens;
use server::storage::sqlite::SqliteStore;
use shared::ids::MemberId;

use crate::relay::register;

/// A process that ends with its test.
pub struct Process {
    child: Child,
    pub address: SocketAddr,
}

impl Process {
    /// Starts a command that runs the relay, and waits until it says where it is reached.
    pub fn start(command: Command) -> Self {
        let mut process = Self::spawn(command);
        let output = BufReader::new(process.child.stdout.take().unwrap());
        let line = output
            .lines()
            .map(Result::unwrap)
            .find(|line| line.contains("listening on "))
            .expect("the program ended before it listened");
        let port = line.rsplit(':').next().unwrap().trim_end_matches('/').parse().unwrap();
        process.address.set_port(port);
        process
    }

    /// Starts a command and waits for nothing.
    pub fn spawn(mut command: Command) -> Self {
        let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        Self { child, address: SocketAddr::from(([127, 0, 0, 1], 0)) }
    }

    /// The number by which the system knows it.
    #[allow(dead_code, reason = "the measurements look at its memory")]
    pub fn id(&self) -> u32 {
        self.child.id()
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

/// What the program is told to serve a folder.
pub fn arguments(data: &Path) -> Vec<String> {
    let data = data.to_str().unwrap();
    ["serve", "--listen", "127.0.0.1:0", "--dataset", "kanagawa-r6", "--data", data].map(str::to_owned).to_vec()
}

/// The relay on a folder.
pub fn serve(program: &Path, data: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(arguments(data));
    command
}

/// Registers everybody in a folder, beside the running relay.
pub async fn registered(data: &Path) {
    let store = SqliteStore::open_existing(data).await.unwrap();
    register(&store).await;
    store.close().await;
}

/// Tokens for devices of these members, one each.
pub async fn tokens_of(data: &Path, members: &[MemberId]) -> Vec<String> {
    let store = SqliteStore::open_existing(data).await.unwrap();
    let mut made = Vec::new();
    for member in members {
        let token = tokens::make(&store, *member, "test", server::clock::now_ms()).await.unwrap();
        made.push(token.text());
    }
    store.close().await;
    made
}

/// What a command says, and whether it went well.
pub fn run(program: &Path, words: &[&str]) -> (bool, String) {
    let output = Command::new(program).args(words).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// Has everything in a folder checked by the program itself.
pub fn verify(program: &Path, data: &Path) {
    let (sound, said) = run(program, &["verify", "--data", data.to_str().unwrap()]);
    assert!(sound, "{said}");
}
