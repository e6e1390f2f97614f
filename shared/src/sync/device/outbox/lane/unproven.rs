//! What others wrote and this device cannot prove: the receipt of a writing session counts only beside the change it was
//! given for, and that change may be damaged here. It must never leave out a word of the member's own.

use std::collections::BTreeSet;

use crate::documents::Chunk;
use crate::ids::{Actor, ChangeHash, MemberId};
use crate::protocol::Receipt;
use crate::sync::OwedChange;

/// Takes out of what is brought back what this member did not write and no receipt proves, with what builds on it.
pub(super) fn leave_out(changes: &mut Vec<OwedChange>, receipts: &[Receipt], member: Option<MemberId>) {
    let here: BTreeSet<ChangeHash> = changes.iter().map(|change| change.hash).collect();
    let unproven: BTreeSet<Actor> = receipts
        .iter()
        .filter(|receipt| Some(receipt.member) != member && !here.contains(&receipt.hash))
        .map(|receipt| receipt.actor)
        .collect();
    if unproven.is_empty() {
        return;
    }
    let mut out = BTreeSet::new();
    // Each stands after what it builds on.
    changes.retain(|change| {
        let chunk = Chunk::parse(&change.bytes);
        let stays =
            chunk.is_ok_and(|chunk| !unproven.contains(&chunk.actor()) && !chunk.deps().any(|dep| out.contains(&dep)));
        if !stays {
            out.insert(change.hash);
        }
        stays
    });
}
