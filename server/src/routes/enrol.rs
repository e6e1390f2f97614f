//! Enrolling a device by a one-time link: its key, its person's key, and the proof of their secret.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::response::Response;
use serde::Deserialize;
use shared::ids::DeviceId;
use shared::protocol::signed::{PROOF_BYTES, PUBLIC_KEY_BYTES, SIGNATURE_BYTES};

use super::entered::{entered, programme};
use crate::auth::Bytes;
use crate::auth::signing_in::{self, Enrolment};
use crate::clock::now_ms;
use crate::error::ApiError;
use crate::state::AppState;
use crate::storage::{self, Principal};

/// What a browser sends.
#[derive(Debug, Deserialize)]
pub struct Request {
    secret: String,
    device_key: Bytes<PUBLIC_KEY_BYTES>,
    member_key: Bytes<PUBLIC_KEY_BYTES>,
    proof: Bytes<PROOF_BYTES>,
    pledge: String,
    conditions: Conditions,
    #[serde(default)]
    device: Option<DeviceId>,
    signature: Bytes<SIGNATURE_BYTES>,
}

/// What is said of the device.
#[derive(Debug, Deserialize)]
struct Conditions {
    managed: bool,
    passcode: bool,
    encrypted: bool,
}

/// Uses the link up, enrols the device and gives it a session.
pub async fn enrol(
    State(state): State<AppState>,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(request) = request.map_err(|_| ApiError::BadRequest)?;
    let info = programme(&state).await?;
    let Conditions { managed, passcode, encrypted } = request.conditions;
    let shown = Enrolment {
        secret: request.secret,
        keep: request.device,
        device_key: request.device_key.0,
        member_key: request.member_key.0,
        proof: request.proof.0,
        pledge: request.pledge,
        conditions: storage::Conditions { managed, passcode, encrypted },
        signature: request.signature.0,
    };
    let keeps = shown.keep;
    let enrolled = signing_in::enrol(state.storage(), shown, now_ms()).await?;
    let who = Principal { member: enrolled.member.id, device: enrolled.device };
    tracing::info!(target: "audit", member = %who.member, device = %who.device, "a device was enrolled");
    if keeps == Some(who.device) {
        // What came in by its keys of before shows that it has those of now.
        state.relay.session_ended(who);
    }
    entered(&state, enrolled, info)
}
