//! A one-time link for somebody whose devices one looks after: their first device, another one, or one that is
//! locked. Nobody makes one for themselves: a session alone must never become another device.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use shared::ids::MemberId;

use super::sessions::own;
use crate::auth::links::{self, LINK_MS};
use crate::auth::overseeing::oversees;
use crate::clock::now_ms;
use crate::error::ApiError;
use crate::state::AppState;

/// Who makes it, for whom.
#[derive(Debug, Deserialize)]
pub struct Request {
    member: MemberId,
    whom: MemberId,
}

/// The link.
#[derive(Debug, Serialize)]
pub struct Answer {
    url: String,
    expires: i64,
}

/// Makes it.
pub async fn make(
    State(state): State<AppState>,
    headers: HeaderMap,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<Json<Answer>, ApiError> {
    let Json(Request { member, whom }) = request.map_err(|_| ApiError::BadRequest)?;
    own(&state, &headers, member).await?;
    let looker = state.storage().member(member).await?.ok_or(ApiError::SignedOut)?;
    let holder = state.storage().member(whom).await?.filter(|row| row.active && row.id != member);
    let holder = holder.filter(|holder| oversees(&looker, holder)).ok_or(ApiError::NotFound)?;
    let now_ms = now_ms();
    let secret = links::invite_by(state.storage(), holder.id, Some(member), now_ms).await?;
    tracing::info!(target: "audit", %member, whom = %holder.id, "a sign-in link was made");
    let url = format!("{}/link#{}", state.site.url(), secret.text());
    Ok(Json(Answer { url, expires: now_ms.saturating_add(LINK_MS) }))
}
