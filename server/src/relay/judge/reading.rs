//! The chunks of a push, read as hostile bytes. It must never read on once a push is too much.

use std::collections::BTreeSet;

use shared::documents::{Chunk, ChunkError};
use shared::protocol::{Push, Refusal, limits};

use super::Refused;

/// Reads the chunks; what they are when inflated counts, and reading stops where it is too much. So does the number
/// of writing sessions: each has a receipt in the answer.
///
/// # Errors
/// Why the push is not even judged.
pub fn parse(push: &Push) -> Result<Vec<Chunk>, Refused> {
    if push.changes.len() > limits::PUSH_CHANGES_MAX {
        return Err(Refused::all(Refusal::TooLarge));
    }
    let (mut bytes, mut operations) = (0, 0);
    let (mut chunks, mut actors) = (Vec::with_capacity(push.changes.len()), BTreeSet::new());
    for change in &push.changes {
        let chunk = Chunk::parse(change).map_err(|error| {
            Refused::all(match error {
                ChunkError::TooLarge(_) | ChunkError::TooManyOperations(_) | ChunkError::TooManyDependencies(_) => {
                    Refusal::TooLarge
                }
                _ => Refusal::Malformed,
            })
        })?;
        bytes += chunk.bytes().len();
        operations += chunk.operations();
        actors.insert(chunk.actor());
        let many = actors.len() > limits::RECEIPTS_MAX;
        if many || bytes > limits::PUSH_BYTES_MAX || operations > limits::PUSH_OPERATIONS_MAX {
            return Err(Refused::all(Refusal::TooLarge));
        }
        chunks.push(chunk);
    }
    Ok(chunks)
}
