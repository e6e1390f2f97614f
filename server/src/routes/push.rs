//! Being reminded on this device: whether the relay does, by which key it is known, and the device's wish.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use shared::domain::Role;
use shared::ids::MemberId;
use shared::protocol::signed::PUBLIC_KEY_BYTES;

use super::sessions::own;
use crate::auth::{Bytes, public_key};
use crate::clock::now_ms;
use crate::error::ApiError;
use crate::push::{AUTH_BYTES, Endpoint};
use crate::state::AppState;
use crate::storage::{Session, Subscription};

/// Whose.
#[derive(Debug, Deserialize)]
pub struct Request {
    member: MemberId,
}

/// What there is for the device of the session that asks.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// From when on it is reminded; none where it is not offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    /// Whether the device has asked.
    here: bool,
    /// The key by which its browser knows the relay.
    key: Bytes<PUBLIC_KEY_BYTES>,
}

/// A wish, or none in the place of the one there was.
#[derive(Debug, Deserialize)]
pub struct PutRequest {
    member: MemberId,
    subscription: Option<New>,
}

#[derive(Debug, Deserialize)]
struct New {
    endpoint: String,
    key: Bytes<PUBLIC_KEY_BYTES>,
    auth: Bytes<AUTH_BYTES>,
}

/// Only a visitor has days to be reminded of.
async fn offered(state: &AppState, session: &Session) -> Result<bool, ApiError> {
    let member = state.storage().member(session.who.member).await?;
    Ok(state.reminders.is_some() && member.is_some_and(|member| member.fields.role == Role::Visitor))
}

/// Says whether it is offered, and asked for.
pub async fn state(
    State(state): State<AppState>,
    headers: HeaderMap,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<Json<Answer>, ApiError> {
    let Json(Request { member }) = request.map_err(|_| ApiError::BadRequest)?;
    let session = own(&state, &headers, member).await?;
    let offered = offered(&state, &session).await?;
    let here = state.storage().has_subscription(session.who).await?;
    let at = state.reminders.filter(|_| offered).map(|reminders| reminders.at.to_string());
    Ok(Json(Answer { at, here, key: Bytes(state.keys.push()) }))
}

/// Puts it, or takes it away.
pub async fn put(
    State(state): State<AppState>,
    headers: HeaderMap,
    request: Result<Json<PutRequest>, JsonRejection>,
) -> Result<StatusCode, ApiError> {
    let Json(PutRequest { member, subscription }) = request.map_err(|_| ApiError::BadRequest)?;
    let session = own(&state, &headers, member).await?;
    let new = match subscription {
        None => None,
        Some(New { endpoint, key, auth }) => {
            if !offered(&state, &session).await? {
                return Err(ApiError::NotFound);
            }
            let service = state.reminders.and_then(|reminders| reminders.service);
            if Endpoint::parse(&endpoint, service).is_err() || !public_key::is_key(&key.0) {
                return Err(ApiError::BadRequest);
            }
            Some(Subscription { endpoint, key: key.0, auth: auth.0 })
        }
    };
    match state.storage().put_subscription(session.who, new, now_ms()).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(ApiError::NotFound),
    }
}
