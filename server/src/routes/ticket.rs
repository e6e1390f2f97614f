//! A ticket for one socket of one person.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use shared::ids::MemberId;

use crate::auth::sessions;
use crate::clock::now_ms;
use crate::error::ApiError;
use crate::state::AppState;

/// Whose socket.
#[derive(Debug, Deserialize)]
pub struct Request {
    member: MemberId,
}

#[derive(Debug, Serialize)]
struct Answer {
    ticket: String,
}

/// Changes the person's session for a ticket, and renews the session's cookie.
pub async fn give(
    State(state): State<AppState>,
    headers: HeaderMap,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(Request { member }) = request.map_err(|_| ApiError::BadRequest)?;
    let kind = state.site.cookies();
    let Some(session) = sessions::session(state.storage(), &headers, kind, member).await? else {
        let failed = state.attempts.failed(member);
        failed.map_err(|wait_seconds| ApiError::RateLimited { wait_seconds })?;
        return Err(ApiError::SignedOut);
    };
    let ticket = state.tickets.give(session.who, now_ms()).map_err(|error| {
        tracing::error!(%error, "no ticket can be made");
        ApiError::Unavailable
    })?;
    let mut answer = Json(Answer { ticket }).into_response();
    if let Some(secret) = sessions::shown(&headers, kind, member)
        && let Ok(cookie) = sessions::set_cookie(kind, member, &secret)
    {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(answer)
}
