//! How a device comes in to the relay: a ticket for one connection, and a session by both factors where there is
//! none. It must never show the proof to anybody but the relay, and never ask for what only a person can give.

use std::cell::Cell;
use std::rc::Rc;

use shared::ids::{DeviceId, MemberId};
use shared::protocol::CloseCode;
use shared::protocol::signed::{NONCE_BYTES, PROOF_BYTES};

use crate::local::{Credentials, RelayKeys};
use crate::platform::http::{self, Answer, Unreachable};
use crate::platform::{base64url, js, locks};

/// Who comes in, on which device, and with what.
#[derive(Clone)]
pub struct Entering {
    /// Who.
    pub member: MemberId,
    /// This browser, as the relay knows it.
    pub device: DeviceId,
    /// Both factors.
    pub credentials: Credentials,
    /// The relay's keys, once it has said them: for a vault that was made before they were known.
    pub relay: Rc<Cell<Option<RelayKeys>>>,
    /// What holds instead if the relay has taken a change of the secret that this device does not know to be done.
    pub next: Option<Credentials>,
}

/// The relay's own keys in its answer to whoever came in.
pub fn relay_keys(answer: &Answer) -> Option<RelayKeys> {
    let keys = js::get(&answer.body, "relay_keys").ok()?;
    let key = |name| base64url::read(&js::text(&keys, name)?);
    Some(RelayKeys { orders: key("orders")?, outbox: key("outbox")? })
}

/// The lock of a tab that begins a session, before the member's id.
const COMING_IN: &str = "otozure-coming-in-";

/// Why somebody did not come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotIn {
    /// The relay knows another secret.
    WrongSecret,
    /// Only a new link helps.
    Refused,
    /// The relay does not answer, or not now.
    NotNow,
}

impl Entering {
    /// A ticket for one connection, or why there is none. A session that ended is begun again by both factors: nobody is
    /// sent away in mid-sentence.
    pub async fn ticket(&self) -> Result<String, Option<CloseCode>> {
        match self.ask_ticket().await {
            Err(Some(CloseCode::SignedOut)) => {
                let _alone = self.alone().await;
                // Somebody else of this browser may have been first: a second session would end theirs.
                if let Ok(ticket) = self.ask_ticket().await {
                    return Ok(ticket);
                }
                // Whatever does not fit, only a new link helps: the secret was right, or the vault would not be open.
                self.sign_in().await.map_err(|error| (error != NotIn::NotNow).then_some(CloseCode::SignedOut))?;
                self.ask_ticket().await
            }
            answered => answered,
        }
    }

    /// One at a time in this browser comes in.
    pub(super) async fn alone(&self) -> Option<locks::Held> {
        locks::hold(&format!("{COMING_IN}{}", self.member)).await
    }

    async fn ask_ticket(&self) -> Result<String, Option<CloseCode>> {
        match http::post("/api/ticket", &[("member", &self.member.to_string())]).await {
            Ok(answer) if answer.is_ok() => answer.text("ticket").ok_or(None),
            Ok(answer) if answer.status == 401 => Err(Some(CloseCode::SignedOut)),
            _ => Err(None),
        }
    }

    /// Begins a session by both factors.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn sign_in(&self) -> Result<(), NotIn> {
        let first = self.show(&self.credentials).await;
        match &self.next {
            Some(next) if first == Err(NotIn::WrongSecret) => self.show(next).await,
            _ => first,
        }
    }

    /// Shows both factors to the relay.
    async fn show(&self, with: &Credentials) -> Result<(), NotIn> {
        // A passkey has opened the vault: it must be asked again, by its person.
        let proof = with.proof.ok_or(NotIn::Refused)?;
        let nonce = self.challenge().await?;
        let signed = with.sign_in(&nonce, (self.member, self.device)).await.map_err(|_| NotIn::NotNow)?;
        let (member, device) = (self.member.to_string(), self.device.to_string());
        let shown = [nonce.as_slice(), &proof, &signed].map(base64url::written);
        let [nonce, proof, signature] = shown.each_ref().map(String::as_str);
        let body = [
            ("member", member.as_str()),
            ("device", &device),
            ("nonce", nonce),
            ("proof", proof),
            ("signature", signature),
        ];
        let answer = http::post("/api/signin", &body).await;
        if let Ok(answer) = &answer
            && answer.is_ok()
        {
            self.relay.set(relay_keys(answer));
        }
        read(answer)
    }

    /// Puts another proof in the place of the one that holds at the relay.
    ///
    /// # Errors
    /// Why not; after `NotNow` it may have been done all the same.
    pub async fn change_proof(&self, nonce: &[u8; NONCE_BYTES], new_proof: &[u8; PROOF_BYTES]) -> Result<(), NotIn> {
        let proof = self.credentials.proof.ok_or(NotIn::Refused)?;
        let signed = self.credentials.sign_new_secret(nonce, (self.member, self.device), new_proof).await;
        let signed = signed.map_err(|_| NotIn::NotNow)?;
        let (member, device) = (self.member.to_string(), self.device.to_string());
        let shown = [nonce.as_slice(), &proof, new_proof, &signed].map(base64url::written);
        let [nonce, proof, new_proof, signature] = shown.each_ref().map(String::as_str);
        let body = [
            ("member", member.as_str()),
            ("device", &device),
            ("nonce", nonce),
            ("proof", proof),
            ("new_proof", new_proof),
            ("signature", signature),
        ];
        read(http::post("/api/secret", &body).await)
    }

    /// Something fresh to sign.
    ///
    /// # Errors
    /// The relay does not answer.
    pub async fn challenge(&self) -> Result<[u8; NONCE_BYTES], NotIn> {
        let (member, device) = (self.member.to_string(), self.device.to_string());
        let who = [("member", member.as_str()), ("device", device.as_str())];
        let answer = http::post("/api/challenge", &who).await.map_err(|_| NotIn::NotNow)?;
        answer.text("nonce").and_then(|nonce| base64url::read(&nonce)).ok_or(NotIn::NotNow)
    }
}

fn read(answer: Result<Answer, Unreachable>) -> Result<(), NotIn> {
    match answer {
        Ok(answer) if answer.is_ok() => Ok(()),
        Ok(answer) => Err(match answer.code().as_str() {
            "wrong_secret" => NotIn::WrongSecret,
            "signed_out" | "device_locked" => NotIn::Refused,
            _ => NotIn::NotNow,
        }),
        Err(Unreachable) => Err(NotIn::NotNow),
    }
}
