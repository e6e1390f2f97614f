//! Who wrote what in a push: the one who brings it, or whom this relay's own receipts name. It must
//! never take an actor for somebody it is not bound to.

use std::collections::{BTreeMap, BTreeSet};

use shared::documents::{Chunk, Document, computed, is_computed_actor};
use shared::ids::{Actor, ChangeHash};
use shared::protocol::{Receipt, Refusal};

use super::{Author, Case, Refused, at_fault};

/// Who wrote what in a push.
pub(super) struct Authors {
    /// The author of each person's actor.
    pub(super) authors: BTreeMap<Actor, Author>,
    /// The changes that a receipt of this relay covers, and what they build on: they were judged
    /// when it was given.
    pub(super) covered: BTreeSet<ChangeHash>,
}

/// The author of every person's actor in the push: the one who brings it, the device of the same member
/// to which it is bound already, or the one a receipt of this relay names.
pub(super) fn authors(
    case: &Case<'_>,
    base: &Document,
    chunks: &[Chunk],
    fresh: &[&Chunk],
) -> Result<Authors, Refused> {
    let bringer = Author { member: case.who.member, device: case.device };
    let expected = computed(base.root()).map_err(|_| Refused::all(Refusal::Computed))?;
    let mut authors = BTreeMap::new();
    let mut proven: BTreeMap<Actor, Proof<'_>> = BTreeMap::new();
    let mut next: BTreeMap<Actor, u64> = BTreeMap::new();
    for chunk in fresh {
        let actor = chunk.actor();
        if is_computed_actor(base.kind(), actor) {
            if !expected.iter().any(|own| own.hash() == chunk.hash()) {
                return Err(at_fault(Refusal::Computed, chunks, chunk.hash()));
            }
            continue;
        }
        let fault = |refusal| Err(at_fault(refusal, chunks, chunk.hash()));
        let tail = case.tails.get(&actor);
        let expected_seq = next.entry(actor).or_insert_with(|| tail.map_or(0, |tail| tail.last_seq) + 1);
        if chunk.seq() != *expected_seq {
            return fault(Refusal::Author);
        }
        *expected_seq += 1;
        let bound = tail.and_then(|tail| tail.author);
        let proven = proven.entry(actor).or_insert_with(|| receipt_for(case, chunks, actor));
        let author = match proven {
            Proof::False => return fault(Refusal::Receipt),
            Proof::Covers(receipt, stream) if stream.contains(&chunk.hash()) => {
                Author { member: receipt.member, device: receipt.device }
            }
            // Another device of the same member may hand over what the one that wrote it owed: a new
            // link in the same browser makes a new device of what still holds the old one's words.
            _ => bound.filter(|bound| bound.member == bringer.member).unwrap_or(bringer),
        };
        let before = authors.insert(actor, author).or(bound);
        if (tail.is_some() || before.is_some()) && before != Some(author) {
            return fault(Refusal::Author);
        }
    }
    let covered = proven.into_values().flat_map(Proof::into_stream).collect();
    Ok(Authors { authors, covered })
}

/// What a push's receipt says of an actor.
enum Proof<'a> {
    /// The push has none.
    Missing,
    /// It is not this relay's, or its own change is not in the push.
    False,
    /// It holds for these changes: its own and all that it builds on within the push. Their
    /// hashes prove that this is the stream it was given for; later changes it does not cover.
    Covers(&'a Receipt, BTreeSet<ChangeHash>),
}

impl Proof<'_> {
    fn into_stream(self) -> BTreeSet<ChangeHash> {
        match self {
            Self::Covers(_, stream) => stream,
            Self::Missing | Self::False => BTreeSet::new(),
        }
    }
}

fn receipt_for<'a>(case: &'a Case<'_>, chunks: &[Chunk], actor: Actor) -> Proof<'a> {
    let mut receipts = case.push.receipts.iter();
    let Some(receipt) = receipts.find(|receipt| receipt.actor == actor) else {
        return Proof::Missing;
    };
    let stands = chunks
        .iter()
        .any(|newest| newest.hash() == receipt.hash && newest.seq() == receipt.seq && newest.actor() == actor);
    if !stands || !case.key.check(case.push.document, receipt) {
        return Proof::False;
    }
    let mut stream = BTreeSet::from([receipt.hash]);
    for chunk in chunks.iter().rev() {
        if stream.contains(&chunk.hash()) {
            stream.extend(chunk.deps());
        }
    }
    Proof::Covers(receipt, stream)
}

/// A receipt for the newest change of each person's actor in the push that this relay stores now
/// or had already.
pub(super) fn receipts(case: &Case<'_>, chunks: &[Chunk], authors: &BTreeMap<Actor, Author>) -> Vec<Receipt> {
    let mut newest: BTreeMap<Actor, &Chunk> = BTreeMap::new();
    for chunk in chunks {
        newest
            .entry(chunk.actor())
            .and_modify(|known| {
                if chunk.seq() > known.seq() {
                    *known = chunk;
                }
            })
            .or_insert(chunk);
    }
    newest
        .into_iter()
        .filter_map(|(actor, chunk)| {
            let stored = || case.tails.get(&actor).and_then(|tail| tail.author);
            let author = authors.get(&actor).copied().or_else(stored)?;
            Some(case.key.give(case.push.document, (actor, chunk.seq(), chunk.hash()), (author.member, author.device)))
        })
        .collect()
}
