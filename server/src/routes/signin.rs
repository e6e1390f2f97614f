//! Coming in again with both factors, and putting another secret in the place of one's own.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use shared::ids::{DeviceId, MemberId};
use shared::protocol::signed::{NONCE_BYTES, PROOF_BYTES, SIGNATURE_BYTES};

use super::entered::{entered, programme};
use crate::auth::Bytes;
use crate::auth::signing_in::{Door, Refused, Shown};
use crate::clock::now_ms;
use crate::error::ApiError;
use crate::state::AppState;
use crate::storage::Principal;

/// What a device shows.
#[derive(Debug, Deserialize)]
pub struct Request {
    member: MemberId,
    device: DeviceId,
    nonce: Bytes<NONCE_BYTES>,
    proof: Bytes<PROOF_BYTES>,
    signature: Bytes<SIGNATURE_BYTES>,
}

/// What a device shows to change its person's secret.
#[derive(Debug, Deserialize)]
pub struct Change {
    new_proof: Bytes<PROOF_BYTES>,
    #[serde(flatten)]
    shown: Request,
}

impl Request {
    fn shown(&self) -> Shown {
        Shown {
            who: Principal { member: self.member, device: self.device },
            nonce: self.nonce.0,
            proof: self.proof.0,
            signature: self.signature.0,
        }
    }
}

pub(super) fn door(state: &AppState) -> Door<'_> {
    Door { storage: state.storage(), challenges: &state.challenges, attempts: &state.attempts }
}

/// Gives a session to whoever shows both.
pub async fn sign_in(
    State(state): State<AppState>,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(request) = request.map_err(|_| ApiError::BadRequest)?;
    let info = programme(&state).await?;
    let shown = request.shown();
    let came = door(&state).sign_in(shown, now_ms()).await.map_err(|refused| tell(&state, shown.who, refused))?;
    entered(&state, came, info)
}

/// Changes the secret.
pub async fn change(
    State(state): State<AppState>,
    request: Result<Json<Change>, JsonRejection>,
) -> Result<StatusCode, ApiError> {
    let Json(request) = request.map_err(|_| ApiError::BadRequest)?;
    let shown = request.shown.shown();
    let changed = door(&state).change(shown, request.new_proof.0, now_ms()).await;
    changed.map_err(|refused| tell(&state, shown.who, refused))?;
    let Principal { member, device } = shown.who;
    tracing::info!(target: "audit", %member, %device, "a secret was changed");
    Ok(StatusCode::NO_CONTENT)
}

/// Says in the log what was tried on an enrolled device, and has its connections look whether they may stay.
pub(super) fn tell(state: &AppState, Principal { member, device }: Principal, refused: Refused) -> ApiError {
    match &refused {
        Refused::WrongSecret { left, .. } => tracing::info!(target: "audit", %member, %device, left, "a wrong secret"),
        Refused::DeviceLocked => {
            tracing::warn!(target: "audit", %member, %device, "a device is locked");
            state.relay.wake();
        }
        _ => {}
    }
    refused.into()
}
