//! Records of what was done: each one value of bytes under a random key, put once. They are read
//! in one order that all devices share, in which each comes after what its writer knew. It must
//! never leave out a record, also one it cannot read.

use automerge::{ObjId, ReadDoc};

use super::chunk::Chunk;
use super::document::{Document, EditError, Writer};
use super::field::{Scalar, actor_of};
use crate::ids::{Actor, ChangeHash, hex};

/// One record as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub key: String,
    pub actor: Actor,
    pub change: Option<ChangeHash>,
    /// The bytes; none where something else stands.
    pub bytes: Option<Vec<u8>>,
}

impl Document {
    /// Every record of a log, in the shared order.
    pub(super) fn entries(&self, container: &'static str) -> Vec<Entry> {
        let Some(object) = self.container(container) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for key in self.keys(container) {
            for (value, id) in self.automerge().get_all(object, &key).unwrap_or_default() {
                let (Some(actor), ObjId::Id(number, _, _)) = (actor_of(&id), &id) else {
                    continue;
                };
                let change = self.automerge().hash_for_opid(&id).map(|hash| ChangeHash(hash.0));
                let bytes = value.as_bytes().map(<[u8]>::to_vec);
                found.push((*number, Entry { key: key.clone(), actor, change, bytes }));
            }
        }
        // An operation is numbered above all that its writer knew.
        found.sort_by(|(one, a), (other, b)| (one, a.actor, &a.key).cmp(&(other, b.actor, &b.key)));
        found.into_iter().map(|(_, entry)| entry).collect()
    }

    /// Adds a record. `key` is random.
    pub(super) fn append(
        &mut self,
        writer: &Writer,
        container: &'static str,
        key: [u8; 16],
        bytes: Vec<u8>,
    ) -> Result<Option<Chunk>, EditError> {
        self.set_all(writer, container, vec![(hex(&key), Some(Scalar::Bytes(bytes)))])
    }
}
