//! Documents: the only place that names the CRDT. Each kind has its root, its genesis, what it
//! reads as and one function for each edit. It must never let a raw Automerge value out, and
//! never decide who may do what.

pub mod aftercare;
mod appointments;
mod chunk;
pub mod consult;
mod document;
mod entries;
mod field;
pub mod figures;
mod guard;
pub mod handbook;
mod kind;
mod log;
mod past;
pub mod programme;
pub mod request;
mod root;
pub mod safeguard;
mod schema;
mod text;
mod ties;
pub mod visit;
pub mod visitor;

#[cfg(test)]
mod tests;

pub use appointments::appointments;
pub use chunk::{Chunk, ChunkError, hash_of_plain, operations_of_plain};
pub use document::{Document, EditError, OpenError, Writer, root_of_genesis, whole_part};
pub use field::{Said, Scalar, Stated};
pub use guard::{Breach, Touch, touches};
pub use kind::Kind;
pub use past::{Past, STRETCH_MS, STRETCHES_MAX};
pub use root::{About, Root, RootError};
pub use schema::{ComputeError, genesis_actor, upgrade_actor};
pub use text::{Run, Splice, added};
pub use ties::{stage, ties};

/// The computed changes that a document of this root may hold: genesis first, then upgrades.
pub fn computed(root: &Root) -> Result<Vec<Chunk>, ComputeError> {
    let schemas = schema::schemas(root.kind).unwrap_or_default();
    schema::computed(root, schemas, schema::newest(schemas))
}

/// The guarded fields of a kind, as this version knows it.
pub fn guarded_fields(kind: Kind) -> Vec<&'static str> {
    let schemas = schema::schemas(kind).unwrap_or_default();
    let guarded = |container: &schema::Container| match container.rule {
        schema::Rule::Guarded(keys) => keys.to_vec(),
        schema::Rule::Log(guard) => guard.into_iter().collect(),
        schema::Rule::Open | schema::Rule::Entries | schema::Rule::Sealed => Vec::new(),
    };
    schema::containers(schemas, u16::MAX).flat_map(guarded).collect()
}

/// Whether an actor is one of computed changes of a kind.
pub fn is_computed_actor(kind: Kind, actor: crate::ids::Actor) -> bool {
    schema::computed_by(kind, schema::schemas(kind).unwrap_or_default(), actor).is_some()
}
