//! What a change touches, read from its operations. Operations, never the values that win: a
//! guarded write hidden behind a losing one is seen here. It must never decide who may: that is
//! `access`.

use automerge::legacy::{Key, ObjectId, Op, OpType};
use automerge::{ObjType, ScalarValue};

use super::chunk::Chunk;
use super::document::Document;
use super::schema::{self, Container, Rule, Shape};
use crate::ids::Actor;
use crate::protocol::limits;

/// One thing a change does that its author needs a right for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Touch {
    /// Writes where whoever may write the document may.
    Open,
    /// Writes a guarded field, by its key.
    Guarded(&'static str),
}

/// A change that nobody may make, whatever their rights.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Breach {
    /// An operation on the root object after genesis.
    #[error("touches the root object")]
    Root,
    /// An operation where only computed changes write.
    #[error("writes into sealed container {0}")]
    Sealed(&'static str),
    /// A key that a guarded map does not have.
    #[error("unknown key in guarded map {0}")]
    UnknownKey(&'static str),
    /// A container made where none may be, or under a key that is not random.
    #[error("makes a container where none may be")]
    Container,
    /// A kind of operation that this container does not take.
    #[error("an operation that container does not take")]
    Operation,
    /// A text or key larger than its limit.
    #[error("a value or key over its limit")]
    TooLarge,
    /// The actor of computed changes, with other bytes than the computation gives.
    #[error("a false genesis or upgrade")]
    FalseComputed,
}

/// A key that may hold a container made after genesis: 32 hexadecimal digits, random, so that no
/// two devices make the same one.
fn is_random_key(key: &str) -> bool {
    key.len() == 32 && key.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// What a person's change touches in this document. The document need not hold the change yet,
/// only genesis and its upgrades.
pub fn touches(document: &Document, chunk: &Chunk) -> Result<Vec<Touch>, Breach> {
    if schema::computed_by(document.kind(), document.schemas(), chunk.actor()).is_some() {
        return Err(Breach::FalseComputed);
    }
    let decoded = chunk.change().decode();
    let mut touched = Vec::new();
    // A change without operations still moves the heads: it needs the right to write.
    if decoded.operations.is_empty() {
        touched.push(Touch::Open);
    }
    for op in &decoded.operations {
        let touch = judge(document, op)?;
        if !touched.contains(&touch) {
            touched.push(touch);
        }
    }
    touched.sort();
    Ok(touched)
}

fn judge(document: &Document, op: &Op) -> Result<Touch, Breach> {
    size(op)?;
    let ObjectId::Id(id) = &op.obj else {
        return Err(Breach::Root);
    };
    let known = document.containers().iter().find(|(_, object)| {
        matches!(object, automerge::ObjId::Id(counter, actor, _)
            if *counter == id.counter() && actor == id.actor())
    });
    let container =
        known.and_then(|(name, _)| schema::containers(document.schemas(), u16::MAX).find(|c| c.name == *name));
    match container {
        Some(container) => in_container(container, op),
        // Inside a container that a person made under a random key; or inside one that a newer
        // schema made, which this version cannot judge.
        None => match Actor::from_slice(id.actor().to_bytes()) {
            Some(actor) if schema::computed_by(document.kind(), document.schemas(), actor).is_none() => in_entry(op),
            _ => Err(Breach::Operation),
        },
    }
}

fn in_container(container: &Container, op: &Op) -> Result<Touch, Breach> {
    match container.rule {
        Rule::Sealed => Err(Breach::Sealed(container.name)),
        Rule::Guarded(keys) => {
            let Key::Map(key) = &op.key else {
                return Err(Breach::Operation);
            };
            let key = keys.iter().find(|known| **known == key.as_str()).ok_or(Breach::UnknownKey(container.name))?;
            match &op.action {
                OpType::Put(value) if is_kept(value) => Ok(Touch::Guarded(key)),
                OpType::Delete => Ok(Touch::Guarded(key)),
                OpType::Make(_) => Err(Breach::Container),
                _ => Err(Breach::Operation),
            }
        }
        Rule::Open if container.shape == Shape::Text => text_op(op),
        Rule::Open => map_op(op, false),
        Rule::Entries => map_op(op, true),
        Rule::Log(guard) => log_op(op).map(|open| guard.map_or(open, Touch::Guarded)),
    }
}

/// Text takes insertions of characters and deletions: no other value, no mark, nothing put over
/// a character.
fn text_op(op: &Op) -> Result<Touch, Breach> {
    match (&op.key, &op.action) {
        (Key::Seq(_), OpType::Put(ScalarValue::Str(text))) if op.insert && !text.is_empty() => Ok(Touch::Open),
        (Key::Seq(_), OpType::Delete) => Ok(Touch::Open),
        _ => Err(Breach::Operation),
    }
}

/// Scalars under any key; with `entries`, containers too, but those under random keys alone, where
/// nothing may ever be put over them or taken away: no text hides another.
fn map_op(op: &Op, entries: bool) -> Result<Touch, Breach> {
    let Key::Map(key) = &op.key else {
        return Err(Breach::Operation);
    };
    let for_container = entries && is_random_key(key);
    match &op.action {
        OpType::Put(_) | OpType::Delete if for_container => Err(Breach::Container),
        OpType::Put(value) if is_kept(value) => Ok(Touch::Open),
        OpType::Delete => Ok(Touch::Open),
        OpType::Make(ObjType::Map | ObjType::Text) if for_container && op.pred.is_empty() => Ok(Touch::Open),
        OpType::Make(_) => Err(Breach::Container),
        _ => Err(Breach::Operation),
    }
}

/// One value of bytes under a random key where none stood: what was done stays as it was written.
fn log_op(op: &Op) -> Result<Touch, Breach> {
    match (&op.key, &op.action) {
        (Key::Map(key), OpType::Put(ScalarValue::Bytes(_))) if is_random_key(key) && op.pred.is_empty() => {
            Ok(Touch::Open)
        }
        (_, OpType::Make(_)) => Err(Breach::Container),
        _ => Err(Breach::Operation),
    }
}

/// Whether a value is of a type that documents hold. One that no reader shows would stand unseen
/// beside one that is shown.
fn is_kept(value: &ScalarValue) -> bool {
    matches!(
        value,
        ScalarValue::Str(_)
            | ScalarValue::Bytes(_)
            | ScalarValue::Boolean(_)
            | ScalarValue::Int(_)
            | ScalarValue::Uint(_)
    )
}

fn in_entry(op: &Op) -> Result<Touch, Breach> {
    match &op.key {
        Key::Seq(_) => text_op(op),
        Key::Map(_) => map_op(op, false),
    }
}

fn size(op: &Op) -> Result<(), Breach> {
    let key = match &op.key {
        Key::Map(key) => key.len(),
        Key::Seq(_) => 0,
    };
    let value = match &op.action {
        OpType::Put(ScalarValue::Str(text)) => text.len(),
        OpType::Put(ScalarValue::Bytes(bytes)) => bytes.len(),
        _ => 0,
    };
    if key > limits::KEY_BYTES_MAX || value > limits::SCALAR_BYTES_MAX {
        return Err(Breach::TooLarge);
    }
    Ok(())
}
