//! Bytes without end into `from_device`.
#![no_main]
#![allow(dead_code, clippy::unwrap_used, clippy::panic, reason = "a fuzz target stops at what is wrong")]

#[path = "../bodies.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::from_device(bytes));
