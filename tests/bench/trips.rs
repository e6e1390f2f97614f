//! What it costs a device to catch up, over a line that takes 100 ms there and back: round trips, messages
//! and bytes, through the real program and with the session that the app has.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::catching_up::{DOCUMENTS, MISSED, Office};
use crate::device::Device;
use crate::process::{Process, registered, serve};
use crate::proxy::slow;

/// The delay that the line adds, there and back.
const DELAY: Duration = Duration::from_millis(100);

pub async fn measure(program: &Path) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let process = Process::start(serve(program, &data));
    registered(&data).await;
    let mut office = Office::fill(&data).await;
    let line = slow(process.address, DELAY).await;

    let mut device = office.device().await;
    let fresh = catch_up(&mut device, line).await;
    let nothing = catch_up(&mut device, line).await;
    let payload: usize = office.write(MISSED).await.iter().map(Vec::len).sum();
    let missed = catch_up(&mut device, line).await;
    assert!(device.documents().len() >= DOCUMENTS);
    office.close().await;
    process.kill();
    let trips = |of: &Value| of["round_trips_after_handshake"].as_u64();
    json!({
        "delay_ms": DELAY.as_millis(),
        "documents": DOCUMENTS,
        "missed_changes": MISSED,
        "missed_changes_bytes": payload,
        "nothing_new": nothing,
        "missed": missed,
        "fresh": fresh,
        "holds": trips(&missed) == Some(1) && trips(&nothing) == Some(1) && trips(&fresh).is_some_and(|trips| trips <= 2),
    })
}

/// One line from its beginning until the device has everything.
async fn catch_up(device: &mut Device, line: SocketAddr) -> Value {
    device.close();
    let begun = Instant::now();
    device.until(line, |device| device.status.caught_up && !device.disk.offering).await;
    json!({
        "round_trips_after_handshake": round_trips(&device.talk),
        "messages_up": device.said.messages,
        "messages_down": device.heard.messages,
        "bytes_up": device.said.bytes,
        "bytes_down": device.heard.bytes,
        "ms_with_handshake": u64::try_from(begun.elapsed().as_millis()).unwrap(),
        "talk": device.talk,
    })
}

/// How often the device had to say something new because of what it heard, from the end of the handshake to
/// the last page.
fn round_trips(talk: &[String]) -> usize {
    let begin = talk.iter().position(|line| line == "< peer").expect("a handshake") + 1;
    let end = talk.iter().rposition(|line| line == "< feed").expect("a page");
    let mut trips = 0;
    let mut heard = true;
    for line in &talk[begin..end] {
        match line.starts_with('>') {
            true if heard => (trips, heard) = (trips + 1, false),
            true => {}
            false => heard = true,
        }
    }
    trips
}
