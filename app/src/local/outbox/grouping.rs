//! Which changes go into one parcel: of one document, in the order in which they were written, and no more than fit a
//! delivery. It must never put a change before one that it may build on.

use shared::ids::DocumentId;
use shared::protocol::limits;

use crate::local::vault::NewChunk;

/// The changes of one parcel.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Group<'a> {
    pub(super) document: DocumentId,
    pub(super) chunks: Vec<&'a NewChunk>,
}

/// Changes in their order as groups in theirs. A document's changes stay in order; those of another one may come
/// between, for no change builds on another document's.
pub(super) fn groups<'a>(chunks: &[&'a NewChunk]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for chunk in chunks {
        let last = groups.iter_mut().rev().find(|group| group.document == chunk.document);
        match last.filter(|group| has_room(&group.chunks, chunk)) {
            Some(group) => group.chunks.push(chunk),
            None => groups.push(Group { document: chunk.document, chunks: vec![chunk] }),
        }
    }
    groups
}

fn has_room(chunks: &[&NewChunk], next: &NewChunk) -> bool {
    let bytes: usize = chunks.iter().map(|chunk| chunk.bytes.len()).sum();
    bytes + next.bytes.len() <= limits::PARCEL_BYTES_MAX && chunks.len() < limits::PARCEL_CHANGES_MAX
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::ids::ChangeHash;
    use shared::time::Instant;

    fn chunk(document: u8, hash: u8, bytes: usize) -> NewChunk {
        let at = Some(Instant::from_ms(1));
        NewChunk {
            document: DocumentId([document; 16]),
            hash: ChangeHash([hash; 32]),
            bytes: vec![0; bytes],
            owed_at: at,
        }
    }

    fn hashes(chunks: &[NewChunk]) -> Vec<(u8, Vec<u8>)> {
        let chunks: Vec<&NewChunk> = chunks.iter().collect();
        let of = |group: &Group<'_>| group.chunks.iter().map(|chunk| chunk.hash.0[0]).collect();
        groups(&chunks).iter().map(|group| (group.document.0[0], of(group))).collect()
    }

    #[test]
    fn what_is_stored_together_is_one_parcel_a_document_in_the_order_of_writing() {
        let together = [chunk(1, 1, 10), chunk(2, 2, 10), chunk(1, 3, 10), chunk(2, 4, 10)];
        assert_eq!(hashes(&together), [(1, vec![1, 3]), (2, vec![2, 4])]);
        assert_eq!(hashes(&[]), []);
    }

    #[test]
    fn a_parcel_holds_so_many_changes_and_bytes_and_the_next_begins() {
        let most = limits::PARCEL_CHANGES_MAX;
        let many: Vec<NewChunk> = (0..=most).map(|hash| chunk(1, hash as u8, 1)).collect();
        assert_eq!(hashes(&many).iter().map(|(_, held)| held.len()).collect::<Vec<_>>(), [most, 1]);
        const { assert!(limits::PARCEL_BYTES_MAX >= limits::CHANGE_BYTES_MAX) };
        let half = limits::PARCEL_BYTES_MAX / 2;
        assert_eq!(hashes(&[chunk(1, 1, half), chunk(1, 2, half), chunk(1, 3, 1)]), [(1, vec![1, 2]), (1, vec![3])]);
        let whole = limits::PARCEL_BYTES_MAX;
        assert_eq!(hashes(&[chunk(1, 1, whole), chunk(1, 2, 1)]), [(1, vec![1]), (1, vec![2])]);
    }
}
