//! The bytes of every message, written once and kept for ever: a device in use must be able to
//! speak with a relay of any later day.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::samples;
use crate::ids::hex;
use crate::protocol::*;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/protocol")
}

fn kept(name: &str) -> Option<String> {
    let text = std::fs::read_to_string(folder().join(format!("{name}.cbor.hex"))).ok()?;
    Some(text.split_whitespace().collect())
}

fn bytes_of(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.map(byte).collect()
}

fn assert_kept(name: &str, encoded: &[u8]) -> Vec<u8> {
    let now = hex(encoded);
    assert_eq!(Some(&now), kept(name).as_ref(), "{name}.cbor.hex:\n{now}\n");
    bytes_of(&now)
}

#[test]
fn every_message_of_a_device_has_the_bytes_it_always_had() {
    for (name, message) in samples::from_device() {
        let bytes = assert_kept(name, &encode_from_device(&message));
        assert_eq!(decode_from_device(&bytes), Ok(message), "{name}");
    }
}

#[test]
fn every_message_of_the_relay_has_the_bytes_it_always_had() {
    for (name, message) in samples::from_relay() {
        let bytes = assert_kept(name, &encode_from_relay(&message));
        assert_eq!(decode_from_relay(&bytes), Ok(message), "{name}");
    }
}

#[test]
fn every_fixture_belongs_to_a_message_and_every_message_has_one() {
    let files: BTreeSet<String> =
        std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    let device = samples::from_device().into_iter().map(|(name, _)| name);
    let relay = samples::from_relay().into_iter().map(|(name, _)| name);
    let names: Vec<String> = device.chain(relay).map(|n| format!("{n}.cbor.hex")).collect();
    assert_eq!(names.len(), files.len());
    assert_eq!(files, names.into_iter().collect());
}

#[test]
fn every_code_has_the_text_it_always_had() {
    let refusals: Vec<_> = Refusal::ALL.iter().map(|code| code.code()).collect();
    assert_eq!(
        refusals,
        [
            "no-right",
            "guarded",
            "malformed",
            "too-large",
            "missing",
            "author",
            "receipt",
            "computed",
            "shape",
            "gone",
            "later"
        ]
    );
    let closings: Vec<_> = CloseCode::ALL.iter().map(|code| code.code()).collect();
    assert_eq!(closings, ["version", "ticket", "signed-out", "malformed", "limit", "slow", "away"]);
    for refusal in Refusal::ALL {
        assert_eq!(Refusal::from_code(refusal.code()), Some(*refusal));
        assert_eq!(refusal.is_passing(), *refusal == Refusal::Later);
    }
}
