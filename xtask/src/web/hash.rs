//! The two hashes of a built file: a short one for its address, and the one that a browser checks.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha384};

/// Sixteen hexadecimal digits: enough that no two builds of one file share an address.
pub fn short(bytes: &[u8]) -> String {
    Sha384::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The hash in the form of the `integrity` attribute (W3C Subresource Integrity).
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_integrity_is_the_one_that_browsers_compute() {
        let empty = "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb";
        assert_eq!(super::integrity(b""), empty);
        assert_eq!(super::short(b""), "38b060a751ac9638");
    }
}
