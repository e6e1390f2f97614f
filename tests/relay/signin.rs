//! Two factors, always: neither the device nor the secret alone opens anything, what is used once is used up,
//! and a device that is guessed at is locked and says so.

use serde_json::{Value, json};
use server::auth::challenges;
use server::storage::{Storage, WRONG_PROOFS_MAX};
use shared::protocol::{CloseCode, signed};

use crate::attack::Server;
use crate::http::{Answer, post};
use crate::person::{Person, link, pair, refusal, signature, text};
use crate::relay::{FIRST, Relay, SECOND};

fn out() -> (u16, String) {
    (401, "signed_out".to_owned())
}

async fn sign_in(relay: &Relay, shown: &Value) -> Answer {
    post(relay.address, "/api/signin", "", &shown.to_string()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn both_factors_let_a_person_in_and_neither_alone_does() {
    let relay = Relay::start().await;
    let mut person = Person::enrol(&relay, FIRST).await;
    person.sign_in(&relay).await;
    let mut client = person.connect(&relay).await;
    assert_eq!((client.member, client.device), (FIRST, person.device));

    // The device without the proof.
    let wrong = person.show(&relay, &[0; 32]).await;
    assert_eq!(refusal(&wrong), (401, "wrong_secret".to_owned()));
    assert!(wrong.field("message").contains("暗証番号"), "{}", wrong.body);
    assert!(!wrong.head.to_lowercase().contains("set-cookie"));
    // The proof without the device's key.
    let (stolen, _) = pair();
    let nonce = person.nonce(&relay).await;
    assert_eq!(refusal(&sign_in(&relay, &person.shown(&nonce, &person.proof, &stolen)).await), out());
    assert_eq!(refusal(&sign_in(&relay, &person.shown(&nonce, &person.proof, &person.member_key)).await), out());
    // Another person's key and secret, under this one's name.
    let other = Person::enrol(&relay, SECOND).await;
    assert_eq!(refusal(&sign_in(&relay, &person.shown(&nonce, &other.proof, &other.device_key)).await), out());
    // What was signed for this person with a part of it changed.
    let right = person.shown(&nonce, &person.proof, &person.device_key);
    for (part, value) in [("member", json!(SECOND)), ("device", json!(other.device)), ("proof", json!(text(&[1; 32])))]
    {
        let mut changed = right.clone();
        changed[part] = value;
        assert_eq!(refusal(&sign_in(&relay, &changed).await), out(), "{part}");
    }
    // None of that used the challenge up, nor was it a wrong secret of the device's.
    assert_eq!(sign_in(&relay, &right).await.status, 200);
    assert!(client.is_alive().await);
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_is_used_once_by_its_own_device() {
    let relay = Relay::start().await;
    let (person, other) = (Person::enrol(&relay, FIRST).await, Person::enrol(&relay, FIRST).await);
    let nonce = person.nonce(&relay).await;
    assert_eq!(refusal(&sign_in(&relay, &other.shown(&nonce, &other.proof, &other.device_key)).await), out());
    let shown = person.shown(&nonce, &person.proof, &person.device_key);
    assert_eq!(sign_in(&relay, &shown).await.status, 200);
    assert_eq!(refusal(&sign_in(&relay, &shown).await), out(), "the same again");
    let anew = person.shown(&nonce, &person.proof, &person.device_key);
    assert_eq!(refusal(&sign_in(&relay, &anew).await), out(), "signed anew");
    for made_up in [[0; 32], [0xff; 32]] {
        let shown = person.shown(&made_up, &person.proof, &person.device_key);
        assert_eq!(refusal(&sign_in(&relay, &shown).await), out());
    }
    // A wrong secret uses it up as well.
    let nonce = person.nonce(&relay).await;
    let wrong = person.shown(&nonce, &[0; 32], &person.device_key);
    assert_eq!(refusal(&sign_in(&relay, &wrong).await).1, "wrong_secret");
    let right = person.shown(&nonce, &person.proof, &person.device_key);
    assert_eq!(refusal(&sign_in(&relay, &right).await), out());
    const { assert!(challenges::CHALLENGE_MS <= 60_000) };
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_knows_is_answered_like_what_has_ended() {
    let relay = Relay::start().await;
    let person = Person::enrol(&relay, FIRST).await;
    let ended = Person::enrol(&relay, FIRST).await;
    let mut program = relay.join(FIRST).await;
    let store = relay.store().await;
    store.end_device(ended.device).await.unwrap();
    let unknown = Person { device: shared::ids::DeviceId([9; 8]), ..person.clone() };
    let stranger = Person { member: shared::ids::MemberId([9; 8]), ..person.clone() };
    let keyless = Person { device: program.device, ..person.clone() };
    let mut bodies = Vec::new();
    for who in [&ended, &unknown, &stranger, &keyless] {
        let answer = who.show(&relay, &who.proof).await;
        assert_eq!(refusal(&answer), out());
        bodies.push(answer.body);
    }
    store.end_member(FIRST).await.unwrap();
    let answer = person.show(&relay, &person.proof).await;
    assert_eq!(refusal(&answer), out());
    bodies.push(answer.body);
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    assert_eq!(program.closing().await, Some(CloseCode::SignedOut));
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_wrong_secrets_lock_a_device_and_a_new_link_opens_it_again() {
    let relay = Relay::start().await;
    let mut person = Person::enrol(&relay, FIRST).await;
    let mut elsewhere = Person::enrol(&relay, FIRST).await;
    let mut socket = person.connect(&relay).await;
    let early = person.ticket(&relay).await;
    for wrong in 1..WRONG_PROOFS_MAX {
        let answer = person.show(&relay, &[0; 32]).await;
        assert_eq!(refusal(&answer), (401, "wrong_secret".to_owned()));
        let said: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(said["left"], json!(WRONG_PROOFS_MAX - wrong));
        assert_eq!(said["wait_seconds"].as_u64().unwrap() > 0, wrong >= 3, "{}", answer.body);
    }
    assert!(socket.is_alive().await, "not yet");
    let locked = (403, "device_locked".to_owned());
    let last = person.show(&relay, &[0; 32]).await;
    assert_eq!(refusal(&last), locked);
    assert!(last.field("message").contains("新しいリンク"), "{}", last.body);
    assert_eq!(socket.closing().await, Some(CloseCode::SignedOut));
    assert_eq!(refusal(&person.show(&relay, &person.proof).await), locked, "the right one is too late");
    assert_eq!(refusal(&person.ask(&relay).await), out());
    let mut late = crate::doors::page(&relay).await;
    assert_eq!(late.greet(Some(early)).await, Err(CloseCode::SignedOut), "a ticket of before");
    // Nobody without the device's key learns that it is locked, and other devices go on.
    let (stolen, _) = pair();
    let shown = person.shown(&person.nonce(&relay).await, &person.proof, &stolen);
    assert_eq!(refusal(&sign_in(&relay, &shown).await), out());
    assert!(elsewhere.connect(&relay).await.is_alive().await);

    let mut again = Person::enrol_by(&relay, &link(&relay, FIRST).await, Some(person.device)).await;
    assert_eq!(again.device, person.device, "it stays the author of what it owes");
    assert!(again.connect(&relay).await.is_alive().await);
    again.sign_in(&relay).await;
    assert_eq!(refusal(&person.show(&relay, &person.proof).await), out(), "the key of before is none");
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_gives_a_locked_device_a_new_link_and_both_are_recorded() {
    let server = Server::start().await;
    let link = async |command: &str| {
        let (said, log) = server.command(&["member", command, &FIRST.to_string()]).await;
        assert!(log.contains("audit") && log.contains(&FIRST.to_string()) && !log.contains("見本"), "{log}");
        said.split_once("/link#").unwrap().1.trim().to_owned()
    };
    let person = Person::enrol_by(&server, &link("invite").await, None).await;
    let seen = server.log().len();
    for _ in 0..WRONG_PROOFS_MAX {
        person.show(&server, &[0; 32]).await;
    }
    server.wait_for_line(seen, &["audit", "a device is locked", &person.device.to_string()]).await;
    let devices = async || server.command(&["member", "devices", &FIRST.to_string()]).await.0;
    assert!(devices().await.contains("止まっています"), "{}", devices().await);
    let again = Person::enrol_by(&server, &link("link").await, Some(person.device)).await;
    assert_eq!(again.device, person.device);
    assert!(!devices().await.contains("止まっています"), "{}", devices().await);
    server.wait_for_line(seen, &["audit", "a device was enrolled", &person.device.to_string()]).await;
    let log = server.log().join("\n");
    assert!(!log.contains("見本"), "a name in the log: {log}");
    server.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_changed_by_both_factors_and_the_one_before_is_wrong() {
    let relay = Relay::start().await;
    let mut person = Person::enrol(&relay, FIRST).await;
    let change = async |person: &Person, proof: [u8; 32], key: &p256::ecdsa::SigningKey| {
        let (nonce, who, new) = (person.nonce(&relay).await, (person.member, person.device), [5; 32]);
        let mut body = person.shown(&nonce, &proof, key);
        body["new_proof"] = json!(text(&new));
        // A signature of a sign-in is none of a change.
        assert_eq!(refusal(&post(relay.address, "/api/secret", "", &body.to_string()).await), out());
        body["signature"] = json!(signature(key, &signed::new_secret(&nonce, who, &proof, &new)));
        post(relay.address, "/api/secret", "", &body.to_string()).await
    };
    let (stolen, _) = pair();
    assert_eq!(refusal(&change(&person, person.proof, &stolen).await), out());
    assert_eq!(refusal(&change(&person, [0; 32], &person.device_key).await).1, "wrong_secret");
    person.sign_in(&relay).await;
    assert_eq!(change(&person, person.proof, &person.device_key).await.status, 204);
    assert_eq!(refusal(&person.show(&relay, &person.proof).await).1, "wrong_secret");
    person.proof = [5; 32];
    person.sign_in(&relay).await;
    relay.stop_and_verify().await;
}
