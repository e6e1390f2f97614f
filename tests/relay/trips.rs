//! How often a device has to ask: what a reconnection costs is counted in messages and bytes, never in
//! time (`cargo xtask bench trips` counts round trips over a slow line).

use std::collections::BTreeSet;

use crate::catching_up::{DOCUMENTS, MISSED, Office};
use crate::relay::Relay;

fn says(talk: &[String]) -> Vec<&str> {
    talk.iter().filter(|line| line.starts_with('>')).map(|line| line.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_missed_twenty_changes_asks_once_and_unchanged_documents_cost_no_byte() {
    let relay = Relay::start().await;
    let mut office = Office::fill(&relay.data()).await;
    let mut device = office.device().await;
    device.settle(relay.address).await;
    assert!(device.documents().len() >= DOCUMENTS);

    // Nothing new: one question, and an answer without an entry.
    device.close();
    device.settle(relay.address).await;
    assert_eq!(says(&device.talk)[..2], ["> join", "> feed"]);
    let nothing = device.heard.bytes;

    device.close();
    let written = office.write(MISSED).await;
    device.settle(relay.address).await;
    let asked = says(&device.talk);
    assert_eq!(asked[..2], ["> join", "> feed"]);
    assert!(asked[2..].iter().all(|line| *line == "> feed"), "{asked:?}");
    assert!(asked.len() <= 3, "one question brings it, the next one waits: {asked:?}");
    // What came beside the changes themselves: their entries, not one for each document that is known.
    let payload: usize = written.iter().map(|change| change.len()).sum();
    let beside = device.heard.bytes - nothing - payload;
    assert!(beside < MISSED * 400, "{beside} bytes beside {payload} bytes of changes");
    let there: BTreeSet<_> =
        written.iter().map(|change| shared::documents::Chunk::parse(change).unwrap().hash()).collect();
    let known: BTreeSet<_> = device.disk.chunks.values().flat_map(|all| all.keys()).copied().collect();
    assert!(there.is_subset(&known));

    // A fresh one: pages of five hundred rows.
    let mut fresh = office.device().await;
    fresh.settle(relay.address).await;
    let asked = says(&fresh.talk);
    assert!(asked.len() <= 2 + (DOCUMENTS + MISSED).div_ceil(400), "{asked:?}");
    assert_eq!(fresh.documents(), device.documents());
    office.close().await;
    relay.stop_and_verify().await;
}
