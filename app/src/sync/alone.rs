//! What a device says to the relay without its person, by its own key alone: that it is there, what is owed, that it has
//! wiped itself. It must never take an answer for an order that the relay has not signed for this very question, and
//! never take away what the relay has not said to have.

use js_sys::Array;
use shared::protocol::limits;
use shared::protocol::signed::{NONCE_BYTES, SIGNATURE_BYTES};
use shared::time::Instant;
use wasm_bindgen::{JsCast, JsValue};

use crate::local::{Alone, IdbError, KeptParcel, Lock, Parcel, Refused, Unsent};
use crate::platform::http::{self, Answer};
use crate::platform::{base64url, js};

mod filling;

/// Why nothing came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSaid {
    /// The relay cannot be reached, or has no time now.
    Unreachable,
    /// The relay takes nothing from this device.
    Refused,
    /// The device's own storage does not do it.
    Storage(IdbError),
}

impl From<IdbError> for NotSaid {
    fn from(error: IdbError) -> Self {
        Self::Storage(error)
    }
}

/// What became of a device, by the relay's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// All is well.
    Active,
    /// Too many wrong secrets were shown at the relay.
    Locked,
    /// It is to be wiped.
    Wipe {
        /// Whether the whole browser is.
        lost: bool,
        /// Whether what is owed is to be handed over first.
        deliver: bool,
    },
}

/// What is left after a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Left {
    /// Parcels that the relay will take when it has time.
    pub later: usize,
    /// Parcels that wait for something that the relay does not have.
    pub missing: usize,
    /// Parcels that the relay does not take, and does not keep apart for somebody to look at either.
    pub refused: usize,
}

impl Left {
    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            later: self.later + other.later,
            missing: self.missing + other.missing,
            refused: self.refused + other.refused,
        }
    }
}

fn ids(alone: &Alone) -> [(&'static str, JsValue); 2] {
    let (member, device) = alone.who;
    [("member", member.to_string().into()), ("device", device.to_string().into())]
}

fn text(bytes: &[u8]) -> JsValue {
    base64url::written(bytes).into()
}

async fn nonce(alone: &Alone) -> Result<[u8; NONCE_BYTES], NotSaid> {
    let answer = ask("/api/challenge", &ids(alone)).await?;
    let nonce = answer.text("nonce").and_then(|nonce| base64url::read(&nonce));
    nonce.ok_or(NotSaid::Unreachable)
}

async fn ask(path: &str, body: &[(&str, JsValue)]) -> Result<Answer, NotSaid> {
    let answer = http::post_object(path, &js::object(body)).await.map_err(|_| NotSaid::Unreachable)?;
    match answer.status {
        200..300 => Ok(answer),
        401 => Err(NotSaid::Refused),
        _ => Err(NotSaid::Unreachable),
    }
}

/// Says that the device is there, and how much the relay lacks of it; gives what became of it.
pub async fn contact(alone: &Alone, unsent: Unsent) -> Result<Told, NotSaid> {
    let nonce = nonce(alone).await?;
    let oldest = unsent.oldest_at.map_or(JsValue::NULL, |at: Instant| JsValue::from_f64(at.ms() as f64));
    let app = env!("CARGO_PKG_VERSION").into();
    let report = js::object(&[("app", app), ("unsent", unsent.changes.into()), ("oldest_unsent", oldest)]);
    let signature = alone.sign_contact(&nonce).await?;
    let [member, device] = ids(alone);
    let said = [member, device, ("nonce", text(&nonce)), ("signature", text(&signature)), ("report", report)];
    let answer = ask("/api/contact", &said).await?;
    match answer.text("state").as_deref() {
        Some("active") => Ok(Told::Active),
        Some("locked") => Ok(Told::Locked),
        Some("ended" | "lost") => match ordered(alone, &nonce, &answer).await {
            Some(told) => Ok(told),
            // Whoever says so without the relay's own signature has said nothing.
            None => Err(NotSaid::Unreachable),
        },
        _ => Err(NotSaid::Unreachable),
    }
}

async fn ordered(alone: &Alone, nonce: &[u8; NONCE_BYTES], answer: &Answer) -> Option<Told> {
    let wipe = js::get(&answer.body, "wipe").ok().filter(JsValue::is_object)?;
    let signature = base64url::read::<SIGNATURE_BYTES>(&js::text(&wipe, "signature")?)?;
    let is = |name| js::get(&wipe, name).ok().and_then(|is| is.as_bool()).unwrap_or(false);
    let told = Told::Wipe { lost: is("lost"), deliver: is("deliver") };
    alone.is_ordered(nonce, &signature).await.then_some(told)
}

/// Says that the device has wiped itself.
pub async fn say_wiped(alone: &Alone) -> Result<(), NotSaid> {
    let nonce = nonce(alone).await?;
    let signature = alone.sign_wiped(&nonce).await?;
    let [member, device] = ids(alone);
    ask("/api/wiped", &[member, device, ("nonce", text(&nonce)), ("signature", text(&signature))]).await?;
    Ok(())
}

/// Hands over what was written up to a moment, in its order. What the relay has taken goes; what it refused is kept
/// aside; the rest stays as it is.
pub async fn deliver(alone: &Alone, lock: &Lock, up_to: Option<Instant>) -> Result<Left, NotSaid> {
    let (mut left, mut last) = (Left::default(), 0);
    loop {
        let page = lock.parcels_after(last, limits::PARCELS_MAX).await?;
        let Some(kept) = page.last() else { return Ok(left) };
        if up_to.is_some_and(|up_to| page.first().is_some_and(|first| first.at > up_to)) {
            return Ok(left);
        }
        let end = kept.number;
        left.refused += page.iter().filter(|kept| kept.is_lost()).count();
        let standing: Vec<KeptParcel> = page.into_iter().filter(|kept| !kept.refused).collect();
        let standing: Vec<(u64, Parcel)> =
            standing.into_iter().filter_map(|kept| Some((kept.number, kept.parcel?))).collect();
        let count = filling::fitting(standing.iter().map(|(_, parcel)| parcel.sealed.len()));
        match standing.split_at_checked(count).filter(|_| count > 0) {
            Some((together, _)) => {
                let became = hand_over(alone, together).await?;
                lock.delivered(&became.taken, &became.refused).await?;
                left.later += became.later;
                left.missing += became.missing;
                left.refused += became.refused.iter().filter(|refused| !refused.kept).count();
            }
            // None made here is too large: it is none that anybody takes, and keeps nothing else waiting.
            None => left.missing += standing.len().min(1),
        }
        last = standing.get(count.max(1)).map_or(end, |(next, _)| next - 1);
    }
}

#[derive(Default)]
struct Became {
    taken: Vec<u64>,
    refused: Vec<Refused>,
    later: usize,
    missing: usize,
}

async fn hand_over(alone: &Alone, parcels: &[(u64, Parcel)]) -> Result<Became, NotSaid> {
    let nonce = nonce(alone).await?;
    let all: Vec<_> = parcels.iter().map(|(_, parcel)| parcel.id).collect();
    let signature = alone.sign_delivery(&nonce, &all).await?;
    let list: Array = parcels.iter().map(|(_, parcel)| written(parcel)).collect();
    let [member, device] = ids(alone);
    let body = [member, device, ("nonce", text(&nonce)), ("signature", text(&signature)), ("parcels", list.into())];
    let answer = ask("/api/outbox", &body).await?;
    let said = js::get(&answer.body, "parcels").ok().and_then(|list| list.dyn_into::<Array>().ok());
    let mut became = Became::default();
    for ((number, parcel), said) in parcels.iter().zip(said.unwrap_or_default().iter()) {
        let is_this = js::text(&said, "id").as_deref() == Some(base64url::written(&parcel.id).as_str());
        let (state, code) = (js::text(&said, "state"), js::text(&said, "code").unwrap_or_default());
        match state.as_deref().filter(|_| is_this) {
            Some("taken") => became.taken.push(*number),
            Some("refused") => {
                let kept = js::get(&said, "kept").ok().and_then(|kept| kept.as_bool()).unwrap_or(false);
                became.refused.push(Refused { number: *number, code, kept });
            }
            _ if code == "missing" => became.missing += 1,
            _ => became.later += 1,
        }
    }
    // Of what was not answered nothing is known.
    became.later += parcels.len() - became.taken.len() - became.refused.len() - became.later - became.missing;
    Ok(became)
}

fn written(parcel: &Parcel) -> JsValue {
    js::object(&[
        ("id", text(&parcel.id)),
        ("sender", text(&parcel.sender)),
        ("sealed", text(&parcel.sealed)),
        ("signature", text(&parcel.signature)),
    ])
}
