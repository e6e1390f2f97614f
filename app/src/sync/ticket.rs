//! How a device comes in to the relay: a ticket for one connection, and a session by both factors where there is
//! none. It must never show the proof to anybody but the relay, and never ask for what only a person can give.

use std::cell::Cell;
use std::rc::Rc;

use shared::ids::{DeviceId, MemberId};
use shared::protocol::CloseCode;
use shared::protocol::signed::NONCE_BYTES;

use crate::local::{Credentials, RelayKeys};
use crate::platform::http::{self, Answer};
use crate::platform::{base64url, js};

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
}

/// The relay's own keys in its answer to whoever came in.
pub fn relay_keys(answer: &Answer) -> Option<RelayKeys> {
    let keys = js::get(&answer.body, "relay_keys").ok()?;
    let key = |name| base64url::read(&js::text(&keys, name)?);
    Some(RelayKeys { orders: key("orders")?, outbox: key("outbox")? })
}

impl Entering {
    /// A ticket for one connection, or why there is none. A session that ended is begun again by both factors: nobody is
    /// sent away in mid-sentence.
    pub async fn ticket(&self) -> Result<String, Option<CloseCode>> {
        match self.ask_ticket().await {
            Err(Some(CloseCode::SignedOut)) => {
                self.sign_in().await?;
                self.ask_ticket().await
            }
            answered => answered,
        }
    }

    async fn ask_ticket(&self) -> Result<String, Option<CloseCode>> {
        match http::post("/api/ticket", &[("member", &self.member.to_string())]).await {
            Ok(answer) if answer.is_ok() => answer.text("ticket").ok_or(None),
            Ok(answer) if answer.status == 401 => Err(Some(CloseCode::SignedOut)),
            _ => Err(None),
        }
    }

    async fn sign_in(&self) -> Result<(), Option<CloseCode>> {
        // A passkey has opened the vault: it must be asked again, by its person.
        let proof = self.credentials.proof.ok_or(Some(CloseCode::SignedOut))?;
        let (member, device) = (self.member.to_string(), self.device.to_string());
        let who = [("member", member.as_str()), ("device", device.as_str())];
        let challenge = http::post("/api/challenge", &who).await.map_err(|_| None)?;
        let nonce = challenge.text("nonce").and_then(|nonce| base64url::read::<NONCE_BYTES>(&nonce)).ok_or(None)?;
        let signed = self.credentials.sign_in(&nonce, (self.member, self.device)).await;
        let signature = base64url::written(&signed.map_err(|_| None)?);
        let (nonce, proof) = (base64url::written(&nonce), base64url::written(&proof));
        let [member, device] = who;
        let shown = [member, device, ("nonce", &nonce), ("proof", &proof), ("signature", &signature)];
        match http::post("/api/signin", &shown).await {
            Ok(answer) if answer.is_ok() => {
                self.relay.set(relay_keys(&answer));
                Ok(())
            }
            // Whatever does not fit, only a new link helps: the secret was right, or the vault would not be open.
            Ok(answer) if matches!(answer.code().as_str(), "signed_out" | "wrong_secret" | "device_locked") => {
                Err(Some(CloseCode::SignedOut))
            }
            _ => Err(None),
        }
    }
}
