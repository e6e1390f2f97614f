//! The keys that documents are sealed with, apart from the database: a random one for each document,
//! wrapped by a key file, beside what must outlive a restored database (tombstones of purged documents,
//! ended members and devices, the trail of who ended what). A key must never be logged, nor stand in the
//! database or in a backup of it; whoever destroys a document's key has ended the document everywhere.

mod cache;
mod error;
mod file;
mod key;
mod places;
mod ring;
mod rows;
mod seal;
mod trail;

pub use error::KeyError;
pub use file::KeyFile;
pub use key::{Key, KeyId};
pub use places::KeyPlaces;
#[cfg(test)]
pub(crate) use ring::Step;
pub use ring::{KeyRing, Rotated};
pub use rows::{Added, Identity, KeyRows, KeyStoreId, Revoked, Rewrap, Tombstone, Traces, Wrapped};
pub use seal::{About, SEAL_BYTES, open, seal};
pub use trail::{Entry, EntryHash, Trail, chained, gap};
