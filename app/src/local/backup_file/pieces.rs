//! Sealing a backup file and opening it: pieces of one size, each bound to its place, to the head and to whether it is
//! the last, so that none can be changed, moved, or cut off unseen. It must never give what was opened before the
//! last piece has been.

use js_sys::Uint8Array;

use super::BACKUP_BYTES_MAX;
use super::head::{HEAD_BYTES, Head, NoHead};
use crate::local::idb::IdbError;
use crate::local::keys;
use crate::local::seal::{NONCE_BYTES, TAG_BYTES};
use crate::platform::random;
use crate::platform::stretching::Work;

/// How much of what is sealed stands in a piece; in the last one less, or as much.
const PIECE_BYTES: usize = 64 * 1024;
/// What a guess at the phrase costs: whoever has the file has all the time there is.
const WORK: Work = Work { memory_kib: 64 * 1024, passes: 3 };
/// What the key is for.
const KEY: &str = "otozure backup file 1";
/// The longest file that is looked at.
const FILE_BYTES_MAX: usize = HEAD_BYTES + BACKUP_BYTES_MAX + (BACKUP_BYTES_MAX / PIECE_BYTES + 1) * TAG_BYTES;

/// Why a file was not opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotOpenedFile {
    /// It is no such file.
    #[error("no backup file")]
    NotOne,
    /// It is of a form that this version does not know.
    #[error("of a newer form")]
    Newer,
    /// It is longer than any that is made.
    #[error("too large")]
    TooLarge,
    /// Its first piece does not open: another phrase, or altered.
    #[error("another phrase, or altered")]
    Shut,
    /// It begins well, and then it is altered or cut off.
    #[error("altered or cut off")]
    Broken,
    /// The browser did not do it.
    #[error(transparent)]
    Browser(#[from] IdbError),
}

/// Seals bytes with a phrase: the parts of the file, in their order.
///
/// # Errors
/// The browser does not do it.
pub async fn seal(phrase: &str, plain: &[u8]) -> Result<Vec<Uint8Array>, IdbError> {
    let salt = random::bytes().ok_or_else(|| IdbError::Failed("the browser gives no randomness".to_owned()))?;
    let head = Head { work: WORK, salt }.to_bytes();
    let key = keys::of_phrase(phrase, &salt, WORK, KEY).await?;
    let mut parts = vec![Uint8Array::from(head.as_slice())];
    for (nonce, piece) in cut(plain) {
        parts.push(key.seal_at(&nonce, &head, piece).await?);
    }
    Ok(parts)
}

/// Opens a file with a phrase, to its end.
///
/// # Errors
/// Why not; then nothing of it is given.
pub async fn open(phrase: &str, file: &Uint8Array) -> Result<Vec<u8>, NotOpenedFile> {
    let head_bytes = file.subarray(0, HEAD_BYTES as u32).to_vec();
    let head = Head::read(&head_bytes).map_err(|no| match no {
        NoHead::NotOne => NotOpenedFile::NotOne,
        NoHead::Newer => NotOpenedFile::Newer,
    })?;
    if file.length() as usize > FILE_BYTES_MAX {
        return Err(NotOpenedFile::TooLarge);
    }
    let key = keys::of_phrase(phrase, &head.salt, head.work, KEY).await?;
    let mut plain = Vec::new();
    let places = places(file.length() as usize - HEAD_BYTES);
    if places.is_empty() {
        return Err(NotOpenedFile::Broken);
    }
    for (number, (nonce, from, to)) in places.into_iter().enumerate() {
        let piece = file.subarray((HEAD_BYTES + from) as u32, (HEAD_BYTES + to) as u32);
        let opened = key.open_at(&nonce, &head_bytes, &piece).await;
        let opened = opened.map_err(|_| if number == 0 { NotOpenedFile::Shut } else { NotOpenedFile::Broken })?;
        plain.extend(opened);
    }
    Ok(plain)
}

/// The nonce of a piece: its number, and whether it is the last. Each file has a key of its own.
fn nonce(number: usize, last: bool) -> [u8; NONCE_BYTES] {
    let number = u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes();
    let mut nonce = [0; NONCE_BYTES];
    for (to, from) in nonce.iter_mut().skip(NONCE_BYTES - 5).zip(number.into_iter().chain([u8::from(last)])) {
        *to = from;
    }
    nonce
}

/// What is to be sealed, piece by piece; of nothing there is one empty piece.
fn cut(plain: &[u8]) -> Vec<([u8; NONCE_BYTES], &[u8])> {
    let pieces: Vec<&[u8]> = if plain.is_empty() { vec![plain] } else { plain.chunks(PIECE_BYTES).collect() };
    let last = pieces.len() - 1;
    pieces.into_iter().enumerate().map(|(number, piece)| (nonce(number, number == last), piece)).collect()
}

/// Where the sealed pieces of so many bytes stand.
fn places(length: usize) -> Vec<([u8; NONCE_BYTES], usize, usize)> {
    let whole = PIECE_BYTES + TAG_BYTES;
    let count = length.div_ceil(whole);
    let place = |number: usize| (nonce(number, number + 1 == count), number * whole, length.min((number + 1) * whole));
    (0..count).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_found_where_they_were_put_at_every_length() {
        for length in [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES] {
            let plain = vec![7; length];
            let pieces = cut(&plain);
            let sealed: usize = pieces.iter().map(|(_, piece)| piece.len() + TAG_BYTES).sum();
            let places = places(sealed);
            assert_eq!(places.len(), pieces.len(), "{length}");
            for ((nonce, piece), (other, from, to)) in pieces.iter().zip(&places) {
                assert_eq!((nonce, piece.len() + TAG_BYTES), (other, to - from), "{length}");
            }
        }
    }

    #[test]
    fn a_nonce_names_the_place_and_the_end() {
        assert_eq!(nonce(0, false), [0; 12]);
        assert_eq!(nonce(0x0102, true), [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 1]);
        // What is cut off after a piece ends with one that is not the last.
        let (whole, cut_off) = (places(3 * (PIECE_BYTES + TAG_BYTES)), places(2 * (PIECE_BYTES + TAG_BYTES)));
        assert_ne!(whole[1].0, cut_off[1].0);
    }

    #[test]
    fn the_largest_backup_is_read_again() {
        let plain = vec![0; BACKUP_BYTES_MAX];
        let sealed: usize = cut(&plain).iter().map(|(_, piece)| piece.len() + TAG_BYTES).sum();
        assert!(HEAD_BYTES + sealed <= FILE_BYTES_MAX);
        assert!(HEAD_BYTES + sealed + PIECE_BYTES > FILE_BYTES_MAX, "nor is much more than it");
    }
}
