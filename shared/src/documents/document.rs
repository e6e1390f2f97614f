//! One document in memory: opened from its changes, edited by its owner, merged with what comes.
//! It must never take a change without its dependencies, never resolve anything in silence, and
//! never be opened with text counted in anything but UTF-16 units.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;

use automerge::transaction::{CommitOptions, Transaction};
use automerge::{
    ActorId, Automerge, AutomergeError, LoadOptions, ObjId, OnPartialLoad, ROOT, ReadDoc, TextEncoding, Value,
    VerificationMode,
};

use super::chunk::{Chunk, ChunkError};
use super::kind::Kind;
use super::root::{Root, RootError};
use super::schema::{self, ComputeError, Schema};
use crate::ids::{Actor, ChangeHash, DocumentId};
use crate::time::Instant;

/// Every Automerge document of this program is made here: positions in text are UTF-16 units, as
/// the DOM counts them, whatever any dependency's features say.
pub(super) fn new_automerge() -> Automerge {
    Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit)
}

/// Who writes, and when their clock says it is.
#[derive(Debug, Clone, Copy)]
pub struct Writer {
    /// The writing session: random, of one device and person, for one document.
    pub actor: Actor,
    /// The device's clock.
    pub at: Instant,
}

/// Why a document could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A chunk is not a change.
    #[error("chunk {index}: {error}")]
    Chunk {
        /// Which of the given chunks.
        index: usize,
        /// What is wrong with it.
        error: ChunkError,
    },
    /// There is no root, or it is not one this version knows.
    #[error(transparent)]
    Root(#[from] RootError),
    /// Its kind has no schema here.
    #[error("a document of a kind this version does not know: {0}")]
    UnknownKind(&'static str),
    /// Its first change is not the one its root computes to.
    #[error("the document's first change is not the one its root gives")]
    Genesis,
    /// Changes that build on others which are not there.
    #[error("changes that build on {} missing ones", .0.len())]
    Missing(Vec<ChangeHash>),
    /// Automerge could not take it.
    #[error("the document could not be read: {0}")]
    Automerge(String),
}

impl From<AutomergeError> for OpenError {
    fn from(error: AutomergeError) -> Self {
        Self::Automerge(error.to_string())
    }
}

impl From<ComputeError> for OpenError {
    fn from(error: ComputeError) -> Self {
        Self::Automerge(error.to_string())
    }
}

/// Why an edit was not made.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The document has a newer schema than this version can write.
    #[error("the document was written by a newer version of the app; it is open for reading only")]
    ReadOnly,
    /// The document has no such place: a fault of the program.
    #[error("no container {0}")]
    NoContainer(&'static str),
    /// A position outside the text, or more than a limit allows.
    #[error("outside the text or over its limit")]
    Limit,
    /// Automerge refused.
    #[error("the edit could not be made: {0}")]
    Automerge(String),
}

impl From<AutomergeError> for EditError {
    fn from(error: AutomergeError) -> Self {
        Self::Automerge(error.to_string())
    }
}

impl From<ChunkError> for EditError {
    fn from(error: ChunkError) -> Self {
        match error {
            ChunkError::TooLarge(_) | ChunkError::TooManyOperations(_) => Self::Limit,
            other => Self::Automerge(other.to_string()),
        }
    }
}

/// A document in memory.
#[derive(Debug, Clone)]
pub struct Document {
    root: Root,
    id: DocumentId,
    schemas: &'static [Schema],
    doc: Automerge,
    containers: BTreeMap<&'static str, ObjId>,
}

impl Document {
    /// A new document: its genesis alone.
    pub fn create(root: Root) -> Result<Self, OpenError> {
        let schemas = schemas_of(root.kind)?;
        if root.schema > schema::newest(schemas) {
            return Err(OpenError::Genesis);
        }
        let genesis = schema::genesis(&root, schemas)?;
        Self::open_parsed(schemas, root, vec![genesis])
    }

    /// Opens a document from change chunks in any order. All of them must fit together: a chunk
    /// whose dependencies are missing is an error here (`whole_part` sets it aside).
    pub fn open<B: AsRef<[u8]>>(chunks: &[B]) -> Result<Self, OpenError> {
        let parsed = parse_all(chunks)?;
        let root = find_root(&parsed)?;
        Self::open_parsed(schemas_of(root.kind)?, root, parsed)
    }

    #[cfg(test)]
    pub(super) fn open_with<B: AsRef<[u8]>>(schemas: &'static [Schema], chunks: &[B]) -> Result<Self, OpenError> {
        let parsed = parse_all(chunks)?;
        let root = find_root(&parsed)?;
        Self::open_parsed(schemas, root, parsed)
    }

    fn open_parsed(schemas: &'static [Schema], root: Root, parsed: Vec<Chunk>) -> Result<Self, OpenError> {
        check_genesis(&root, schemas, &parsed)?;
        let mut doc = new_automerge();
        doc.apply_changes(parsed.into_iter().map(Chunk::into_change).collect::<Vec<_>>())?;
        let missing = doc.get_missing_deps(&[]);
        if !missing.is_empty() {
            return Err(OpenError::Missing(missing.iter().map(hash_of).collect()));
        }
        Ok(Self::assemble(root, schemas, doc))
    }

    fn assemble(root: Root, schemas: &'static [Schema], doc: Automerge) -> Self {
        let containers = find_containers(&doc, schemas);
        Self { id: root.id(), root, schemas, doc, containers }
    }

    /// Opens from a saved whole (`save`), which is much faster to read than its changes.
    pub fn open_saved(bytes: &[u8]) -> Result<Self, OpenError> {
        let doc = Automerge::load_with_options(
            bytes,
            LoadOptions::new()
                .text_encoding(TextEncoding::Utf16CodeUnit)
                .on_partial_load(OnPartialLoad::Error)
                .verification_mode(VerificationMode::Check),
        )?;
        let root = read_root(&doc)?;
        let schemas = schemas_of(root.kind)?;
        Ok(Self::assemble(root, schemas, doc))
    }

    /// The whole document as one chunk, for this program's own keeping.
    pub fn save(&self) -> Vec<u8> {
        self.doc.save()
    }

    /// Its id.
    pub fn id(&self) -> DocumentId {
        self.id
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.root.kind
    }

    /// Its root.
    pub fn root(&self) -> &Root {
        &self.root
    }

    /// The newest changes that nothing builds on yet, sorted.
    pub fn heads(&self) -> Vec<ChangeHash> {
        let mut heads: Vec<_> = self.doc.get_heads().iter().map(hash_of).collect();
        heads.sort_unstable();
        heads
    }

    /// Whether a change is part of this document.
    pub fn has(&self, hash: ChangeHash) -> bool {
        self.doc.get_change_meta_by_hash(&automerge::ChangeHash(hash.0)).is_some()
    }

    /// Every change that is not an ancestor of the given ones (unknown ones are ignored), in an
    /// order in which each comes after what it builds on.
    pub fn changes_since(&self, have: &[ChangeHash]) -> Vec<Chunk> {
        let known: Vec<_> =
            have.iter().filter(|hash| self.has(**hash)).map(|hash| automerge::ChangeHash(hash.0)).collect();
        self.doc.get_changes(&known).into_iter().filter_map(|change| Chunk::own(change).ok()).collect()
    }

    /// The schema the document has reached: its birth, or the newest upgrade it holds.
    pub fn schema(&self) -> u16 {
        let mut reached = self.root.schema;
        for schema in self.schemas {
            if schema.version > reached && schema.adds.iter().all(|c| self.containers.contains_key(c.name)) {
                reached = schema.version;
            }
        }
        reached
    }

    /// Whether a newer version of the app has written here: then this one only reads.
    pub fn is_newer_than_this_version(&self) -> bool {
        self.root.schema > schema::newest(self.schemas)
            || self.container("more").is_some_and(|more| {
                self.doc.keys(more).any(|key| !schema::containers(self.schemas, u16::MAX).any(|c| c.name == key))
            })
    }

    /// Brings the document to the newest schema. Gives the computed changes that were added.
    /// A document that a newer version wrote is left as it is.
    pub fn upgrade(&mut self) -> Result<Vec<Chunk>, OpenError> {
        if self.is_newer_than_this_version() {
            return Ok(Vec::new());
        }
        let newest = schema::newest(self.schemas);
        let computed = schema::computed(&self.root, self.schemas, newest)?;
        let new: Vec<_> = computed.into_iter().filter(|chunk| !self.has(chunk.hash())).collect();
        if !new.is_empty() {
            self.apply(&new)?;
        }
        Ok(new)
    }

    /// Takes changes in. All or nothing: on any error the document is as it was.
    ///
    /// A change may be well formed and still stop Automerge: one that is written in another form
    /// than Automerge's own, or that names operations nobody made, comes out of the document with
    /// another hash than it went in with, and every later reading of the changes panics. So each
    /// is read back before it counts as taken. In the browser, where a panic ends the program,
    /// this is left to the relay, through which every change of others has come.
    ///
    /// The operations of a change are numbered on from the largest number it builds on. Automerge
    /// takes others too; then a lower one makes the saved document unreadable, and one near the
    /// end of all numbers leaves nobody after it a number to write with.
    pub fn apply(&mut self, chunks: &[Chunk]) -> Result<(), OpenError> {
        let new: Vec<&Chunk> = chunks.iter().filter(|c| !self.has(c.hash())).collect();
        if new.is_empty() {
            return Ok(());
        }
        check_numbers(&self.doc, &new)?;
        let stage = || stage(&self.doc, &new);
        self.doc = if cfg!(target_arch = "wasm32") {
            stage()?
        } else {
            std::panic::catch_unwind(AssertUnwindSafe(stage))
                .map_err(|_| OpenError::Automerge("the change stops the reader".to_owned()))??
        };
        self.containers = find_containers(&self.doc, self.schemas);
        Ok(())
    }

    /// Makes one edit as one change; `None` if it changed nothing. All or nothing: an edit that
    /// cannot become a chunk leaves no trace, for what is never stored must never be built on.
    pub(super) fn edit(
        &mut self,
        writer: &Writer,
        change: impl FnOnce(&mut Transaction<'_>, &Places<'_>) -> Result<(), EditError>,
    ) -> Result<Option<Chunk>, EditError> {
        if self.is_newer_than_this_version() {
            return Err(EditError::ReadOnly);
        }
        let mut staged = self.doc.clone();
        staged.set_actor(ActorId::from(writer.actor.0));
        let places = Places(&self.containers);
        let mut tx = staged.transaction();
        change(&mut tx, &places)?;
        let options = CommitOptions::default().with_time(writer.at.ms().div_euclid(1_000));
        let (hash, _) = tx.commit_with(options);
        let Some(hash) = hash else { return Ok(None) };
        let made = staged
            .get_last_local_change()
            .filter(|change| change.hash() == hash)
            .ok_or_else(|| EditError::Automerge("the change is gone".to_owned()))?;
        let chunk = Chunk::own(made)?;
        self.doc = staged;
        Ok(Some(chunk))
    }

    pub(super) fn automerge(&self) -> &Automerge {
        &self.doc
    }

    pub(super) fn schemas(&self) -> &'static [Schema] {
        self.schemas
    }

    pub(super) fn container(&self, name: &str) -> Option<&ObjId> {
        self.containers.get(name)
    }

    /// Where each container stands, by name.
    pub(super) fn containers(&self) -> &BTreeMap<&'static str, ObjId> {
        &self.containers
    }
}

/// Checks that each change numbers its operations on from what it builds on.
fn check_numbers(doc: &Automerge, new: &[&Chunk]) -> Result<(), OpenError> {
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
fn stage(doc: &Automerge, new: &[&Chunk]) -> Result<Automerge, OpenError> {
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

/// Where the containers of a document are, while it is being edited.
pub(super) struct Places<'a>(&'a BTreeMap<&'static str, ObjId>);

impl Places<'_> {
    pub(super) fn get(&self, name: &'static str) -> Result<&ObjId, EditError> {
        self.0.get(name).ok_or(EditError::NoContainer(name))
    }
}

pub(super) fn hash_of(hash: &automerge::ChangeHash) -> ChangeHash {
    ChangeHash(hash.0)
}

pub(super) fn schemas_of(kind: Kind) -> Result<&'static [Schema], OpenError> {
    schema::schemas(kind).ok_or(OpenError::UnknownKind(kind.code()))
}

fn parse_all<B: AsRef<[u8]>>(chunks: &[B]) -> Result<Vec<Chunk>, OpenError> {
    chunks
        .iter()
        .enumerate()
        .map(|(index, bytes)| Chunk::parse(bytes.as_ref()).map_err(|error| OpenError::Chunk { index, error }))
        .collect()
}

/// The root among changes: the one in the genesis change, which depends on nothing.
fn find_root(parsed: &[Chunk]) -> Result<Root, OpenError> {
    let root = parsed.iter().find_map(root_of_genesis);
    root.ok_or(OpenError::Root(RootError::Malformed))?.map_err(OpenError::Root)
}

/// The genesis must be there, and be the only change that builds on nothing. Of a document that a
/// newer version made, this one cannot compute it, and only reads.
fn check_genesis(root: &Root, schemas: &[Schema], parsed: &[Chunk]) -> Result<(), OpenError> {
    let first = || parsed.iter().filter(|chunk| chunk.deps().next().is_none());
    let whole = if root.schema > schema::newest(schemas) {
        first().all(|chunk| chunk.actor() == schema::genesis_actor(root.kind))
    } else {
        let genesis = schema::genesis(root, schemas)?;
        first().all(|chunk| chunk.hash() == genesis.hash())
    };
    whole.then_some(()).ok_or(OpenError::Genesis)
}

/// The root a genesis change carries; `None` if the change is not shaped like a genesis.
pub fn root_of_genesis(chunk: &Chunk) -> Option<Result<Root, RootError>> {
    if chunk.deps().next().is_some() || chunk.seq() != 1 {
        return None;
    }
    let mut doc = new_automerge();
    doc.apply_changes(vec![chunk.change().clone()]).ok()?;
    match doc.get(ROOT, schema::ROOT_KEY).ok()?? {
        (Value::Scalar(value), _) => Some(Root::parse(value.as_bytes()?)),
        _ => None,
    }
}

fn read_root(doc: &Automerge) -> Result<Root, OpenError> {
    match doc.get(ROOT, schema::ROOT_KEY)? {
        Some((Value::Scalar(value), _)) => {
            let bytes = value.as_bytes().ok_or(RootError::Malformed)?;
            Ok(Root::parse(bytes)?)
        }
        _ => Err(OpenError::Root(RootError::Malformed)),
    }
}

fn find_containers(doc: &Automerge, schemas: &'static [Schema]) -> BTreeMap<&'static str, ObjId> {
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
