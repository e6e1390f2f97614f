//! Between rows of the database and typed values. It must never guess: what cannot be read is
//! `Damaged`, with the name of what it was.

use shared::ids::{Actor, ChangeHash, DeviceId, DocumentId, MemberId};

use crate::storage::{Principal, StorageError};

const SQLITE_FULL: i64 = 13;
const SQLITE_CORRUPT: i64 = 11;
const SQLITE_NOTADB: i64 = 26;
const SQLITE_CONSTRAINT: i64 = 19;

/// What a failure of the database means to who asked.
pub(super) fn failure(error: sqlx::Error) -> StorageError {
    let sqlx::Error::Database(database) = &error else {
        return match error {
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => damaged(error.to_string()),
            other => StorageError::Unavailable(other.to_string()),
        };
    };
    let code = database.code().and_then(|code| code.parse::<i64>().ok());
    // The low byte is the primary code, the rest says more.
    match code.map(|code| code & 0xff) {
        Some(SQLITE_FULL) => StorageError::Full,
        Some(SQLITE_CORRUPT | SQLITE_NOTADB) => damaged(database.message().to_owned()),
        Some(SQLITE_CONSTRAINT) => StorageError::Conflict(database.message().to_owned()),
        _ => StorageError::Unavailable(database.message().to_owned()),
    }
}

/// What is stored cannot be right.
pub(super) fn damaged(what: impl Into<String>) -> StorageError {
    StorageError::Damaged { what: what.into() }
}

/// A count or place, which is never negative.
pub(super) fn count(value: i64, what: &str) -> Result<u64, StorageError> {
    u64::try_from(value).map_err(|_| damaged(format!("{what} is {value}")))
}

/// A count as the database keeps it.
pub(super) fn stored(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A limit as the database takes it.
pub(super) fn limit(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

pub(super) fn member_id(bytes: &[u8]) -> Result<MemberId, StorageError> {
    MemberId::from_slice(bytes).ok_or_else(|| damaged("a member's id"))
}

pub(super) fn device_id(bytes: &[u8]) -> Result<DeviceId, StorageError> {
    DeviceId::from_slice(bytes).ok_or_else(|| damaged("a device's id"))
}

pub(super) fn document_id(bytes: &[u8]) -> Result<DocumentId, StorageError> {
    DocumentId::from_slice(bytes).ok_or_else(|| damaged("a document's id"))
}

pub(super) fn change_hash(bytes: &[u8]) -> Result<ChangeHash, StorageError> {
    ChangeHash::from_slice(bytes).ok_or_else(|| damaged("a change's hash"))
}

pub(super) fn actor(bytes: &[u8]) -> Result<Actor, StorageError> {
    Actor::from_slice(bytes).ok_or_else(|| damaged("an actor"))
}

/// The author of a change: both or neither.
pub(super) fn author(member: Option<Vec<u8>>, device: Option<Vec<u8>>) -> Result<Option<Principal>, StorageError> {
    match (member, device) {
        (None, None) => Ok(None),
        (Some(member), Some(device)) => {
            Ok(Some(Principal { member: member_id(&member)?, device: device_id(&device)? }))
        }
        _ => Err(damaged("an author with only one of member and device")),
    }
}
