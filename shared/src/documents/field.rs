//! Scalars in the maps of a document, with everybody who set them. A scalar that two people set
//! without knowing of each other stands with both values until somebody chooses. It must never
//! pick one in silence.

use automerge::transaction::Transactable;
use automerge::{ChangeHash as AmHash, ObjId, ReadDoc, ScalarValue, Value};

use super::chunk::Chunk;
use super::document::{Document, EditError, Writer};
use crate::ids::{Actor, ChangeHash};
use crate::protocol::limits;

/// One value and the writing session that set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<T> {
    /// What was set.
    pub value: T,
    /// Whose session set it.
    pub actor: Actor,
    /// The change that set it, where its time and receipt are found.
    pub change: Option<ChangeHash>,
}

/// A field as it stands: unset, set once, or set to several values at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated<T> {
    said: Vec<Said<T>>,
    /// Values that stand and that this version cannot read. They keep the field from being
    /// settled: what nobody sees must not lend its weight to what is seen.
    unread: usize,
}

impl<T> Default for Stated<T> {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl<T> Stated<T> {
    /// A field with these values.
    pub fn new(said: Vec<Said<T>>) -> Self {
        Self { said, unread: 0 }
    }

    /// The value if there is exactly one.
    pub fn settled(&self) -> Option<&T> {
        match self.said.as_slice() {
            [one] if self.unread == 0 => Some(&one.value),
            _ => None,
        }
    }

    /// Every value that stands and can be read, in the order that all devices share.
    pub fn all(&self) -> &[Said<T>] {
        &self.said
    }

    /// How many values stand that this version cannot read.
    pub fn unread(&self) -> usize {
        self.unread
    }

    /// Whether several differing values wait for a choice.
    pub fn is_disputed(&self) -> bool {
        self.said.len() + self.unread > 1
    }

    /// Whether nobody has set it.
    pub fn is_unset(&self) -> bool {
        self.said.is_empty() && self.unread == 0
    }

    /// Reads each value further; values that do not parse are counted and not shown.
    pub fn filter_map<U>(&self, read: impl Fn(&T) -> Option<U>) -> Stated<U> {
        let said: Vec<_> = self
            .said
            .iter()
            .filter_map(|said| Some(Said { value: read(&said.value)?, actor: said.actor, change: said.change }))
            .collect();
        Stated { unread: self.unread + self.said.len() - said.len(), said }
    }
}

/// A scalar as documents hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scalar {
    /// A text or a code.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl Scalar {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn into_automerge(self) -> ScalarValue {
        match self {
            Self::Text(text) => ScalarValue::Str(text.into()),
            Self::Flag(flag) => ScalarValue::Boolean(flag),
            Self::Number(number) => ScalarValue::Int(number),
            Self::Bytes(bytes) => ScalarValue::Bytes(bytes),
        }
    }

    fn from_automerge(value: &Value<'_>) -> Option<Self> {
        let Value::Scalar(scalar) = value else {
            return None;
        };
        match scalar.as_ref() {
            ScalarValue::Str(text) => Some(Self::Text(text.to_string())),
            ScalarValue::Boolean(flag) => Some(Self::Flag(*flag)),
            ScalarValue::Int(number) => Some(Self::Number(*number)),
            ScalarValue::Uint(number) => i64::try_from(*number).ok().map(Self::Number),
            ScalarValue::Bytes(bytes) => Some(Self::Bytes(bytes.clone())),
            _ => None,
        }
    }
}

/// Keys and what to set them to; `None` clears.
pub(super) type Fields = Vec<(String, Option<Scalar>)>;

impl Document {
    /// Every value that stands at a key of a container, now or as it was at some heads. Equal
    /// values set by two people count as one: there is nothing to choose.
    pub(super) fn stated(&self, container: &'static str, key: &str, at: Option<&[ChangeHash]>) -> Stated<Scalar> {
        match self.container(container) {
            Some(object) => self.stated_in(object, key, at),
            None => Stated::default(),
        }
    }

    /// The same of any map.
    pub(super) fn stated_in(&self, object: &ObjId, key: &str, at: Option<&[ChangeHash]>) -> Stated<Scalar> {
        let found = match at {
            None => self.automerge().get_all(object, key),
            Some(heads) => {
                let heads: Vec<_> = heads.iter().map(|hash| AmHash(hash.0)).collect();
                self.automerge().get_all_at(object, key, &heads)
            }
        };
        let mut said: Vec<Said<Scalar>> = Vec::new();
        let mut unread = 0;
        for (value, id) in found.unwrap_or_default() {
            let (Some(value), Some(actor)) = (Scalar::from_automerge(&value), actor_of(&id)) else {
                unread += 1;
                continue;
            };
            if said.iter().all(|other| other.value != value) {
                let change = self.automerge().hash_for_opid(&id);
                said.push(Said { value, actor, change: change.map(|hash| ChangeHash(hash.0)) });
            }
        }
        Stated { said, unread }
    }

    /// The keys that stand in a container.
    pub(super) fn keys(&self, container: &'static str) -> Vec<String> {
        self.keys_at(container, None)
    }

    /// The keys that stand in a container, now or as they were at some heads.
    pub(super) fn keys_at(&self, container: &'static str, at: Option<&[ChangeHash]>) -> Vec<String> {
        match (self.container(container), at) {
            (None, _) => Vec::new(),
            (Some(object), None) => self.automerge().keys(object).collect(),
            (Some(object), Some(heads)) => {
                let heads: Vec<_> = heads.iter().map(|hash| AmHash(hash.0)).collect();
                self.automerge().keys_at(object, &heads).collect()
            }
        }
    }

    /// Sets fields of one container in one change. Fields that stand at just that value already
    /// are left alone; a field with several values is settled.
    pub(super) fn set_all(
        &mut self,
        writer: &Writer,
        container: &'static str,
        values: Fields,
    ) -> Result<Option<Chunk>, EditError> {
        self.set_many(writer, vec![(container, values)])
    }

    /// Sets fields of several containers in one change, by the rule of `set_all`.
    pub(super) fn set_many(
        &mut self,
        writer: &Writer,
        groups: Vec<(&'static str, Fields)>,
    ) -> Result<Option<Chunk>, EditError> {
        let mut wanted = Vec::new();
        for (container, values) in groups {
            for (key, value) in values {
                check(&key, value.as_ref())?;
                let count = self.raw_count(container, &key);
                let stands = self.stated(container, &key, None);
                let same = match &value {
                    None => count == 0,
                    Some(value) => count == 1 && stands.settled() == Some(value),
                };
                if !same {
                    wanted.push((container, key, value, count));
                }
            }
        }
        if wanted.is_empty() {
            return Ok(None);
        }
        self.edit(writer, |tx, places| {
            for (container, key, value, count) in wanted {
                let object: &ObjId = places.get(container)?;
                // A put of the value that wins anyway only takes the others away, and its choice
                // would be lost to somebody who chose another at the same time: clear the field
                // first, so that the choice is a value of its own.
                if count > 1 || value.is_none() {
                    tx.delete(object, key.as_str())?;
                }
                if let Some(value) = value {
                    tx.put(object, key.as_str(), value.into_automerge())?;
                }
            }
            Ok(())
        })
    }

    fn raw_count(&self, container: &'static str, key: &str) -> usize {
        self.container(container)
            .and_then(|object| self.automerge().get_all(object, key).ok())
            .map_or(0, |values| values.len())
    }
}

pub(super) fn check(key: &str, value: Option<&Scalar>) -> Result<(), EditError> {
    let bytes = match value {
        Some(Scalar::Text(text)) => text.len(),
        Some(Scalar::Bytes(bytes)) => bytes.len(),
        _ => 0,
    };
    if key.len() > limits::KEY_BYTES_MAX || bytes > limits::SCALAR_BYTES_MAX {
        return Err(EditError::Limit);
    }
    Ok(())
}

pub(super) fn actor_of(id: &ObjId) -> Option<Actor> {
    match id {
        ObjId::Id(_, actor, _) => Actor::from_slice(actor.to_bytes()),
        ObjId::Root => None,
    }
}
