//! Storing judged batches: changes, readers, figures and feed rows of each in one savepoint, all
//! savepoints in one transaction, so that many batches wait for the disk once. It must never
//! store a batch whose judgement no longer holds, and refuses what contradicts the log even if
//! the judgement let it pass.

mod readers;
mod strangers;

pub(super) use readers::insert_loss;
pub(super) use strangers::NAME as STRANGER;

use std::collections::BTreeMap;

use shared::ids::{DocumentId, MemberId};
use sqlx::{Executor, SqliteConnection};

use super::convert::{count, damaged, failure, stored};
use super::figures::{self, Source};
use super::{SqliteStore, access, documents, sealing};
use crate::keys::{About, Key, seal};
use crate::storage::figures::office_of;
use crate::storage::reading::reading_rows;
use crate::storage::{Batch, Birth, Committed, Cursor, DocumentState, NewChange, Principal, StorageError};

pub(super) async fn commit_all(
    store: &SqliteStore,
    batches: Vec<Batch>,
) -> Result<Vec<Result<Committed, StorageError>>, StorageError> {
    let keys = sealing::for_batches(store, &batches).await?;
    let mut writing = store.writer().begin().await?;
    let result = commit_each(writing.connection(), &keys, batches).await;
    writing.end(result).await
}

async fn commit_each(
    connection: &mut SqliteConnection,
    keys: &BTreeMap<DocumentId, Key>,
    batches: Vec<Batch>,
) -> Result<Vec<Result<Committed, StorageError>>, StorageError> {
    let mut results = Vec::with_capacity(batches.len());
    for batch in batches {
        connection.execute("SAVEPOINT batch").await.map_err(failure)?;
        let result = commit_one(connection, keys, &batch).await;
        match result {
            Ok(_) | Err(StorageError::Stale | StorageError::Conflict(_)) => {}
            // The disk or the file: no batch of this transaction can be promised.
            Err(error) => return Err(error),
        }
        if result.is_err() {
            connection.execute("ROLLBACK TO batch").await.map_err(failure)?;
        }
        connection.execute("RELEASE batch").await.map_err(failure)?;
        results.push(result);
    }
    Ok(results)
}

async fn commit_one(
    connection: &mut SqliteConnection,
    keys: &BTreeMap<DocumentId, Key>,
    batch: &Batch,
) -> Result<Committed, StorageError> {
    let document = batch.access.document();
    access::still_holds(connection, document, batch.access.relied_on()).await?;
    let head = documents::head_in(connection, document).await?;
    let key = keys.get(&document);
    match (&batch.birth, &head) {
        (Some(birth), None) => {
            // Without a key it was purged between two questions of the judgement.
            let key = key.ok_or(StorageError::Stale)?;
            insert_document(connection, (document, key), birth, batch).await?;
        }
        (None, Some(head)) if head.state == DocumentState::Live && head.changes == batch.judged_upon => {}
        _ => return Err(StorageError::Stale),
    }
    let key = key.ok_or_else(|| StorageError::Conflict(format!("document {document} has no key")))?;
    let mut changes = batch.judged_upon;
    for change in &batch.changes {
        changes += 1;
        insert_change(connection, (document, key), changes, change, batch.received_at_ms).await?;
    }
    let mut cursor = None;
    if changes > batch.judged_upon {
        let span = (batch.judged_upon + 1, changes);
        cursor = Some(insert_change_row(connection, document, span).await?);
        set_changes(connection, document, changes).await?;
    }
    let mut committed = Committed { document, changes, cursor, gained: Vec::new(), lost: Vec::new() };
    if let Some(ties) = &batch.ties {
        let kind = batch.birth.as_ref().map(|birth| birth.kind);
        let kind = kind.or(head.map(|head| head.kind)).ok_or(StorageError::Stale)?;
        let wanted = reading_rows(kind, ties);
        let told = told_of_loss(batch);
        let born = batch.birth.is_some();
        readers::replace(connection, wanted, (born, told), &mut committed).await?;
    }
    if let Some(cursor) = settle_figures(connection, document, batch).await? {
        committed.cursor = Some(cursor);
    }
    Ok(committed)
}

/// What the document contributes from now on, and to which office it belongs; the feed row that tells.
async fn settle_figures(
    connection: &mut SqliteConnection,
    document: DocumentId,
    batch: &Batch,
) -> Result<Option<Cursor>, StorageError> {
    if batch.ties.is_none() && batch.figures.is_none() {
        return Ok(None);
    }
    let stood = match &batch.ties {
        Some(ties) => ties.clone(),
        None => access::ties_in(connection, document).await?,
    };
    let name = document.to_string();
    let source = Source { name: &name, imported: false };
    figures::settle(connection, source, office_of(&stood), batch.figures.as_deref()).await
}

/// Who brings a document into being, or brings back what others wrote or the store had, has it on a
/// device: if they may not read it once that is stored, they are told, though the store itself never
/// took the right from them.
fn told_of_loss(batch: &Batch) -> Option<MemberId> {
    let bringer = batch.access.relied_on().member?.who.member;
    let of_others = |change: &NewChange| change.author.is_some_and(|author| author.member != bringer);
    let again = batch.birth.is_some() || batch.changes.is_empty() || batch.changes.iter().any(of_others);
    again.then_some(bringer)
}

async fn insert_document(
    connection: &mut SqliteConnection,
    (document, key): (DocumentId, &Key),
    birth: &Birth,
    batch: &Batch,
) -> Result<(), StorageError> {
    if batch.changes.is_empty() || batch.ties.is_none() {
        let what = format!("new document {document} without a change or without ties");
        return Err(StorageError::Conflict(what));
    }
    sqlx::query(
        "INSERT INTO document (id, kind, prefecture, root, created_at, state, changes, access_rev)
         VALUES (?, ?, ?, ?, ?, 'live', 0, 0)",
    )
    .bind(&document.0[..])
    .bind(birth.kind.code())
    .bind(birth.prefecture.as_str())
    .bind(seal(key, About::Root(document), &birth.root)?)
    .bind(batch.received_at_ms)
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}

async fn insert_change(
    connection: &mut SqliteConnection,
    (document, key): (DocumentId, &Key),
    position: u64,
    change: &NewChange,
    received_at_ms: i64,
) -> Result<(), StorageError> {
    bind_actor(connection, document, change, received_at_ms).await?;
    let author = change.author;
    sqlx::query(
        "INSERT INTO change
           (document, position, hash, actor, seq, member, device, received_at, bytes)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&document.0[..])
    .bind(stored(position))
    .bind(&change.hash.0[..])
    .bind(&change.actor.0[..])
    .bind(stored(change.seq))
    .bind(author.map(|who| who.member.0.to_vec()))
    .bind(author.map(|who| who.device.0.to_vec()))
    .bind(received_at_ms)
    .bind(seal(key, About::Change(document, change.hash), &change.bytes)?)
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}

/// Binds a new actor to its author; holds a known one to its author and to an unbroken stream.
async fn bind_actor(
    connection: &mut SqliteConnection,
    document: DocumentId,
    change: &NewChange,
    received_at_ms: i64,
) -> Result<(), StorageError> {
    let tail = documents::tail_in(connection, document, change.actor).await?;
    let next = tail.map_or(1, |tail| tail.last_seq + 1);
    if change.seq != next {
        let what = format!("change {} of {}, expected {next}", change.seq, change.actor);
        return Err(StorageError::Conflict(what));
    }
    match tail {
        Some(tail) if tail.author == change.author => Ok(()),
        Some(_) => {
            let what = format!("{} is bound to another author", change.actor);
            Err(StorageError::Conflict(what))
        }
        None => {
            if let Some(author) = change.author {
                strangers::remember(&mut *connection, author, received_at_ms).await?;
            }
            insert_actor(connection, document, change, change.author).await
        }
    }
}

async fn insert_actor(
    connection: &mut SqliteConnection,
    document: DocumentId,
    change: &NewChange,
    author: Option<Principal>,
) -> Result<(), StorageError> {
    sqlx::query("INSERT INTO actor (document, actor, member, device) VALUES (?, ?, ?, ?)")
        .bind(&document.0[..])
        .bind(&change.actor.0[..])
        .bind(author.map(|who| who.member.0.to_vec()))
        .bind(author.map(|who| who.device.0.to_vec()))
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}

async fn insert_change_row(
    connection: &mut SqliteConnection,
    document: DocumentId,
    (first, last): (u64, u64),
) -> Result<Cursor, StorageError> {
    let row: (i64, Vec<u8>) = sqlx::query_as(
        "INSERT INTO feed (mark, what, document, first, last)
         VALUES (randomblob(8), 'change', ?, ?, ?) RETURNING number, mark",
    )
    .bind(&document.0[..])
    .bind(stored(first))
    .bind(stored(last))
    .fetch_one(connection)
    .await
    .map_err(failure)?;
    cursor_from(row)
}

/// A cursor from its columns.
pub(super) fn cursor_from((number, mark): (i64, Vec<u8>)) -> Result<Cursor, StorageError> {
    Ok(Cursor {
        number: count(number, "a feed number")?,
        mark: mark.try_into().map_err(|_| damaged("the mark of a feed row"))?,
    })
}

async fn set_changes(
    connection: &mut SqliteConnection,
    document: DocumentId,
    changes: u64,
) -> Result<(), StorageError> {
    sqlx::query("UPDATE document SET changes = ? WHERE id = ?")
        .bind(stored(changes))
        .bind(&document.0[..])
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}
