//! Being told of the next day on this device.

use shared::protocol::signed::PUBLIC_KEY_BYTES;
use shared::time::ClockTime;
use wasm_bindgen::JsValue;

use super::{Oversight, understood};
use crate::platform::push::Subscribed;
use crate::platform::{base64url, js};
use crate::sync::NotDone;

/// What there is for this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminding {
    /// From when on it is told; none where the relay tells nobody.
    pub at: Option<ClockTime>,
    /// Whether it has asked.
    pub here: bool,
    /// By which key its browser knows the relay.
    pub key: [u8; PUBLIC_KEY_BYTES],
}

impl Oversight {
    /// Whether it is offered, and asked for.
    ///
    /// # Errors
    /// Why that is not known.
    pub async fn reminding(&self) -> Result<Reminding, NotDone> {
        let answer = self.0.ask("/api/push", &[]).await?;
        let read = || {
            Some(Reminding {
                at: js::text(&answer.body, "at").and_then(|at| at.parse().ok()),
                here: js::flag(&answer.body, "here")?,
                key: base64url::read(&js::text(&answer.body, "key")?)?,
            })
        };
        understood(read(), &answer)
    }

    /// Asks to be told, or not to be told any more.
    ///
    /// # Errors
    /// Why the relay did not take it.
    pub async fn put_reminding(&self, new: Option<&Subscribed>) -> Result<(), NotDone> {
        let subscription = match new {
            None => JsValue::NULL,
            Some(new) => js::object(&[
                ("endpoint", new.endpoint.as_str().into()),
                ("key", base64url::written(&new.key).into()),
                ("auth", base64url::written(&new.auth).into()),
            ]),
        };
        self.0.ask("/api/push/put", &[("subscription", subscription)]).await.map(drop)
    }
}
