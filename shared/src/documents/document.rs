//! One document in memory: opened from its changes, edited by its owner, merged with what comes.
//! It must never take a change without its dependencies, never resolve anything in silence, and
//! never be opened with text counted in anything but UTF-16 units.

mod errors;
mod reading;

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;

pub use errors::{EditError, OpenError};
use reading::{check_genesis, check_numbers, find_containers, find_root, parse_all, read_root, stage};
pub use reading::{root_of_genesis, whole_part};

use automerge::transaction::{CommitOptions, Transaction};
use automerge::{ActorId, Automerge, LoadOptions, ObjId, OnPartialLoad, ReadDoc, TextEncoding, VerificationMode};

use super::chunk::Chunk;
use super::kind::Kind;
use super::root::Root;
use super::schema::{self, Schema};
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
