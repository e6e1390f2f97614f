//! Maps under random keys: each is one thing with values of its own, which two people may make at the same time
//! without hiding each other's. They are read in one order that all devices share. It must never leave one out.

use automerge::transaction::Transactable;
use automerge::{ObjId, ObjType, ReadDoc, Value};

use super::chunk::Chunk;
use super::document::{Document, EditError, Writer};
use super::field::{Scalar, check};
use crate::ids::{Actor, hex};

/// Where one stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub key: String,
    pub actor: Actor,
    /// The map; none where something else stands under a random key.
    pub map: Option<ObjId>,
}

impl Document {
    /// Every entry of a container, in the shared order.
    pub(super) fn entry_places(&self, container: &'static str) -> Vec<Place> {
        let Some(object) = self.container(container) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for key in self.keys(container) {
            for (value, id) in self.automerge().get_all(object, &key).unwrap_or_default() {
                let ObjId::Id(number, actor, _) = &id else { continue };
                let (Value::Object(shape), Some(actor)) = (&value, Actor::from_slice(actor.to_bytes())) else {
                    continue;
                };
                let map = (*shape == ObjType::Map).then(|| id.clone());
                found.push((*number, Place { key: key.clone(), actor, map }));
            }
        }
        found.sort_by(|(one, a), (other, b)| (one, a.actor, &a.key).cmp(&(other, b.actor, &b.key)));
        found.into_iter().map(|(_, place)| place).collect()
    }

    /// Makes an entry with one value. `key` is random.
    pub(super) fn make_entry(
        &mut self,
        writer: &Writer,
        (container, key): (&'static str, [u8; 16]),
        (field, value): (&str, Scalar),
    ) -> Result<Option<Chunk>, EditError> {
        check(field, Some(&value))?;
        self.edit(writer, |tx, places| {
            let entry = tx.put_object(places.get(container)?, hex(&key), ObjType::Map)?;
            tx.put(&entry, field, value.into_automerge())?;
            Ok(())
        })
    }

    /// Sets a value of an entry, by the entry's key; nothing where it stands already.
    ///
    /// # Errors
    /// `Limit` when there is no such entry.
    pub(super) fn put_in_entry(
        &mut self,
        writer: &Writer,
        (container, key): (&'static str, &str),
        (field, value): (&str, Scalar),
    ) -> Result<Option<Chunk>, EditError> {
        check(field, Some(&value))?;
        let place = self.entry_places(container).into_iter().find(|place| place.key == key);
        let map = place.and_then(|place| place.map).ok_or(EditError::Limit)?;
        if self.stated_in(&map, field, None).settled() == Some(&value) {
            return Ok(None);
        }
        self.edit(writer, |tx, _| Ok(tx.put(&map, field, value.into_automerge())?))
    }
}
