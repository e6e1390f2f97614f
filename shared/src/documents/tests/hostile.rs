//! Bytes from outside are hostile: none of them stops the program or makes it large, and what is
//! taken is taken in one form alone.

use std::num::NonZeroU64;

use automerge::legacy::Op;
use automerge::{ActorId, Change, ExpandedChange};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::crafted::*;
use super::*;
use crate::documents::{ChunkError, hash_of_plain, operations_of_plain, touches};
use crate::ids::from_hex;
use crate::protocol::limits;

#[test]
fn a_change_of_our_own_is_taken_plain_and_compressed_with_equal_bytes() {
    let plain = a_change();
    let squeezed = sealed(2, &body(&plain));
    assert_ne!(plain, squeezed);
    let (one, other) = (Chunk::parse(&plain).unwrap(), Chunk::parse(&squeezed).unwrap());
    assert_eq!(one.bytes(), plain);
    assert_eq!(other.bytes(), plain);
    assert_eq!(one.hash(), other.hash());
    assert_eq!(hash_of_plain(&plain), Some(one.hash()));
    assert_eq!(hash_of_plain(&squeezed), None);
    assert_eq!(operations_of_plain(&plain), Some(one.operations()));
    // What Automerge itself compresses is taken too.
    let mut change = Change::try_from(plain.as_slice()).unwrap();
    assert_eq!(Chunk::parse(&change.bytes()).unwrap().bytes(), plain);
}

#[test]
fn a_chunk_cut_short_anywhere_is_refused() {
    for whole in [a_change(), sealed(2, &body(&a_change()))] {
        for length in 0..whole.len() {
            assert!(Chunk::parse(&whole[..length]).is_err(), "{length}");
        }
    }
}

#[test]
fn a_chunk_with_bytes_after_it_is_refused() {
    let mut bytes = a_change();
    bytes.push(0);
    assert_eq!(Chunk::parse(&bytes).unwrap_err(), ChunkError::Malformed);
    let two = [a_change(), a_change()].concat();
    assert_eq!(Chunk::parse(&two).unwrap_err(), ChunkError::Malformed);
}

#[test]
fn a_changed_bit_anywhere_is_refused() {
    for whole in [a_change(), sealed(2, &body(&a_change()))] {
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut bytes = whole.clone();
                bytes[at] ^= 1 << bit;
                if let Ok(taken) = Chunk::parse(&bytes) {
                    // Deflate has several forms of one content; a plain chunk has one.
                    assert_eq!(taken.bytes(), a_change(), "bit {bit} of byte {at}");
                    assert_eq!(whole[8], 2, "bit {bit} of byte {at}");
                }
            }
        }
    }
}

#[test]
fn documents_bundles_and_unknown_chunks_are_refused_by_their_type() {
    let saved = a_visit().save();
    assert_eq!(Chunk::parse(&saved).unwrap_err(), ChunkError::WrongType(0));
    for kind in [3, 4, 255] {
        let refused = Chunk::parse(&sealed(kind, &body(&a_change()))).unwrap_err();
        assert_eq!(refused, ChunkError::WrongType(kind));
    }
    assert_eq!(Chunk::parse(b"").unwrap_err(), ChunkError::Malformed);
    assert_eq!(Chunk::parse(b"GET / HTTP/1.1").unwrap_err(), ChunkError::Malformed);
}

#[test]
fn a_length_written_longer_than_needed_is_refused() {
    let plain = a_change();
    let width = uleb_width(&plain[9..]);
    let mut longer = plain[..9 + width].to_vec();
    longer[8 + width] |= 0x80;
    longer.push(0);
    longer.extend(&plain[9 + width..]);
    assert_eq!(Chunk::parse(&longer).unwrap_err(), ChunkError::Malformed);
}

#[test]
fn a_compressed_bomb_costs_no_more_than_the_limit() {
    let bomb = sealed(2, &vec![0; 64 * 1024 * 1024]);
    assert!(bomb.len() < limits::CHANGE_BYTES_MAX);
    let refused = Chunk::parse(&bomb).unwrap_err();
    assert_eq!(refused, ChunkError::TooLarge(limits::CHANGE_BYTES_MAX));
    let large = vec![0; limits::CHANGE_BYTES_MAX + 1];
    assert!(matches!(Chunk::parse(&large), Err(ChunkError::TooLarge(_))));
}

#[test]
fn five_million_null_insertions_in_113_bytes_are_refused_before_any_is_made() {
    let bomb = sealed(1, &null_inserts(5_000_000));
    assert!(bomb.len() <= 113, "{}", bomb.len());
    let refused = Chunk::parse(&bomb).unwrap_err();
    assert_eq!(refused, ChunkError::TooManyOperations(5_000_000));
    assert_eq!(operations_of_plain(&bomb), None, "refused by the first look, not after it was read");
    // More than could ever be counted one by one: refused at once all the same.
    let endless = sealed(1, &null_inserts(1 << 60));
    assert!(matches!(Chunk::parse(&endless), Err(ChunkError::TooManyOperations(_))));
}

#[test]
fn the_limit_of_operations_is_met_at_its_edge() {
    let most = limits::OPERATIONS_MAX as u64;
    assert!(Chunk::parse(&sealed(1, &null_inserts(most))).is_ok());
    assert_eq!(
        Chunk::parse(&sealed(1, &null_inserts(most + 1))).unwrap_err(),
        ChunkError::TooManyOperations(limits::OPERATIONS_MAX + 1)
    );
}

#[test]
fn one_operation_that_names_endless_predecessors_is_refused() {
    let count = 1u64 << 40;
    let mut group = vec![1];
    group.extend(uleb(count));
    let bomb = columns(&[
        (0x15, [vec![0x7f, 1], b"k".to_vec()].concat()),
        (0x34, vec![1]),
        (0x42, vec![1, 1]),
        (0x56, vec![1, 0]),
        (0x70, group),
        (0x71, run(count, 0)),
        (0x73, run(count, 0)),
    ]);
    assert_eq!(Chunk::parse(&sealed(1, &bomb)).unwrap_err(), ChunkError::Malformed);
}

#[test]
fn an_operation_that_points_at_an_actor_or_counter_that_is_not_there_is_refused() {
    let one = |object_actor: Vec<u8>, object_counter: Vec<u8>| {
        columns(&[
            (0x01, object_actor),
            (0x02, object_counter),
            (0x15, [vec![0x7f, 1], b"k".to_vec()].concat()),
            (0x34, vec![1]),
            (0x42, vec![1, 1]),
            (0x56, vec![1, 0]),
            (0x70, vec![1, 0]),
        ])
    };
    assert!(Chunk::parse(&sealed(1, &one(vec![1, 0], vec![1, 1]))).is_ok());
    let nobody = one(vec![1, 1], vec![1, 1]);
    assert_eq!(Chunk::parse(&sealed(1, &nobody)).unwrap_err(), ChunkError::Malformed);
    let beyond = one(vec![1, 0], [vec![1], uleb(1 << 32)].concat());
    assert_eq!(Chunk::parse(&sealed(1, &beyond)).unwrap_err(), ChunkError::Malformed);
}

#[test]
fn an_actor_that_is_not_16_bytes_is_refused() {
    for length in [0usize, 15, 17] {
        let change = expanded(vec![3; length], Vec::new(), Vec::new());
        let refused = Chunk::parse(change.raw_bytes()).unwrap_err();
        assert_eq!(refused, ChunkError::Actor(length));
    }
}

#[test]
fn dependencies_are_limited() {
    let hashes = |count: usize| {
        (0..count).map(|n| automerge::ChangeHash(Sha256::digest(n.to_be_bytes()).into())).collect::<Vec<_>>()
    };
    let most = expanded(vec![3; 16], hashes(limits::DEPENDENCIES_MAX), Vec::new());
    assert!(Chunk::parse(most.raw_bytes()).is_ok());
    let over = expanded(vec![3; 16], hashes(limits::DEPENDENCIES_MAX + 1), Vec::new());
    assert_eq!(
        Chunk::parse(over.raw_bytes()).unwrap_err(),
        ChunkError::TooManyDependencies(limits::DEPENDENCIES_MAX + 1)
    );
}

fn expanded(actor: Vec<u8>, deps: Vec<automerge::ChangeHash>, operations: Vec<Op>) -> Change {
    Change::from(ExpandedChange {
        operations,
        actor_id: ActorId::from(actor),
        hash: None,
        seq: 1,
        start_op: NonZeroU64::new(12).unwrap(),
        time: 0,
        message: None,
        deps,
        extra_bytes: Vec::new(),
        author: None,
    })
}

#[test]
fn the_ten_bytes_that_stop_a_sync_decoder_are_no_chunk() {
    let bytes = from_hex::<10>("42000001000100000000").unwrap();
    assert_eq!(Chunk::parse(&bytes).unwrap_err(), ChunkError::Malformed);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    /// Damage that an attacker has put a right checksum around: it reaches the readers behind it.
    #[test]
    fn no_body_with_a_right_checksum_stops_the_program(
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut body = body(&a_change());
        for (at, byte) in edits {
            let at = at.index(body.len());
            body[at] = byte;
        }
        if let Some(cut) = cut {
            body.truncate(cut.index(body.len()));
        }
        if let Ok(chunk) = Chunk::parse(&sealed(1, &body)) {
            prop_assert!(chunk.operations() <= limits::OPERATIONS_MAX);
            prop_assert_eq!(chunk.bytes(), sealed(1, &body));
            let document = a_visit();
            let _judged = touches(&document, &chunk);
        }
    }

    #[test]
    fn no_bytes_at_all_stop_the_program(
        kind in 0u8..4, bytes in proptest::collection::vec(any::<u8>(), 0..200)
    ) {
        let _plain = Chunk::parse(&bytes);
        let _framed = Chunk::parse(&sealed(kind, &bytes));
    }
}
