//! The access log: each row's hash covers the one before. It must read it in pages: it only grows.

use super::{Fault, PAGE, Verified};
use crate::keys::EntryHash;
use crate::storage::{Storage, StorageError, chained_access};

/// Follows the chain from its beginning to the first row that does not hold on to it.
pub(super) async fn check(storage: &dyn Storage, verified: &mut Verified) -> Result<(), StorageError> {
    let (mut number, mut hash) = (0, EntryHash::default());
    loop {
        let page = storage.accesses(number, PAGE).await?;
        if page.is_empty() {
            return Ok(());
        }
        for row in page {
            number += 1;
            hash = chained_access(hash, number, &row.access);
            if (row.number, row.hash) != (number, hash) {
                let what = format!("{number}番目で前とつながりません。そこから後の行は、確かめられません");
                verified.find(Fault::BrokenRule, "閲覧の記録", what);
                return Ok(());
            }
            verified.accesses += 1;
        }
    }
}
