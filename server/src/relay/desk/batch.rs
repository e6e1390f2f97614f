//! What the store is given of a verdict. It must never hold more than the judge said.

use shared::protocol::Push;

use crate::access;
use crate::relay::Verdict;
use crate::storage::{Batch, Birth, NewChange, Principal, Standing};

/// Everything a judged push changes; none if member or device have ended.
pub(super) fn batch(now_ms: i64, who: Principal, push: &Push, standing: &Standing, verdict: &Verdict) -> Option<Batch> {
    let access = access::write(who, push.document, standing, verdict)?;
    let root = verdict.document.root();
    let birth = standing.document.is_none().then(|| Birth {
        kind: root.kind,
        prefecture: root.prefecture.clone(),
        root: root.canonical(),
    });
    Some(Batch {
        access,
        birth,
        judged_upon: standing.document.as_ref().map_or(0, |head| head.changes),
        changes: verdict
            .fresh
            .iter()
            .map(|accepted| NewChange {
                hash: accepted.chunk.hash(),
                actor: accepted.chunk.actor(),
                seq: accepted.chunk.seq(),
                bytes: accepted.chunk.bytes().to_vec(),
                author: accepted.author.map(|author| Principal { member: author.member, device: author.device }),
            })
            .collect(),
        ties: Some(verdict.ties.clone()),
        figures: Some(verdict.figures.clone()),
        received_at_ms: now_ms,
    })
}
