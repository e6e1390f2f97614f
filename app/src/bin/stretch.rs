//! Makes a short secret long: Argon2id, in a module of its own that a worker runs, so that the page
//! stays alive meanwhile and its memory goes with the worker. It must never keep or send what it is
//! given.

use argon2::{Algorithm, Argon2, Params, Version};
use wasm_bindgen::prelude::wasm_bindgen;

/// How long what comes out is, in bytes.
const LENGTH: usize = 32;

fn main() {}

/// Argon2id (RFC 9106) of a secret with a salt: so much memory in KiB, so often over it, one lane.
/// `None` if the numbers are none that it takes, or there is no such memory.
#[wasm_bindgen]
pub fn stretch(secret: &[u8], salt: &[u8], memory_kib: u32, passes: u32) -> Option<Vec<u8>> {
    let params = Params::new(memory_kib, passes, 1, Some(LENGTH)).ok()?;
    let mut out = vec![0; LENGTH];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(secret, salt, &mut out).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn it_is_argon2id_as_the_reference_implementation_computes_it() {
        // `echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32`, from its own test list.
        let made = stretch(b"password", b"somesalt", 65_536, 2).unwrap();
        assert_eq!(hex(&made), "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    }

    #[test]
    fn everything_that_goes_in_counts() {
        let base = stretch(b"2580", b"somesalt", 64, 1);
        for other in [
            stretch(b"2581", b"somesalt", 64, 1),
            stretch(b"2580", b"somesalz", 64, 1),
            stretch(b"2580", b"somesalt", 72, 1),
            stretch(b"2580", b"somesalt", 64, 2),
        ] {
            assert!(other.is_some() && other != base);
        }
        assert_eq!(stretch(b"2580", b"short", 64, 1), None);
        assert_eq!(stretch(b"2580", b"somesalt", 1, 1), None);
    }
}
