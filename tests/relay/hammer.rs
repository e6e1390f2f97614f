//! Kills the relay at any moment of its work, again and again, with writes of several devices in flight:
//! what it acknowledged must be there after the next start, for a reader who goes on from their own cursor.
//! The moments are random and cannot be had again; the seed gives the same work.

// By its path, as the benches take this file in by its own.
#[path = "hammer/device.rs"]
mod device;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use shared::documents::{Chunk, Document};
use shared::ids::{ChangeHash, DocumentId};
use shared::protocol::Cursor;
use tempfile::TempDir;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::client::Client;
use crate::process::{Process, registered, serve, tokens_of, verify};
use crate::relay::{COORDINATOR, FIRST};
use device::Device;

/// Devices that write at the same time.
const DEVICES: usize = 3;
/// Documents that a device writes in, each with a push under way.
const DOCUMENTS: usize = 3;
/// A device begins new documents after so many starts of the relay.
const STARTS_A_DOCUMENT: u64 = 10;
/// Everything is checked by the program itself after so many.
const VERIFIED_EVERY: u64 = 50;

/// A small generator: the same numbers for the same seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn bytes(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.next().to_be_bytes());
        bytes[8..].copy_from_slice(&self.next().to_be_bytes());
        bytes
    }
}

/// What came of it.
#[derive(Debug, Default, Clone, Copy)]
pub struct Outcome {
    pub tries: u64,
    pub acknowledged: u64,
    pub lost: u64,
}

/// The relay's tormentor.
pub struct Hammer {
    program: PathBuf,
    folder: TempDir,
    dice: Dice,
    devices: Vec<Device>,
    witness: Witness,
    outcome: Outcome,
    starts: u64,
}

impl Hammer {
    /// A relay on a folder of its own, with devices of a coordinator and a visitor who reads.
    pub async fn new(program: &Path, seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let process = Process::start(serve(program, &data));
        registered(&data).await;
        let mut tokens = tokens_of(&data, &[COORDINATOR; DEVICES]).await;
        tokens.extend(tokens_of(&data, &[FIRST]).await);
        process.kill();
        let witness =
            Witness { token: tokens.pop().unwrap(), cursor: None, seen: BTreeSet::new(), chunks: BTreeMap::new() };
        let mut dice = Dice::new(seed);
        let devices = tokens.into_iter().map(|token| Device::new(token, &mut dice)).collect();
        Self { program: program.to_owned(), folder, dice, devices, witness, outcome: Outcome::default(), starts: 0 }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// So many kills. Says how they went; `each` hears of every one.
    pub async fn run(mut self, tries: u64, mut each: impl FnMut(Outcome)) -> Outcome {
        for _ in 0..tries {
            self.outcome.tries += 1;
            if self.dice.below(8) == 0 {
                self.kill_at_the_start();
            } else {
                self.kill_at_work().await;
            }
            if self.outcome.tries.is_multiple_of(VERIFIED_EVERY) {
                verify(&self.program, &self.data());
            }
            each(self.outcome);
        }
        let process = Process::start(serve(&self.program, &self.data()));
        self.look(&process).await;
        process.kill();
        self.witness.open_all();
        verify(&self.program, &self.data());
        self.outcome
    }

    fn kill_at_the_start(&mut self) {
        let process = Process::spawn(serve(&self.program, &self.data()));
        spin(self.dice.below(600_000));
        process.kill();
    }

    async fn kill_at_work(&mut self) {
        let process = Process::start(serve(&self.program, &self.data()));
        self.starts += 1;
        self.look(&process).await;
        let (heard, more) = (Arc::new(AtomicU64::new(0)), Arc::new(Notify::new()));
        let mut work = JoinSet::new();
        for mut device in std::mem::take(&mut self.devices) {
            if self.starts.is_multiple_of(STARTS_A_DOCUMENT) {
                device.begin(&mut self.dice);
            }
            let (address, heard, more) = (process.address, Arc::clone(&heard), Arc::clone(&more));
            work.spawn(async move {
                device.work(address, &heard, &more).await;
                device
            });
        }
        let wanted = self.dice.below(16);
        while heard.load(Ordering::Relaxed) < wanted {
            tokio::select! {
                () = more.notified() => {}
                Some(ended) = work.join_next() => {
                    ended.expect("a device failed");
                    panic!("a device stopped before the relay was killed");
                }
            }
        }
        let wait = self.dice.below(150_000);
        tokio::task::spawn_blocking(move || {
            spin(wait);
            process.kill();
        })
        .await
        .unwrap();
        while let Some(device) = work.join_next().await {
            self.devices.push(device.expect("a device failed"));
        }
    }

    /// Whether everything is there that was acknowledged before.
    async fn look(&mut self, process: &Process) {
        self.witness.catch_up(process).await;
        for device in &mut self.devices {
            for hash in device.acknowledged.drain(..) {
                self.outcome.acknowledged += 1;
                if !self.witness.seen.contains(&hash) {
                    eprintln!("{hash} was acknowledged and is gone");
                    self.outcome.lost += 1;
                }
            }
        }
    }
}

fn spin(times: u64) {
    for _ in 0..times {
        std::hint::spin_loop();
    }
}

/// A device that reads all of it, and goes on from its cursor after each start.
struct Witness {
    token: String,
    cursor: Option<Cursor>,
    seen: BTreeSet<ChangeHash>,
    chunks: BTreeMap<DocumentId, Vec<Vec<u8>>>,
}

impl Witness {
    async fn catch_up(&mut self, process: &Process) {
        let mut client = Client::by_token(process.address, &self.token).await;
        client.go_on_from(self.cursor);
        let entries = client.catch_up().await;
        self.cursor = client.cursor();
        let mut touched = BTreeSet::new();
        for entry in entries {
            touched.insert(entry.document);
            for bytes in entry.changes {
                let chunk = Chunk::parse(&bytes).unwrap();
                assert!(self.seen.insert(chunk.hash()), "{} came twice", chunk.hash());
                self.chunks.entry(entry.document).or_default().push(bytes);
            }
        }
        for document in touched {
            self.open(document);
        }
    }

    fn open(&self, document: DocumentId) {
        let opened = Document::open(&self.chunks[&document]).unwrap_or_else(|error| panic!("{document}: {error}"));
        assert_eq!(opened.id(), document);
    }

    fn open_all(&self) {
        assert!(!self.chunks.is_empty(), "nothing was ever written");
        for document in self.chunks.keys() {
            self.open(*document);
        }
    }
}
