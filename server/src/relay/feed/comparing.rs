//! What a device is told when it asks about documents rather than about what is new: what one has beyond
//! some heads, and the relay's own heads. It must never tell an unknown document from a forbidden one.

use shared::documents::Document;
use shared::protocol::{Entry, Offer, ReceiptKey, What, limits};
use shared::sync::RelayEvent;

use super::{entry, parts, see};
use crate::storage::{Principal, Storage, StorageError, StoredChange};

/// Parts of a document that one answer to a pull may have; whoever asks again gets what follows.
const PARTS_MAX: usize = limits::SOCKET_QUEUE_MAX / 4;

/// An answer to a pull.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pulled {
    /// Its parts, each of which fits a frame.
    pub parts: Vec<Entry>,
    /// Whether that is all.
    pub all: bool,
}

impl Pulled {
    /// What the session of the connection is told.
    pub fn events(self) -> Vec<RelayEvent> {
        let mut events = parts(self.parts, self.all);
        events.push(RelayEvent::PullDone);
        events
    }
}

/// What a document has beyond some heads; nothing if it is unknown or not this member's to read.
///
/// # Errors
/// What the store could not do.
pub async fn pull(
    storage: &dyn Storage,
    key: &ReceiptKey,
    who: Principal,
    wanted: &Offer,
) -> Result<Pulled, StorageError> {
    let standing = storage.standing(who, wanted.document).await?;
    let Some(seen) = see(who, wanted.document, &standing) else {
        // A device that lost a right asks so too, once: it is no error, and worth a line.
        tracing::info!(
            member = %who.member, device = %who.device, document = %wanted.document,
            "a document was asked for that this member may not read"
        );
        return Ok(Pulled::default());
    };
    let known: Vec<_> = storage
        .known_changes(wanted.document, wanted.heads.clone())
        .await?
        .into_iter()
        .map(|change| change.hash)
        .collect();
    let all = storage.changes(wanted.document).await?;
    let missing = beyond(&all, &known);
    let mut cut = cut(&missing);
    let all = cut.len() <= PARTS_MAX;
    cut.truncate(PARTS_MAX);
    let parts = cut.into_iter().map(|part| entry(key, wanted.document, seen, What::Changes, part)).collect();
    Ok(Pulled { parts, all })
}

/// Cuts changes into parts that fit a frame, by their number and their bytes.
fn cut(changes: &[StoredChange]) -> Vec<&[StoredChange]> {
    let mut parts = Vec::new();
    let (mut from, mut bytes) = (0, 0);
    for (at, change) in changes.iter().enumerate() {
        let full = bytes + change.bytes.len() > limits::FEED_PAGE_BYTES_MAX;
        if at > from && (full || at - from >= limits::FEED_PAGE_CHANGES_MAX) {
            parts.extend(changes.get(from..at));
            (from, bytes) = (at, 0);
        }
        bytes += change.bytes.len();
    }
    parts.extend(changes.get(from..).filter(|rest| !rest.is_empty()));
    parts
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
