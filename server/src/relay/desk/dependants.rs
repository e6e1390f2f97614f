//! Words that build on words which were refused for lack of right: they lack the same right, and are kept beside
//! them. It must never take for such what lacks anything else.

use std::collections::BTreeMap;

use shared::documents::Chunk;
use shared::ids::{Actor, ChangeHash};
use shared::protocol::{Push, Refusal};

use super::{Desk, Refused, Tail, put_off};
use crate::storage::Principal;

impl Desk {
    /// What a refusal is, once the quarantine was looked at: a push that misses only what this member was refused
    /// before is refused for the same reason. Any other refusal stays as it is.
    pub(super) async fn considered(
        &self,
        who: Principal,
        push: &Push,
        tails: &BTreeMap<Actor, Tail>,
        refused: Refused,
    ) -> Refused {
        if refused.refusal != Refusal::Missing {
            return refused;
        }
        let Ok(kept) = self.storage.refused(push.document).await else {
            return put_off();
        };
        let own = kept.iter().filter(|change| change.author.member == who.member);
        let mut apart: BTreeMap<ChangeHash, Refusal> =
            own.filter_map(|change| Some((change.hash, Refusal::from_code(&change.code)?))).collect();
        let (mut hashes, mut reason) = (Vec::new(), None);
        for chunk in push.changes.iter().filter_map(|bytes| Chunk::parse(bytes).ok()) {
            let of_another = |tail: &Tail| tail.author.is_none_or(|author| author.member != who.member);
            let Some(why) = chunk.deps().find_map(|dep| apart.get(&dep).copied()) else { continue };
            if tails.get(&chunk.actor()).is_some_and(of_another) {
                continue;
            }
            apart.insert(chunk.hash(), why);
            hashes.push(chunk.hash());
            reason.get_or_insert(why);
        }
        match (reason, refused.hashes.first()) {
            (Some(refusal), Some(first)) if hashes.contains(first) => Refused { refusal, hashes },
            _ => refused,
        }
    }
}
