//! Chunks in a row, each with its length before it, compressed. It must never give out more than it took
//! in: what unpacks to another length is no pack.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

/// A pack unpacks to this many bytes at most: far more than one is made of.
const UNPACKED_BYTES_MAX: u64 = 64 * 1024 * 1024;
const LENGTH_BYTES: usize = 4;

/// Packs chunks; none if one of them is too long to say.
pub(super) fn pack(chunks: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    for chunk in chunks {
        let length = u32::try_from(chunk.len()).ok()?;
        encoder.write_all(&length.to_be_bytes()).ok()?;
        encoder.write_all(chunk).ok()?;
    }
    encoder.finish().ok()
}

/// The chunks of a pack; none if it is damaged.
pub(super) fn unpack(packed: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut plain = Vec::new();
    let read = ZlibDecoder::new(packed).take(UNPACKED_BYTES_MAX + 1).read_to_end(&mut plain).ok()?;
    if read as u64 > UNPACKED_BYTES_MAX {
        return None;
    }
    let mut rest = plain.as_slice();
    let mut chunks = Vec::new();
    while !rest.is_empty() {
        let (length, after) = rest.split_at_checked(LENGTH_BYTES)?;
        let length = usize::try_from(u32::from_be_bytes(length.try_into().ok()?)).ok()?;
        let (chunk, after) = after.split_at_checked(length)?;
        chunks.push(chunk.to_vec());
        rest = after;
    }
    Some(chunks)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_packed_comes_back(chunks in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..40)) {
            prop_assert_eq!(unpack(&pack(&chunks).unwrap()), Some(chunks));
        }

        #[test]
        fn what_is_no_pack_harms_nothing(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _any = unpack(&bytes);
        }
    }

    #[test]
    fn a_pack_is_smaller_and_a_cut_one_is_none() {
        let chunks: Vec<Vec<u8>> =
            (0..100u8).map(|n| [&b"the same actor and the same words "[..], &[n]].concat()).collect();
        let packed = pack(&chunks).unwrap();
        assert!(packed.len() * 4 < chunks.iter().map(Vec::len).sum());
        assert_eq!(unpack(&packed[..packed.len() / 2]), None);
        let long = pack(&[vec![0; 10]]).unwrap();
        let mut plain = Vec::new();
        ZlibDecoder::new(long.as_slice()).read_to_end(&mut plain).unwrap();
        plain[3] = 11;
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&plain).unwrap();
        assert_eq!(unpack(&encoder.finish().unwrap()), None, "a length beyond the end");
    }
}
