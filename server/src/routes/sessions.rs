//! A person's own sessions: which there are, and ending one of them. Nobody sees or ends another's.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use shared::ids::{DeviceId, MemberId, SessionId};

use crate::auth::sessions;
use crate::clock::now_ms;
use crate::error::ApiError;
use crate::state::AppState;
use crate::storage::{OwnSession, Principal, Session};

/// Whose.
#[derive(Debug, Deserialize)]
pub struct Request {
    member: MemberId,
}

/// Which one.
#[derive(Debug, Deserialize)]
pub struct End {
    member: MemberId,
    session: SessionId,
}

/// All of them.
#[derive(Debug, Serialize)]
pub struct Answer {
    sessions: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    id: SessionId,
    device: DeviceId,
    since: i64,
    last_used: i64,
    this: bool,
}

/// The session that asks, or a failure counted for the account.
pub(super) async fn own(state: &AppState, headers: &HeaderMap, member: MemberId) -> Result<Session, ApiError> {
    let kind = state.site.cookies();
    match sessions::session(state.storage(), headers, (kind, member), now_ms()).await? {
        Some(session) => Ok(session),
        None => {
            let failed = state.attempts.failed(member);
            failed.map_err(|wait_seconds| ApiError::RateLimited { wait_seconds })?;
            Err(ApiError::SignedOut)
        }
    }
}

/// Lists them.
pub async fn list(
    State(state): State<AppState>,
    headers: HeaderMap,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<Json<Answer>, ApiError> {
    let Json(Request { member }) = request.map_err(|_| ApiError::BadRequest)?;
    let this = own(&state, &headers, member).await?;
    let rows = state.storage().sessions(member, now_ms()).await?;
    let sessions = rows
        .into_iter()
        .map(|row| Row {
            id: row.id,
            device: row.device,
            since: row.created_at_ms,
            last_used: row.last_used_ms,
            this: row.id == this.id,
        })
        .collect();
    Ok(Json(Answer { sessions }))
}

/// Ends one; its sockets are closed.
pub async fn end(
    State(state): State<AppState>,
    headers: HeaderMap,
    request: Result<Json<End>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(End { member, session }) = request.map_err(|_| ApiError::BadRequest)?;
    let this = own(&state, &headers, member).await?;
    let ended = state.storage().end_session(OwnSession { member, session }).await?;
    let device = ended.ok_or(ApiError::NotFound)?;
    tracing::info!(target: "audit", %member, %device, "a session was ended by its owner");
    state.relay.session_closed(Principal { member, device });
    if session != this.id {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let cookie = sessions::clear_cookie(state.site.cookies(), member).map_err(|_| ApiError::Unavailable)?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}
