//! A device that is there while nobody has shown their secret: what became of it, and that it has wiped itself.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use shared::ids::{DeviceId, MemberId};
use shared::protocol::signed::{NONCE_BYTES, SIGNATURE_BYTES};

use super::signin::door;
use crate::auth::Bytes;
use crate::auth::contact::{self, APP_BYTES_MAX, Contact, Told};
use crate::clock::now_ms;
use crate::error::ApiError;
use crate::state::AppState;
use crate::storage::{DeviceReport, Principal};

/// What a device sends.
#[derive(Debug, Deserialize)]
pub struct Request {
    member: MemberId,
    device: DeviceId,
    nonce: Bytes<NONCE_BYTES>,
    signature: Bytes<SIGNATURE_BYTES>,
    #[serde(default)]
    report: Option<Report>,
}

/// What it says of itself.
#[derive(Debug, Deserialize)]
struct Report {
    app: String,
    unsent: u32,
    #[serde(default)]
    oldest_unsent: Option<i64>,
}

#[derive(Debug, Serialize)]
struct Answer {
    state: &'static str,
    now: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    wipe: Option<Wipe>,
}

/// The order to wipe.
#[derive(Debug, Serialize)]
struct Wipe {
    lost: bool,
    deliver: bool,
    signature: Bytes<SIGNATURE_BYTES>,
}

fn read(request: Result<Json<Request>, JsonRejection>) -> Result<Contact, ApiError> {
    let Json(Request { member, device, nonce, signature, report }) = request.map_err(|_| ApiError::BadRequest)?;
    let report = match report {
        Some(report) if report.app.len() > APP_BYTES_MAX => return Err(ApiError::BadRequest),
        Some(Report { app, unsent, oldest_unsent }) => {
            Some(DeviceReport { app, unsent: u64::from(unsent), oldest_unsent_at_ms: oldest_unsent })
        }
        None => None,
    };
    Ok(Contact { who: Principal { member, device }, nonce: nonce.0, signature: signature.0, report })
}

/// Hears a device and says what became of it.
pub async fn hear(
    State(state): State<AppState>,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<Response, ApiError> {
    let shown = read(request)?;
    let now = now_ms();
    let told = contact::hear(door(&state), &state.keys, shown, now).await?;
    let (state, wipe) = match told {
        Told::Active => ("active", None),
        Told::Locked => ("locked", None),
        Told::Wipe { lost, deliver, signature } => {
            (if lost { "lost" } else { "ended" }, Some(Wipe { lost, deliver, signature: Bytes(signature) }))
        }
    };
    Ok(Json(Answer { state, now, wipe }).into_response())
}

/// Hears that a device has wiped itself; the browser of a lost one clears what is left.
pub async fn wiped(
    State(state): State<AppState>,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<Response, ApiError> {
    let shown = read(request)?;
    let who = shown.who;
    let lost = contact::wiped(door(&state), shown, now_ms()).await?;
    tracing::info!(target: "audit", member = %who.member, device = %who.device, lost, "a device has wiped itself");
    let mut headers = HeaderMap::new();
    if lost {
        let everything = HeaderValue::from_static("\"cache\", \"cookies\", \"storage\"");
        headers.insert(HeaderName::from_static("clear-site-data"), everything);
    }
    Ok((StatusCode::NO_CONTENT, headers).into_response())
}
