//! What the desk asks the store beside a judgement: the ends of actors' streams, and a place for
//! what was refused for lack of right alone. It must never keep what a stranger sends.

use std::collections::{BTreeMap, BTreeSet};

use shared::documents::Chunk;
use shared::ids::{Actor, DocumentId};
use shared::protocol::{Push, Refusal, limits};

use super::{Author, Desk, Refused, Tail, put_off, refuse};
use crate::access;
use crate::storage::{Owed, Principal, RefusedChange, Standing, StorageError};

impl Desk {
    /// The ends of the streams that a push goes on with: as many as it may have receipts for, at most.
    pub(super) async fn tails(&self, document: DocumentId, chunks: &[Chunk]) -> Result<BTreeMap<Actor, Tail>, Refused> {
        let actors: BTreeSet<_> = chunks.iter().map(Chunk::actor).collect();
        let mut tails = BTreeMap::new();
        for actor in actors {
            let tail = self.storage.actor_tail(document, actor).await.map_err(|_| put_off())?;
            if let Some(tail) = tail {
                let author = tail.author.map(|author| Author { member: author.member, device: author.device });
                tails.insert(actor, Tail { author, last_seq: tail.last_seq });
            }
        }
        Ok(tails)
    }

    /// A document more, if the bringer has not begun in too many.
    pub(super) async fn room_for_one_more(&self, who: Principal) -> Result<(), Refused> {
        let begun = self.storage.documents_begun(who.member).await.map_err(|_| put_off())?;
        one_more(begun)
    }

    /// What the quarantine still takes of this member for the document.
    async fn room(&self, who: Principal, push: &Push) -> Result<Room, Refused> {
        let kept = self.storage.refused(push.document).await.map_err(|_| put_off())?;
        let mut room = Room { changes: limits::REFUSED_CHANGES_MAX, bytes: limits::REFUSED_BYTES_MAX };
        for change in kept.iter().filter(|change| change.author.member == who.member) {
            room.take(change.bytes.len());
        }
        Ok(room)
    }

    /// Whether a document must look to this member as if it were not there: they may not read it, never could and
    /// never wrote in it, and show no receipt of this relay for it. What they bring is then judged as for an
    /// unknown document, so that no answer tells the two apart, and nothing is loaded.
    pub(super) fn is_hidden(&self, push: &Push, standing: &Standing) -> bool {
        let shows = || push.receipts.iter().any(|receipt| self.key.check(push.document, receipt));
        standing.document.is_some() && !access::knows(standing) && !shows()
    }

    /// What is refused for lack of right alone is kept, so that no word is lost to a change of
    /// rights; only for documents that the member reads, or could once, or wrote in.
    ///
    /// # Errors
    /// `Later` where the store could not keep it now: then nothing was said that is final.
    pub(super) async fn quarantine(
        &self,
        now_ms: i64,
        who: Principal,
        push: &Push,
        refused: &Refused,
    ) -> Result<(), Refused> {
        tracing::warn!(
            member = %who.member, device = %who.device, document = %push.document,
            code = refused.refusal.code(), "a push was refused"
        );
        if !matches!(refused.refusal, Refusal::NoRight | Refusal::Guarded) {
            return Ok(());
        }
        // Of a device that owes nothing any more nothing was judged: bytes that nobody looked at are not kept for
        // others to read.
        let standing = match self.storage.standing(who, push.document).await {
            Ok(standing) if standing.owed != Owed::Refused => standing,
            Ok(_) | Err(StorageError::NotAMember) => return Ok(()),
            Err(_) => return Err(put_off()),
        };
        if standing.document.is_none() || !access::knows(&standing) {
            return Ok(());
        }
        let mut room = self.room(who, push).await?;
        let kept: Vec<RefusedChange> = push
            .changes
            .iter()
            .filter_map(|bytes| Chunk::parse(bytes).ok())
            .filter(|c| refused.hashes.is_empty() || refused.hashes.contains(&c.hash()))
            .map(|chunk| RefusedChange {
                document: push.document,
                hash: chunk.hash(),
                author: who,
                code: refused.refusal.code().to_owned(),
                at_ms: now_ms,
                bytes: chunk.into_bytes(),
            })
            .take_while(|change| room.take(change.bytes.len()))
            .collect();
        if kept.is_empty() {
            tracing::warn!(member = %who.member, document = %push.document, "no room to keep refused changes apart");
            return Ok(());
        }
        self.storage.keep_refused(kept).await.map_err(|error| {
            tracing::error!(%error, "refused changes could not be kept");
            put_off()
        })
    }
}

/// What is left of a limit.
#[derive(Debug, Clone, Copy)]
struct Room {
    changes: usize,
    bytes: usize,
}

impl Room {
    /// Takes room for one change; false, and nothing taken, if there is not enough.
    fn take(&mut self, bytes: usize) -> bool {
        let enough = self.changes > 0 && self.bytes >= bytes;
        if enough {
            self.changes -= 1;
            self.bytes -= bytes;
        }
        enough
    }
}

fn one_more(begun: u64) -> Result<(), Refused> {
    match usize::try_from(begun) {
        Ok(begun) if begun < limits::DOCUMENTS_PER_MEMBER_MAX => Ok(()),
        _ => Err(refuse(Refusal::TooLarge)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_begins_so_many_documents_and_no_more() {
        let most = limits::DOCUMENTS_PER_MEMBER_MAX as u64;
        assert_eq!(one_more(most - 1), Ok(()));
        assert_eq!(one_more(most), Err(refuse(Refusal::TooLarge)));
    }

    #[test]
    fn the_quarantine_takes_so_many_changes_and_so_many_bytes() {
        let empty = Room { changes: limits::REFUSED_CHANGES_MAX, bytes: limits::REFUSED_BYTES_MAX };
        let mut room = empty;
        assert!((0..limits::REFUSED_CHANGES_MAX).all(|_| room.take(1)));
        assert!(!room.take(1));
        let mut room = empty;
        assert!(room.take(limits::REFUSED_BYTES_MAX));
        assert!(!room.take(1));
        let mut room = empty;
        assert!(!room.take(limits::REFUSED_BYTES_MAX + 1) && room.take(limits::REFUSED_BYTES_MAX));
    }
}
