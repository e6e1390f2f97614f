//! Looking through the access log, a month at a time: who had which record in their hands, on which device. Who may
//! see whose doings is said by `auth::overseeing`. It must never hold a word of a record, and never name a record to
//! somebody who may not read it.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use shared::domain::Role;
use shared::ids::{DeviceId, DocumentId, MemberId};
use shared::time::{ClockTime, Instant, Month};

use super::sessions::own;
use crate::auth::overseeing::oversees;
use crate::clock::now_ms;
use crate::error::ApiError;
use crate::relay::may_read;
use crate::state::AppState;
use crate::storage::{MemberRow, Reviewed};

/// Rows in one answer.
pub const ROWS_MAX: usize = 200;

/// Which month is wanted.
#[derive(Debug, Deserialize)]
pub struct Request {
    member: MemberId,
    /// In Tokyo, as `2026-11`.
    month: Month,
    /// Where the answer before ended.
    #[serde(default)]
    before: Option<u64>,
}

/// A page of it, the newest first.
#[derive(Debug, Serialize)]
pub struct Answer {
    rows: Vec<Row>,
    /// Where the next page begins; none after the last.
    next: Option<u64>,
    now: i64,
}

#[derive(Debug, Serialize)]
struct Row {
    number: u64,
    at: i64,
    device_at: Option<i64>,
    member: MemberId,
    name: String,
    role: Role,
    device: DeviceId,
    /// None where whoever asks may not read it.
    document: Option<DocumentId>,
    what: &'static str,
}

/// Gives a page.
pub async fn review(
    State(state): State<AppState>,
    headers: HeaderMap,
    request: Result<Json<Request>, JsonRejection>,
) -> Result<Json<Answer>, ApiError> {
    let Json(Request { member, month, before }) = request.map_err(|_| ApiError::BadRequest)?;
    let who = own(&state, &headers, member).await?.who;
    let mut members: BTreeMap<MemberId, MemberRow> =
        state.storage().members().await?.into_iter().map(|row| (row.id, row)).collect();
    let looker = members.get(&member).cloned().ok_or(ApiError::SignedOut)?;
    members.retain(|_, row| oversees(&looker, row));
    let begins = |month: Month| Instant::at(month.first_day(), ClockTime::midnight()).ms();
    let part = Reviewed {
        members: members.keys().copied().collect(),
        from_ms: begins(month),
        until_ms: begins(month.next()),
        before,
        // One more says whether there is another page.
        limit: ROWS_MAX + 1,
    };
    let mut found = state.storage().reviewed_accesses(part).await?;
    let more = found.len() > ROWS_MAX;
    found.truncate(ROWS_MAX);
    let next = found.last().map(|row| row.number).filter(|_| more);
    let mut readable: BTreeMap<DocumentId, bool> = BTreeMap::new();
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        let (access, document) = (row.access, row.access.document);
        let Some(doer) = members.get(&access.who.member) else { continue };
        let known = readable.get(&document).copied();
        let may = match known {
            Some(may) => may,
            None => may_read(state.storage(), who, document).await?,
        };
        readable.insert(document, may);
        rows.push(Row {
            number: row.number,
            at: access.at_ms,
            device_at: access.device_at_ms,
            member: doer.id,
            name: doer.fields.name.clone(),
            role: doer.fields.role,
            device: access.who.device,
            document: may.then_some(document),
            what: access.deed.code(),
        });
    }
    tracing::info!(target: "audit", %member, %month, "the access log was looked through");
    Ok(Json(Answer { rows, next, now: now_ms() }))
}
