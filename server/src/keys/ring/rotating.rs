//! Replacing the key file: the new key lies on the disk before any key is wrapped with it, all keys are
//! wrapped anew in one transaction, and only then does the new key take the old one's place. Cut off at
//! any moment, one of the two files on the disk opens the store.

use super::super::rows::{Added, Rewrap};
use super::{About, Key, KeyError, KeyRing, open, seal};
use crate::keys::KeyId;
use crate::storage::StorageError;

/// What a rotation did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotated {
    /// The key file before.
    pub from: KeyId,
    /// The key file now.
    pub to: KeyId,
    /// Keys wrapped anew.
    pub keys: u64,
}

/// A step of a rotation that is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The new key lies beside the file.
    Written,
    /// Every key is wrapped with it.
    Wrapped,
    /// It has taken the file's place.
    Promoted,
}

impl KeyRing {
    /// Replaces the key file. Relays and commands that hold the old key take the new one up by themselves.
    ///
    /// # Errors
    /// When a file or the key store cannot be written, or another rotation is under way.
    pub async fn rotate(&self) -> Result<Rotated, StorageError> {
        self.rotate_until(|_| true).await
    }

    /// The same, cut off after the step that `goes_on` says no to.
    pub(crate) async fn rotate_until(&self, goes_on: impl Fn(Step) -> bool) -> Result<Rotated, StorageError> {
        // One rotation at a time: each holds this lock from the new key to its taking the old one's place.
        let _alone = self.file.alone()?;
        // By what is only read, and not on the disk, no key may be destroyed.
        self.rows.sound().await?;
        self.follow().await?;
        let (old, new) = (self.wrapping(), Key::random()?);
        let cut = || StorageError::from(KeyError::Rotating);
        if self.file.read()?.is_none_or(|here| here.id() != old.id()) {
            // A rotation was cut off and left the key in force beside the file alone.
            self.file.promote(old.id())?;
        }
        self.file.write_next(&new, old.id())?;
        if !goes_on(Step::Written) {
            return Err(cut());
        }
        let (added, keys) = self.rows.rewrap(old.id(), new.id(), rewrap(old.clone(), new.clone())).await?;
        if added != Added::Done || !goes_on(Step::Wrapped) {
            return Err(cut());
        }
        self.file.promote(new.id())?;
        self.take_up(new.id())?;
        if !goes_on(Step::Promoted) {
            return Err(cut());
        }
        Ok(Rotated { from: old.id(), to: new.id(), keys })
    }
}

fn rewrap(old: Key, new: Key) -> Rewrap {
    Box::new(move |document, wrapped| {
        let about = document.map_or(About::ReceiptKey, About::DocumentKey);
        let key = open(&old, about, wrapped).map(zeroize::Zeroizing::new);
        let key = key.ok_or_else(|| KeyError::BadKey(format!("{about:?}")))?;
        seal(&new, about, &key)
    })
}
