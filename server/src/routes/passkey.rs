//! The passkey of a device: whether it may have one and has, putting and taking it away, and coming in by it.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use shared::ids::{DeviceId, MemberId};
use shared::protocol::signed::{NONCE_BYTES, PROOF_BYTES, PUBLIC_KEY_BYTES, SIGNATURE_BYTES};

use super::entered::{entered, programme};
use super::sessions::own;
use super::signin::{door, tell};
use crate::auth::Bytes;
use crate::auth::passkeys::{Assertion, ID_BYTES_MAX, Origin, Put, Shown};
use crate::clock::now_ms;
use crate::error::ApiError;
use crate::state::AppState;
use crate::storage::{Passkey, Principal};

/// Whose.
#[derive(Debug, Deserialize)]
pub struct Request {
    member: MemberId,
}

/// What the device of the session that asks may have, and has.
#[derive(Debug, Serialize)]
pub struct Answer {
    offered: bool,
    here: bool,
}

/// A passkey, or none in the place of the one there was.
#[derive(Debug, Deserialize)]
pub struct PutRequest {
    member: MemberId,
    device: DeviceId,
    nonce: Bytes<NONCE_BYTES>,
    proof: Bytes<PROOF_BYTES>,
    passkey: Option<New>,
    signature: Bytes<SIGNATURE_BYTES>,
}

#[derive(Debug, Deserialize)]
struct New {
    id: String,
    key: Bytes<PUBLIC_KEY_BYTES>,
}

/// What a device shows.
#[derive(Debug, Deserialize)]
pub struct SignInRequest {
    member: MemberId,
    device: DeviceId,
    nonce: Bytes<NONCE_BYTES>,
    authenticator: String,
    client: String,
    assertion: String,
    signature: Bytes<SIGNATURE_BYTES>,
}

fn decoded(text: &str) -> Result<Vec<u8>, ApiError> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| ApiError::BadRequest)
}

/// The origin of the page that asks: only a page has one, and only pages have passkeys.
fn origin(headers: &HeaderMap) -> Result<Origin, ApiError> {
    let text = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    text.and_then(Origin::parse).ok_or(ApiError::BadRequest)
}

/// Says whether it may have one, and has.
pub async fn state(
    State(state): State<AppState>,
    headers: HeaderMap,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<Json<Answer>, ApiError> {
    let Json(Request { member }) = request.map_err(|_| ApiError::BadRequest)?;
    let session = own(&state, &headers, member).await?;
    let of = state.storage().passkey(session.who).await?.ok_or(ApiError::NotFound)?;
    Ok(Json(Answer { offered: of.may_have, here: of.passkey.is_some() }))
}

/// Puts it, or takes it away.
pub async fn put(
    State(state): State<AppState>,
    headers: HeaderMap,
    request: Result<Json<PutRequest>, JsonRejection>,
) -> Result<StatusCode, ApiError> {
    let Json(request) = request.map_err(|_| ApiError::BadRequest)?;
    let who = Principal { member: request.member, device: request.device };
    let passkey = match request.passkey {
        None => None,
        Some(New { id, key }) => {
            let id = decoded(&id)?;
            if !(1..=ID_BYTES_MAX).contains(&id.len()) {
                return Err(ApiError::BadRequest);
            }
            Some(Passkey { id, key: key.0, site: origin(&headers)?.site().to_owned() })
        }
    };
    let is_new = passkey.is_some();
    let put = Put { who, nonce: request.nonce.0, proof: request.proof.0, passkey, signature: request.signature.0 };
    door(&state).put_passkey(put, now_ms()).await.map_err(|refused| tell(&state, who, refused))?;
    let Principal { member, device } = who;
    tracing::info!(target: "audit", %member, %device, is_new, "a passkey was put or taken away");
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a session to whoever shows the device's key and an answer of its passkey.
pub async fn sign_in(
    State(state): State<AppState>,
    headers: HeaderMap,
    request: Result<Json<SignInRequest>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(request) = request.map_err(|_| ApiError::BadRequest)?;
    let who = Principal { member: request.member, device: request.device };
    let assertion = Assertion {
        authenticator: decoded(&request.authenticator)?,
        client: decoded(&request.client)?,
        signature: decoded(&request.assertion)?,
    };
    let origin = origin(&headers)?;
    let shown = Shown { who, nonce: request.nonce.0, assertion, signature: request.signature.0, origin };
    let info = programme(&state).await?;
    let came = door(&state).sign_in_by_passkey(shown, now_ms()).await;
    entered(&state, came.map_err(|refused| tell(&state, who, refused))?, info)
}
