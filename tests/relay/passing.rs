//! After an acknowledgement the relay sends a page up to its row, whoever else is concerned: only such a
//! cursor lets a device forget what it owed.

use shared::documents::visit::{PlanField, put_plan};
use shared::protocol::{Cursor, FromDevice, FromRelay, Push};

use crate::client::Client;
use crate::relay::{COORDINATOR, FIRST, OTHER_OFFICE, Relay, SECOND};
use crate::visits::{bare, planned, session};

/// The row that the next acknowledgement names.
async fn acknowledged(client: &mut Client) -> u64 {
    let row = client.hear_that(|message| match message {
        FromRelay::Ack { row, .. } => Some(*row),
        _ => None,
    });
    row.await.unwrap()
}

/// Where the next page ends.
async fn page(client: &mut Client) -> Cursor {
    let next = client.hear_that(|message| match message {
        FromRelay::Feed { next, .. } => Some(*next),
        _ => None,
    });
    next.await.unwrap()
}

async fn wait(client: &mut Client, after: Cursor) {
    client.say(&FromDevice::Feed { after: Some(after), bytes: 1 << 20, wait: true }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_up_to_the_row_of_an_acknowledgement_comes_to_who_waits() {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let mut elsewhere = relay.join(OTHER_OFFICE).await;
    office.say(&FromDevice::Feed { after: None, bytes: 1 << 20, wait: false }).await;
    let mut at = page(&mut office).await;
    let visit = planned(&session(), &[FIRST, SECOND]);
    let changes: Vec<Vec<u8>> = visit.changes_since(&[]).iter().map(|chunk| chunk.bytes().to_vec()).collect();
    for batch in 100..104 {
        // What happens elsewhere says nothing here; the first push is new, the others are there already.
        let mut theirs = bare();
        let yuimaru = vec![(PlanField::Office, Some("yuimaru".to_owned()))];
        put_plan(&mut theirs, &session(), yuimaru).unwrap();
        elsewhere.push(theirs.id(), &theirs.changes_since(&[])).await.unwrap();
        if batch % 2 == 0 {
            wait(&mut office, at).await;
        }
        let (document, changes) = (visit.id(), changes.clone());
        office.say(&FromDevice::Push(Push { batch, document, changes, receipts: Vec::new() })).await;
        let row = acknowledged(&mut office).await;
        assert!(row > at.number);
        if batch % 2 == 1 {
            wait(&mut office, at).await;
        }
        at = page(&mut office).await;
        while at.number < row {
            wait(&mut office, at).await;
            at = page(&mut office).await;
        }
    }
    relay.stop_and_verify().await;
}
