//! The real program under attack: its own process, with its log and the memory that the kernel counts
//! for it. It must never outlive its test.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use server::auth::tokens;
use server::storage::sqlite::SqliteStore;
use shared::ids::MemberId;
use tempfile::TempDir;

use crate::client::Client;
use crate::kill::PROGRAM;
use crate::process::arguments;
use crate::relay::register;

/// A line of the log is there by then on any machine that is alive.
const PATIENCE: Duration = Duration::from_secs(30);

/// A relay in a process of its own.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    folder: TempDir,
}

impl Server {
    /// Starts one on a new folder, with everybody registered.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let log = File::create(folder.path().join("log")).unwrap();
        let mut command = Command::new(PROGRAM);
        command.args(arguments(&folder.path().join("data"))).env_remove("OTOZURE_LOG");
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let line = output
            .lines()
            .map(Result::unwrap)
            .find(|line| line.contains("listening on "))
            .expect("the program ended before it listened");
        let port = line.rsplit(':').next().unwrap().trim_end_matches('/').parse().unwrap();
        let server = Self { child, address: SocketAddr::from(([127, 0, 0, 1], port)), folder };
        let store = server.store().await;
        register(&store).await;
        store.close().await;
        server
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The store, opened beside the relay as the command line does.
    pub async fn store(&self) -> SqliteStore {
        SqliteStore::open_existing(&self.data()).await.unwrap()
    }

    /// A bearer token of a member.
    pub async fn token(&self, member: MemberId) -> String {
        let store = self.store().await;
        let token = tokens::make(&store, member, "test", server::clock::now_ms()).await.unwrap();
        store.close().await;
        token.text()
    }

    /// A new device of a member.
    pub async fn join(&self, member: MemberId) -> Client {
        Client::by_token(self.address, &self.token(member).await).await
    }

    /// The command line on the same folder, as a process of its own: what it printed, and its log.
    pub async fn command(&self, arguments: &[&str]) -> (String, String) {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).arg("--data").arg(self.data());
        let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        (text(&output.stdout), text(&output.stderr))
    }

    /// Every line of the log so far.
    pub fn log(&self) -> Vec<String> {
        let text = std::fs::read(self.folder.path().join("log")).unwrap();
        String::from_utf8_lossy(&text).lines().map(str::to_owned).collect()
    }

    /// Waits until a line of the log after the first `from` holds all of these.
    pub async fn wait_for_line(&self, from: usize, words: &[&str]) {
        let begun = Instant::now();
        loop {
            let log = self.log();
            let new = log.get(from..).unwrap_or_default();
            if new.iter().any(|line| words.iter().all(|word| line.contains(word))) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "no line with {words:?} in {new:#?}");
            tokio::task::yield_now().await;
        }
    }

    /// Lets the kernel count the largest size anew.
    pub fn forget_peak(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5").unwrap();
    }

    /// Bytes resident now, and at most since `forget_peak`.
    pub fn resident(&self) -> (u64, u64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let bytes = |name: &str| -> u64 {
            let line = status.lines().find(|line| line.starts_with(name)).unwrap();
            line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
        };
        (bytes("VmRSS:"), bytes("VmHWM:"))
    }

    /// Stops it as an administrator does, and has its folder verified by the program itself.
    pub async fn stop_and_verify(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap();
        let (said, _) = self.command(&["verify"]).await;
        assert!(!said.is_empty());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _dead = self.child.kill();
        let _reaped = self.child.wait();
    }
}
