//! Bearer tokens for programs that speak the protocol in a member's name: made by the command
//! line, each with a device of its own, good for a year.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use shared::ids::{DeviceId, MemberId};

use super::Secret;
use super::links::LinkError;
use super::secret::random;
use crate::clock::now_ms;
use crate::storage::{NewToken, Principal, SecretHash, Storage, StorageError};

/// How long a token is good.
pub const TOKEN_MS: i64 = 365 * 24 * 60 * 60 * 1000;

/// Makes a token for a member.
pub async fn make(storage: &dyn Storage, member: MemberId, label: &str, now_ms: i64) -> Result<Secret, LinkError> {
    let secret = Secret::random()?;
    storage
        .add_token(NewToken {
            secret: secret.hash(),
            who: Principal { member, device: DeviceId(random()?) },
            label: label.to_owned(),
            created_at_ms: now_ms,
            expires_at_ms: now_ms.saturating_add(TOKEN_MS),
        })
        .await?;
    Ok(secret)
}

/// Who a request's `Authorization` stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bearer {
    /// There is no such header.
    None,
    /// A token that stands, and by which it can be looked up again.
    Known(Principal, SecretHash),
    /// A header that is not a token that stands.
    Refused,
}

/// Reads a request's bearer token.
pub async fn bearer(storage: &dyn Storage, headers: &HeaderMap) -> Result<Bearer, StorageError> {
    let Some(header) = headers.get(AUTHORIZATION) else {
        return Ok(Bearer::None);
    };
    let text = header.to_str().unwrap_or_default();
    let secret = text
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .and_then(|(_, token)| Secret::parse(token.trim()));
    let Some(secret) = secret else {
        return Ok(Bearer::Refused);
    };
    let token = storage.token(secret.hash(), now_ms()).await?;
    Ok(token.map_or(Bearer::Refused, |token| Bearer::Known(token.who, secret.hash())))
}
