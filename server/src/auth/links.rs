//! One-time sign-in links: made by the command line, good for seven days and for one use. The
//! secret travels in the fragment, which no browser sends to a server by itself.

use shared::ids::MemberId;

use super::Secret;
use super::secret::NoRandomness;
use crate::storage::{Invitation, Storage, StorageError};

/// How long a link is good.
pub const LINK_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// Why there is no link.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// No randomness for a secret.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// The store did not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Makes a link for a member by the command line: the secret for the fragment.
pub async fn invite(storage: &dyn Storage, member: MemberId, now_ms: i64) -> Result<Secret, LinkError> {
    invite_by(storage, member, None, now_ms).await
}

/// The same by a member, whose word it was is kept with the link and with what it enrols.
pub async fn invite_by(
    storage: &dyn Storage,
    member: MemberId,
    made_by: Option<MemberId>,
    now_ms: i64,
) -> Result<Secret, LinkError> {
    let secret = Secret::random()?;
    let invitation = Invitation {
        secret: secret.hash(),
        member,
        made_by,
        created_at_ms: now_ms,
        expires_at_ms: now_ms.saturating_add(LINK_MS),
    };
    storage.add_invitation(invitation).await?;
    Ok(secret)
}
