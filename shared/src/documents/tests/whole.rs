//! A damaged chunk and all that builds on it are set aside; the rest opens.

use super::*;
use crate::documents::{OpenError, whole_part};

/// Genesis, then two branches: one of three changes, one of two.
fn branched() -> (Document, Vec<Vec<u8>>) {
    let (mut one, mut other) = (a_visit(), a_visit());
    for index in 0..3 {
        type_at(&mut one, &session(1), Section::Talked, index, "甲");
    }
    for index in 0..2 {
        type_at(&mut other, &session(2), Section::Words, index, "乙");
    }
    meet(&mut one, &mut other);
    let bytes = all_bytes(&one);
    assert_eq!(bytes.len(), 6);
    (one, bytes)
}

fn damaged(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    bytes
}

#[test]
fn a_damaged_chunk_and_all_that_builds_on_it_are_set_aside_and_the_rest_opens() {
    let (_, mut bytes) = branched();
    let first_of_one = bytes
        .iter()
        .position(|b| {
            let chunk = Chunk::parse(b).unwrap();
            chunk.actor() == session(1).actor && chunk.seq() == 1
        })
        .unwrap();
    bytes[first_of_one] = damaged(&bytes[first_of_one]);
    for turned in [false, true] {
        if turned {
            bytes.reverse();
        }
        let (whole, aside) = whole_part(&bytes);
        assert_eq!((whole.len(), aside.len()), (3, 3));
        let document = Document::open(&whole).unwrap();
        assert_eq!(note(&document, Section::Words), "乙乙");
        assert_eq!(note(&document, Section::Talked), "");
    }
}

#[test]
fn a_whole_document_has_nothing_to_set_aside_in_whatever_order_it_comes() {
    let (document, mut bytes) = branched();
    for _ in 0..bytes.len() {
        bytes.rotate_left(1);
        let (whole, aside) = whole_part(&bytes);
        assert!(aside.is_empty());
        assert_eq!(Document::open(&whole).unwrap().heads(), document.heads());
    }
}

#[test]
fn without_a_genesis_everything_is_set_aside_and_nothing_is_lost() {
    let (_, mut bytes) = branched();
    bytes[0].truncate(40);
    let (whole, aside) = whole_part(&bytes);
    assert!(whole.is_empty());
    assert_eq!(aside.len(), bytes.len());
}

#[test]
fn a_chunk_that_is_there_twice_is_counted_once() {
    let (document, mut bytes) = branched();
    bytes.extend(bytes.clone());
    let (whole, aside) = whole_part(&bytes);
    assert!(aside.is_empty());
    assert_eq!(Document::open(&whole).unwrap().heads(), document.heads());
}

#[test]
fn a_change_whose_ground_is_missing_is_never_taken_in_silence() {
    let (_, bytes) = branched();
    let without: Vec<_> = bytes.iter().enumerate().filter(|(i, _)| *i != 1).map(|(_, b)| b).collect();
    assert!(matches!(Document::open(&without), Err(OpenError::Missing(_))));
    let mut document = a_visit();
    let chunks: Vec<_> = bytes.iter().skip(2).map(|b| Chunk::parse(b).unwrap()).collect();
    let before = document.heads();
    assert!(matches!(document.apply(&chunks), Err(OpenError::Missing(_))));
    assert_eq!(document.heads(), before);
    // And what was refused left nothing behind that a later save would carry.
    assert_eq!(Document::open_saved(&document.save()).unwrap().heads(), before);
}

#[test]
fn a_second_change_of_one_place_in_a_stream_is_refused_and_harms_nothing() {
    let (mut one, mut other) = (a_visit(), a_visit());
    type_at(&mut one, &session(1), Section::Talked, 0, "本人");
    let stolen = type_at(&mut other, &session(1), Section::Talked, 0, "別人");
    let before = one.heads();
    assert!(one.apply(&[stolen]).is_err());
    assert_eq!(one.heads(), before);
    type_at(&mut one, &session(1), Section::Talked, 2, "の続き");
    assert_eq!(note(&one, Section::Talked), "本人の続き");
}

#[test]
fn a_saved_document_opens_as_it_was() {
    let (document, _) = branched();
    let saved = Document::open_saved(&document.save()).unwrap();
    assert_eq!(saved.heads(), document.heads());
    assert_eq!(visit::read(&saved), visit::read(&document));
    assert_eq!(all_bytes(&saved), all_bytes(&document));
    let mut broken = document.save();
    let middle = broken.len() / 2;
    broken[middle] ^= 0x40;
    assert!(Document::open_saved(&broken).is_err());
    assert!(Document::open_saved(&document.save()[..middle]).is_err());
}
