//! What the relay keeps of refused words, for whoever may read it. It must never tell an unknown
//! document from a forbidden one: for both there is nothing.

use shared::access::reads_quarantine;
use shared::ids::DocumentId;
use shared::protocol::{Quarantined, Refusal, limits};
use shared::time::Instant;

use crate::storage::{DocumentState, Principal, RefusedChange, Standing, Storage, StorageError};

/// What this member may read of a document's quarantine, the oldest first but for the first `skip`, and
/// whether that is all.
///
/// # Errors
/// What the store could not do; `NotAMember` if there is no such member.
pub async fn quarantine(
    storage: &dyn Storage,
    who: Principal,
    document: DocumentId,
    skip: u64,
) -> Result<(Vec<Quarantined>, bool), StorageError> {
    let standing = storage.standing(who, document).await?;
    if !standing.member.active || !standing.device_active {
        return Ok((Vec::new(), true));
    }
    let all = reads_all(&standing);
    let kept = storage.refused(document).await?;
    let readable = kept.into_iter().filter(|change| all || change.author.member == who.member);
    let skip = usize::try_from(skip).unwrap_or(usize::MAX);
    Ok(page(readable.skip(skip).filter_map(told)))
}

fn reads_all(standing: &Standing) -> bool {
    let live = standing.document.as_ref().filter(|head| head.state == DocumentState::Live);
    live.is_some_and(|head| reads_quarantine(head.kind, &standing.member.who(), &standing.ties))
}

/// As many as one answer holds.
fn page(mut kept: impl Iterator<Item = Quarantined>) -> (Vec<Quarantined>, bool) {
    let (mut page, mut bytes) = (Vec::new(), 0);
    for one in kept.by_ref() {
        bytes += one.chunk.len();
        page.push(one);
        if bytes >= limits::FEED_PAGE_BYTES_MAX || page.len() >= limits::FEED_PAGE_CHANGES_MAX {
            return (page, kept.next().is_none());
        }
    }
    (page, true)
}

/// As the wire says it. Nothing is kept with a reason that the wire does not know.
fn told(change: RefusedChange) -> Option<Quarantined> {
    Some(Quarantined {
        hash: change.hash,
        member: change.author.member,
        device: change.author.device,
        refusal: Refusal::from_code(&change.code)?,
        at: Instant::from_ms(change.at_ms),
        chunk: change.bytes,
    })
}
