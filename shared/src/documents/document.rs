//! One document in memory: opened from its changes, edited by its owner, merged with what comes.
//! It must never take a change without its dependencies, never resolve anything in silence, and
//! never be opened with text counted in anything but UTF-16 units.

use std::collections::{BTreeMap, BTreeSet};

use automerge::transaction::{CommitOptions, Transaction};
use automerge::{
    ActorId, Automerge, AutomergeError, LoadOptions, ObjId, OnPartialLoad, ROOT, ReadDoc,
    TextEncoding, Value, VerificationMode,
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
        let genesis = schema::genesis(&root, schemas)?;
        Self::open_with(schemas, &[genesis.bytes()])
    }

    /// Opens a document from change chunks in any order. All of them must fit together: a chunk
    /// whose dependencies are missing is an error here (`open_whole_part` sets it aside).
    pub fn open<B: AsRef<[u8]>>(chunks: &[B]) -> Result<Self, OpenError> {
        let root = find_root(chunks)?;
        Self::open_with(schemas_of(root.kind)?, chunks)
    }

    pub(super) fn open_with<B: AsRef<[u8]>>(
        schemas: &'static [Schema],
        chunks: &[B],
    ) -> Result<Self, OpenError> {
        let parsed = parse_all(chunks)?;
        let mut doc = new_automerge();
        doc.apply_changes(
            parsed
                .iter()
                .map(|c| c.change().clone())
                .collect::<Vec<_>>(),
        )?;
        let missing = doc.get_missing_deps(&[]);
        if !missing.is_empty() {
            return Err(OpenError::Missing(missing.iter().map(hash_of).collect()));
        }
        let root = read_root(&doc)?;
        let genesis = schema::genesis(&root, schemas)?;
        if !parsed.iter().any(|chunk| chunk.hash() == genesis.hash()) {
            return Err(OpenError::Genesis);
        }
        Ok(Self::assemble(root, schemas, doc))
    }

    fn assemble(root: Root, schemas: &'static [Schema], doc: Automerge) -> Self {
        let containers = find_containers(&doc, schemas);
        Self {
            id: root.id(),
            root,
            schemas,
            doc,
            containers,
        }
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
        self.doc
            .get_change_meta_by_hash(&automerge::ChangeHash(hash.0))
            .is_some()
    }

    /// Every change that is not an ancestor of the given ones (unknown ones are ignored), in an
    /// order in which each comes after what it builds on.
    pub fn changes_since(&self, have: &[ChangeHash]) -> Vec<Chunk> {
        let known: Vec<_> = have
            .iter()
            .filter(|hash| self.has(**hash))
            .map(|hash| automerge::ChangeHash(hash.0))
            .collect();
        self.doc
            .get_changes(&known)
            .into_iter()
            .filter_map(|change| Chunk::own(change).ok())
            .collect()
    }

    /// The schema the document has reached: its birth, or the newest upgrade it holds.
    pub fn schema(&self) -> u16 {
        let mut reached = self.root.schema;
        for schema in self.schemas {
            if schema.version > reached
                && schema
                    .adds
                    .iter()
                    .all(|c| self.containers.contains_key(c.name))
            {
                reached = schema.version;
            }
        }
        reached
    }

    /// Whether a newer version of the app has written here: then this one only reads.
    pub fn is_newer_than_this_version(&self) -> bool {
        self.root.schema > schema::newest(self.schemas)
            || self.container("more").is_some_and(|more| {
                self.doc
                    .keys(more)
                    .any(|key| !schema::containers(self.schemas, u16::MAX).any(|c| c.name == key))
            })
    }

    /// Brings the document to the newest schema. Gives the computed changes that were added.
    pub fn upgrade(&mut self) -> Result<Vec<Chunk>, OpenError> {
        let newest = schema::newest(self.schemas);
        let computed = schema::computed(&self.root, self.schemas, newest)?;
        let new: Vec<_> = computed
            .into_iter()
            .filter(|chunk| !self.has(chunk.hash()))
            .collect();
        if !new.is_empty() {
            self.apply(&new)?;
        }
        Ok(new)
    }

    /// Takes changes in. All or nothing: on any error the document is as it was.
    pub fn apply(&mut self, chunks: &[Chunk]) -> Result<(), OpenError> {
        let mut staged = self.doc.clone();
        staged.apply_changes(
            chunks
                .iter()
                .map(|c| c.change().clone())
                .collect::<Vec<_>>(),
        )?;
        let missing = staged.get_missing_deps(&[]);
        if !missing.is_empty() {
            return Err(OpenError::Missing(missing.iter().map(hash_of).collect()));
        }
        let untaken = chunks.iter().map(Chunk::hash).find(|hash| {
            staged
                .get_change_meta_by_hash(&automerge::ChangeHash(hash.0))
                .is_none()
        });
        if untaken.is_some() {
            return Err(OpenError::Automerge("a change was not taken in".to_owned()));
        }
        self.doc = staged;
        self.containers = find_containers(&self.doc, self.schemas);
        Ok(())
    }

    /// Makes one edit as one change; `None` if it changed nothing.
    pub(super) fn edit(
        &mut self,
        writer: &Writer,
        change: impl FnOnce(&mut Transaction<'_>, &Places<'_>) -> Result<(), EditError>,
    ) -> Result<Option<Chunk>, EditError> {
        if self.is_newer_than_this_version() {
            return Err(EditError::ReadOnly);
        }
        self.doc.set_actor(ActorId::from(writer.actor.0));
        let places = Places(&self.containers);
        let mut tx = self.doc.transaction();
        if let Err(error) = change(&mut tx, &places) {
            tx.rollback();
            return Err(error);
        }
        let options = CommitOptions::default().with_time(writer.at.ms().div_euclid(1_000));
        let (hash, _) = tx.commit_with(options);
        let Some(hash) = hash else { return Ok(None) };
        let made = self
            .doc
            .get_last_local_change()
            .filter(|change| change.hash() == hash)
            .ok_or_else(|| EditError::Automerge("the change is gone".to_owned()))?;
        Ok(Some(Chunk::own(made)?))
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

fn schemas_of(kind: Kind) -> Result<&'static [Schema], OpenError> {
    schema::schemas(kind).ok_or(OpenError::UnknownKind(kind.code()))
}

fn parse_all<B: AsRef<[u8]>>(chunks: &[B]) -> Result<Vec<Chunk>, OpenError> {
    chunks
        .iter()
        .enumerate()
        .map(|(index, bytes)| {
            Chunk::parse(bytes.as_ref()).map_err(|error| OpenError::Chunk { index, error })
        })
        .collect()
}

/// The root among chunks: the one in the genesis change, which depends on nothing.
fn find_root<B: AsRef<[u8]>>(chunks: &[B]) -> Result<Root, OpenError> {
    for bytes in chunks {
        if let Ok(chunk) = Chunk::parse(bytes.as_ref())
            && let Some(root) = root_of_genesis(&chunk)
        {
            return Ok(root?);
        }
    }
    Err(OpenError::Root(RootError::Malformed))
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
    let mut parsed: Vec<(&'a B, Option<Chunk>)> = chunks
        .iter()
        .map(|bytes| (bytes, Chunk::parse(bytes.as_ref()).ok()))
        .collect();
    let mut known: BTreeSet<ChangeHash> = BTreeSet::new();
    loop {
        let before = known.len();
        for chunk in parsed.iter().filter_map(|(_, chunk)| chunk.as_ref()) {
            if chunk.deps().all(|dep| known.contains(&dep)) {
                known.insert(chunk.hash());
            }
        }
        if known.len() == before {
            break;
        }
    }
    let (mut whole, mut aside) = (Vec::new(), Vec::new());
    for (bytes, chunk) in parsed.drain(..) {
        match chunk {
            Some(chunk) if known.contains(&chunk.hash()) => whole.push(bytes),
            _ => aside.push(bytes),
        }
    }
    (whole, aside)
}
