//! The access log, a month at a time.

use shared::domain::Role;
use shared::ids::{DeviceId, DocumentId};
use shared::time::{Instant, Month};
use wasm_bindgen::JsValue;

use super::{Oversight, understood};
use crate::platform::js;
use crate::sync::NotDone;

/// What somebody did with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// The relay gave it to their device.
    Served,
    /// They changed it.
    Edit,
    /// They opened it.
    View,
    /// They took it out of the app.
    Export,
    /// They printed it.
    Print,
}

impl Deed {
    fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "served" => Self::Served,
            "edit" => Self::Edit,
            "view" => Self::View,
            "export" => Self::Export,
            "print" => Self::Print,
            _ => return None,
        })
    }
}

/// One line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRow {
    /// Its place in the log.
    pub number: u64,
    /// When, by the relay's clock.
    pub at: Instant,
    /// When, by the device's clock, where it said so.
    pub device_at: Option<Instant>,
    /// Who.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// On which device.
    pub device: DeviceId,
    /// Which record; none where the asker may not read it.
    pub document: Option<DocumentId>,
    /// What.
    pub what: Deed,
}

/// A page of it, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessPage {
    /// The lines.
    pub rows: Vec<AccessRow>,
    /// Where the next page begins; none after the last.
    pub next: Option<u64>,
}

impl Oversight {
    /// A page of a month.
    ///
    /// # Errors
    /// Why it is not known.
    pub async fn accesses(&self, month: Month, before: Option<u64>) -> Result<AccessPage, NotDone> {
        let mut more = vec![("month", JsValue::from_str(&month.to_string()))];
        // Places count up from 1: far below what a number of a script holds whole.
        more.extend(before.map(|before| ("before", JsValue::from_f64(before as f64))));
        let answer = self.0.ask("/api/accesses", &more).await?;
        let read = || {
            Some(AccessPage {
                rows: js::list(&answer.body, "rows")?.iter().map(read).collect::<Option<_>>()?,
                next: js::number(&answer.body, "next").and_then(|next| u64::try_from(next).ok()),
            })
        };
        understood(read(), &answer)
    }
}

fn read(row: &JsValue) -> Option<AccessRow> {
    Some(AccessRow {
        number: u64::try_from(js::number(row, "number")?).ok()?,
        at: Instant::from_ms(js::number(row, "at")?),
        device_at: js::number(row, "device_at").map(Instant::from_ms),
        name: js::text(row, "name")?,
        role: Role::from_code(&js::text(row, "role")?)?,
        device: js::text(row, "device")?.parse().ok()?,
        document: js::text(row, "document").and_then(|id| id.parse().ok()),
        what: Deed::from_code(&js::text(row, "what")?)?,
    })
}
