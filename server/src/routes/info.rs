//! What anybody may know of this relay before they sign in: whether its data is a sample. It must
//! never tell anything about a person, an office or a prefecture.

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use crate::error::ApiError;
use crate::state::AppState;

/// The answer.
#[derive(Debug, Serialize)]
pub struct Answer {
    sample: bool,
    label: Option<String>,
}

/// Says it.
pub async fn tell(State(state): State<AppState>) -> Result<Json<Answer>, ApiError> {
    let info = state.storage().info().await?.ok_or(ApiError::Unavailable)?;
    Ok(Json(Answer { sample: info.sample_label.is_some(), label: info.sample_label }))
}
