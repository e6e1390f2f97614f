//! Limits of what documents are made of, each at its edge.

use super::crafted::{columns, run, sealed, uleb};
use super::*;
use crate::documents::operations_of_plain;
use crate::protocol::limits;

/// One operation that replaces so many.
fn replacing(count: usize) -> Vec<u8> {
    let count = count as u64;
    sealed(
        1,
        &columns(&[
            (0x15, [vec![0x7f, 1], b"k".to_vec()].concat()),
            (0x34, vec![1]),
            (0x42, vec![1, 1]),
            (0x56, vec![1, 0]),
            (0x70, [vec![1], uleb(count)].concat()),
            (0x71, run(count, 0)),
            (0x73, run(count, 0)),
        ]),
    )
}

#[test]
fn what_the_operations_of_a_change_replace_is_limited_at_its_edge() {
    assert_eq!(operations_of_plain(&replacing(limits::PREDECESSORS_MAX)), Some(1));
    assert_eq!(operations_of_plain(&replacing(limits::PREDECESSORS_MAX + 1)), None);
}

#[test]
fn the_largest_root_fits_its_limit_and_nothing_larger_is_read() {
    let mut root = root();
    let mut largest = root.canonical();
    for length in 1..1_000 {
        let confirmed_by = "𠮷".repeat(length);
        let intent = Intent { confirmed_by, ..intent() };
        root = Root::visit("140007".parse().unwrap(), Some(root.id()), intent, [7; 16]);
        match Root::parse(&root.canonical()) {
            Ok(_) => largest = root.canonical(),
            Err(_) => break,
        }
    }
    assert!(largest.len() <= limits::ROOT_BYTES_MAX, "{}", largest.len());
    largest.resize(limits::ROOT_BYTES_MAX + 1, 0);
    assert!(Root::parse(&largest).is_err());
}
