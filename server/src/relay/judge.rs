//! The judgement of one push: pure, in the order of checks, on everything it needs to know. It
//! must never store, send or wait, and it takes all of a push or none of it.

mod authors;
#[cfg(test)]
mod edges;
mod reading;
mod rights;

use std::collections::{BTreeMap, BTreeSet};

use authors::{Authors, authors, receipts};
pub use reading::parse;
use rights::rights;

use shared::access::{Tie, Who};
use shared::documents::{self, Breach, Chunk, Document, OpenError, Touch, is_computed_actor, root_of_genesis};
use shared::ids::{Actor, ChangeHash, DeviceId, MemberId};
use shared::protocol::{Push, Receipt, ReceiptKey, Refusal, limits, within_limits};
use shared::report::Line;

/// Whose session an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Author {
    /// The member.
    pub member: MemberId,
    /// The device.
    pub device: DeviceId,
}

/// The end of an actor's stream, as the store knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tail {
    /// To whom it is bound; none for computed changes.
    pub author: Option<Author>,
    /// The newest change's place.
    pub last_seq: u64,
}

/// Everything a judgement knows.
pub struct Case<'a> {
    /// Who brings it.
    pub who: &'a Who,
    /// From which device.
    pub device: DeviceId,
    /// What they bring.
    pub push: &'a Push,
    /// The document as it stands; none if the store does not have it.
    pub document: Option<&'a Document>,
    /// How many changes it has.
    pub changes: usize,
    /// How many bytes they have in their plain form.
    pub bytes: usize,
    /// The ends of the streams of the actors in the push, where known.
    pub tails: &'a BTreeMap<Actor, Tail>,
    /// The key of this relay's receipts.
    pub key: &'a ReceiptKey,
}

/// A change that may be stored.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// The change.
    pub chunk: Chunk,
    /// Its proven author; none for computed changes.
    pub author: Option<Author>,
}

/// What follows from a push that is taken.
#[derive(Debug)]
pub struct Verdict {
    /// The document with the changes applied.
    pub document: Document,
    /// What is new to the store, in order.
    pub fresh: Vec<Accepted>,
    /// Who may work with it from now on.
    pub ties: Vec<Tie>,
    /// What it contributes to the tables from now on.
    pub figures: Vec<Line>,
    /// Receipts for every person's actor in the push.
    pub receipts: Vec<Receipt>,
}

/// A push that is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub refusal: Refusal,
    /// The first change at fault and what builds on it; empty means all.
    pub hashes: Vec<ChangeHash>,
}

impl Refused {
    fn all(refusal: Refusal) -> Self {
        Self { refusal, hashes: Vec::new() }
    }
}

/// Judges a push.
///
/// # Errors
/// Why it is not taken, and which changes are at fault.
pub fn judge(case: &Case<'_>) -> Result<Verdict, Refused> {
    judge_read(case, &parse(case.push)?)
}

/// Judges a push whose chunks were read already.
///
/// # Errors
/// Why it is not taken, and which changes are at fault.
pub fn judge_read(case: &Case<'_>, chunks: &[Chunk]) -> Result<Verdict, Refused> {
    let base = base(case, chunks)?;
    let fresh: Vec<&Chunk> = chunks.iter().filter(|c| !has(case, c.hash())).collect();
    let bytes: usize = fresh.iter().map(|chunk| chunk.bytes().len()).sum();
    if case.changes + fresh.len() > limits::DOCUMENT_CHANGES_MAX || case.bytes + bytes > limits::DOCUMENT_BYTES_MAX {
        return Err(Refused::all(Refusal::TooLarge));
    }
    dependencies(case, chunks)?;
    let authors = authors(case, &base, chunks, &fresh)?;
    let mut staged = base.clone();
    let apply: Vec<Chunk> =
        fresh.iter().filter(|chunk| !staged.has(chunk.hash())).map(|chunk| (*chunk).clone()).collect();
    let touched = touched(&base, &fresh, &authors)?;
    staged.apply(&apply).map_err(|error| Refused { refusal: refusal_of(&error), hashes: Vec::new() })?;
    // Whoever writes on depends on every head: with too many, nobody could.
    if staged.heads().len() > limits::HEADS_MAX.max(base.heads().len()) {
        return Err(Refused::all(Refusal::TooLarge));
    }
    rights(case, (&base, &staged), &fresh, &touched, &authors)?;
    let receipts = receipts(case, chunks, &authors.authors);
    let figures = documents::figures::figures(&staged);
    if !within_limits(&case.push.document.to_string(), &figures) {
        return Err(Refused::all(Refusal::TooLarge));
    }
    Ok(Verdict {
        ties: documents::ties(&staged),
        figures,
        document: staged,
        fresh: fresh
            .into_iter()
            .map(|chunk| Accepted { chunk: chunk.clone(), author: authors.authors.get(&chunk.actor()).copied() })
            .collect(),
        receipts,
    })
}

fn has(case: &Case<'_>, hash: ChangeHash) -> bool {
    case.document.is_some_and(|document| document.has(hash))
}

/// The document to build on: as it stands, or, for a new one, what its genesis computes to.
fn base(case: &Case<'_>, chunks: &[Chunk]) -> Result<Document, Refused> {
    if let Some(document) = case.document {
        return Ok(document.clone());
    }
    let root = chunks
        .iter()
        .find_map(root_of_genesis)
        .ok_or_else(|| Refused::all(Refusal::NoRight))?
        .map_err(|_| Refused::all(Refusal::Computed))?;
    if root.id() != case.push.document {
        return Err(Refused::all(Refusal::Computed));
    }
    let document = Document::create(root).map_err(|_| Refused::all(Refusal::Computed))?;
    let genesis = document.changes_since(&[]);
    let brought = genesis.iter().all(|g| chunks.iter().any(|chunk| chunk.hash() == g.hash()));
    if brought { Ok(document) } else { Err(Refused::all(Refusal::Computed)) }
}

fn dependencies(case: &Case<'_>, chunks: &[Chunk]) -> Result<(), Refused> {
    let mut seen: BTreeSet<ChangeHash> = BTreeSet::new();
    for chunk in chunks {
        if chunk.deps().any(|dep| !seen.contains(&dep) && !has(case, dep)) {
            return Err(at_fault(Refusal::Missing, chunks, chunk.hash()));
        }
        seen.insert(chunk.hash());
    }
    Ok(())
}

/// What the bringer's own changes touch. Changes of others, proven by receipt, were judged when
/// this relay gave it.
fn touched(base: &Document, fresh: &[&Chunk], authors: &Authors) -> Result<Vec<(ChangeHash, Vec<Touch>)>, Refused> {
    let mut shaped = base.clone();
    let upgrades: Vec<Chunk> = fresh
        .iter()
        .filter(|c| is_computed_actor(base.kind(), c.actor()) && !base.has(c.hash()))
        .map(|c| (*c).clone())
        .collect();
    shaped.apply(&upgrades).map_err(|error| Refused::all(refusal_of(&error)))?;
    let mut touched = Vec::new();
    for chunk in fresh {
        let by_person = authors.authors.contains_key(&chunk.actor());
        if !by_person || authors.covered.contains(&chunk.hash()) {
            continue;
        }
        let touches = documents::touches(&shaped, chunk).map_err(|breach| {
            let refusal = match breach {
                Breach::FalseComputed | Breach::Root | Breach::Sealed(_) => Refusal::Computed,
                Breach::TooLarge => Refusal::TooLarge,
                _ => Refusal::Shape,
            };
            at_fault(refusal, &fresh.iter().map(|c| (*c).clone()).collect::<Vec<_>>(), chunk.hash())
        })?;
        touched.push((chunk.hash(), touches));
    }
    Ok(touched)
}

/// A refusal that names a change and everything in the push that builds on it.
fn at_fault(refusal: Refusal, chunks: &[Chunk], hash: ChangeHash) -> Refused {
    let mut at_fault = BTreeSet::from([hash]);
    let mut hashes = vec![hash];
    for chunk in chunks {
        if !at_fault.contains(&chunk.hash()) && chunk.deps().any(|dep| at_fault.contains(&dep)) {
            at_fault.insert(chunk.hash());
            hashes.push(chunk.hash());
        }
    }
    Refused { refusal, hashes }
}

fn refusal_of(error: &OpenError) -> Refusal {
    match error {
        OpenError::Missing(_) => Refusal::Missing,
        _ => Refusal::Malformed,
    }
}
