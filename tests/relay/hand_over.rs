//! A new link in the same browser makes a new device of what still holds the old one's words: they are
//! taken from it, as the old device's, and from nobody else.

use server::storage::Storage;
use shared::documents::Document;
use shared::protocol::Refusal;

use crate::relay::{COORDINATOR, FIRST, Relay, SECOND};
use crate::visits::{planned, session, write};

#[tokio::test(flavor = "multi_thread")]
async fn what_a_device_owed_is_taken_from_the_members_next_device() {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let mut visit: Document = planned(&session(), &[FIRST, SECOND]);
    let id = visit.id();
    office.push(id, &visit.changes_since(&[])).await.unwrap();

    let mut old = relay.join(FIRST).await;
    let (begun, fresh) = (session(), session());
    let first = write(&mut visit, &begun, 0, "届いたこと。");
    old.push(id, &[first]).await.unwrap();
    // Written without a line: one goes on with a session that the relay knows, one begins a new one.
    let owed = [write(&mut visit, &begun, 0, "まだのこと。"), write(&mut visit, &fresh, 0, "べつのこと。")];
    let stolen = write(&mut visit.clone(), &begun, 0, "なりすまし");
    let store = relay.store().await;
    store.end_device(old.device).await.unwrap();
    store.close().await;

    let mut other = relay.join(SECOND).await;
    other.push(id, std::slice::from_ref(&owed[0])).await.unwrap_err();
    let mut new = relay.join(FIRST).await;
    assert_ne!(new.device, old.device);
    let receipts = new.push(id, &owed).await.unwrap();
    let of = |actor| receipts.iter().find(|receipt| receipt.actor == actor).unwrap();
    assert_eq!((of(begun.actor).member, of(begun.actor).device), (FIRST, old.device), "the author stays who it was");
    assert_eq!((of(fresh.actor).member, of(fresh.actor).device), (FIRST, new.device));
    // Once more, as after a lost answer; and on with the old session.
    assert_eq!(new.push(id, &owed).await.unwrap(), receipts);
    let more = write(&mut visit, &begun, 0, "さらに。");
    new.push(id, &[more]).await.unwrap();

    // Nobody else takes a session of that member, neither the old device's nor the new one's.
    let theft = other.push(id, &[stolen]).await;
    assert_eq!(theft.map_err(|(code, _)| code), Err(Refusal::Author));
    let theft = write(&mut visit.clone(), &fresh, 0, "なりすまし");
    let theft = other.push(id, &[theft]).await;
    assert_eq!(theft.map_err(|(code, _)| code), Err(Refusal::Author));
    relay.stop_and_verify().await;
}
