//! Who is in a note now: told to those who have it open and may read it, and to nobody else; stamped by
//! the relay; never stored.

use shared::documents::Document;
use shared::documents::visit::{PlanField, put_plan};
use shared::ids::{DeviceId, DocumentId};
use shared::protocol::{CloseCode, FromDevice, FromRelay, Place, Present, limits};

use crate::client::Client;
use crate::relay::{COORDINATOR, FIRST, OFFICER, OTHER_OFFICE, Relay, SECOND, STRANGER};
use crate::visits::{bare, planned, session};

fn place(position: u32) -> Option<Place> {
    Some(Place { section: "talked".to_owned(), position, selection: Some(position + 3) })
}

fn there(client: &Client, place: Option<Place>) -> Present {
    Present { member: client.member, device: client.device, place }
}

/// The next word about others in a document.
async fn others(client: &mut Client, of: DocumentId) -> (Vec<Present>, Vec<DeviceId>) {
    let word = client.hear_that(|message| match message {
        FromRelay::Presence { document, present, left } if *document == of => Some((present.clone(), left.clone())),
        _ => None,
    });
    word.await
}

/// Waits until somebody is said to be at a place, whatever is said before.
async fn until(client: &mut Client, of: DocumentId, one: &Present) {
    while !others(client, of).await.0.contains(one) {}
}

/// Nothing about others came before the answer to a sign of life.
async fn hears_of_nobody(client: &mut Client) {
    client.say(&FromDevice::Ping).await;
    loop {
        match client.hear().await {
            Some(FromRelay::Pong { .. }) => return,
            Some(FromRelay::Presence { present, .. }) => panic!("told of {present:?}"),
            Some(_) => {}
            None => panic!("the relay closed"),
        }
    }
}

async fn scene() -> (Relay, Client, Document) {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let visit = planned(&session(), &[FIRST, SECOND]);
    office.push(visit.id(), &visit.changes_since(&[])).await.unwrap();
    (relay, office, visit)
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_have_a_note_open_know_of_each_other_and_of_leaving() {
    let (relay, mut office, visit) = scene().await;
    let id = visit.id();
    let (mut first, mut second) = (relay.join(FIRST).await, relay.join(SECOND).await);
    first.say(&FromDevice::Open(id)).await;
    first.say(&FromDevice::Presence { document: id, place: place(4) }).await;
    office.say(&FromDevice::Open(id)).await;
    // A word of a device names nobody: the relay does.
    until(&mut office, id, &there(&first, place(4))).await;
    until(&mut first, id, &there(&office, None)).await;
    second.say(&FromDevice::Open(id)).await;
    until(&mut second, id, &there(&first, place(4))).await;
    until(&mut first, id, &there(&second, None)).await;
    first.say(&FromDevice::Presence { document: id, place: None }).await;
    until(&mut office, id, &there(&first, None)).await;

    first.say(&FromDevice::Close(id)).await;
    while others(&mut office, id).await.1 != [first.device] {}
    let gone = second.device;
    drop(second);
    while others(&mut office, id).await.1 != [gone] {}
    hears_of_nobody(&mut first).await;
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_of_a_document_that_is_not_theirs_nor_is_said_to_be_there() {
    let (relay, mut office, visit) = scene().await;
    let (id, unknown) = (visit.id(), DocumentId([7; 16]));
    office.say(&FromDevice::Open(id)).await;
    office.say(&FromDevice::Presence { document: id, place: place(1) }).await;
    let mut outside = Vec::new();
    for member in [STRANGER, OTHER_OFFICE, OFFICER] {
        let mut client = relay.join(member).await;
        for document in [id, unknown] {
            client.say(&FromDevice::Open(document)).await;
            client.say(&FromDevice::Presence { document, place: place(2) }).await;
        }
        outside.push(client);
    }
    // Somebody who may comes last: what the office hears first would be of the others.
    let mut first = relay.join(FIRST).await;
    first.say(&FromDevice::Open(id)).await;
    assert_eq!(others(&mut office, id).await, (vec![there(&first, None)], vec![]));
    for client in &mut outside {
        hears_of_nobody(client).await;
    }
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_right_ends_is_told_nothing_more_and_is_said_to_have_left() {
    let (relay, mut office, mut visit) = scene().await;
    let id = visit.id();
    let mut second = relay.join(SECOND).await;
    second.catch_up().await;
    second.say(&FromDevice::Open(id)).await;
    office.say(&FromDevice::Open(id)).await;
    until(&mut office, id, &there(&second, None)).await;
    until(&mut second, id, &there(&office, None)).await;
    let without = put_plan(&mut visit, &session(), vec![(PlanField::Second, None)]).unwrap();
    office.push(id, &without.into_iter().collect::<Vec<_>>()).await.unwrap();
    office.say(&FromDevice::Presence { document: id, place: place(9) }).await;
    // The row that takes the note away takes its person out of it.
    second.wait_for_news().await;
    while others(&mut office, id).await.1 != [second.device] {}
    second.say(&FromDevice::Presence { document: id, place: place(5) }).await;
    hears_of_nobody(&mut second).await;
    hears_of_nobody(&mut office).await;
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_comes_to_the_relay_later_is_open_from_the_next_word_on() {
    let (relay, mut office, _) = scene().await;
    let mut visit = bare();
    let id = visit.id();
    office.say(&FromDevice::Open(id)).await;
    let plan = vec![(PlanField::Office, Some("kokoro".to_owned())), (PlanField::First, crate::visits::seat(FIRST))];
    put_plan(&mut visit, &session(), plan).unwrap();
    office.push(id, &visit.changes_since(&[])).await.unwrap();
    office.say(&FromDevice::Presence { document: id, place: place(2) }).await;
    let mut first = relay.join(FIRST).await;
    first.say(&FromDevice::Open(id)).await;
    until(&mut first, id, &there(&office, place(2))).await;
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_open_documents_close_and_too_many_words_do_not() {
    let (relay, mut office, visit) = scene().await;
    let id = visit.id();
    let mut first = relay.join(FIRST).await;
    first.say(&FromDevice::Open(id)).await;
    office.say(&FromDevice::Open(id)).await;
    until(&mut office, id, &there(&first, None)).await;
    for position in 0..(limits::PRESENCE_BURST_MAX as u32 * 20) {
        first.say(&FromDevice::Presence { document: id, place: place(position) }).await;
    }
    assert!(first.is_alive().await, "words are dropped, not the line");
    let mut told = 0;
    office.say(&FromDevice::Ping).await;
    loop {
        match office.hear().await.unwrap() {
            FromRelay::Presence { .. } => told += 1,
            FromRelay::Pong { .. } => break,
            _ => {}
        }
    }
    assert!(told <= limits::PRESENCE_BURST_MAX, "{told} frames for so many words");
    let mut greedy = relay.join(SECOND).await;
    for number in 0..=limits::OPEN_DOCUMENTS_MAX {
        greedy.say(&FromDevice::Open(DocumentId([number as u8; 16]))).await;
    }
    assert_eq!(greedy.closing().await, Some(CloseCode::Limit));
    let mut long = relay.join(SECOND).await;
    let section = "x".repeat(limits::PRESENCE_SECTION_BYTES_MAX + 1);
    let place = Some(Place { section, position: 0, selection: None });
    long.say(&FromDevice::Presence { document: id, place }).await;
    assert_eq!(long.closing().await, Some(CloseCode::Limit));
    relay.stop_and_verify().await;
}
