//! Change chunks from outside, read as hostile bytes: only change chunks, inflated by us up to a
//! limit, checksum and counts checked before anything is applied. It must never touch a document.

mod columns;

use automerge::legacy::OpType;
use automerge::{Change, ScalarValue};
use sha2::{Digest, Sha256};

use crate::ids::{Actor, ChangeHash};
use crate::protocol::limits;

/// The four bytes every Automerge chunk starts with.
const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const TYPE_CHANGE: u8 = 1;
const TYPE_COMPRESSED: u8 = 2;
/// Magic and checksum come before the type.
const TYPE_AT: usize = 8;
/// Magic, checksum and type come before the length.
const LENGTH_AT: usize = 9;

/// Why bytes are not a change that may be looked at further.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChunkError {
    /// Not an Automerge chunk at all, cut short, or with bytes left over.
    #[error("not a whole change chunk")]
    Malformed,
    /// A document, a bundle or an unknown type: only changes travel.
    #[error("chunk of type {0}, only changes are taken")]
    WrongType(u8),
    /// The checksum does not fit the bytes.
    #[error("the checksum does not fit")]
    Checksum,
    /// More bytes than `limits::CHANGE_BYTES_MAX`, before or after inflating.
    #[error("a change of more than {0} bytes")]
    TooLarge(usize),
    /// More operations than `limits::OPERATIONS_MAX`.
    #[error("a change of {0} operations")]
    TooManyOperations(usize),
    /// More dependencies than `limits::DEPENDENCIES_MAX`.
    #[error("a change with {0} dependencies")]
    TooManyDependencies(usize),
    /// An actor that is not 16 bytes.
    #[error("an actor of {0} bytes")]
    Actor(usize),
}

/// One change, checked for shape and size, not yet for right or sense.
#[derive(Debug, Clone)]
pub struct Chunk {
    change: Change,
    actor: Actor,
    bytes: Vec<u8>,
}

impl Chunk {
    /// Reads one change chunk, plain or compressed. The bytes kept are always the plain form,
    /// so that equal changes have equal bytes.
    pub fn parse(bytes: &[u8]) -> Result<Self, ChunkError> {
        if bytes.len() > limits::CHANGE_BYTES_MAX {
            return Err(ChunkError::TooLarge(limits::CHANGE_BYTES_MAX));
        }
        let (checksum, kind, body) = split(bytes)?;
        let plain = match kind {
            TYPE_CHANGE => bytes.to_vec(),
            TYPE_COMPRESSED => frame(checksum, &inflate(body)?),
            other => return Err(ChunkError::WrongType(other)),
        };
        let (_, _, body) = split(&plain)?;
        columns::operations(body)?;
        let change = Change::try_from(plain.as_slice()).map_err(|_| ChunkError::Malformed)?;
        if change.hash().0.get(..4) != Some(checksum.as_slice()) {
            return Err(ChunkError::Checksum);
        }
        Self::admit(change, plain)
    }

    /// Takes a change this program made itself.
    pub(super) fn own(change: Change) -> Result<Self, ChunkError> {
        let bytes = change.raw_bytes().to_vec();
        Self::admit(change, bytes)
    }

    fn admit(change: Change, bytes: Vec<u8>) -> Result<Self, ChunkError> {
        if bytes.len() > limits::CHANGE_BYTES_MAX {
            return Err(ChunkError::TooLarge(limits::CHANGE_BYTES_MAX));
        }
        if change.len() > limits::OPERATIONS_MAX {
            return Err(ChunkError::TooManyOperations(change.len()));
        }
        if change.deps().len() > limits::DEPENDENCIES_MAX {
            return Err(ChunkError::TooManyDependencies(change.deps().len()));
        }
        let raw = change.actor_id().to_bytes();
        let actor = Actor::from_slice(raw).ok_or(ChunkError::Actor(raw.len()))?;
        Ok(Self { change, actor, bytes })
    }

    /// The change's hash, by which everybody knows it.
    pub fn hash(&self) -> ChangeHash {
        ChangeHash(self.change.hash().0)
    }

    /// Who wrote it: one writing session of one member on one device.
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// Its place in the actor's stream, from 1.
    pub fn seq(&self) -> u64 {
        self.change.seq()
    }

    /// The changes it builds on.
    pub fn deps(&self) -> impl Iterator<Item = ChangeHash> + '_ {
        self.change.deps().iter().map(|d| ChangeHash(d.0))
    }

    /// How many operations it has.
    pub fn operations(&self) -> usize {
        self.change.len()
    }

    /// When its device says it was made, in seconds since 1970.
    pub fn time_seconds(&self) -> i64 {
        self.change.timestamp()
    }

    /// The plain chunk.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The plain chunk, taken.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub(super) fn change(&self) -> &Change {
        &self.change
    }

    /// What was typed in it, in the order of typing, and each value that was entered on a line of its own: for words
    /// whose document cannot be put together. What it took away is not known without the document.
    pub fn typed(&self) -> String {
        let mut typed = String::new();
        for op in self.change.decode().operations {
            if let OpType::Put(ScalarValue::Str(text)) = op.action {
                if !op.insert && !typed.is_empty() {
                    typed.push('\n');
                }
                typed.push_str(&text);
            }
        }
        typed
    }

    pub(super) fn into_change(self) -> Change {
        self.change
    }
}

/// The hash of a plain change chunk, without reading the change: for bytes that were checked
/// before. `None` if it is not a plain change chunk at all.
pub fn hash_of_plain(bytes: &[u8]) -> Option<ChangeHash> {
    let (_, kind, _) = split(bytes).ok()?;
    let hashed = bytes.get(TYPE_AT..)?;
    (kind == TYPE_CHANGE).then(|| ChangeHash(Sha256::digest(hashed).into()))
}

/// How many operations a plain change chunk says it has, without reading the change; `None` if it
/// is not a plain change chunk, or one over a limit.
pub fn operations_of_plain(bytes: &[u8]) -> Option<usize> {
    let (_, kind, body) = split(bytes).ok()?;
    (kind == TYPE_CHANGE).then(|| columns::operations(body).ok())?
}

/// Cuts a chunk into checksum, type and body; the length must fit exactly.
fn split(bytes: &[u8]) -> Result<([u8; 4], u8, &[u8]), ChunkError> {
    let malformed = ChunkError::Malformed;
    if bytes.get(..4) != Some(MAGIC.as_slice()) {
        return Err(malformed);
    }
    let checksum = bytes.get(4..8).and_then(|c| c.try_into().ok()).ok_or(ChunkError::Malformed)?;
    let kind = bytes.get(8).copied().ok_or(ChunkError::Malformed)?;
    let (length, used) = read_uleb(bytes.get(LENGTH_AT..).unwrap_or_default())?;
    let body = bytes.get(LENGTH_AT + used..).unwrap_or_default();
    if usize::try_from(length) != Ok(body.len()) {
        return Err(malformed);
    }
    Ok((checksum, kind, body))
}

fn read_uleb(bytes: &[u8]) -> Result<(u64, usize), ChunkError> {
    let mut value = 0u64;
    for (index, byte) in bytes.iter().take(9).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            // Only the shortest form: equal changes must have equal bytes.
            let shortest = *byte != 0 || index == 0;
            return shortest.then_some((value, index + 1)).ok_or(ChunkError::Malformed);
        }
    }
    Err(ChunkError::Malformed)
}

/// Puts a plain change chunk together again from an inflated body.
fn frame(checksum: [u8; 4], body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() + 16);
    out.extend(MAGIC);
    out.extend(checksum);
    out.push(TYPE_CHANGE);
    let mut length = body.len();
    while length >= 0x80 {
        out.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    out.push(length as u8);
    out.extend(body);
    out
}

/// Inflates at most the limit and one byte, so that a bomb costs no more than the limit.
fn inflate(body: &[u8]) -> Result<Vec<u8>, ChunkError> {
    use std::io::Read;
    let mut out = Vec::new();
    let room = limits::CHANGE_BYTES_MAX as u64 + 1;
    flate2::read::DeflateDecoder::new(body).take(room).read_to_end(&mut out).map_err(|_| ChunkError::Malformed)?;
    if out.len() > limits::CHANGE_BYTES_MAX {
        return Err(ChunkError::TooLarge(limits::CHANGE_BYTES_MAX));
    }
    Ok(out)
}
