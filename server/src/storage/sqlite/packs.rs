//! Older changes of a document, packed together: compressed, sealed in one row, found by position. Readers
//! get the very bytes that were stored. One turn of packing is bounded, and waits for nobody: what it does
//! under the write lock is a few thousand short statements at most.

mod codec;

use shared::ids::{ChangeHash, DocumentId};
use sqlx::SqliteConnection;

use super::SqliteStore;
use super::convert::{count, damaged, document_id, failure, stored};
use super::documents::changes_between;
use super::sealing::Opener;
use crate::keys::{About, seal};
use crate::storage::{StorageError, StoredChange};

/// Changes in one pack at most.
const PACK_CHANGES_MAX: u64 = 1_024;
/// Plain bytes in one pack at most, but for a single change that is larger.
const PACK_BYTES_MAX: usize = 512 * 1024;
/// The newest changes of a document stay as they are: they are what devices ask for.
const UNPACKED_MIN: u64 = 64;
/// How many bytes stand for a change that lies in a pack.
const LENGTH_BYTES: usize = 4;

/// The length of a change that lies in a pack; none if the row holds the change itself.
pub(super) fn packed_length(bytes: &[u8]) -> Option<usize> {
    let length: [u8; LENGTH_BYTES] = bytes.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(length)).ok()
}

/// The pack that was opened last: positions are asked for in order.
#[derive(Debug, Default)]
pub(super) struct Packs {
    first: u64,
    chunks: Vec<Vec<u8>>,
}

impl Packs {
    /// The bytes of a change that lies in a pack.
    pub(super) async fn change(
        &mut self,
        connection: &mut SqliteConnection,
        opener: &mut Opener<'_>,
        position: u64,
    ) -> Result<Vec<u8>, StorageError> {
        let missing =
            |document: DocumentId| damaged(format!("文書 {document} の{position}番目の変更をまとめたものがありません"));
        if self.at(position).is_none() {
            self.load(connection, opener, position).await?;
        }
        self.at(position).cloned().ok_or_else(|| missing(opener.document()))
    }

    fn at(&self, position: u64) -> Option<&Vec<u8>> {
        let index = usize::try_from(position.checked_sub(self.first)?).ok()?;
        self.chunks.get(index)
    }

    async fn load(
        &mut self,
        connection: &mut SqliteConnection,
        opener: &mut Opener<'_>,
        position: u64,
    ) -> Result<(), StorageError> {
        let document = opener.document();
        let row: Option<(i64, i64, Vec<u8>)> = sqlx::query_as(
            "SELECT first, last, bytes FROM pack WHERE document = ? AND first <= ? ORDER BY first DESC LIMIT 1",
        )
        .bind(&document.0[..])
        .bind(stored(position))
        .fetch_optional(connection)
        .await
        .map_err(failure)?;
        let Some((first, last, sealed)) = row else { return Ok(()) };
        let (first, last) = (count(first, "the first of a pack")?, count(last, "the last of a pack")?);
        let plain = opener.pack((first, last), &sealed).await?;
        let chunks = codec::unpack(&plain).filter(|chunks| chunks.len() as u64 == last - first + 1);
        self.chunks =
            chunks.ok_or_else(|| damaged(format!("文書 {document} の{first}番目からをまとめたものが壊れています")))?;
        self.first = first;
        Ok(())
    }
}

/// What one turn has packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packed {
    /// The document.
    pub document: DocumentId,
    /// The first position.
    pub first: u64,
    /// The last position.
    pub last: u64,
}

/// Packs some older changes of one document, whichever: one that is damaged does not stand before the others.
/// None if no document has enough of them.
pub(super) async fn pack_some(store: &SqliteStore) -> Result<Option<Packed>, StorageError> {
    let mut reading = store.readers().begin().await.map_err(failure)?;
    let row: Option<(Vec<u8>, i64, i64)> = sqlx::query_as(
        "SELECT id, packed, changes FROM document WHERE state = 'live' AND changes - packed >= 320
         ORDER BY random() LIMIT 1",
    )
    .fetch_optional(&mut *reading)
    .await
    .map_err(failure)?;
    let Some((id, packed, changes)) = row else { return Ok(None) };
    let document = document_id(&id)?;
    let (packed, changes) = (count(packed, "a packed position")?, count(changes, "a count of changes")?);
    let last = changes.saturating_sub(UNPACKED_MIN).min(packed + PACK_CHANGES_MAX);
    let some = changes_between(&mut reading, &store.keys, document, (packed + 1, last), PACK_BYTES_MAX).await?;
    drop(reading);
    let Some(last) = some.last().map(|change| change.position) else {
        return Err(damaged(format!("文書 {document} の{}番目の変更がありません", packed + 1)));
    };
    let span = (packed + 1, last);
    let sealed = sealed(store, document, span, &some).await?;
    let mut writing = store.writer().begin().await?;
    let result = put(writing.connection(), (document, span), &sealed, &some).await;
    let put = writing.end(result).await?;
    Ok(put.then_some(Packed { document, first: span.0, last }))
}

async fn sealed(
    store: &SqliteStore,
    document: DocumentId,
    (first, last): (u64, u64),
    some: &[StoredChange],
) -> Result<Vec<u8>, StorageError> {
    let chunks: Vec<Vec<u8>> = some.iter().map(|change| change.bytes.clone()).collect();
    let plain = tokio::task::spawn_blocking(move || {
        let packed = codec::pack(&chunks)?;
        // What would not come back as it was is not packed at all.
        (codec::unpack(&packed).as_ref() == Some(&chunks)).then_some(packed)
    })
    .await;
    let plain = plain.ok().flatten().ok_or_else(|| damaged(format!("文書 {document} の変更をまとめられません")))?;
    let key = store.keys.key_of(document).await?;
    Ok(seal(&key, About::Pack(document, first, last), &plain)?)
}

/// Puts a pack in place of the bytes of its changes; not if the document has ended or was packed meanwhile.
async fn put(
    connection: &mut SqliteConnection,
    (document, (first, last)): (DocumentId, (u64, u64)),
    sealed: &[u8],
    some: &[StoredChange],
) -> Result<bool, StorageError> {
    let moved = sqlx::query("UPDATE document SET packed = ? WHERE id = ? AND state = 'live' AND packed = ?")
        .bind(stored(last))
        .bind(&document.0[..])
        .bind(stored(first - 1))
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    if moved.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query("INSERT INTO pack (document, first, last, bytes) VALUES (?, ?, ?, ?)")
        .bind(&document.0[..])
        .bind(stored(first))
        .bind(stored(last))
        .bind(sealed)
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    for change in some {
        replace(&mut *connection, document, change.hash, change.bytes.len()).await?;
    }
    Ok(true)
}

async fn replace(
    connection: &mut SqliteConnection,
    document: DocumentId,
    hash: ChangeHash,
    length: usize,
) -> Result<(), StorageError> {
    let length = u32::try_from(length).map_err(|_| damaged(format!("change {hash} is too long")))?;
    sqlx::query("UPDATE change SET bytes = ? WHERE document = ? AND hash = ?")
        .bind(&length.to_be_bytes()[..])
        .bind(&document.0[..])
        .bind(&hash.0[..])
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}
