//! The ledger of devices: who holds which, how each is, links for new ones, and what was on a lost one.

use shared::domain::Role;
use shared::ids::{DeviceId, DocumentId, MemberId};
use shared::time::Instant;
use wasm_bindgen::JsValue;

use super::{Oversight, understood};
use crate::platform::js;
use crate::sync::NotDone;

/// How a device is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceState {
    /// In use.
    Active,
    /// Too many wrong secrets were shown on it.
    Locked,
    /// Its use has ended.
    Ended,
    /// It was said to be lost.
    Lost,
    /// Lost, and it has wiped itself.
    Wiped,
}

impl DeviceState {
    fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "active" => Self::Active,
            "locked" => Self::Locked,
            "ended" => Self::Ended,
            "lost" => Self::Lost,
            "wiped" => Self::Wiped,
            _ => return None,
        })
    }
}

/// A device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRow {
    /// Which.
    pub device: DeviceId,
    /// Who holds it.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// How it is.
    pub state: DeviceState,
    /// When it was enrolled.
    pub enrolled: Instant,
    /// When the relay saw it last.
    pub last_contact: Instant,
    /// Whether an office or the prefecture manages it, as far as was said.
    pub managed: Option<bool>,
    /// Whether it is locked by a code of its own.
    pub passcode: Option<bool>,
    /// Whether what it stores is encrypted.
    pub encrypted: Option<bool>,
    /// The version of its app, as it said last.
    pub app: Option<String>,
    /// When it said so.
    pub reported: Option<Instant>,
    /// How many changes the relay lacked then.
    pub unsent: Option<u64>,
    /// When the oldest of them was written.
    pub oldest_unsent: Option<Instant>,
    /// When it was said to be lost.
    pub lost: Option<Instant>,
    /// Who said so.
    pub lost_by: Option<String>,
    /// When it said that it has wiped itself.
    pub wiped: Option<Instant>,
}

/// Somebody for whom a link may be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
}

/// The ledger, as far as somebody looks after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceLedger {
    /// The devices.
    pub devices: Vec<DeviceRow>,
    /// Those for whom a link may be made, with a device or without.
    pub people: Vec<Holder>,
    /// The relay's clock.
    pub now: Instant,
}

/// A one-time link, to be shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    /// The link.
    pub url: String,
    /// Until when it can be used.
    pub expires: Instant,
}

/// The sheet for the incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostSheet {
    /// The device as it stands.
    pub device: DeviceRow,
    /// What was on it of what the asker may read, each with when it was last seen used there.
    pub documents: Vec<(DocumentId, Instant)>,
    /// How many more there were.
    pub others: u64,
    /// The relay's clock.
    pub now: Instant,
}

impl Oversight {
    /// The ledger.
    ///
    /// # Errors
    /// Why it is not known.
    pub async fn devices(&self) -> Result<DeviceLedger, NotDone> {
        let answer = self.0.ask("/api/devices", &[]).await?;
        let read = || {
            Some(DeviceLedger {
                devices: js::list(&answer.body, "devices")?.iter().map(device).collect::<Option<_>>()?,
                people: js::list(&answer.body, "people")?.iter().map(holder).collect::<Option<_>>()?,
                now: moment(&answer.body, "now")?,
            })
        };
        understood(read(), &answer)
    }

    /// A one-time link for somebody.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn invite(&self, whom: MemberId) -> Result<NewLink, NotDone> {
        let answer = self.0.ask("/api/invite", &[("whom", JsValue::from_str(&whom.to_string()))]).await?;
        let read = || Some(NewLink { url: answer.text("url")?, expires: moment(&answer.body, "expires")? });
        understood(read(), &answer)
    }

    /// Says that a device is lost: it ends for good. Said again, it gives the sheet as it stands then.
    ///
    /// # Errors
    /// Why it did not end.
    pub async fn lose(&self, device: DeviceId) -> Result<LostSheet, NotDone> {
        let answer = self.0.ask("/api/devices/lost", &[("device", JsValue::from_str(&device.to_string()))]).await?;
        let held = |row: &JsValue| Some((js::text(row, "document")?.parse().ok()?, moment(row, "last")?));
        let read = || {
            Some(LostSheet {
                device: self::device(&js::get(&answer.body, "device").ok()?)?,
                documents: js::list(&answer.body, "documents")?.iter().map(held).collect::<Option<_>>()?,
                others: u64::try_from(js::number(&answer.body, "others")?).ok()?,
                now: moment(&answer.body, "now")?,
            })
        };
        understood(read(), &answer)
    }
}

fn moment(of: &JsValue, name: &str) -> Option<Instant> {
    js::number(of, name).map(Instant::from_ms)
}

fn device(row: &JsValue) -> Option<DeviceRow> {
    Some(DeviceRow {
        device: js::text(row, "device")?.parse().ok()?,
        member: js::text(row, "member")?.parse().ok()?,
        name: js::text(row, "name")?,
        state: DeviceState::from_code(&js::text(row, "state")?)?,
        enrolled: moment(row, "enrolled")?,
        last_contact: moment(row, "last_contact")?,
        managed: js::flag(row, "managed"),
        passcode: js::flag(row, "passcode"),
        encrypted: js::flag(row, "encrypted"),
        app: js::text(row, "app"),
        reported: moment(row, "reported"),
        unsent: js::number(row, "unsent").and_then(|count| u64::try_from(count).ok()),
        oldest_unsent: moment(row, "oldest_unsent"),
        lost: moment(row, "lost"),
        lost_by: js::text(row, "lost_by_name"),
        wiped: moment(row, "wiped"),
    })
}

fn holder(row: &JsValue) -> Option<Holder> {
    Some(Holder {
        member: js::text(row, "member")?.parse().ok()?,
        name: js::text(row, "name")?,
        role: Role::from_code(&js::text(row, "role")?)?,
    })
}
