//! Using a one-time sign-in link.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use shared::domain::{Category, Role};
use shared::ids::{DeviceId, MemberId, OfficeId, PrefectureId};

use crate::auth::{Secret, links, sessions};
use crate::clock::now_ms;
use crate::error::ApiError;
use crate::state::AppState;
use crate::storage::{MemberRow, Redeemed, StoreInfo};

/// What a browser sends.
#[derive(Debug, Deserialize)]
pub struct Request {
    secret: String,
    /// The device this browser was for the same person, if it was one.
    #[serde(default)]
    device: Option<DeviceId>,
}

/// Who has come in.
#[derive(Debug, Serialize)]
struct Answer {
    member: MemberId,
    name: String,
    role: Role,
    offices: Vec<OfficeId>,
    category: Option<Category>,
    device: DeviceId,
    prefecture: PrefectureId,
    sample: bool,
    label: Option<String>,
}

/// Uses the link up and gives this browser a session.
pub async fn redeem(
    State(state): State<AppState>,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(request) = request.map_err(|_| ApiError::BadRequest)?;
    let secret = Secret::parse(request.secret.trim()).ok_or(ApiError::LinkUnknown)?;
    let info = state.storage().info().await?.ok_or(ApiError::Unavailable)?;
    let (redeemed, session) = links::redeem(state.storage(), &secret, request.device, now_ms()).await?;
    let (member, device) = match redeemed {
        Redeemed::Done(member, device) => (member, device),
        Redeemed::Used => return Err(ApiError::LinkUsed),
        Redeemed::Expired => return Err(ApiError::LinkExpired),
        Redeemed::Unknown => return Err(ApiError::LinkUnknown),
    };
    tracing::info!(member = %member.id, %device, "signed in by a link");
    let cookie = sessions::set_cookie(state.site.cookies(), member.id, &session, sessions::LINK_SESSION_MS)
        .map_err(|_| ApiError::Unavailable)?;
    let mut headers = HeaderMap::new();
    headers.insert(header::SET_COOKIE, cookie);
    Ok((headers, Json(answer(member, device, info))).into_response())
}

fn answer(member: MemberRow, device: DeviceId, info: StoreInfo) -> Answer {
    Answer {
        member: member.id,
        name: member.fields.name,
        role: member.fields.role,
        offices: member.fields.offices,
        category: member.fields.category,
        device,
        prefecture: info.prefecture,
        sample: info.sample_label.is_some(),
        label: info.sample_label,
    }
}
