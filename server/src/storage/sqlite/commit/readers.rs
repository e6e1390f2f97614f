//! Replacing a document's readers: who gained hears of it by a grant with everything so far, who
//! lost by a loss. A right never moves the feed's past: its row says from which number it holds.

use std::collections::BTreeSet;

use shared::domain::Role;
use shared::ids::{DocumentId, MemberId};
use sqlx::SqliteConnection;

use super::cursor_from;
use crate::storage::reading::ReadingRow;
use crate::storage::sqlite::access::reading_members;
use crate::storage::sqlite::convert::{failure, stored};
use crate::storage::{Committed, Cursor, StorageError};

type Columns = (String, String, String);

fn columns(row: &ReadingRow) -> Columns {
    let role = row.role.map_or("", Role::code);
    (row.relation.to_owned(), row.subject.clone(), role.to_owned())
}

/// Makes `wanted` the readers, and tells `told` of a loss if they are none of them. For a document born in this batch the change row itself carries
/// everything, so its readers hold from there and need no grant.
pub(super) async fn replace(
    connection: &mut SqliteConnection,
    wanted: BTreeSet<ReadingRow>,
    (born, told): (bool, Option<MemberId>),
    committed: &mut Committed,
) -> Result<(), StorageError> {
    let document = committed.document;
    let had = rows_in(connection, document).await?;
    let wanted: BTreeSet<Columns> = wanted.iter().map(columns).collect();
    if had == wanted && told.is_none() {
        return Ok(());
    }
    let mut could = reading_members(connection, document).await?;
    for row in had.difference(&wanted) {
        delete(connection, document, row).await?;
    }
    if !wanted.is_subset(&had) {
        let since = match committed.cursor {
            Some(cursor) if born => cursor,
            _ => insert_grant(connection, document, committed.changes).await?,
        };
        committed.cursor = Some(since);
        for row in wanted.difference(&had) {
            insert(connection, document, row, since).await?;
        }
    }
    let can = reading_members(connection, document).await?;
    committed.gained = can.difference(&could).copied().collect();
    if let Some(member) = told
        && !can.contains(&member)
        && !was_told(connection, document, member).await?
    {
        could.insert(member);
    }
    for member in could.difference(&can) {
        committed.cursor = Some(insert_loss(connection, document, *member).await?);
        committed.lost.push(*member);
    }
    if had == wanted {
        return Ok(());
    }
    advance(connection, document).await
}

/// Whether the feed tells a member of a loss of this document already.
async fn was_told(
    connection: &mut SqliteConnection,
    document: DocumentId,
    member: MemberId,
) -> Result<bool, StorageError> {
    let row: Option<(i64,)> =
        sqlx::query_as("SELECT 1 FROM feed WHERE what = 'loss' AND document = ? AND member = ? LIMIT 1")
            .bind(&document.0[..])
            .bind(&member.0[..])
            .fetch_optional(connection)
            .await
            .map_err(failure)?;
    Ok(row.is_some())
}

async fn rows_in(connection: &mut SqliteConnection, document: DocumentId) -> Result<BTreeSet<Columns>, StorageError> {
    let rows: Vec<Columns> = sqlx::query_as("SELECT relation, subject, role FROM access WHERE document = ?")
        .bind(&document.0[..])
        .fetch_all(connection)
        .await
        .map_err(failure)?;
    Ok(rows.into_iter().collect())
}

async fn delete(
    connection: &mut SqliteConnection,
    document: DocumentId,
    (relation, subject, role): &Columns,
) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM access WHERE document = ? AND relation = ? AND subject = ? AND role = ?")
        .bind(&document.0[..])
        .bind(relation)
        .bind(subject)
        .bind(role)
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}

async fn insert(
    connection: &mut SqliteConnection,
    document: DocumentId,
    (relation, subject, role): &Columns,
    since: Cursor,
) -> Result<(), StorageError> {
    sqlx::query("INSERT INTO access (document, relation, subject, role, since) VALUES (?, ?, ?, ?, ?)")
        .bind(&document.0[..])
        .bind(relation)
        .bind(subject)
        .bind(role)
        .bind(stored(since.number))
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}

async fn insert_grant(
    connection: &mut SqliteConnection,
    document: DocumentId,
    changes: u64,
) -> Result<Cursor, StorageError> {
    let row: (i64, Vec<u8>) = sqlx::query_as(
        "INSERT INTO feed (mark, what, document, first, last)
         VALUES (randomblob(8), 'grant', ?, 1, ?) RETURNING number, mark",
    )
    .bind(&document.0[..])
    .bind(stored(changes))
    .fetch_one(connection)
    .await
    .map_err(failure)?;
    cursor_from(row)
}

/// A member's loss of one document.
pub(in crate::storage::sqlite) async fn insert_loss(
    connection: &mut SqliteConnection,
    document: DocumentId,
    member: MemberId,
) -> Result<Cursor, StorageError> {
    let row: (i64, Vec<u8>) = sqlx::query_as(
        "INSERT INTO feed (mark, what, document, member)
         VALUES (randomblob(8), 'loss', ?, ?) RETURNING number, mark",
    )
    .bind(&document.0[..])
    .bind(&member.0[..])
    .fetch_one(connection)
    .await
    .map_err(failure)?;
    cursor_from(row)
}

async fn advance(connection: &mut SqliteConnection, document: DocumentId) -> Result<(), StorageError> {
    sqlx::query("UPDATE document SET access_rev = access_rev + 1 WHERE id = ?")
        .bind(&document.0[..])
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}
