//! A passkey as the second factor: on a device of one's own, in the place of the secret's proof, never in the place of
//! the device's key. The authenticator is one of this file's own.

use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use server::storage::{Storage, WRONG_PROOFS_MAX};
use sha2::{Digest, Sha256};
use shared::protocol::{CloseCode, signed};

use crate::http::{Answer, post};
use crate::person::{Person, pair, refusal, signature, text};
use crate::relay::{FIRST, Relay, SECOND};

/// What a person's phone holds beside the device's key.
struct Authenticator {
    key: SigningKey,
    public: [u8; 65],
    id: Vec<u8>,
}

impl Authenticator {
    fn new() -> Self {
        let (key, public) = pair();
        Self { key, public, id: vec![9; 32] }
    }

    /// Its answer to a challenge on a page of the relay's own: what it says, what the browser says, the signature.
    fn answer(&self, relay: &Relay, challenge: &[u8], flags: u8) -> [String; 3] {
        let client = json!({
            "type": "webauthn.get",
            "challenge": text(challenge),
            "origin": format!("http://{}", relay.address),
            "crossOrigin": false,
        });
        let client = client.to_string().into_bytes();
        let site = relay.address.ip().to_string();
        let authenticator = [&Sha256::digest(site.as_bytes())[..], &[flags], &[0; 4]].concat();
        let message = [&authenticator[..], &Sha256::digest(&client)].concat();
        let signature: Signature = self.key.sign(&message);
        [text(&authenticator), text(&client), text(signature.to_der().as_bytes())]
    }
}

fn out() -> (u16, String) {
    (401, "signed_out".to_owned())
}

/// Puts a passkey by this proof, or takes it away.
async fn put(relay: &Relay, person: &Person, proof: &[u8; 32], passkey: Option<&Authenticator>) -> Answer {
    let nonce = person.nonce(relay).await;
    let (key, id) = passkey.map_or((&[][..], &[][..]), |passkey| (&passkey.public[..], &passkey.id[..]));
    let message = signed::passkey(&nonce, (person.member, person.device), proof, key, id);
    let body = json!({
        "member": person.member,
        "device": person.device,
        "nonce": text(&nonce),
        "proof": text(proof),
        "passkey": passkey.map(|passkey| json!({ "id": text(&passkey.id), "key": text(&passkey.public) })),
        "signature": signature(&person.device_key, &message),
    });
    post(relay.address, "/api/passkey/put", "", &body.to_string()).await
}

/// A sign-in by a passkey with this challenge, signed by this key of a device.
fn shown(relay: &Relay, person: &Person, nonce: &[u8; 32], by: (&Authenticator, &SigningKey)) -> Value {
    let message = signed::passkey_sign_in(nonce, (person.member, person.device));
    let [authenticator, client, assertion] = by.0.answer(relay, &message, 0b101);
    json!({
        "member": person.member,
        "device": person.device,
        "nonce": text(nonce),
        "authenticator": authenticator,
        "client": client,
        "assertion": assertion,
        "signature": signature(by.1, &message),
    })
}

async fn show(relay: &Relay, shown: &Value) -> Answer {
    post(relay.address, "/api/signin/passkey", "", &shown.to_string()).await
}

async fn come_in(relay: &Relay, person: &Person, passkey: &Authenticator) -> Answer {
    let nonce = person.nonce(relay).await;
    show(relay, &shown(relay, person, &nonce, (passkey, &person.device_key))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_and_the_devices_key_let_a_person_in_and_neither_alone_does() {
    let relay = Relay::start().await;
    let mut person = Person::enrol_own(&relay, FIRST, None).await;
    let passkey = Authenticator::new();
    assert_eq!(refusal(&come_in(&relay, &person, &passkey).await), out(), "it was never put");
    assert_eq!(put(&relay, &person, &person.proof, Some(&passkey)).await.status, 204);
    let answer = come_in(&relay, &person, &passkey).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    person.cookie = answer.cookie();
    let mut client = person.connect(&relay).await;
    assert_eq!((client.member, client.device), (FIRST, person.device));

    let nonce = person.nonce(&relay).await;
    let (stranger, _) = pair();
    // The passkey without the device's key; the device without the passkey; another's passkey.
    let other = Authenticator::new();
    for by in [(&passkey, &stranger), (&passkey, &person.member_key), (&other, &person.device_key)] {
        assert_eq!(refusal(&show(&relay, &shown(&relay, &person, &nonce, by)).await), out());
    }
    // Nobody was recognised by it.
    let message = signed::passkey_sign_in(&nonce, (person.member, person.device));
    for flags in [0, 0b001, 0b100] {
        let mut unseen = shown(&relay, &person, &nonce, (&passkey, &person.device_key));
        let [authenticator, client, assertion] = passkey.answer(&relay, &message, flags);
        (unseen["authenticator"], unseen["client"], unseen["assertion"]) =
            (json!(authenticator), json!(client), json!(assertion));
        assert_eq!(refusal(&show(&relay, &unseen).await), out(), "{flags:b}");
    }
    // An answer to another challenge, and one that was used.
    let mut mixed = shown(&relay, &person, &nonce, (&passkey, &person.device_key));
    let later = shown(&relay, &person, &person.nonce(&relay).await, (&passkey, &person.device_key));
    mixed["client"] = later["client"].clone();
    assert_eq!(refusal(&show(&relay, &mixed).await), out());
    let right = shown(&relay, &person, &nonce, (&passkey, &person.device_key));
    assert_eq!(show(&relay, &right).await.status, 200);
    assert_eq!(refusal(&show(&relay, &right).await), out(), "the same again");
    assert!(client.is_alive().await);
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_put_by_both_factors_on_a_device_of_ones_own_alone() {
    let relay = Relay::start().await;
    let person = Person::enrol_own(&relay, FIRST, None).await;
    let passkey = Authenticator::new();
    let state = async |cookie: &str| {
        let answer = post(relay.address, "/api/passkey", cookie, &json!({ "member": FIRST }).to_string()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    };
    assert_eq!(state(&person.cookie).await, r#"{"offered":true,"here":false}"#);
    assert_eq!(refusal(&put(&relay, &person, &[0; 32], Some(&passkey)).await).1, "wrong_secret");
    let elsewhere = Person { device_key: pair().0, ..person.clone() };
    assert_eq!(refusal(&put(&relay, &elsewhere, &person.proof, Some(&passkey)).await), out());
    let no_key = Authenticator { public: [4; 65], ..Authenticator::new() };
    assert_eq!(put(&relay, &person, &person.proof, Some(&no_key)).await.status, 400);
    for (length, status) in [(0, 400), (1, 204), (1_023, 204), (1_024, 400)] {
        let odd = Authenticator { id: vec![1; length], ..Authenticator::new() };
        assert_eq!(put(&relay, &person, &person.proof, Some(&odd)).await.status, status, "{length}");
    }
    assert_eq!(put(&relay, &person, &person.proof, Some(&passkey)).await.status, 204);
    assert_eq!(state(&person.cookie).await, r#"{"offered":true,"here":true}"#);
    // It takes no secret's place for anything else, and goes by both factors.
    assert_eq!(refusal(&put(&relay, &person, &[0; 32], None).await).1, "wrong_secret");
    assert_eq!(come_in(&relay, &person, &passkey).await.status, 200);
    assert_eq!(put(&relay, &person, &person.proof, None).await.status, 204);
    assert_eq!(refusal(&come_in(&relay, &person, &passkey).await), out());

    let tablet = Person::enrol(&relay, SECOND).await;
    assert_eq!(refusal(&put(&relay, &tablet, &tablet.proof, Some(&passkey)).await), out());
    assert_eq!(refusal(&come_in(&relay, &tablet, &passkey).await), out());
    relay.stop_and_verify().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_opens_no_device_that_is_locked_lost_or_enrolled_anew_and_outlives_a_new_secret() {
    let relay = Relay::start().await;
    let mut person = Person::enrol_own(&relay, FIRST, None).await;
    let passkey = Authenticator::new();
    assert_eq!(put(&relay, &person, &person.proof, Some(&passkey)).await.status, 204);
    // Another secret: the passkey stays.
    let (nonce, new) = (person.nonce(&relay).await, [8; 32]);
    let message = signed::new_secret(&nonce, (person.member, person.device), &person.proof, &new);
    let mut change = person.shown(&nonce, &person.proof, &person.device_key);
    change["new_proof"] = json!(text(&new));
    change["signature"] = json!(signature(&person.device_key, &message));
    assert_eq!(post(relay.address, "/api/secret", "", &change.to_string()).await.status, 204);
    person.proof = new;
    let answer = come_in(&relay, &person, &passkey).await;
    assert_eq!(answer.status, 200);
    person.cookie = answer.cookie();
    let mut client = person.connect(&relay).await;
    // Ten wrong secrets lock it, whatever the passkey says in between.
    for _ in 1..WRONG_PROOFS_MAX {
        assert_eq!(refusal(&person.show(&relay, &[0; 32]).await).1, "wrong_secret");
    }
    assert_eq!(come_in(&relay, &person, &passkey).await.status, 200);
    assert_eq!(refusal(&person.show(&relay, &[0; 32]).await).1, "device_locked");
    assert_eq!(refusal(&come_in(&relay, &person, &passkey).await), (403, "device_locked".to_owned()));
    assert_eq!(client.closing().await, Some(CloseCode::SignedOut));
    // A new link opens it, and the passkey of before does not.
    let again = Person::enrol_own(&relay, FIRST, Some(person.device)).await;
    assert_eq!(again.device, person.device);
    assert_eq!(refusal(&come_in(&relay, &again, &passkey).await), out());
    assert_eq!(put(&relay, &again, &again.proof, Some(&passkey)).await.status, 204);
    assert_eq!(come_in(&relay, &again, &passkey).await.status, 200);
    let store = relay.store().await;
    store.end_device(again.device).await.unwrap();
    store.close().await;
    assert_eq!(refusal(&come_in(&relay, &again, &passkey).await), out());
    relay.stop_and_verify().await;
}
