//! From chunks to a document: what fits together, what its root is, where its containers stand. It
//! must never take a chunk whose numbers or dependencies do not fit.

use std::collections::{BTreeMap, BTreeSet};

use automerge::legacy::{Key, ObjectId, OpType};
use automerge::{Automerge, ObjId, ROOT, ReadDoc, ScalarValue, Value};

use super::{OpenError, hash_of};
use crate::documents::chunk::Chunk;
use crate::documents::root::{Root, RootError};
use crate::documents::schema::{self, Schema};
use crate::ids::ChangeHash;

/// Checks that each change numbers its operations on from what it builds on.
pub(super) fn check_numbers(doc: &Automerge, new: &[&Chunk]) -> Result<(), OpenError> {
    let brought: BTreeMap<ChangeHash, u64> = new.iter().map(|chunk| (chunk.hash(), chunk.change().max_op())).collect();
    let max_op = |hash: ChangeHash| {
        let known = || doc.get_change_meta_by_hash(&automerge::ChangeHash(hash.0));
        let in_document = || known().map(|meta| meta.max_op);
        brought.get(&hash).copied().or_else(in_document)
    };
    for chunk in new {
        let mut largest = 0;
        for dependency in chunk.deps() {
            largest = max_op(dependency).ok_or_else(|| OpenError::Missing(vec![dependency]))?.max(largest);
        }
        if chunk.change().start_op().get() != largest + 1 {
            return Err(OpenError::Automerge("operations that are not numbered on from what they build on".to_owned()));
        }
    }
    Ok(())
}

/// A copy of a document with changes taken in, each read back as it came.
pub(super) fn stage(doc: &Automerge, new: &[&Chunk]) -> Result<Automerge, OpenError> {
    let before = doc.get_heads();
    let mut staged = doc.clone();
    let changes = new.iter().map(|chunk| chunk.change().clone());
    staged.apply_changes(changes.collect::<Vec<_>>())?;
    let missing = staged.get_missing_deps(&[]);
    if !missing.is_empty() {
        return Err(OpenError::Missing(missing.iter().map(hash_of).collect()));
    }
    let taken: BTreeSet<ChangeHash> = if cfg!(target_arch = "wasm32") {
        let metas = staged.get_changes_meta(&before);
        metas.iter().map(|meta| hash_of(&meta.hash)).collect()
    } else {
        let changes = staged.get_changes(&before);
        changes.iter().map(|change| hash_of(&change.hash())).collect()
    };
    if new.iter().all(|chunk| taken.contains(&chunk.hash())) {
        Ok(staged)
    } else {
        Err(OpenError::Automerge("a change was not taken in as it is".to_owned()))
    }
}

pub(super) fn parse_all<B: AsRef<[u8]>>(chunks: &[B]) -> Result<Vec<Chunk>, OpenError> {
    chunks
        .iter()
        .enumerate()
        .map(|(index, bytes)| Chunk::parse(bytes.as_ref()).map_err(|error| OpenError::Chunk { index, error }))
        .collect()
}

/// The root among changes: the one in the genesis change, which depends on nothing.
pub(super) fn find_root(parsed: &[Chunk]) -> Result<Root, OpenError> {
    let root = parsed.iter().find_map(root_of_genesis);
    root.ok_or(OpenError::Root(RootError::Malformed))?.map_err(OpenError::Root)
}

/// The genesis must be there, and be the only change that builds on nothing. Of a document that a
/// newer version made, this one cannot compute it, and only reads.
pub(super) fn check_genesis(root: &Root, schemas: &[Schema], parsed: &[Chunk]) -> Result<(), OpenError> {
    let first = || parsed.iter().filter(|chunk| chunk.deps().next().is_none());
    let whole = if root.schema > schema::newest(schemas) {
        first().all(|chunk| chunk.actor() == schema::genesis_actor(root.kind))
    } else {
        let genesis = schema::genesis(root, schemas)?;
        first().all(|chunk| chunk.hash() == genesis.hash())
    };
    whole.then_some(()).ok_or(OpenError::Genesis)
}

/// The root a genesis change carries; `None` if the change is not shaped like a genesis. Read from its
/// operations: a change that only looks like one is never applied to anything.
pub fn root_of_genesis(chunk: &Chunk) -> Option<Result<Root, RootError>> {
    if chunk.deps().next().is_some() || chunk.seq() != 1 {
        return None;
    }
    let decoded = chunk.change().decode();
    let mut written = decoded.operations.iter().filter(|op| {
        let at_root = matches!(&op.key, Key::Map(key) if key.as_str() == schema::ROOT_KEY);
        op.obj == ObjectId::Root && at_root
    });
    // Computed, it is written once.
    match (written.next().map(|op| &op.action), written.next()) {
        (Some(OpType::Put(ScalarValue::Bytes(root))), None) => Some(Root::parse(root)),
        _ => None,
    }
}

pub(super) fn read_root(doc: &Automerge) -> Result<Root, OpenError> {
    match doc.get(ROOT, schema::ROOT_KEY)? {
        Some((Value::Scalar(value), _)) => {
            let bytes = value.as_bytes().ok_or(RootError::Malformed)?;
            Ok(Root::parse(bytes)?)
        }
        _ => Err(OpenError::Root(RootError::Malformed)),
    }
}

pub(super) fn find_containers(doc: &Automerge, schemas: &'static [Schema]) -> BTreeMap<&'static str, ObjId> {
    let mut found = BTreeMap::new();
    for container in schema::containers(schemas, u16::MAX) {
        let parent = match container.parent {
            None => Some(ROOT),
            Some(name) => found.get(name).cloned(),
        };
        let Some(parent) = parent else { continue };
        if let Ok(Some((Value::Object(_), id))) = doc.get(&parent, container.name) {
            found.insert(container.name, id);
        }
    }
    found
}

/// The largest subset of chunks that fits together, and those that had to be set aside: damaged,
/// or building on something that is not there. What is set aside is kept by the caller.
pub fn whole_part<'a, B: AsRef<[u8]>>(chunks: &'a [B]) -> (Vec<&'a B>, Vec<&'a B>) {
    let parsed: Vec<(&'a B, Option<Chunk>)> =
        chunks.iter().map(|bytes| (bytes, Chunk::parse(bytes.as_ref()).ok())).collect();
    let whole = closed(parsed.iter().filter_map(|(_, chunk)| chunk.as_ref()));
    let fits = |chunk: &Option<Chunk>| chunk.as_ref().is_some_and(|c| whole.contains(&c.hash()));
    let (whole, aside): (Vec<_>, Vec<_>) = parsed.iter().partition(|(_, chunk)| fits(chunk));
    let bytes = |part: Vec<&(&'a B, Option<Chunk>)>| part.into_iter().map(|(b, _)| *b).collect();
    (bytes(whole), bytes(aside))
}

/// The changes all of whose ancestors are there too. Each change and dependency is looked at
/// once, in whatever order they come.
fn closed<'c>(chunks: impl Iterator<Item = &'c Chunk>) -> BTreeSet<ChangeHash> {
    let mut waiting: BTreeMap<ChangeHash, Vec<ChangeHash>> = BTreeMap::new();
    let mut unmet: BTreeMap<ChangeHash, usize> = BTreeMap::new();
    let mut ready = Vec::new();
    for chunk in chunks {
        let hash = chunk.hash();
        if unmet.contains_key(&hash) {
            continue;
        }
        let mut count = 0;
        for dependency in chunk.deps() {
            waiting.entry(dependency).or_default().push(hash);
            count += 1;
        }
        unmet.insert(hash, count);
        if count == 0 {
            ready.push(hash);
        }
    }
    let mut met = BTreeSet::new();
    while let Some(hash) = ready.pop() {
        met.insert(hash);
        for child in waiting.remove(&hash).unwrap_or_default() {
            if let Some(count) = unmet.get_mut(&child) {
                *count -= 1;
                if *count == 0 {
                    ready.push(child);
                }
            }
        }
    }
    met
}
