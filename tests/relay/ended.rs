//! What somebody wrote in good faith before they heard that they, or their device, have ended: it comes into no record
//! by itself and is not lost. The office looks at it; what no office may look at is stored as theirs.

use serde_json::Value;
use server::storage::Storage;
use shared::documents::safeguard::{self, SafeguardField, SafeguardSection};
use shared::documents::{Chunk, Splice};
use shared::ids::MemberId;
use shared::protocol::{FromDevice, FromRelay, What};

use crate::client::Client;
use crate::outbox::{deliver, deliver_by, push, refused, sealed, taken};
use crate::person::{Person, refusal};
use crate::relay::{COORDINATOR, FIRST, OFFICER, Relay, SECOND, STRANGER};
use crate::visits::{nonce, planned, session, write};

/// Ends the device alone, or its member.
async fn end(relay: &Relay, what: &str, person: &Person) {
    let store = relay.store().await;
    match what {
        "device" => store.end_device(person.device).await.unwrap(),
        _ => store.end_member(person.member).await.unwrap(),
    }
    store.close().await;
}

/// Whether the order to wipe says that what is owed goes first.
async fn is_to_deliver(relay: &Relay, person: &Person) -> bool {
    let (answer, _) = person.contact(relay, "/api/contact", &person.device_key, None).await;
    let said: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(said["state"], "ended", "{said}");
    said["wipe"]["deliver"].as_bool().unwrap()
}

async fn wiped(relay: &Relay, person: &Person) {
    let (answer, _) = person.contact(relay, "/api/wiped", &person.device_key, None).await;
    assert_eq!(answer.status, 204);
}

/// What is kept apart in a document, as whoever asks may read it: by whom, and what.
async fn kept(client: &mut Client, document: shared::ids::DocumentId) -> Vec<(MemberId, Vec<u8>)> {
    client.say(&FromDevice::Refused { document, skip: 0 }).await;
    let answer = client.hear_that(|message| match message {
        FromRelay::Refused { document: of, kept, .. } if *of == document => Some(kept.clone()),
        _ => None,
    });
    answer.await.into_iter().map(|one| (one.member, one.chunk)).collect()
}

fn bytes(chunks: &[Chunk], of: MemberId) -> Vec<(MemberId, Vec<u8>)> {
    chunks.iter().map(|chunk| (of, chunk.bytes().to_vec())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_who_has_ended_owes_is_kept_for_their_office_until_the_device_is_wiped() {
    for (what, member) in [("device", FIRST), ("member", SECOND)] {
        let relay = Relay::start().await;
        let mut office = relay.join(COORDINATOR).await;
        let mut visit = planned(&session(), &[FIRST, SECOND]);
        let id = visit.id();
        office.push(id, &visit.changes_since(&[])).await.unwrap();
        let person = Person::enrol(&relay, member).await;
        // Their first words in it, each a parcel of its own, written before they heard of the end.
        let mine = session();
        let words: Vec<Chunk> = ["ひとつ。", "ふたつ。"].map(|text| write(&mut visit, &mine, 0, text)).into();
        let late = write(&mut visit, &mine, 0, "みっつ。");
        let parcels: Vec<Value> =
            words.iter().map(|chunk| sealed(&person, &push(id, std::slice::from_ref(chunk)))).collect();
        end(&relay, what, &person).await;
        assert!(is_to_deliver(&relay, &person).await, "{what}");
        for _ in 0..2 {
            let said = deliver(&relay, &person, &parcels).await;
            assert_eq!(
                said,
                [refused("no-right"), refused("no-right")],
                "{what}: and once more, as after a lost answer"
            );
        }
        let answer = deliver_by(&relay, &person, &parcels, &person.device_key).await;
        let said: Value = serde_json::from_str(&answer.body).unwrap();
        assert!(said["parcels"].as_array().unwrap().iter().all(|became| became["kept"] == true), "{said}");
        // In no record, with nobody of the pair; before the office, as what they wrote.
        let store = relay.store().await;
        let stored = store.changes(id).await.unwrap();
        store.close().await;
        assert!(!stored.iter().any(|change| words.iter().any(|chunk| chunk.hash() == change.hash)), "{what}");
        assert_eq!(kept(&mut office, id).await, bytes(&words, member), "{what}");
        let mut partner = relay.join(if member == FIRST { SECOND } else { FIRST }).await;
        assert!(kept(&mut partner, id).await.is_empty(), "{what}");
        wiped(&relay, &person).await;
        let parcel = sealed(&person, &push(id, &[late]));
        let out = (401, "signed_out".to_owned());
        assert_eq!(refusal(&deliver_by(&relay, &person, &[parcel], &person.device_key).await), out, "{what}");
        assert!(!is_to_deliver(&relay, &person).await, "{what}");
        relay.stop_and_verify().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_who_has_ended_brings_nothing_to_what_they_could_not_write() {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let mut visit = planned(&session(), &[FIRST, SECOND]);
    let id = visit.id();
    office.push(id, &visit.changes_since(&[])).await.unwrap();
    let stranger = Person::enrol(&relay, STRANGER).await;
    let guess = write(&mut visit, &session(), 0, "よその人。");
    let parcels = [sealed(&stranger, &push(id, &[guess])), sealed(&stranger, b"x")];
    end(&relay, "member", &stranger).await;
    let answer = deliver_by(&relay, &stranger, &parcels, &stranger.device_key).await;
    let said: Value = serde_json::from_str(&answer.body).unwrap();
    let told = |at: usize| (said["parcels"][at]["code"].as_str(), said["parcels"][at]["kept"].as_bool());
    assert_eq!(told(0), (Some("no-right"), Some(false)), "{said}");
    assert_eq!(told(1).0, Some("malformed"), "{said}");
    assert!(kept(&mut office, id).await.is_empty());
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_concern_of_one_who_has_ended_comes_to_those_whom_it_is_for() {
    let relay = Relay::start().await;
    let store = relay.store().await;
    let mut fields = store.member(OFFICER).await.unwrap().unwrap().fields;
    fields.safeguarding = true;
    store.put_member(OFFICER, fields).await.unwrap();
    store.close().await;
    let person = Person::enrol(&relay, FIRST).await;
    // Begun without a network, and written on: nobody else could look at it if it were kept apart.
    let mine = session();
    let mut concern = safeguard::create("140007".parse().unwrap(), FIRST, nonce()).unwrap();
    let place = (SafeguardField::Place, Some("東病棟の廊下".to_owned()));
    safeguard::put(&mut concern, &mine, vec![place]).unwrap();
    let begun = concern.changes_since(&[]);
    let words = Splice { at_utf16: 0, deleted_utf16: 0, inserted: "こわかった".to_owned() };
    let more = safeguard::splice(&mut concern, &mine, SafeguardSection::Words, &words).unwrap().unwrap();
    let parcels = [begun.clone(), vec![more.clone()]].map(|changes| sealed(&person, &push(concern.id(), &changes)));
    end(&relay, "member", &person).await;
    assert!(is_to_deliver(&relay, &person).await);
    assert_eq!(deliver(&relay, &person, &parcels).await, [taken(), taken()]);
    let mut officer = relay.join(OFFICER).await;
    let told = officer.catch_up().await;
    let changes: Vec<_> = told
        .iter()
        .filter(|entry| entry.document == concern.id() && entry.what != What::Gone)
        .flat_map(|entry| entry.changes.clone())
        .collect();
    assert!(begun.iter().chain([&more]).all(|chunk| changes.contains(&chunk.bytes().to_vec())), "{}", changes.len());
    wiped(&relay, &person).await;
    relay.stop_and_verify().await;
}
