//! The answer to whoever came in: who they are, on which device, and a session in a cookie of their own.

use axum::Json;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use shared::domain::{Category, Role};
use shared::ids::{DeviceId, MemberId, OfficeId, PrefectureId};
use shared::protocol::signed::PUBLIC_KEY_BYTES;

use crate::auth::Bytes;
use crate::auth::sessions::{self, SESSION_MS};
use crate::auth::signing_in::Entered;
use crate::error::ApiError;
use crate::state::AppState;
use crate::storage::{MemberRow, StoreInfo};

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
    relay_keys: Keys,
}

/// The relay's own public keys, for the device to keep.
#[derive(Debug, Serialize)]
struct Keys {
    orders: Bytes<PUBLIC_KEY_BYTES>,
    outbox: Bytes<PUBLIC_KEY_BYTES>,
}

/// Whose programme this is; nobody comes into a relay without one.
pub(super) async fn programme(state: &AppState) -> Result<StoreInfo, ApiError> {
    state.storage().info().await?.ok_or(ApiError::Unavailable)
}

/// Lets them in.
pub(super) fn entered(state: &AppState, entered: Entered, info: StoreInfo) -> Result<Response, ApiError> {
    let Entered { member: MemberRow { id, fields, .. }, device, session } = entered;
    let cookie =
        sessions::set_cookie(state.site.cookies(), id, &session, SESSION_MS).map_err(|_| ApiError::Unavailable)?;
    let mut headers = HeaderMap::new();
    headers.insert(header::SET_COOKIE, cookie);
    let answer = Answer {
        member: id,
        name: fields.name,
        role: fields.role,
        offices: fields.offices,
        category: fields.category,
        device,
        prefecture: info.prefecture,
        sample: info.sample_label.is_some(),
        label: info.sample_label,
        relay_keys: Keys { orders: Bytes(state.keys.orders()), outbox: Bytes(state.keys.outbox()) },
    };
    Ok((headers, Json(answer)).into_response())
}
