//! What people do together: a coordinator makes a visit, two visitors write in it offline, and all
//! come to the same document.

use shared::documents::visit::{FactField, set_content, set_fact};
use shared::documents::{Chunk, Document};
use shared::domain::Content;
use shared::protocol::{Entry, What};

use crate::relay::{COORDINATOR, FIRST, OFFICER, OTHER_OFFICE, Relay, SECOND, STRANGER};
use crate::visits::{planned, session, talked, write};

/// The document that entries of a feed bring.
fn opened(entries: &[Entry], document: &Document) -> Document {
    let chunks: Vec<&Vec<u8>> =
        entries.iter().filter(|entry| entry.document == document.id()).flat_map(|entry| &entry.changes).collect();
    Document::open(&chunks).unwrap()
}

fn take_in(document: &mut Document, entries: &[Entry]) {
    let chunks: Vec<Chunk> = entries
        .iter()
        .filter(|entry| entry.document == document.id())
        .flat_map(|entry| &entry.changes)
        .map(|bytes| Chunk::parse(bytes).unwrap())
        .filter(|chunk| !document.has(chunk.hash()))
        .collect();
    document.apply(&chunks).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_visitors_write_one_note_offline_and_all_come_to_the_same() {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let mut first = relay.join(FIRST).await;
    let mut second = relay.join(SECOND).await;
    first.catch_up().await;

    let mut made = planned(&session(), &[FIRST, SECOND]);
    let receipts = office.push(made.id(), &made.changes_since(&[])).await.unwrap();
    assert_eq!(receipts.len(), 1, "one for the person's actor, none for the computed genesis");

    // It comes to who waits, and to who asks later.
    let news = first.wait_for_news().await;
    assert_eq!(news.iter().map(|entry| entry.what).collect::<Vec<_>>(), [What::Changes]);
    assert!(news.iter().all(|entry| entry.writable));
    let mut one = opened(&news, &made);
    let mut two = opened(&second.catch_up().await, &made);

    // Both offline, at one place.
    let (writer_one, writer_two) = (session(), session());
    let by_one = [
        write(&mut one, &writer_one, 0, "𠮷野さんと話した。"),
        set_content(&mut one, &writer_one, Content::Listen, true).unwrap().unwrap(),
    ];
    let meet_again = Some("meet_again".to_owned());
    let by_two = [
        write(&mut two, &writer_two, 0, "お茶👩‍⚕️を飲んだ。"),
        set_fact(&mut two, &writer_two, FactField::Next, meet_again).unwrap().unwrap(),
    ];
    second.push(two.id(), &by_two).await.unwrap();
    first.push(one.id(), &by_one).await.unwrap();

    take_in(&mut one, &first.catch_up().await);
    take_in(&mut two, &second.catch_up().await);
    take_in(&mut made, &office.catch_up().await);
    assert_eq!(one.heads(), two.heads());
    assert_eq!(one.heads(), made.heads());
    let text = talked(&made);
    assert!(text.contains("𠮷野さんと話した。") && text.contains("お茶👩‍⚕️を飲んだ。"), "{text}");
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_is_seen_by_its_office_and_pair_and_by_nobody_else() {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let made = planned(&session(), &[FIRST, SECOND]);
    office.push(made.id(), &made.changes_since(&[])).await.unwrap();
    for (member, sees) in [(FIRST, true), (SECOND, true), (STRANGER, false), (OTHER_OFFICE, false), (OFFICER, false)] {
        let entries = relay.join(member).await.catch_up().await;
        let seen = entries.iter().any(|entry| entry.document == made.id());
        assert_eq!(seen, sees, "{member}");
    }
    relay.stop_and_verify().await;
}
