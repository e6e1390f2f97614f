//! A person in a browser: keys of P-256, a proof of their secret, a cookie. It signs as the app does and must
//! never be handed a session by anything but the relay's own doors.

use std::net::SocketAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use server::auth::{links, pledge};
use shared::ids::{DeviceId, MemberId};
use shared::protocol::signed;

use crate::attack::Server;
use crate::client::Client;
use crate::http::{Answer, post};
use crate::relay::Relay;

pub fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub fn bytes<const N: usize>(text: &str) -> [u8; N] {
    URL_SAFE_NO_PAD.decode(text).unwrap().try_into().unwrap()
}

/// A key pair of its own for each call.
pub fn pair() -> (SigningKey, [u8; 65]) {
    loop {
        let bytes: [u8; 32] = server::auth::secret::random().unwrap();
        if let Ok(key) = SigningKey::from_slice(&bytes) {
            let point = key.verifying_key().to_sec1_point(false);
            return (key, point.as_bytes().try_into().unwrap());
        }
    }
}

pub fn signature(key: &SigningKey, message: &[u8]) -> String {
    let signature: Signature = key.sign(message);
    text(&signature.to_bytes())
}

/// A relay that runs, in this process or as one of its own.
pub trait Reached {
    fn address(&self) -> SocketAddr;
}

impl Reached for Relay {
    fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Reached for Server {
    fn address(&self) -> SocketAddr {
        self.address
    }
}

/// A person on an enrolled device.
#[derive(Clone)]
pub struct Person {
    pub member: MemberId,
    pub device: DeviceId,
    pub device_key: SigningKey,
    pub member_key: SigningKey,
    pub proof: [u8; 32],
    pub cookie: String,
    /// The relay's public keys: for its orders, and to seal to.
    pub orders: [u8; 65],
    pub outbox: [u8; 65],
}

/// A fresh one-time link's secret.
pub async fn link(relay: &Relay, member: MemberId) -> String {
    let store = relay.store().await;
    let link = links::invite(&store, member, server::clock::now_ms()).await.unwrap();
    store.close().await;
    link.text()
}

/// What a browser sends to enrol, whole and right.
pub fn enrolment(secret: &str, proof: [u8; 32], keep: Option<DeviceId>) -> (Value, SigningKey, SigningKey) {
    let ((device_key, device_public), (member_key, member_public)) = (pair(), pair());
    let message = signed::enrolment(secret, &device_public, &member_public, &proof);
    let body = json!({
        "secret": secret,
        "device_key": text(&device_public),
        "member_key": text(&member_public),
        "proof": text(&proof),
        "pledge": pledge::VERSION,
        "conditions": { "managed": true, "passcode": true, "encrypted": true },
        "device": keep,
        "signature": signature(&device_key, &message),
    });
    (body, device_key, member_key)
}

impl Person {
    /// Enrols a new device of a member.
    pub async fn enrol(relay: &Relay, member: MemberId) -> Self {
        Self::enrol_by(relay, &link(relay, member).await, None).await
    }

    /// Enrols by this link.
    pub async fn enrol_by(relay: &impl Reached, secret: &str, keep: Option<DeviceId>) -> Self {
        Self::enrol_saying(relay, secret, keep, true).await
    }

    /// Enrols a device of one's own.
    pub async fn enrol_own(relay: &Relay, member: MemberId, keep: Option<DeviceId>) -> Self {
        Self::enrol_saying(relay, &link(relay, member).await, keep, false).await
    }

    async fn enrol_saying(relay: &impl Reached, secret: &str, keep: Option<DeviceId>, managed: bool) -> Self {
        let proof = server::auth::secret::random().unwrap();
        let (mut body, device_key, member_key) = enrolment(secret, proof, keep);
        body["conditions"]["managed"] = json!(managed);
        let answer = post(relay.address(), "/api/enrol", "", &body.to_string()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let (member, device) = (answer.field("member").parse().unwrap(), answer.field("device").parse().unwrap());
        let said: Value = serde_json::from_str(&answer.body).unwrap();
        let key = |name: &str| bytes(said["relay_keys"][name].as_str().unwrap());
        let (orders, outbox) = (key("orders"), key("outbox"));
        Self { member, device, device_key, member_key, proof, cookie: answer.cookie(), orders, outbox }
    }

    /// A challenge for this device.
    pub async fn nonce(&self, relay: &impl Reached) -> [u8; 32] {
        let body = json!({ "member": self.member, "device": self.device });
        let answer = post(relay.address(), "/api/challenge", "", &body.to_string()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        bytes(&answer.field("nonce"))
    }

    /// Says that the device is there, or that it has wiped itself, signed by this key over what `message` makes.
    pub async fn contact(
        &self,
        relay: &impl Reached,
        path: &str,
        key: &SigningKey,
        report: Option<Value>,
    ) -> (Answer, [u8; 32]) {
        let nonce = self.nonce(relay).await;
        let message = match path {
            "/api/wiped" => signed::wiped(&nonce, (self.member, self.device)),
            _ => signed::contact(&nonce, (self.member, self.device)),
        };
        let body = json!({
            "member": self.member,
            "device": self.device,
            "nonce": text(&nonce),
            "signature": signature(key, &message),
            "report": report,
        });
        (post(relay.address(), path, "", &body.to_string()).await, nonce)
    }

    /// A sign-in with this challenge and this proof, signed by this key.
    pub fn shown(&self, nonce: &[u8; 32], proof: &[u8; 32], key: &SigningKey) -> Value {
        let message = signed::sign_in(nonce, (self.member, self.device), proof);
        json!({
            "member": self.member,
            "device": self.device,
            "nonce": text(nonce),
            "proof": text(proof),
            "signature": signature(key, &message),
        })
    }

    /// Shows this device's key and this proof.
    pub async fn show(&self, relay: &impl Reached, proof: &[u8; 32]) -> Answer {
        let shown = self.shown(&self.nonce(relay).await, proof, &self.device_key);
        post(relay.address(), "/api/signin", "", &shown.to_string()).await
    }

    /// Comes in again.
    pub async fn sign_in(&mut self, relay: &impl Reached) {
        let answer = self.show(relay, &self.proof).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        self.cookie = answer.cookie();
    }

    /// Asks for a ticket by the cookie that is held.
    pub async fn ask(&self, relay: &impl Reached) -> Answer {
        let body = json!({ "member": self.member });
        post(relay.address(), "/api/ticket", &self.cookie, &body.to_string()).await
    }

    /// A ticket, and the cookie that comes with it.
    pub async fn ticket(&mut self, relay: &impl Reached) -> String {
        let answer = self.ask(relay).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        self.cookie = answer.cookie();
        answer.field("ticket")
    }

    /// A page with a socket.
    pub async fn connect(&mut self, relay: &impl Reached) -> Client {
        let address = relay.address();
        let mut client = Client::knock(address, &[("origin", format!("http://{address}"))]).await;
        let ticket = self.ticket(relay).await;
        client.greet(Some(ticket)).await.unwrap();
        client
    }
}

/// Status and code of a refusal.
pub fn refusal(answer: &Answer) -> (u16, String) {
    (answer.status, answer.field("code"))
}
