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

/// Changes the person's session for a ticket, and the session's secret for another one.
pub async fn give(
    State(state): State<AppState>,
    headers: HeaderMap,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(Request { member }) = request.map_err(|_| ApiError::BadRequest)?;
    let kind = state.site.cookies();
    let now_ms = now_ms();
    let Some(used) = sessions::renew(state.storage(), &headers, (kind, member), now_ms).await? else {
        let failed = state.attempts.failed(member);
        failed.map_err(|wait_seconds| ApiError::RateLimited { wait_seconds })?;
        return Err(ApiError::SignedOut);
    };
    let ticket = state.tickets.give(&used.session, now_ms)?;
    let mut answer = Json(Answer { ticket }).into_response();
    let stands_ms = used.session.ends_at_ms.saturating_sub(now_ms);
    if let Some(secret) = used.next
        && let Ok(cookie) = sessions::set_cookie(kind, member, &secret, stands_ms)
    {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(answer)
}
