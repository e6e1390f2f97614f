//! Whether the bringer has the right to all that a push does, by the ties as they stood before it. It must never
//! give a right that `shared::access` does not.

use std::collections::BTreeSet;

use shared::access;
use shared::documents::{self, Chunk, Document, Touch};
use shared::ids::ChangeHash;
use shared::protocol::Refusal;

use super::authors::Authors;
use super::{Case, Refused, at_fault, refusal_of};

/// Whether the bringer may do all that. A document is judged by the ties it has once the changes
/// are in that this relay gave receipts for: they were taken before, and a backup that was restored
/// may know less. One that is new altogether is judged by the ties it is born with.
pub(super) fn rights(
    case: &Case<'_>,
    (base, staged): (&Document, &Document),
    fresh: &[&Chunk],
    touched: &[(ChangeHash, Vec<Touch>)],
    authors: &Authors,
) -> Result<(), Refused> {
    let kind = base.kind();
    let proven = proven(base, fresh, authors)?;
    let born = case.document.is_none() && proven.is_none();
    let judged_by = match &proven {
        _ if born => staged,
        Some(proven) => proven,
        None => base,
    };
    let (ties, stage) = (documents::ties(judged_by), documents::stage(judged_by));
    let rights = access::rights(kind, case.who, &ties);
    let enough = match (born, touched.is_empty()) {
        (true, _) => rights.create,
        (false, true) => rights.read || (fresh.is_empty() && is_all_own(case)),
        (false, false) => rights.write,
    };
    if !enough {
        let readable = !born && rights.read;
        return Err(without_right(case, fresh, if readable { touched } else { &[] }));
    }
    for (hash, touches) in touched {
        for touch in touches {
            if !access::may_touch(kind, case.who, (&ties, stage), touch) {
                let chunks: Vec<Chunk> = staged.changes_since(&base.heads());
                return Err(at_fault(Refusal::Guarded, &chunks, *hash));
            }
        }
    }
    Ok(())
}

/// The document with what receipts prove; none where they prove nothing new.
fn proven(base: &Document, fresh: &[&Chunk], authors: &Authors) -> Result<Option<Document>, Refused> {
    let covered: Vec<Chunk> = fresh
        .iter()
        .filter(|chunk| authors.covered.contains(&chunk.hash()) && !base.has(chunk.hash()))
        .map(|chunk| (*chunk).clone())
        .collect();
    if covered.is_empty() {
        return Ok(None);
    }
    let mut proven = base.clone();
    proven.apply(&covered).map_err(|error| Refused::all(refusal_of(&error)))?;
    Ok(Some(proven))
}

/// Whether the bringer wrote what a push brings again: all of it that a person wrote, and some of
/// it, so that nobody learns from an empty push whether a document is there.
fn is_all_own(case: &Case<'_>) -> bool {
    let mut authors = case.tails.values().filter_map(|tail| tail.author).peekable();
    authors.peek().is_some() && authors.all(|author| author.member == case.who.member)
}

/// What lacks a right is what the store does not have: the bringer's own words that are there
/// already stay there, and are acknowledged when they come again. Beside `own` words in a document that
/// the bringer reads, what receipts prove may come without them.
fn without_right(case: &Case<'_>, fresh: &[&Chunk], own: &[(ChangeHash, Vec<Touch>)]) -> Refused {
    let mut refused = Refused::all(Refusal::NoRight);
    if !own.is_empty() && own.len() < fresh.len() {
        let mut out: BTreeSet<ChangeHash> = own.iter().map(|(hash, _)| *hash).collect();
        for chunk in fresh {
            if out.contains(&chunk.hash()) || chunk.deps().any(|dep| out.contains(&dep)) {
                out.insert(chunk.hash());
                refused.hashes.push(chunk.hash());
            }
        }
        return refused;
    }
    if fresh.len() < case.push.changes.len() && is_all_own(case) {
        refused.hashes = fresh.iter().map(|chunk| chunk.hash()).collect();
    }
    refused
}
