//! Whom a one-time link is for, and what they are asked to accept. Looking must never use the link up.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use serde::{Deserialize, Serialize};
use shared::domain::Role;
use shared::ids::{MemberId, PrefectureId};
use shared::time::Day;

use super::entered::programme;
use crate::auth::{Secret, pledge};
use crate::clock::now_ms;
use crate::error::ApiError;
use crate::state::AppState;
use crate::storage::Linked;

/// What a browser sends.
#[derive(Debug, Deserialize)]
pub struct Request {
    secret: String,
}

/// Whom it is for.
#[derive(Debug, Serialize)]
pub struct Answer {
    member: MemberId,
    name: String,
    role: Role,
    prefecture: PrefectureId,
    sample: bool,
    label: Option<String>,
    pledge: Pledge,
}

#[derive(Debug, Serialize)]
struct Pledge {
    version: &'static str,
    text: &'static str,
    accepted: Option<Day>,
}

/// Says it.
pub async fn tell(
    State(state): State<AppState>,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<Json<Answer>, ApiError> {
    let Json(request) = request.map_err(|_| ApiError::BadRequest)?;
    let secret = Secret::parse(request.secret.trim()).ok_or(ApiError::LinkUnknown)?;
    let info = programme(&state).await?;
    let member = match state.storage().invitation(secret.hash(), now_ms()).await? {
        Linked::Stands(member) => member,
        Linked::Used => return Err(ApiError::LinkUsed),
        Linked::Expired => return Err(ApiError::LinkExpired),
        Linked::Unknown => return Err(ApiError::LinkUnknown),
    };
    let accepted = state.storage().pledged(member.id, pledge::VERSION.to_owned()).await?;
    Ok(Json(Answer {
        member: member.id,
        name: member.fields.name,
        role: member.fields.role,
        prefecture: info.prefecture,
        sample: info.sample_label.is_some(),
        label: info.sample_label,
        pledge: Pledge { version: pledge::VERSION, text: pledge::TEXT, accepted },
    }))
}
