//! Something fresh for a device to sign. Whoever asks is given one: it says nothing about who is known here.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use serde::{Deserialize, Serialize};
use shared::ids::{DeviceId, MemberId};
use shared::protocol::signed::NONCE_BYTES;

use crate::auth::Bytes;
use crate::clock::now_ms;
use crate::error::ApiError;
use crate::state::AppState;
use crate::storage::Principal;

/// For whom.
#[derive(Debug, Deserialize)]
pub struct Request {
    member: MemberId,
    device: DeviceId,
}

/// What is to be signed.
#[derive(Debug, Serialize)]
pub struct Answer {
    nonce: Bytes<NONCE_BYTES>,
}

/// Gives it.
pub async fn give(
    State(state): State<AppState>,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<Json<Answer>, ApiError> {
    let Json(Request { member, device }) = request.map_err(|_| ApiError::BadRequest)?;
    let nonce = state.challenges.give(Principal { member, device }, now_ms());
    let nonce = nonce.map_err(ApiError::from)?;
    Ok(Json(Answer { nonce: Bytes(nonce) }))
}
