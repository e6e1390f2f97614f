//! The chunks of a push, read as hostile bytes. It must never read on once a push is too much.

use shared::documents::{Chunk, ChunkError};
use shared::protocol::{Push, Refusal, limits};

use super::Refused;

/// Reads the chunks; what they are when inflated counts, and reading stops where it is too much.
pub(super) fn parse(push: &Push) -> Result<Vec<Chunk>, Refused> {
    if push.changes.len() > limits::PUSH_CHANGES_MAX {
        return Err(Refused::all(Refusal::TooLarge));
    }
    let (mut bytes, mut operations) = (0, 0);
    let mut chunks = Vec::with_capacity(push.changes.len());
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
        if bytes > limits::PUSH_BYTES_MAX || operations > limits::PUSH_OPERATIONS_MAX {
            return Err(Refused::all(Refusal::TooLarge));
        }
        chunks.push(chunk);
    }
    Ok(chunks)
}
