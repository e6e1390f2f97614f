//! Members as rows: reading them with their offices.

use shared::domain::{Category, Role};
use shared::ids::{MemberId, OfficeId};
use sqlx::SqliteConnection;

use super::SqliteStore;
use super::convert::{count, damaged, failure, member_id};
use crate::storage::{MemberFields, MemberRow, StorageError};

type Row = (Vec<u8>, String, String, String, Option<String>, Option<String>, bool, String, i64);

pub(super) async fn member(store: &SqliteStore, member: MemberId) -> Result<Option<MemberRow>, StorageError> {
    let mut reading = store.readers().begin().await.map_err(failure)?;
    member_in(&mut reading, member).await
}

/// A member inside a transaction.
pub(super) async fn member_in(
    connection: &mut SqliteConnection,
    member: MemberId,
) -> Result<Option<MemberRow>, StorageError> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT id, name, yomi, role, category, appointed_on, safeguarding, state, rev
         FROM member WHERE id = ?",
    )
    .bind(&member.0[..])
    .fetch_optional(&mut *connection)
    .await
    .map_err(failure)?;
    match row {
        None => Ok(None),
        Some(row) => Ok(Some(with_offices(connection, row).await?)),
    }
}

/// The feed number at which a member's role became what it is, inside a transaction.
pub(super) async fn role_since(connection: &mut SqliteConnection, member: MemberId) -> Result<u64, StorageError> {
    let (since,): (i64,) = sqlx::query_as("SELECT role_since FROM member WHERE id = ?")
        .bind(&member.0[..])
        .fetch_one(connection)
        .await
        .map_err(failure)?;
    count(since, "a feed number")
}

pub(super) async fn members(store: &SqliteStore) -> Result<Vec<MemberRow>, StorageError> {
    let mut reading = store.readers().begin().await.map_err(failure)?;
    all_in(&mut reading).await
}

/// Every member by よみ, inside a transaction.
pub(super) async fn all_in(connection: &mut SqliteConnection) -> Result<Vec<MemberRow>, StorageError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, name, yomi, role, category, appointed_on, safeguarding, state, rev
         FROM member ORDER BY yomi, name, id",
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failure)?;
    let mut members = Vec::with_capacity(rows.len());
    for row in rows {
        members.push(with_offices(connection, row).await?);
    }
    Ok(members)
}

async fn with_offices(connection: &mut SqliteConnection, row: Row) -> Result<MemberRow, StorageError> {
    let (id, name, yomi, role, category, appointed_on, safeguarding, state, rev) = row;
    let id = member_id(&id)?;
    let bad = |what: &str| damaged(format!("{what} of member {id}"));
    let fields = MemberFields {
        name,
        yomi,
        role: Role::from_code(&role).ok_or_else(|| bad("the role"))?,
        category: match category {
            None => None,
            Some(code) => Some(Category::from_code(&code).ok_or_else(|| bad("the category"))?),
        },
        appointed_on: match appointed_on {
            None => None,
            Some(day) => Some(day.parse().map_err(|_| bad("the day of appointment"))?),
        },
        offices: offices_in(connection, id).await?,
        safeguarding,
    };
    Ok(MemberRow { id, fields, active: state == "active", rev: count(rev, "a member's revision")? })
}

async fn offices_in(connection: &mut SqliteConnection, member: MemberId) -> Result<Vec<OfficeId>, StorageError> {
    let rows: Vec<(String,)> = sqlx::query_as("SELECT office FROM member_office WHERE member = ? ORDER BY office")
        .bind(&member.0[..])
        .fetch_all(connection)
        .await
        .map_err(failure)?;
    rows.into_iter()
        .map(|(office,)| office.parse().map_err(|_| damaged(format!("an office of member {member}"))))
        .collect()
}

/// In how many documents a member has an actor.
pub(super) async fn documents_begun(store: &SqliteStore, member: MemberId) -> Result<u64, StorageError> {
    let (begun,): (i64,) = sqlx::query_as("SELECT count(DISTINCT document) FROM actor WHERE member = ?")
        .bind(&member.0[..])
        .fetch_one(store.readers())
        .await
        .map_err(failure)?;
    count(begun, "a number of documents")
}
