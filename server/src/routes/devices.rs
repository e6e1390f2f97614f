//! The ledger of devices for those who look after them, and saying that one is lost. Who may is said by
//! `auth::overseeing`.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use shared::domain::Role;
use shared::ids::{DeviceId, DocumentId, MemberId};

use super::sessions::own;
use crate::auth::overseeing::oversees;
use crate::clock::now_ms;
use crate::error::ApiError;
use crate::relay::may_read;
use crate::state::AppState;
use crate::storage::{HeldDocument, LedgerRow, MemberRow};

/// Who asks.
#[derive(Debug, Deserialize)]
pub struct Request {
    member: MemberId,
}

/// Which device is lost.
#[derive(Debug, Deserialize)]
pub struct Lost {
    member: MemberId,
    device: DeviceId,
}

/// The devices.
#[derive(Debug, Serialize)]
pub struct Answer {
    devices: Vec<Device>,
    /// Those for whom whoever asks may make a link, with a device or without.
    people: Vec<Holder>,
    now: i64,
}

#[derive(Debug, Serialize)]
struct Holder {
    member: MemberId,
    name: String,
    role: Role,
}

#[derive(Debug, Serialize)]
struct Device {
    device: DeviceId,
    member: MemberId,
    name: String,
    state: &'static str,
    enrolled: i64,
    last_contact: i64,
    managed: Option<bool>,
    passcode: Option<bool>,
    encrypted: Option<bool>,
    app: Option<String>,
    reported: Option<i64>,
    unsent: Option<u64>,
    oldest_unsent: Option<i64>,
    lost: Option<i64>,
    lost_by: Option<MemberId>,
    lost_by_name: Option<String>,
    wiped: Option<i64>,
}

impl Device {
    fn new(row: LedgerRow, members: &Members, holder: &MemberRow) -> Self {
        let state = match (row.loss.map(|_| row.wiped_at_ms), row.active, row.locked) {
            (Some(Some(_)), _, _) => "wiped",
            (Some(None), _, _) => "lost",
            (None, false, _) => "ended",
            (None, true, true) => "locked",
            (None, true, false) => "active",
        };
        let said_by = row.loss.and_then(|loss| members.get(&loss.said_by));
        let (reported, report) = row.report.unzip();
        Self {
            device: row.who.device,
            member: row.who.member,
            name: holder.fields.name.clone(),
            state,
            enrolled: row.created_at_ms,
            last_contact: row.last_contact_ms,
            managed: row.conditions.map(|conditions| conditions.managed),
            passcode: row.conditions.map(|conditions| conditions.passcode),
            encrypted: row.conditions.map(|conditions| conditions.encrypted),
            reported,
            unsent: report.as_ref().map(|report| report.unsent),
            oldest_unsent: report.as_ref().and_then(|report| report.oldest_unsent_at_ms),
            app: report.map(|report| report.app),
            lost: row.loss.map(|loss| loss.at_ms),
            lost_by: row.loss.map(|loss| loss.said_by),
            lost_by_name: said_by.map(|row| row.fields.name.clone()),
            wiped: row.wiped_at_ms,
        }
    }
}

/// The sheet for the incident: the device as it stands, and what was on it.
#[derive(Debug, Serialize)]
pub struct Sheet {
    device: Device,
    /// Those that whoever asks may read.
    documents: Vec<Held>,
    /// How many more there were.
    others: usize,
    now: i64,
}

#[derive(Debug, Serialize)]
struct Held {
    document: DocumentId,
    last: i64,
}

type Members = BTreeMap<MemberId, MemberRow>;

async fn members(state: &AppState) -> Result<Members, ApiError> {
    Ok(state.storage().members().await?.into_iter().map(|row| (row.id, row)).collect())
}

/// The devices of those whom somebody looks after.
async fn overseen(state: &AppState, members: &Members, looker: MemberId) -> Result<Vec<Device>, ApiError> {
    let looker = members.get(&looker).ok_or(ApiError::SignedOut)?;
    let rows = state.storage().ledger().await?;
    let devices = rows.into_iter().filter_map(|row| {
        let holder = members.get(&row.who.member)?;
        // A program's is the administrator's.
        (row.conditions.is_some() && oversees(looker, holder)).then(|| Device::new(row, members, holder))
    });
    Ok(devices.collect())
}

/// Those for whom somebody may make a link.
fn invited_by(members: &Members, looker: MemberId) -> Vec<Holder> {
    let Some(looker) = members.get(&looker) else { return Vec::new() };
    let others = members.values().filter(|row| row.active && row.id != looker.id && oversees(looker, row));
    others.map(|row| Holder { member: row.id, name: row.fields.name.clone(), role: row.fields.role }).collect()
}

/// Lists them.
pub async fn list(
    State(state): State<AppState>,
    headers: HeaderMap,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<Json<Answer>, ApiError> {
    let Json(Request { member }) = request.map_err(|_| ApiError::BadRequest)?;
    own(&state, &headers, member).await?;
    let members = members(&state).await?;
    let devices = overseen(&state, &members, member).await?;
    Ok(Json(Answer { devices, people: invited_by(&members, member), now: now_ms() }))
}

/// Ends a device that is lost, and gives the sheet; said again, it gives the sheet as it stands then.
pub async fn lose(
    State(state): State<AppState>,
    headers: HeaderMap,
    request: Result<Json<Lost>, JsonRejection>,
) -> Result<Json<Sheet>, ApiError> {
    let Json(Lost { member, device }) = request.map_err(|_| ApiError::BadRequest)?;
    let who = own(&state, &headers, member).await?.who;
    let members = members(&state).await?;
    let find = async || -> Result<Device, ApiError> {
        let mut devices = overseen(&state, &members, member).await?.into_iter();
        devices.find(|row| row.device == device).ok_or(ApiError::NotFound)
    };
    if find().await?.lost.is_none() {
        state.storage().lose_device(device, member, now_ms()).await?;
        tracing::warn!(target: "audit", %member, %device, "a device was said to be lost");
        state.relay.wake();
    } else {
        tracing::info!(target: "audit", %member, %device, "the sheet of a lost device was looked at");
    }
    let held = state.storage().held_documents(device).await?;
    let count = held.len();
    let mut documents = Vec::new();
    for HeldDocument { document, last_at_ms } in held {
        // An id is told to nobody to whom the document would not be.
        if may_read(state.storage(), who, document).await? {
            documents.push(Held { document, last: last_at_ms });
        }
    }
    let others = count - documents.len();
    Ok(Json(Sheet { device: find().await?, documents, others, now: now_ms() }))
}
