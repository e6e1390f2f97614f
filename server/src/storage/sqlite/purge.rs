//! Ending a document: its key is destroyed first, then its bytes, authors and readers go, its row stays as
//! a tombstone, and the feed tells everybody who could read it. Its figure lines stay, as they hold neither
//! person nor word and past years must count the same. It must never leave anything of the content behind.

use std::collections::BTreeSet;

use shared::documents::Kind;
use shared::ids::{DocumentId, MemberId};
use sqlx::SqliteConnection;

use super::SqliteStore;
use super::access::readers_of_any_state_sql;
use super::convert::{damaged, document_id, failure, member_id};
use crate::keys::{Entry, Tombstone};
use crate::storage::StorageError;

/// Everything that goes with a document.
const ENDED: [&str; 5] = [
    "DELETE FROM pack WHERE document = ?",
    "DELETE FROM change WHERE document = ?",
    "DELETE FROM actor WHERE document = ?",
    "DELETE FROM access WHERE document = ?",
    "DELETE FROM refused WHERE document = ?",
];

/// Ends a document; the trail's entry is kept in one transaction with the destroying of its key. Cut off
/// after that, the rest is done when the store opens next.
pub(super) async fn purge(
    store: &SqliteStore,
    document: DocumentId,
    now_ms: i64,
    entry: Option<Entry>,
) -> Result<bool, StorageError> {
    let row: Option<(Vec<u8>, String, String, Option<i64>)> =
        sqlx::query_as("SELECT id, kind, prefecture, ? FROM document WHERE id = ? AND state = 'live'")
            .bind(now_ms)
            .bind(&document.0[..])
            .fetch_optional(store.readers())
            .await
            .map_err(failure)?;
    let Some(row) = row else {
        return Ok(false);
    };
    let tombstone = tombstone_from(row)?;
    store.keys.end(tombstone.clone(), entry).await?;
    let mut writing = store.writer().begin().await?;
    let result = bury(writing.connection(), &tombstone).await;
    writing.end(result).await
}

/// A tombstone from its columns.
pub(super) fn tombstone_from(
    (id, kind, prefecture, at_ms): (Vec<u8>, String, String, Option<i64>),
) -> Result<Tombstone, StorageError> {
    let document = document_id(&id)?;
    Ok(Tombstone {
        document,
        kind: Kind::from_code(&kind).ok_or_else(|| damaged(format!("kind {kind} of {document}")))?,
        prefecture: prefecture.parse().map_err(|_| damaged(format!("the prefecture of {document}")))?,
        at_ms: at_ms.unwrap_or(0),
    })
}

/// Makes the database agree with a tombstone; gives whether the document lived until now. A document that
/// the database does not know gets its row, so that nobody brings it back.
pub(super) async fn bury(connection: &mut SqliteConnection, tombstone: &Tombstone) -> Result<bool, StorageError> {
    let document = tombstone.document;
    sqlx::query(
        "INSERT INTO document (id, kind, prefecture, root, created_at, state, changes, access_rev, purged_at)
         VALUES (?1, ?2, ?3, x'', ?4, 'purged', 0, 0, ?4) ON CONFLICT DO NOTHING",
    )
    .bind(&document.0[..])
    .bind(tombstone.kind.code())
    .bind(tombstone.prefecture.as_str())
    .bind(tombstone.at_ms)
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    let ended = sqlx::query(
        "UPDATE document SET state = 'purged', root = x'', changes = 0, packed = 0, access_rev = access_rev + 1, purged_at = ?
         WHERE id = ? AND state = 'live'",
    )
    .bind(tombstone.at_ms)
    .bind(&document.0[..])
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    for member in could_read(&mut *connection, document).await? {
        sqlx::query("INSERT INTO feed (mark, what, document, member) VALUES (randomblob(8), 'purged', ?, ?)")
            .bind(&document.0[..])
            .bind(&member.0[..])
            .execute(&mut *connection)
            .await
            .map_err(failure)?;
    }
    for statement in ENDED {
        sqlx::query(statement).bind(&document.0[..]).execute(&mut *connection).await.map_err(failure)?;
    }
    Ok(ended.rows_affected() == 1)
}

/// Who reads it, also those whose membership has ended: it may stand again, and their device still has
/// the document.
async fn could_read(
    connection: &mut SqliteConnection,
    document: DocumentId,
) -> Result<BTreeSet<MemberId>, StorageError> {
    let rows: Vec<(Vec<u8>,)> =
        sqlx::query_as(readers_of_any_state_sql!("DISTINCT m.id", "a.document = ? ORDER BY m.id"))
            .bind(&document.0[..])
            .fetch_all(connection)
            .await
            .map_err(failure)?;
    rows.iter().map(|(id,)| member_id(id)).collect()
}
