//! The bodies of the fuzz targets for seconds instead of hours: every file of their corpus, and what
//! chance makes of it. Where `cargo fuzz` is at hand it goes on from here (fuzz/Cargo.toml).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "test code")]

#[path = "../../fuzz/bodies.rs"]
mod bodies;

use std::path::PathBuf;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Cases that each target tries beside its corpus.
const CASES: u32 = 2_000;
/// Bytes that chance makes where it makes all of them.
const BYTES_MAX: usize = 400;

/// The files of a target's corpus, by name.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(Result::unwrap)
        .map(|file| (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap()))
        .collect();
    files.sort();
    assert!(files.len() >= 4, "{target}: {} files", files.len());
    files
}

/// A file of the corpus with some bytes changed, put in or cut away; or bytes of chance alone.
fn bytes(corpus: Vec<(String, Vec<u8>)>) -> impl Strategy<Value = Vec<u8>> {
    let whole = prop::sample::select(corpus).prop_map(|(_, bytes)| bytes);
    let edits = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..3), 0..6);
    let damaged = (whole, edits, prop::option::of(any::<prop::sample::Index>())).prop_map(|(mut bytes, edits, cut)| {
        for (at, byte, how) in edits {
            let at = at.index(bytes.len() + 1);
            match how {
                0 => bytes.insert(at, byte),
                1 if at < bytes.len() => drop(bytes.remove(at)),
                _ if at < bytes.len() => bytes[at] = byte,
                _ => bytes.push(byte),
            }
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len() + 1));
        }
        bytes
    });
    prop_oneof![4 => damaged, 1 => prop::collection::vec(any::<u8>(), 0..BYTES_MAX)]
}

/// A change of the corpus with damage that has a right checksum again: it reaches what stands behind.
fn resealed(bytes: &mut [u8]) {
    use sha2::{Digest, Sha256};
    if bytes.len() > 12 && bytes[8] == 1 {
        let digest = Sha256::digest(&bytes[8..]);
        bytes[4..8].copy_from_slice(&digest[..4]);
    }
}

fn holds(target: &str, body: fn(&[u8])) {
    let files = corpus(target);
    for (name, bytes) in &files {
        println!("{target}/{name}");
        body(bytes);
    }
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(CASES) });
    let tried = runner.run(&bytes(files), |bytes| {
        body(&bytes);
        let mut sealed = bytes;
        resealed(&mut sealed);
        body(&sealed);
        Ok(())
    });
    tried.unwrap_or_else(|found| panic!("{target}: {found}"));
}

#[test]
fn no_bytes_of_a_device_stop_the_relay() {
    holds("from_device", bodies::from_device);
}

#[test]
fn no_bytes_of_a_relay_stop_the_device() {
    holds("from_relay", bodies::from_relay);
}

#[test]
fn no_bytes_stop_who_reads_a_change() {
    holds("chunk", bodies::chunk);
}

#[test]
fn no_bytes_stop_who_reads_lines() {
    holds("lines", bodies::lines);
}

#[test]
fn no_bytes_stop_who_imports_a_file() {
    holds("import_file", bodies::import_file);
}
