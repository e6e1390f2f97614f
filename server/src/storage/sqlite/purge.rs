//! Ending a document: its key is destroyed first, then its bytes, authors and readers go, its row stays as
//! a tombstone, and the feed tells everybody who could read it. Its figure lines stay, as they hold neither
//! person nor word and past years must count the same. It must never leave anything of the content behind.

use std::collections::BTreeSet;

use shared::documents::Kind;
use shared::ids::{DocumentId, MemberId};
use sqlx::SqliteConnection;

use super::access::readers_of_any_state_sql;
use super::convert::{count, damaged, document_id, failure, member_id};
use super::{SqliteStore, figures};
use crate::keys::{Entry, KeyRing, Tombstone, Traces};
use crate::storage::StorageError;

/// Everything that goes with a document.
const ENDED: [&str; 5] = [
    "DELETE FROM pack WHERE document = ?",
    "DELETE FROM change WHERE document = ?",
    "DELETE FROM actor WHERE document = ?",
    "DELETE FROM access WHERE document = ?",
    "DELETE FROM refused WHERE document = ?",
];

/// What somebody saw of a document when they decided that it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// How many changes it had.
    pub changes: u64,
    /// The revision of its readers.
    pub access_rev: u64,
    /// How many refused changes were kept for it.
    pub refused: u64,
}

/// An ending that somebody decided upon.
#[derive(Debug, Clone)]
pub struct Ending {
    /// What the trail says of it.
    pub entry: Entry,
    /// What the document was then: it does not end if anything came since.
    pub seen: Seen,
}

/// Ends a document; the trail's entry is kept in one transaction with the destroying of its key. Nothing is
/// written to the database between the last look at the document and its end, so that no word is
/// acknowledged under a key that is destroyed. Cut off after that, the rest is done when the store opens next.
/// Gives what is left of the key; none where no such document lived.
///
/// # Errors
/// `Stale` when the document is not what was seen any more; nothing has ended then.
pub(super) async fn purge(
    store: &SqliteStore,
    document: DocumentId,
    now_ms: i64,
    ending: Option<Ending>,
) -> Result<Option<Traces>, StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = purge_in(writing.connection(), &store.keys, (document, now_ms), ending).await;
    writing.end(result).await
}

async fn purge_in(
    connection: &mut SqliteConnection,
    keys: &KeyRing,
    (document, now_ms): (DocumentId, i64),
    ending: Option<Ending>,
) -> Result<Option<Traces>, StorageError> {
    let row: Option<(Vec<u8>, String, String, Option<i64>)> =
        sqlx::query_as("SELECT id, kind, prefecture, ? FROM document WHERE id = ? AND state = 'live'")
            .bind(now_ms)
            .bind(&document.0[..])
            .fetch_optional(&mut *connection)
            .await
            .map_err(failure)?;
    let Some(row) = row else {
        return Ok(None);
    };
    if let Some(ending) = &ending
        && seen(&mut *connection, document).await? != ending.seen
    {
        return Err(StorageError::Stale);
    }
    let tombstone = tombstone_from(row)?;
    // Nothing ends without a word of it: who decided, or at least that it was done.
    let entry = ending.map_or_else(|| Entry::of_end("purge", &tombstone), |ending| ending.entry);
    let traces = keys.end(tombstone.clone(), entry).await?;
    bury(connection, &tombstone).await?;
    Ok(Some(traces))
}

async fn seen(connection: &mut SqliteConnection, document: DocumentId) -> Result<Seen, StorageError> {
    let (changes, access_rev, refused): (i64, i64, i64) = sqlx::query_as(
        "SELECT changes, access_rev, (SELECT count(*) FROM refused r WHERE r.document = d.id) FROM document d
         WHERE d.id = ?",
    )
    .bind(&document.0[..])
    .fetch_one(connection)
    .await
    .map_err(failure)?;
    Ok(Seen {
        changes: count(changes, "a count of changes")?,
        access_rev: count(access_rev, "a revision of readers")?,
        refused: count(refused, "a count of refused changes")?,
    })
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
    figures::ended(&mut *connection, document).await?;
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
