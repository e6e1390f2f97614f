//! What the desk asks the store beside a judgement: the ends of actors' streams, and a place for
//! what was refused for lack of right alone. It must never keep what a stranger sends.

use std::collections::{BTreeMap, BTreeSet};

use shared::documents::Chunk;
use shared::protocol::{Push, Refusal};

use super::{Author, Desk, Refused, Tail, put_off};
use crate::access;
use crate::storage::{Principal, RefusedChange};

impl Desk {
    pub(super) async fn tails(&self, push: &Push) -> Result<BTreeMap<shared::ids::Actor, Tail>, Refused> {
        let actors: BTreeSet<_> =
            push.changes.iter().filter_map(|bytes| Chunk::parse(bytes).ok()).map(|chunk| chunk.actor()).collect();
        let mut tails = BTreeMap::new();
        for actor in actors {
            let tail = self.storage.actor_tail(push.document, actor).await.map_err(|_| put_off())?;
            if let Some(tail) = tail {
                let author = tail.author.map(|author| Author { member: author.member, device: author.device });
                tails.insert(actor, Tail { author, last_seq: tail.last_seq });
            }
        }
        Ok(tails)
    }

    /// What is refused for lack of right alone is kept, so that no word is lost to a change of
    /// rights; only for documents that the member has something to do with.
    pub(super) async fn quarantine(&self, now_ms: i64, who: Principal, push: &Push, refused: &Refused) {
        tracing::warn!(
            member = %who.member, device = %who.device, document = %push.document,
            code = refused.refusal.code(), "a push was refused"
        );
        if !matches!(refused.refusal, Refusal::NoRight | Refusal::Guarded) {
            return;
        }
        let known = match self.tails(push).await {
            Ok(tails) => tails.values().any(|tail| tail.author.is_some_and(|author| author.member == who.member)),
            Err(_) => false,
        };
        let related =
            self.storage.standing(who, push.document).await.is_ok_and(|standing| access::rights(&standing).read);
        if !known && !related {
            return;
        }
        let kept = push
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
            .collect();
        if let Err(error) = self.storage.keep_refused(kept).await {
            tracing::error!(%error, "refused changes could not be kept");
        }
    }
}
