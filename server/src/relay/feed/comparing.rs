//! What a device is told when it asks about documents rather than about what is new: what one has beyond
//! some heads, and the relay's own heads. It must never tell an unknown document from a forbidden one.

use shared::documents::Document;
use shared::protocol::{Entry, Offer, ReceiptKey, What, limits};

use super::{entry, see};
use crate::storage::{Principal, Storage, StorageError, StoredChange};

/// What a document has beyond some heads, in parts that fit a frame; empty if it is unknown or
/// not this member's to read.
///
/// # Errors
/// What the store could not do.
pub async fn pull(
    storage: &dyn Storage,
    key: &ReceiptKey,
    who: Principal,
    wanted: &Offer,
) -> Result<Vec<Entry>, StorageError> {
    let standing = storage.standing(who, wanted.document).await?;
    let Some(seen) = see(who, wanted.document, &standing) else {
        return Ok(Vec::new());
    };
    let known: Vec<_> = storage
        .known_changes(wanted.document, wanted.heads.clone())
        .await?
        .into_iter()
        .map(|change| change.hash)
        .collect();
    let all = storage.changes(wanted.document).await?;
    let missing = beyond(&all, &known);
    Ok(missing
        .chunks(limits::FEED_PAGE_CHANGES_MAX)
        .map(|part| entry(key, wanted.document, seen, What::Changes, part))
        .collect())
}

/// The changes that are no ancestors of the known heads.
fn beyond(all: &[StoredChange], known: &[shared::ids::ChangeHash]) -> Vec<StoredChange> {
    let mut covered: std::collections::BTreeSet<_> = known.iter().copied().collect();
    for change in all.iter().rev() {
        if covered.contains(&change.hash)
            && let Ok(chunk) = shared::documents::Chunk::parse(&change.bytes)
        {
            covered.extend(chunk.deps());
        }
    }
    all.iter().filter(|change| !covered.contains(&change.hash)).cloned().collect()
}

/// The relay's heads of each offered document; none of those it does not have or this member may
/// not read (the two look alike, and the device brings them back or is refused).
///
/// # Errors
/// What the store could not do.
pub async fn compare(storage: &dyn Storage, who: Principal, offers: &[Offer]) -> Result<Vec<Offer>, StorageError> {
    let mut answers = Vec::with_capacity(offers.len());
    for offer in offers {
        let standing = storage.standing(who, offer.document).await?;
        let mut heads = Vec::new();
        if see(who, offer.document, &standing).is_some() {
            let stored = storage.changes(offer.document).await?;
            let opened = tokio::task::spawn_blocking(move || {
                let chunks: Vec<&[u8]> = stored.iter().map(|c| c.bytes.as_slice()).collect();
                Document::open(&chunks).map(|document| document.heads())
            })
            .await;
            if let Ok(Ok(found)) = opened {
                heads = found;
            }
        }
        heads.truncate(limits::HEADS_MAX);
        answers.push(Offer { document: offer.document, heads });
    }
    Ok(answers)
}
