//! The keys of documents that were used lately: two generations, so that the ones in use stay and memory
//! has a bound. It must never keep a key that was destroyed.

use std::collections::HashMap;

use shared::ids::DocumentId;

use super::Key;

/// Keys of one generation; twice as many are in memory at most.
pub const KEYS_CACHED_MAX: usize = 8_192;

/// The cache.
#[derive(Debug, Default)]
pub(super) struct Cache {
    young: HashMap<DocumentId, Key>,
    old: HashMap<DocumentId, Key>,
}

impl Cache {
    /// A document's key, if it was used lately.
    pub(super) fn get(&mut self, document: DocumentId) -> Option<Key> {
        if let Some(key) = self.young.get(&document) {
            return Some(key.clone());
        }
        let key = self.old.remove(&document)?;
        self.keep(document, key.clone());
        Some(key)
    }

    /// Keeps a key; what was not used for a whole generation goes.
    pub(super) fn keep(&mut self, document: DocumentId, key: Key) {
        if self.young.len() >= KEYS_CACHED_MAX {
            self.old = core::mem::take(&mut self.young);
        }
        self.young.insert(document, key);
    }

    /// Forgets a destroyed key.
    pub(super) fn forget(&mut self, document: DocumentId) {
        self.young.remove(&document);
        self.old.remove(&document);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(n: usize) -> DocumentId {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&n.to_be_bytes());
        DocumentId(id)
    }

    #[test]
    fn what_is_used_stays_and_memory_has_a_bound() {
        let mut cache = Cache::default();
        let key = Key::random().unwrap();
        for n in 0..5 * KEYS_CACHED_MAX {
            cache.keep(document(n), key.clone());
            assert!(cache.young.len() + cache.old.len() <= 2 * KEYS_CACHED_MAX);
            assert!(cache.get(document(0)).is_some(), "the one in use");
        }
        assert!(cache.get(document(1)).is_none());
        cache.forget(document(0));
        assert!(cache.get(document(0)).is_none());
    }
}
