//! What a device says that its person did there with a document, perhaps without a network: looked at it, took
//! it out, printed it. Both clocks are kept, so that a wrong one shows.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use shared::ids::{DocumentId, MemberId};
use shared::protocol::limits;

use super::sessions::own;
use crate::clock::now_ms;
use crate::error::ApiError;
use crate::state::AppState;
use crate::storage::{Access, Deed};

/// Bytes of such a request.
pub const BODY_BYTES_MAX: usize = 32 * 1024;

/// What a device sends.
#[derive(Debug, Deserialize)]
pub struct Request {
    member: MemberId,
    acts: Vec<Act>,
}

/// One act.
#[derive(Debug, Deserialize)]
struct Act {
    document: DocumentId,
    what: String,
    /// By the device's clock.
    at: i64,
}

/// Writes them into the access log; answered once they are there.
pub async fn tell(
    State(state): State<AppState>,
    headers: HeaderMap,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<StatusCode, ApiError> {
    let Json(Request { member, acts }) = request.map_err(|_| ApiError::BadRequest)?;
    let who = own(&state, &headers, member).await?.who;
    if acts.len() > limits::ACTS_MAX {
        return Err(ApiError::BadRequest);
    }
    let at_ms = now_ms();
    let mut accesses = Vec::with_capacity(acts.len());
    for Act { document, what, at } in acts {
        let deed = Deed::from_code(&what).filter(|deed| matches!(deed, Deed::View | Deed::Export | Deed::Print));
        let deed = deed.ok_or(ApiError::BadRequest)?;
        accesses.push(Access { at_ms, device_at_ms: Some(at), who, document, deed });
    }
    state.storage().write_accesses(accesses).await?;
    Ok(StatusCode::NO_CONTENT)
}
