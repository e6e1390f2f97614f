//! Whose record came into whose hands: what is served and written stands in the access log, and what a device
//! says that was done on it without a network.

use server::storage::{Access, AccessRow, Deed, Ledger};
use shared::documents::Document;
use shared::ids::{DocumentId, MemberId};

use crate::relay::{COORDINATOR, FIRST, Relay, SECOND, STRANGER};
use crate::visits::{planned, session, write};

/// The rows about a document, once there are so many.
pub async fn rows(relay: &Relay, document: DocumentId, count: usize) -> Vec<AccessRow> {
    let store = relay.store().await;
    let waited = async {
        loop {
            let all = store.accesses(0, 10_000).await.unwrap();
            let rows: Vec<AccessRow> = all.into_iter().filter(|row| row.access.document == document).collect();
            if rows.len() >= count {
                return rows;
            }
            tokio::task::yield_now().await;
        }
    };
    let rows = tokio::time::timeout(std::time::Duration::from_secs(30), waited).await.expect("no such rows");
    store.close().await;
    rows
}

fn told(rows: &[AccessRow]) -> Vec<(MemberId, Deed)> {
    let mut told: Vec<_> = rows.iter().map(|row| (row.access.who.member, row.access.deed)).collect();
    told.sort();
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_given_or_wrote_a_record_stands_in_the_access_log() {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let mut visitor = relay.join(FIRST).await;
    let mut visit: Document = planned(&session(), &[FIRST, SECOND]);
    let id = visit.id();
    let before = server::clock::now_ms();
    office.push(id, &visit.changes_since(&[])).await.unwrap();
    visitor.catch_up().await;
    let words = write(&mut visit, &session(), 0, "話したこと。");
    visitor.push(id, &[words]).await.unwrap();
    let mut stranger = relay.join(STRANGER).await;
    stranger.catch_up().await;
    let expected = [(COORDINATOR, Deed::Edit), (FIRST, Deed::Served), (FIRST, Deed::Edit)];
    let rows = rows(&relay, id, expected.len()).await;
    assert_eq!(told(&rows), expected);
    for row in &rows {
        let Access { at_ms, device_at_ms, who, deed, .. } = row.access;
        assert!((before..=server::clock::now_ms()).contains(&at_ms));
        // The device's own clock stands beside the relay's where it wrote.
        assert_eq!(device_at_ms.is_some(), deed == Deed::Edit);
        let device = if who.member == FIRST { visitor.device } else { office.device };
        assert_eq!(who.device, device);
    }
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_or_not_given_leaves_no_row_and_a_stop_forgets_none() {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let mut stranger = relay.join(STRANGER).await;
    let mut visit = planned(&session(), &[FIRST, SECOND]);
    let id = visit.id();
    office.push(id, &visit.changes_since(&[])).await.unwrap();
    let words = write(&mut visit, &session(), 0, "ことわられる。");
    stranger.push(id, &[words]).await.unwrap_err();
    stranger.catch_up().await;
    let (folder, data) = relay.stop().await;
    let store = server::storage::sqlite::SqliteStore::open_existing(&data).await.unwrap();
    let rows: Vec<_> =
        store.accesses(0, 10_000).await.unwrap().into_iter().filter(|row| row.access.document == id).collect();
    assert_eq!(told(&rows), [(COORDINATOR, Deed::Edit)], "written before the relay had stopped");
    store.close().await;
    drop(folder);
}
