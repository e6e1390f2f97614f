//! What containers a kind of document has, and the two changes that are computed and never
//! written by a person: genesis and upgrades. It must never depend on anything but its
//! arguments: every device and the relay compute the same bytes.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, ObjId, ObjType, ROOT, ReadDoc};
use sha2::{Digest, Sha256};

use super::chunk::Chunk;
use super::document::new_automerge;
use super::kind::Kind;
use super::root::Root;
use crate::ids::Actor;

/// The key of the root object that holds the canonical root.
pub(super) const ROOT_KEY: &str = "root";

/// What a container is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A map of scalars (or of containers under random keys, where `Rule` says so).
    Map,
    /// Text that several may write at once, counted in UTF-16 units.
    Text,
}

/// Which operations a container takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Scalars under any short key, by whoever may write the document.
    Open,
    /// Scalars under these keys alone; each is a guarded field.
    Guarded(&'static [&'static str]),
    /// Scalars and containers, the latter under random keys alone.
    Entries,
    /// One scalar of bytes under each random key, put once: nothing is put over it, nothing taken
    /// away. A record of what was done or said; with a name, a guarded field.
    Log(Option<&'static str>),
    /// Only genesis and upgrades write here.
    Sealed,
}

/// One container of a schema.
#[derive(Debug, Clone, Copy)]
pub struct Container {
    /// Its name, unique in the kind.
    pub name: &'static str,
    /// The container it stands in; `None` is the root object (schema of birth only).
    pub parent: Option<&'static str>,
    /// What it is.
    pub shape: Shape,
    /// What may be written there.
    pub rule: Rule,
}

/// One version of a kind: the containers it adds to the version before.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// From 1, without gaps.
    pub version: u16,
    /// Containers that this version adds, parents before children.
    pub adds: &'static [Container],
}

/// The schemas of a kind, oldest first; `None` for kinds this version does not know yet.
pub fn schemas(kind: Kind) -> Option<&'static [Schema]> {
    match kind {
        Kind::Programme => Some(super::programme::SCHEMAS),
        Kind::Handbook => Some(super::handbook::SCHEMAS),
        Kind::Visitor => Some(super::visitor::SCHEMAS),
        Kind::Request => Some(super::request::SCHEMAS),
        Kind::Visit => Some(super::visit::SCHEMAS),
        Kind::Consult => Some(super::consult::SCHEMAS),
        Kind::Aftercare => Some(super::aftercare::SCHEMAS),
        Kind::Safeguard => Some(super::safeguard::SCHEMAS),
        _ => None,
    }
}

/// The newest schema this version can write.
pub fn newest(schemas: &[Schema]) -> u16 {
    schemas.iter().map(|s| s.version).max().unwrap_or(0)
}

/// The containers a document has from birth.
fn born_with(schemas: &[Schema], birth: u16) -> impl Iterator<Item = &Container> {
    schemas.iter().filter(move |schema| schema.version <= birth).flat_map(|schema| schema.adds)
}

/// All containers of a document that has reached `version`.
pub fn containers(schemas: &[Schema], version: u16) -> impl Iterator<Item = &Container> {
    born_with(schemas, version)
}

fn named_actor(name: &str) -> Actor {
    let digest = Sha256::digest(name.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(digest.get(..16).unwrap_or(&[0; 16]));
    Actor(bytes)
}

/// The actor of every genesis change of a kind.
pub fn genesis_actor(kind: Kind) -> Actor {
    named_actor(&format!("otozure genesis {}", kind.code()))
}

/// The actor of the upgrade of a kind to a version.
pub fn upgrade_actor(kind: Kind, to: u16) -> Actor {
    named_actor(&format!("otozure upgrade {} {to}", kind.code()))
}

/// Whether a change of this actor is computed (genesis or upgrade), so that no person's change
/// may carry it. Returns the version it makes: 0 for genesis.
pub fn computed_by(kind: Kind, schemas: &[Schema], actor: Actor) -> Option<u16> {
    if actor == genesis_actor(kind) {
        return Some(0);
    }
    schemas.iter().map(|schema| schema.version).find(|version| actor == upgrade_actor(kind, *version))
}

fn automerge_actor(actor: Actor) -> ActorId {
    ActorId::from(actor.0)
}

/// Why the computed changes could not be made; a fault of the program, never of input.
#[derive(Debug, thiserror::Error)]
#[error("the computed change could not be made: {0}")]
pub struct ComputeError(String);

fn fault(error: impl core::fmt::Display) -> ComputeError {
    ComputeError(error.to_string())
}

/// Genesis: the root and every container of the schema of birth, at time 0, by a fixed actor.
pub fn genesis(root: &Root, schemas: &[Schema]) -> Result<Chunk, ComputeError> {
    let mut doc = new_automerge();
    doc.set_actor(automerge_actor(genesis_actor(root.kind)));
    let mut tx = doc.transaction();
    tx.put(ROOT, ROOT_KEY, root.canonical()).map_err(fault)?;
    for container in born_with(schemas, root.schema) {
        make(&mut tx, schemas, container)?;
    }
    tx.commit_with(CommitOptions::default().with_time(0));
    last_change(&doc)
}

/// The upgrade from `to - 1` to `to`: depends only on genesis and the upgrades before, only adds
/// containers. `before` holds genesis and those upgrades.
pub fn upgrade(root: &Root, schemas: &[Schema], before: &[Chunk], to: u16) -> Result<Chunk, ComputeError> {
    let mut doc = new_automerge();
    let changes: Vec<_> = before.iter().map(|c| c.change().clone()).collect();
    doc.apply_changes(changes).map_err(fault)?;
    doc.set_actor(automerge_actor(upgrade_actor(root.kind, to)));
    let mut tx = doc.transaction();
    for container in schemas.iter().filter(|schema| schema.version == to).flat_map(|schema| schema.adds) {
        make(&mut tx, schemas, container)?;
    }
    tx.commit_with(CommitOptions::default().with_time(0));
    last_change(&doc)
}

/// Genesis and every upgrade up to `version`, in order.
///
/// # Errors
/// When the root was born with a schema that this version does not know.
pub fn computed(root: &Root, schemas: &[Schema], version: u16) -> Result<Vec<Chunk>, ComputeError> {
    if root.schema > newest(schemas) {
        return Err(ComputeError(format!("schema {} is not known", root.schema)));
    }
    let mut chunks = vec![genesis(root, schemas)?];
    for schema in schemas {
        if schema.version > root.schema && schema.version <= version {
            chunks.push(upgrade(root, schemas, &chunks, schema.version)?);
        }
    }
    Ok(chunks)
}

fn make<T: Transactable>(tx: &mut T, schemas: &[Schema], container: &Container) -> Result<(), ComputeError> {
    let parent = find(tx, schemas, container.parent)?;
    let shape = match container.shape {
        Shape::Map => ObjType::Map,
        Shape::Text => ObjType::Text,
    };
    tx.put_object(&parent, container.name, shape).map(drop).map_err(fault)
}

/// Where a container stands, by its name, however deep; the root object for none.
fn find<T: ReadDoc>(doc: &T, schemas: &[Schema], name: Option<&'static str>) -> Result<ObjId, ComputeError> {
    let Some(name) = name else { return Ok(ROOT) };
    let missing = || ComputeError(format!("no container {name}"));
    let container = containers(schemas, u16::MAX).find(|container| container.name == name).ok_or_else(missing)?;
    let parent = find(doc, schemas, container.parent)?;
    match doc.get(&parent, name).map_err(fault)? {
        Some((automerge::Value::Object(_), id)) => Ok(id),
        _ => Err(missing()),
    }
}

fn last_change(doc: &Automerge) -> Result<Chunk, ComputeError> {
    let change = doc.get_last_local_change().ok_or_else(|| ComputeError("an empty change".to_owned()))?;
    Chunk::own(change).map_err(fault)
}
