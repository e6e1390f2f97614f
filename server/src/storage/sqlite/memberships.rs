//! Writing memberships. A new role or office opens documents that were there before: their
//! grants go into the feed with the right they belong to, and so do the losses.

use std::collections::BTreeSet;

use shared::domain::Role;
use shared::ids::{DocumentId, MemberId};
use sqlx::SqliteConnection;

use super::SqliteStore;
use super::access::readers_sql;
use super::commit::insert_loss;
use super::convert::{count, document_id, failure, stored};
use super::figures;
use super::members::member_in;
use super::settling::with_devices;
use crate::storage::{MemberFields, MemberRow, StorageError};

pub(super) async fn put(
    store: &SqliteStore,
    member: MemberId,
    fields: MemberFields,
) -> Result<MemberRow, StorageError> {
    let mut writing = store.writer().begin().await?;
    let result = stand(store, writing.connection(), member, fields).await;
    writing.end(result).await
}

/// Who stands again is allowed in the key store first, while nobody else writes: whoever opens the store in
/// between finds the member ended on one side and would end them on the other.
async fn stand(
    store: &SqliteStore,
    connection: &mut SqliteConnection,
    member: MemberId,
    fields: MemberFields,
) -> Result<MemberRow, StorageError> {
    if member_in(&mut *connection, member).await?.is_some_and(|row| !row.active) {
        store.keys.allow(member).await?;
    }
    put_in(connection, member, fields).await
}

async fn put_in(
    connection: &mut SqliteConnection,
    member: MemberId,
    mut fields: MemberFields,
) -> Result<MemberRow, StorageError> {
    fields.offices.sort();
    fields.offices.dedup();
    let had = member_in(connection, member).await?;
    if let Some(had) = &had
        && had.active
        && had.fields == fields
    {
        return Ok(had.clone());
    }
    let could = readable(connection, member).await?;
    let new_role = had
        .as_ref()
        .is_some_and(|had| (had.fields.role, had.fields.safeguarding) != (fields.role, fields.safeguarding));
    // Whose offices are others is told of other ended documents.
    let moved =
        fields.role == Role::Coordinator && had.as_ref().is_some_and(|had| had.fields.offices != fields.offices);
    let rev = had.as_ref().map_or(1, |had| had.rev + 1);
    upsert(connection, member, &fields, rev).await?;
    let number = insert_people_row(connection, member).await?;
    // What a new member reads is older than any cursor of theirs: their rights hold from 0.
    let since = if had.is_some() { number } else { 0 };
    replace_offices(connection, member, &fields, since).await?;
    if new_role {
        set_role_since(connection, member, since).await?;
    }
    if had.is_some() && (new_role || moved) {
        figures::give_anew(connection, member, fields.role).await?;
    }
    if let Some(had) = &had {
        if had.fields.offices != fields.offices {
            let offices = had.fields.offices.iter().chain(&fields.offices).collect();
            figures::visitor_moved(connection, member, offices).await?;
        }
        grant_by_membership(connection, member, since).await?;
        let can = readable(connection, member).await?;
        for document in could.difference(&can) {
            insert_loss(connection, *document, member).await?;
        }
    }
    Ok(MemberRow { id: member, fields, active: true, rev })
}

pub(super) async fn end(store: &SqliteStore, member: MemberId) -> Result<(), StorageError> {
    if super::members::member(store, member).await?.is_none() {
        return Err(StorageError::NotAMember);
    }
    // The key store knows first: a restored database is told, and an ending that is cut off here is
    // finished when the store opens next.
    store.keys.revoke(with_devices(store, member).await?, crate::clock::now_ms()).await?;
    let mut writing = store.writer().begin().await?;
    let result = end_in(writing.connection(), member).await;
    writing.end(result).await
}

/// Ends a membership inside a transaction.
pub(super) async fn end_in(connection: &mut SqliteConnection, member: MemberId) -> Result<(), StorageError> {
    let ended = sqlx::query("UPDATE member SET state = 'ended', rev = rev + 1 WHERE id = ?")
        .bind(&member.0[..])
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    if ended.rows_affected() == 0 {
        return Err(StorageError::NotAMember);
    }
    for statement in [
        "UPDATE device SET state = 'ended' WHERE member = ?",
        "DELETE FROM session WHERE member = ?",
        "DELETE FROM token WHERE member = ?",
        "DELETE FROM invitation WHERE member = ? AND used_at IS NULL",
    ] {
        sqlx::query(statement).bind(&member.0[..]).execute(&mut *connection).await.map_err(failure)?;
    }
    insert_people_row(connection, member).await?;
    Ok(())
}

/// The documents a member reads.
async fn readable(connection: &mut SqliteConnection, member: MemberId) -> Result<BTreeSet<DocumentId>, StorageError> {
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(readers_sql!("DISTINCT a.document", "m.id = ?"))
        .bind(&member.0[..])
        .fetch_all(connection)
        .await
        .map_err(failure)?;
    rows.iter().map(|(id,)| document_id(id)).collect()
}

async fn upsert(
    connection: &mut SqliteConnection,
    member: MemberId,
    fields: &MemberFields,
    rev: u64,
) -> Result<(), StorageError> {
    sqlx::query(
        "INSERT INTO member (id, name, yomi, role, category, appointed_on, safeguarding, state,
           rev, role_since)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'active', ?8, 0)
         ON CONFLICT (id) DO UPDATE SET name = ?2, yomi = ?3, role = ?4, category = ?5,
           appointed_on = ?6, safeguarding = ?7, state = 'active', rev = ?8",
    )
    .bind(&member.0[..])
    .bind(&fields.name)
    .bind(&fields.yomi)
    .bind(fields.role.code())
    .bind(fields.category.map(|category| category.code()))
    .bind(fields.appointed_on.map(|day| day.to_string()))
    .bind(fields.safeguarding)
    .bind(stored(rev))
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}

async fn insert_people_row(connection: &mut SqliteConnection, member: MemberId) -> Result<u64, StorageError> {
    let (number,): (i64,) =
        sqlx::query_as("INSERT INTO feed (mark, what, member) VALUES (randomblob(8), 'people', ?) RETURNING number")
            .bind(&member.0[..])
            .fetch_one(connection)
            .await
            .map_err(failure)?;
    count(number, "a feed number")
}

async fn replace_offices(
    connection: &mut SqliteConnection,
    member: MemberId,
    fields: &MemberFields,
    since: u64,
) -> Result<(), StorageError> {
    let kept = serde_json::to_string(&fields.offices).map_err(|e| StorageError::Conflict(e.to_string()))?;
    sqlx::query(
        "DELETE FROM member_office WHERE member = ?
         AND office NOT IN (SELECT value FROM json_each(?))",
    )
    .bind(&member.0[..])
    .bind(kept)
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    for office in &fields.offices {
        sqlx::query(
            "INSERT INTO member_office (member, office, since) VALUES (?, ?, ?)
             ON CONFLICT DO NOTHING",
        )
        .bind(&member.0[..])
        .bind(office.as_str())
        .bind(stored(since))
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    }
    Ok(())
}

async fn set_role_since(connection: &mut SqliteConnection, member: MemberId, since: u64) -> Result<(), StorageError> {
    sqlx::query("UPDATE member SET role_since = ? WHERE id = ?")
        .bind(stored(since))
        .bind(&member.0[..])
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}

/// A grant for every document that a right from this number on opens, even where an older right
/// opens it too: that one may end first.
async fn grant_by_membership(
    connection: &mut SqliteConnection,
    member: MemberId,
    since: u64,
) -> Result<(), StorageError> {
    sqlx::query(concat!(
        "INSERT INTO feed (mark, what, document, member, since, first, last)
         SELECT randomblob(8), 'grant', d.id, ?1, ?2, 1, d.changes FROM document d
         WHERE d.id IN (",
        readers_sql!(
            "a.document",
            "m.id = ?1 AND (
               a.relation = 'office' AND o.since = ?2
               OR (a.role <> '' OR a.relation = 'safeguarding') AND m.role_since = ?2)"
        ),
        ") ORDER BY d.id"
    ))
    .bind(&member.0[..])
    .bind(stored(since))
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}
