//! Whose name a member may see: never a list of everybody for everyone.

use std::collections::BTreeSet;

use shared::domain::Role;
use shared::ids::MemberId;
use sqlx::SqliteConnection;

use super::SqliteStore;
use super::access::readers_sql;
use super::convert::{failure, member_id};
use super::members::{all_in, member_in};
use crate::storage::{MemberRow, Person, StorageError};

pub(super) async fn people_for(store: &SqliteStore, member: MemberId) -> Result<Vec<Person>, StorageError> {
    let mut reading = store.readers().begin().await.map_err(failure)?;
    let me = member_in(&mut reading, member).await?.filter(|row| row.active).ok_or(StorageError::NotAMember)?;
    let sharing = sharing(&mut reading, member).await?;
    let everybody = all_in(&mut reading).await?;
    Ok(everybody.into_iter().filter(|other| by_role(&me, other) || sharing.contains(&other.id)).map(person).collect())
}

/// Whether a member may see another's name.
pub(super) async fn may_see(
    connection: &mut SqliteConnection,
    me: &MemberRow,
    other: MemberId,
) -> Result<bool, StorageError> {
    let Some(row) = member_in(connection, other).await? else {
        return Ok(false);
    };
    Ok(by_role(me, &row) || sharing(connection, me.id).await?.contains(&other))
}

fn by_role(me: &MemberRow, other: &MemberRow) -> bool {
    let colleagues = || {
        let mine = &me.fields.offices;
        other.fields.offices.iter().any(|office| mine.contains(office))
    };
    me.id == other.id
        || match me.fields.role {
            Role::Prefecture => true,
            Role::Coordinator => match other.fields.role {
                Role::Visitor => true,
                Role::Coordinator => colleagues(),
                Role::Prefecture => false,
            },
            Role::Visitor => false,
        }
}

/// Those who share a document with a member: its readers and its authors, also those whose
/// membership has ended, whose words still stand there. What a whole role reads is shared with
/// nobody in particular.
async fn sharing(connection: &mut SqliteConnection, member: MemberId) -> Result<BTreeSet<MemberId>, StorageError> {
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(concat!(
        "WITH mine AS (",
        readers_sql!("DISTINCT a.document", "m.id = ?1 AND a.relation <> 'member'"),
        ") ",
        readers_sql!("DISTINCT m.id", "a.relation <> 'member' AND a.document IN (SELECT document FROM mine)"),
        " UNION SELECT member FROM actor
          WHERE member IS NOT NULL AND document IN (SELECT document FROM mine)"
    ))
    .bind(&member.0[..])
    .fetch_all(connection)
    .await
    .map_err(failure)?;
    rows.iter().map(|(id,)| member_id(id)).collect()
}

fn person(row: MemberRow) -> Person {
    let MemberRow { id, fields, active, .. } = row;
    Person {
        id,
        name: fields.name,
        yomi: fields.yomi,
        role: fields.role,
        category: fields.category,
        appointed_on: fields.appointed_on,
        offices: fields.offices,
        active,
    }
}
