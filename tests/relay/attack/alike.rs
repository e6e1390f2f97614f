//! A document that one may not read and one that does not exist: whatever is asked, the answers are the
//! same to the byte, but for the id that was asked for.

use shared::documents::Document;
use shared::ids::DocumentId;
use shared::protocol::{FromDevice, FromRelay, Offer, Push};

use super::scene::Scene;
use crate::bytes;
use crate::client::Client;
use crate::relay::{FIRST, OTHER_OFFICE};
use crate::visits::{bare, session, write};

/// Everything a device can ask or bring about a document, and whether an answer names it.
fn questions(id: DocumentId, known: &Document) -> Vec<(&'static str, FromDevice)> {
    let push = |batch, changes| FromDevice::Push(Push { batch, document: id, changes, receipts: Vec::new() });
    let mut copy = known.clone();
    let by = session();
    let first = write(&mut copy, &by, 0, "一").into_bytes();
    let second = write(&mut copy, &by, 1, "二").into_bytes();
    let genesis = known.changes_since(&[]).remove(0);
    let forged = bytes::root_write(known, genesis.actor());
    vec![
        ("an empty push", push(1, Vec::new())),
        ("words", push(2, vec![first])),
        ("words that build on others", push(3, vec![second])),
        ("its genesis", push(4, vec![genesis.into_bytes()])),
        ("a false genesis", push(5, vec![bytes::false_genesis(known)])),
        ("a later change of genesis", push(6, vec![forged])),
        ("a write to the root", push(7, vec![bytes::root_write(known, session().actor)])),
        ("garbage", push(8, vec![b"garbage".to_vec()])),
        ("an offer with heads", FromDevice::Offer(vec![Offer { document: id, heads: known.heads() }])),
        ("an offer without", FromDevice::Offer(vec![Offer { document: id, heads: Vec::new() }])),
        ("what is kept apart", FromDevice::Refused { document: id, skip: 0 }),
        ("a pull", FromDevice::Pull(Offer { document: id, heads: Vec::new() })),
        ("opening", FromDevice::Open(id)),
        ("being there", FromDevice::Presence { document: id, place: None }),
        ("closing", FromDevice::Close(id)),
    ]
}

fn is_answer(message: &FromRelay) -> Option<()> {
    let answers = matches!(
        message,
        FromRelay::Ack { .. } | FromRelay::Reject { .. } | FromRelay::Lacks(_) | FromRelay::Refused { .. }
    );
    answers.then_some(())
}

/// The bytes of every answer, in order, without the id.
async fn answers(client: &mut Client, id: DocumentId, known: &Document) -> Vec<(&'static str, Vec<u8>)> {
    // What comes unasked after joining comes first.
    client.hear_that(|message| matches!(message, FromRelay::People(_)).then_some(())).await;
    let mut answers = Vec::new();
    for (what, question) in questions(id, known) {
        client.raw.clear();
        client.say(&question).await;
        let silent = matches!(
            question,
            FromDevice::Pull(_) | FromDevice::Open(_) | FromDevice::Presence { .. } | FromDevice::Close(_)
        );
        // What has no answer is followed by a question that has one and waits behind it.
        if silent {
            client.say(&FromDevice::Offer(Vec::new())).await;
        }
        client.hear_that(is_answer).await;
        let mut raw = client.raw.clone();
        while let Some(at) = raw.windows(16).position(|window| window == id.0) {
            raw[at..at + 16].fill(0);
        }
        answers.push((what, raw));
    }
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn forbidden_and_unknown_documents_answer_alike_to_the_byte() {
    let scene = Scene::set().await;
    for (member, forbidden) in [(FIRST, &scene.foreign_visit), (OTHER_OFFICE, &scene.visit)] {
        // The one exists and is forbidden; the other is of the same kind and was never brought.
        let unknown = bare();
        let mut one = scene.server.join(member).await;
        let mut other = scene.server.join(member).await;
        let there = answers(&mut one, forbidden.id(), forbidden).await;
        let nowhere = answers(&mut other, unknown.id(), &unknown).await;
        assert_eq!(there, nowhere, "{member}");
        assert!(there.iter().all(|(_, raw)| !raw.is_empty()));
    }
    scene.stays_unharmed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_by_its_id_alone_gives_nothing_and_is_logged() {
    let mut scene = Scene::set().await;
    for id in scene.foreign() {
        let (seen, device) = (scene.server.log().len(), scene.thief.device.to_string());
        scene.thief.raw.clear();
        scene.thief.say(&FromDevice::Pull(Offer { document: id, heads: Vec::new() })).await;
        scene.thief.say(&FromDevice::Offer(Vec::new())).await;
        scene.thief.hear_that(is_answer).await;
        assert!(scene.thief.entries_of(id).is_empty());
        let raw = &scene.thief.raw;
        assert!(!raw.windows(16).any(|window| window == id.0), "{id}");
        scene.server.wait_for_line(seen, &["asked for", &device, &id.to_string()]).await;
    }
    let entries = scene.thief.catch_up().await;
    assert!(entries.iter().all(|entry| !scene.foreign().contains(&entry.document)));
    scene.stays_unharmed().await;
}
