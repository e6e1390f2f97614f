//! Ending a document: its bytes, authors and readers go, its row stays as a tombstone, and the feed
//! tells everybody who could read it. Its figure lines stay, as they hold neither person nor word and
//! past years must count the same. It must never leave anything of the document's content behind.

use std::collections::BTreeSet;

use shared::ids::{DocumentId, MemberId};
use sqlx::SqliteConnection;

use super::access::readers_of_any_state_sql;
use super::convert::{failure, member_id};
use super::{SqliteStore, documents};
use crate::storage::{DocumentState, StorageError};

/// Everything that goes with a document.
const ENDED: [&str; 4] = [
    "DELETE FROM change WHERE document = ?",
    "DELETE FROM actor WHERE document = ?",
    "DELETE FROM access WHERE document = ?",
    "DELETE FROM refused WHERE document = ?",
];

pub(super) async fn purge(store: &SqliteStore, document: DocumentId, now_ms: i64) -> Result<bool, StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = purge_in(writing.connection(), document, now_ms).await;
    writing.end(result).await
}

async fn purge_in(connection: &mut SqliteConnection, document: DocumentId, now_ms: i64) -> Result<bool, StorageError> {
    let head = documents::head_in(&mut *connection, document).await?;
    if head.is_none_or(|head| head.state == DocumentState::Purged) {
        return Ok(false);
    }
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
    sqlx::query(
        "UPDATE document SET state = 'purged', root = x'', changes = 0, access_rev = access_rev + 1, purged_at = ?
         WHERE id = ?",
    )
    .bind(now_ms)
    .bind(&document.0[..])
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(true)
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
