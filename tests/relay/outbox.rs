//! Words that are owed leave a device without their person: sealed to the relay and signed by the person's key
//! when they were written, handed over by the device's key alone, and taken as that person's and nobody else's.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use p256::ecdsa::SigningKey;
use p256::{PublicKey, SecretKey};
use serde_json::{Value, json};
use server::storage::{Ledger, Storage, WRONG_PROOFS_MAX};
use sha2::Sha256;
use shared::documents::{Chunk, Document};
use shared::ids::{DocumentId, MemberId};
use shared::protocol::{FromDevice, Push, encode_from_device, limits, signed};

use crate::client::Client;
use crate::http::{Answer, post};
use crate::person::{Person, pair, refusal, signature, text};
use crate::relay::{COORDINATOR, FIRST, Relay, SECOND, STRANGER};
use crate::visits::{planned, session, write};

/// A push as the wire carries it.
pub fn push(document: DocumentId, changes: &[Chunk]) -> Vec<u8> {
    let changes = changes.iter().map(|chunk| chunk.bytes().to_vec()).collect();
    encode_from_device(&FromDevice::Push(Push { batch: 0, document, changes, receipts: Vec::new() }))
}

/// Seals as the app does while its person is there.
pub fn sealed(person: &Person, plain: &[u8]) -> Value {
    let id: [u8; 16] = server::auth::secret::random().unwrap();
    let (secret, sender) = pair();
    let secret = SecretKey::from_slice(&secret.to_bytes()).unwrap();
    let relay = PublicKey::from_sec1_bytes(&person.outbox).unwrap();
    let shared = p256::ecdh::diffie_hellman(secret.to_nonzero_scalar(), relay.as_affine());
    let mut key = [0; 32];
    shared.extract::<Sha256>(None).expand(&signed::parcel_key(&sender, &person.outbox), &mut key).unwrap();
    let about = signed::parcel_about((person.member, person.device), &id);
    let cipher = Aes256Gcm::new_from_slice(&key).unwrap();
    let bytes = cipher.encrypt(&Nonce::default(), Payload { msg: plain, aad: &about }).unwrap();
    let message = signed::parcel((person.member, person.device), &id, &sender, &bytes);
    json!({
        "id": text(&id),
        "sender": text(&sender),
        "sealed": text(&bytes),
        "signature": signature(&person.member_key, &message),
    })
}

/// Hands parcels over, signed by this key.
pub async fn deliver_by(relay: &Relay, person: &Person, parcels: &[Value], key: &SigningKey) -> Answer {
    let nonce = person.nonce(relay).await;
    let ids: Vec<[u8; 16]> =
        parcels.iter().map(|parcel| crate::person::bytes(parcel["id"].as_str().unwrap())).collect();
    let message = signed::delivery(&nonce, (person.member, person.device), &ids);
    let body = json!({
        "member": person.member,
        "device": person.device,
        "nonce": text(&nonce),
        "signature": signature(key, &message),
        "parcels": parcels,
    });
    post(relay.address, "/api/outbox", "", &body.to_string()).await
}

/// Hands parcels over by the device, and what became of each: its state and code.
pub async fn deliver(relay: &Relay, person: &Person, parcels: &[Value]) -> Vec<(String, Option<String>)> {
    let answer = deliver_by(relay, person, parcels, &person.device_key).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let said: Value = serde_json::from_str(&answer.body).unwrap();
    let became = said["parcels"].as_array().unwrap();
    assert!(became.iter().zip(parcels).all(|(became, parcel)| became["id"] == parcel["id"]), "{said}");
    let told = |value: &Value| value.as_str().map(str::to_owned);
    became.iter().map(|became| (told(&became["state"]).unwrap(), told(&became["code"]))).collect()
}

/// Taken as its person's.
pub fn taken() -> (String, Option<String>) {
    ("taken".to_owned(), None)
}

/// Refused for a reason.
pub fn refused(code: &str) -> (String, Option<String>) {
    ("refused".to_owned(), Some(code.to_owned()))
}

/// A visit of the first and second visitor that the relay has.
async fn scene() -> (Relay, Client, Document) {
    let relay = Relay::start().await;
    let mut office = relay.join(COORDINATOR).await;
    let visit = planned(&session(), &[FIRST, SECOND]);
    office.push(visit.id(), &visit.changes_since(&[])).await.unwrap();
    (relay, office, visit)
}

/// Who wrote a change, by the store.
async fn author(relay: &Relay, visit: &Document, chunk: &Chunk) -> Option<(MemberId, shared::ids::DeviceId)> {
    let store = relay.store().await;
    let changes = store.changes(visit.id()).await.unwrap();
    store.close().await;
    let change = changes.into_iter().find(|change| change.hash == chunk.hash())?;
    change.author.map(|author| (author.member, author.device))
}

async fn lock(relay: &Relay, person: &Person) {
    for _ in 0..WRONG_PROOFS_MAX {
        person.show(relay, &[0; 32]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_owed_leaves_a_device_while_it_is_shut_and_after_ten_wrong_secrets() {
    let (relay, mut office, mut visit) = scene().await;
    let person = Person::enrol(&relay, FIRST).await;
    let mine = session();
    // Nobody has shown their secret: no cookie, no socket. Another person uses the tablet meanwhile.
    let mut other = Person::enrol(&relay, SECOND).await;
    let mut socket = other.connect(&relay).await;
    let first = write(&mut visit, &mine, 0, "しまったあとで。");
    let parcel = sealed(&person, &push(visit.id(), std::slice::from_ref(&first)));
    assert_eq!(deliver(&relay, &person, std::slice::from_ref(&parcel)).await, [taken()]);
    assert_eq!(author(&relay, &visit, &first).await, Some((FIRST, person.device)));
    assert_eq!(deliver(&relay, &person, &[parcel]).await, [taken()], "the same again does no harm");
    assert!(socket.catch_up().await.iter().any(|entry| entry.document == visit.id()), "it is passed on");

    // Written before, handed over after ten wrong ones; several at once, in their order.
    let words = [write(&mut visit, &mine, 0, "ひとつ。"), write(&mut visit, &mine, 0, "ふたつ。")];
    let parcels = words.each_ref().map(|chunk| sealed(&person, &push(visit.id(), std::slice::from_ref(chunk))));
    lock(&relay, &person).await;
    assert_eq!(refusal(&person.show(&relay, &person.proof).await).1, "device_locked");
    let (later, first_missing) = (deliver(&relay, &person, &parcels[1..]).await, "missing".to_owned());
    assert_eq!(later, [("later".to_owned(), Some(first_missing))], "nothing is taken out of its order");
    assert_eq!(deliver(&relay, &person, &parcels).await, [taken(), taken()]);
    assert_eq!(author(&relay, &visit, &words[1]).await, Some((FIRST, person.device)));
    assert!(office.is_alive().await);
    // By a new link it has new keys; what was signed with the one before still comes.
    let late = write(&mut visit, &mine, 0, "みっつ。");
    let parcel = sealed(&person, &push(visit.id(), std::slice::from_ref(&late)));
    let link = crate::person::link(&relay, FIRST).await;
    let again = Person::enrol_by(&relay, &link, Some(person.device)).await;
    assert_eq!(deliver(&relay, &again, &[parcel]).await, [taken()]);
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_lost_device_owes_is_taken_until_it_has_wiped_itself() {
    let (relay, _office, mut visit) = scene().await;
    let person = Person::enrol(&relay, FIRST).await;
    let mine = session();
    let words = [write(&mut visit, &mine, 0, "なくす前に。"), write(&mut visit, &mine, 0, "もうひとつ。")];
    let parcels = words.each_ref().map(|chunk| sealed(&person, &push(visit.id(), std::slice::from_ref(chunk))));
    let store = relay.store().await;
    store.lose_device(person.device, COORDINATOR, server::clock::now_ms()).await.unwrap();
    assert_eq!(deliver(&relay, &person, &parcels[..1]).await, [taken()]);
    assert_eq!(author(&relay, &visit, &words[0]).await, Some((FIRST, person.device)));
    let (wiped, _) = person.contact(&relay, "/api/wiped", &person.device_key, None).await;
    assert_eq!(wiped.status, 204);
    let out = (401, "signed_out".to_owned());
    assert_eq!(refusal(&deliver_by(&relay, &person, &parcels[1..], &person.device_key).await), out);
    assert_eq!(author(&relay, &visit, &words[1]).await, None);
    store.close().await;
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parcel_is_taken_as_its_persons_and_nobody_elses() {
    let (relay, mut office, mut visit) = scene().await;
    let (person, other) = (Person::enrol(&relay, FIRST).await, Person::enrol(&relay, SECOND).await);
    let second = Person::enrol(&relay, FIRST).await;
    let mine = session();
    let words = write(&mut visit, &mine, 0, "わたしのことば。");
    let plain = push(visit.id(), std::slice::from_ref(&words));
    let parcel = sealed(&person, &plain);
    // On another person's device, and on another one of the same person.
    for elsewhere in [&other, &second] {
        assert_eq!(deliver(&relay, elsewhere, std::slice::from_ref(&parcel)).await, [refused("malformed")]);
    }
    // Signed by somebody else's key, or by the device's instead of the person's.
    for key in [&other.member_key, &person.device_key] {
        let forged = Person { member_key: key.clone(), ..person.clone() };
        assert_eq!(deliver(&relay, &person, &[sealed(&forged, &plain)]).await, [refused("malformed")]);
    }
    // Any part of it changed; sealed to another key; something else than a push.
    for part in ["id", "sender", "sealed", "signature"] {
        let mut changed = parcel.clone();
        let value = changed[part].as_str().unwrap().to_owned();
        let first = if value.starts_with('A') { "B" } else { "A" };
        changed[part] = json!(format!("{first}{}", &value[1..]));
        assert_eq!(deliver(&relay, &person, &[changed]).await, [refused("malformed")], "{part}");
    }
    let to_others = Person { outbox: person.orders, ..person.clone() };
    for wrong in
        [sealed(&to_others, &plain), sealed(&person, &encode_from_device(&FromDevice::Ping)), sealed(&person, b"x")]
    {
        assert_eq!(deliver(&relay, &person, &[wrong]).await, [refused("malformed")]);
    }
    assert_eq!(author(&relay, &visit, &words).await, None, "nothing of it was taken");
    assert!(office.catch_up().await.iter().all(|entry| entry.changes.iter().all(|change| change != words.bytes())));
    // What the person may not write they may not write so either, and it is kept as ever.
    let stranger = Person::enrol(&relay, STRANGER).await;
    let guess = write(&mut visit.clone(), &session(), 0, "よその人。");
    let theirs = sealed(&stranger, &push(visit.id(), std::slice::from_ref(&guess)));
    assert_eq!(deliver(&relay, &stranger, &[theirs]).await, [refused("no-right")]);
    assert_eq!(deliver(&relay, &person, &[parcel]).await, [taken()]);
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_device_itself_delivers_and_so_many_at_once() {
    let (relay, _office, mut visit) = scene().await;
    let person = Person::enrol(&relay, FIRST).await;
    let words = write(&mut visit, &session(), 0, "とどくまで。");
    let parcel = sealed(&person, &push(visit.id(), &[words]));
    let out = (401, "signed_out".to_owned());
    let (thief, _) = pair();
    for key in [&thief, &person.member_key] {
        assert_eq!(refusal(&deliver_by(&relay, &person, std::slice::from_ref(&parcel), key).await), out);
    }
    let many: Vec<Value> = std::iter::repeat_n(parcel.clone(), limits::PARCELS_MAX + 1).collect();
    let refused = deliver_by(&relay, &person, &many, &person.device_key).await;
    assert_eq!(refusal(&refused), (400, "bad_request".to_owned()));
    assert_eq!(deliver(&relay, &person, &many[1..]).await.len(), limits::PARCELS_MAX);
    // The largest parcel comes in, and a delivery that is larger than any does not.
    for (bytes, status) in [(limits::PARCEL_BYTES_MAX, 200), (limits::DELIVERY_BYTES_MAX, 400)] {
        let large = sealed(&person, &vec![0; bytes]);
        assert_eq!(deliver_by(&relay, &person, &[large], &person.device_key).await.status, status);
    }
    relay.stop_and_verify().await;
}
