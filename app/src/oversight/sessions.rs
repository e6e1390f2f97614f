//! One's own sessions.

use shared::ids::{DeviceId, SessionId};
use shared::time::Instant;
use wasm_bindgen::JsValue;

use super::{Oversight, understood};
use crate::platform::js;
use crate::sync::NotDone;

/// A session of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Which.
    pub id: SessionId,
    /// On which device.
    pub device: DeviceId,
    /// Since when.
    pub since: Instant,
    /// When it was used last.
    pub last_used: Instant,
    /// Whether it is the one that asks.
    pub this: bool,
}

impl Oversight {
    /// The sessions, the newest first.
    ///
    /// # Errors
    /// Why they are not known.
    pub async fn sessions(&self) -> Result<Vec<SessionRow>, NotDone> {
        let answer = self.0.ask("/api/sessions", &[]).await?;
        let rows = js::list(&answer.body, "sessions");
        understood(rows.and_then(|rows| rows.iter().map(read).collect()), &answer)
    }

    /// Ends one of them, on whatever device it is.
    ///
    /// # Errors
    /// Why it did not end.
    pub async fn end_session(&self, session: SessionId) -> Result<(), NotDone> {
        self.0.ask("/api/sessions/end", &[("session", JsValue::from_str(&session.to_string()))]).await.map(drop)
    }
}

fn read(row: &JsValue) -> Option<SessionRow> {
    Some(SessionRow {
        id: js::text(row, "id")?.parse().ok()?,
        device: js::text(row, "device")?.parse().ok()?,
        since: Instant::from_ms(js::number(row, "since")?),
        last_used: Instant::from_ms(js::number(row, "last_used")?),
        this: js::flag(row, "this")?,
    })
}
