//! Ending one person's session in this browser.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared::ids::MemberId;

use crate::auth::sessions;
use crate::clock::now_ms;
use crate::error::ApiError;
use crate::state::AppState;
use crate::storage::OwnSession;

/// Whose session.
#[derive(Debug, Deserialize)]
pub struct Request {
    member: MemberId,
}

/// Ends the session if there is one; the answer is the same if there is none.
pub async fn end(
    State(state): State<AppState>,
    headers: HeaderMap,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(Request { member }) = request.map_err(|_| ApiError::BadRequest)?;
    let kind = state.site.cookies();
    if let Some(session) = sessions::session(state.storage(), &headers, (kind, member), now_ms()).await? {
        state.storage().end_session(OwnSession { member, session: session.id }).await?;
        state.relay.session_ended(session.who);
    }
    let cookie = sessions::clear_cookie(kind, member).map_err(|_| ApiError::Unavailable)?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}
