//! The relay's memory with many documents in the store, many connections that only listen, and writes into
//! documents all over the store: it must not grow, and what nobody writes to must leave it.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use server::storage::sqlite::SqliteStore;
use server::storage::{MemberFields, Storage};
use shared::documents::visit::{Section, splice_note};
use shared::documents::{Document, Splice, Writer};
use shared::domain::{Category, Role};
use shared::ids::{Actor, DocumentId, MemberId};
use shared::protocol::{Cursor, FromDevice, limits};
use tokio::task::JoinSet;

use crate::catching_up::Office;
use crate::client::Client;
use crate::hammer::Dice;
use crate::memory::{most_resident_kib, resident_kib};
use crate::process::{Process, registered, serve, tokens_of};
use crate::relay::COORDINATOR;

/// Devices that write.
const WRITERS: u64 = 4;
/// Between two looks at the memory.
const LOOK: Duration = Duration::from_secs(2);
/// How much the last quarter may lie above the second one: noise of an allocator, not growth.
const NOISE_SHARE: f64 = 0.05;
const NOISE_KIB: f64 = 4_096.0;

pub async fn measure(program: &Path, documents: usize, connections: usize, seconds: u64) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    Process::start(serve(program, &data)).kill();
    registered(&data).await;
    let begun = Instant::now();
    let mut office = Office::open(&data).await;
    let ids: Arc<Vec<DocumentId>> = Arc::new(office.add(documents).await);
    println!("{documents} documents stored in {} s", begun.elapsed().as_secs());
    let listeners = listeners(office.store(), connections).await;
    let end = office.store().feed_end().await.unwrap().map(|end| Cursor { number: end.number, mark: end.mark });
    office.close().await;

    let process = Process::start(serve(program, &data));
    let at_start = resident_kib(process.id());
    let stop = Arc::new(AtomicBool::new(false));
    let mut tasks = JoinSet::new();
    for token in listeners {
        let mut client = Client::by_token(process.address, &token).await;
        client.go_on_from(end);
        tasks.spawn(listen(client, Arc::clone(&stop)));
    }
    let connected = resident_kib(process.id());
    println!("{connections} connections: {at_start} KiB -> {connected} KiB");

    let written = Arc::new(AtomicU64::new(0));
    for (number, token) in (1..).zip(tokens_of(&data, &[COORDINATOR; WRITERS as usize]).await) {
        let store = SqliteStore::open_existing(&data).await.unwrap();
        let place = (process.address, token);
        tasks.spawn(write(place, store, (Arc::clone(&ids), number), Arc::clone(&written), Arc::clone(&stop)));
    }
    let samples = watch(&process, &written, Duration::from_secs(seconds)).await;
    stop.store(true, Ordering::Relaxed);
    let most = most_resident_kib(process.id());
    let (second, last) = (mean(quarter(&samples, 1)), mean(quarter(&samples, 3)));
    // Who writes or listens goes first: a relay that closes on them would be a failure.
    tasks.shutdown().await;
    process.kill();
    json!({
        "documents": documents,
        "connections": connections,
        "seconds": seconds,
        "changes_acknowledged": written.load(Ordering::Relaxed),
        "resident_kib": {
            "at_start": at_start,
            "connected": connected,
            "second_quarter": second,
            "last_quarter": last,
            "most": most,
        },
        "samples_kib": samples,
        "holds": last <= second * (1.0 + NOISE_SHARE) + NOISE_KIB,
    })
}

fn quarter(samples: &[u64], number: usize) -> &[u64] {
    let size = samples.len() / 4;
    assert!(size > 0, "too short a time for a figure");
    &samples[number * size..(number + 1) * size]
}

fn mean(samples: &[u64]) -> f64 {
    let count = u32::try_from(samples.len()).unwrap();
    samples.iter().map(|kib| f64::from(u32::try_from(*kib).unwrap())).sum::<f64>() / f64::from(count)
}

async fn watch(process: &Process, written: &AtomicU64, whole: Duration) -> Vec<u64> {
    let begun = Instant::now();
    let mut look = tokio::time::interval(LOOK);
    let mut samples = Vec::new();
    while begun.elapsed() < whole {
        look.tick().await;
        samples.push(resident_kib(process.id()));
        if samples.len().is_multiple_of(15) {
            let (seconds, changes) = (begun.elapsed().as_secs(), written.load(Ordering::Relaxed));
            println!("{seconds} s: {} KiB, {changes} changes", samples[samples.len() - 1]);
        }
    }
    samples
}

/// Tokens of members who may read nothing, as many connections each as one may have.
async fn listeners(store: &SqliteStore, connections: usize) -> Vec<String> {
    let mut tokens = Vec::new();
    for number in 0..connections.div_ceil(limits::CONNECTIONS_PER_MEMBER_MAX) {
        let mut id = *b"listen00";
        id[6..].copy_from_slice(&u16::try_from(number).unwrap().to_be_bytes());
        let member = MemberId(id);
        let fields = MemberFields {
            name: format!("見本 {number}"),
            yomi: "みほん".to_owned(),
            role: Role::Visitor,
            category: Some(Category::Peer),
            appointed_on: None,
            offices: Vec::new(),
            safeguarding: false,
        };
        store.put_member(member, fields).await.unwrap();
        let token = server::auth::tokens::make(store, member, "soak", server::clock::now_ms()).await.unwrap();
        let left = connections - tokens.len();
        tokens.extend(std::iter::repeat_n(token.text(), left.min(limits::CONNECTIONS_PER_MEMBER_MAX)));
    }
    tokens
}

/// A connection that waits for news and gives signs of life.
async fn listen(mut client: Client, stop: Arc<AtomicBool>) {
    let ping = Duration::from_millis(u64::try_from(limits::PING_MS).unwrap());
    client.say(&FromDevice::Feed { after: client.cursor(), bytes: 1 << 20, wait: true }).await;
    while !stop.load(Ordering::Relaxed) {
        match tokio::time::timeout(ping, client.hear()).await {
            Err(_) => client.say(&FromDevice::Ping).await,
            Ok(Some(_)) => {}
            Ok(None) => {
                assert!(stop.load(Ordering::Relaxed), "the relay closed an idle connection");
                break;
            }
        }
    }
}

/// Writes into one document after another, all over the store.
async fn write(
    (relay, token): (SocketAddr, String),
    store: SqliteStore,
    (ids, number): (Arc<Vec<DocumentId>>, u64),
    written: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
) {
    let mut dice = Dice::new(number);
    let mut client = Client::by_token(relay, &token).await;
    while !stop.load(Ordering::Relaxed) {
        let id = ids[usize::try_from(dice.below(ids.len() as u64)).unwrap()];
        let stored = store.changes(id).await.unwrap();
        let chunks: Vec<&[u8]> = stored.iter().map(|change| change.bytes.as_slice()).collect();
        let mut document = Document::open(&chunks).unwrap();
        let mut actor = [0; 16];
        actor[..8].copy_from_slice(&dice.next().to_be_bytes());
        actor[8..].copy_from_slice(&dice.next().to_be_bytes());
        let at = shared::time::Instant::from_ms(server::clock::now_ms());
        let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: "話したこと。".to_owned() };
        let writer = Writer { actor: Actor(actor), at };
        let chunk = splice_note(&mut document, &writer, Section::Talked, &splice).unwrap().unwrap();
        client.push(id, &[chunk]).await.unwrap();
        written.fetch_add(1, Ordering::Relaxed);
    }
    store.close().await;
}
