//! Who reads a document now: the one SQL that says which reader's row holds for which member.

use std::collections::BTreeSet;

use shared::access::Tie;
use shared::ids::{DocumentId, MemberId};
use sqlx::SqliteConnection;

use super::SqliteStore;
use super::convert::{count, damaged, failure};
use super::documents;
use super::members;
use crate::access::ReliedOn;
use crate::storage::{Owed, Principal, Standing, StorageError};

/// Joins documents' access rows (`a`) to the members (`m`) for whom they hold now.
macro_rules! readers_sql {
    ($select:expr, $rest:literal) => {
        $crate::storage::sqlite::access::joined_sql!($select, "m.state = 'active' AND a.role IN ('', m.role)", $rest)
    };
}

/// The same for members whose membership has ended too.
macro_rules! readers_of_any_state_sql {
    ($select:expr, $rest:literal) => {
        $crate::storage::sqlite::access::joined_sql!($select, "a.role IN ('', m.role)", $rest)
    };
}

macro_rules! joined_sql {
    ($select:expr, $members:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $select,
            " FROM access a
              JOIN member m ON ",
            $members,
            "
              LEFT JOIN member_office o
                ON a.relation = 'office' AND o.member = m.id AND o.office = a.subject
              WHERE CASE a.relation
                  WHEN 'member' THEN 1
                  WHEN 'office' THEN o.member IS NOT NULL
                  WHEN 'safeguarding' THEN m.safeguarding
                  ELSE a.subject = lower(hex(m.id))
                END AND ",
            $rest
        )
    };
}

/// From which feed number on a right has carried changes, in the columns of `readers_sql`: the
/// newest of what it needs (the row, the office, the role).
macro_rules! since_sql {
    () => {
        "max(a.since, coalesce(o.since, 0),
             CASE WHEN a.role <> '' OR a.relation = 'safeguarding' THEN m.role_since ELSE 0 END)"
    };
}

pub(super) use {joined_sql, readers_of_any_state_sql, readers_sql, since_sql};

pub(super) async fn ties(store: &SqliteStore, document: DocumentId) -> Result<Vec<Tie>, StorageError> {
    let mut connection = store.readers().acquire().await.map_err(failure)?;
    ties_in(&mut connection, document).await
}

/// The ties of a document, inside a transaction.
pub(super) async fn ties_in(connection: &mut SqliteConnection, document: DocumentId) -> Result<Vec<Tie>, StorageError> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT DISTINCT relation, subject FROM access WHERE document = ? AND relation <> 'member'")
            .bind(&document.0[..])
            .fetch_all(connection)
            .await
            .map_err(failure)?;
    let mut ties = rows
        .iter()
        .map(|(relation, subject)| {
            Tie::from_row(relation, subject).ok_or_else(|| damaged(format!("tie {relation} {subject} of {document}")))
        })
        .collect::<Result<Vec<Tie>, StorageError>>()?;
    ties.sort();
    Ok(ties)
}

/// The active members who may read a document, inside a transaction.
pub(super) async fn reading_members(
    connection: &mut SqliteConnection,
    document: DocumentId,
) -> Result<BTreeSet<MemberId>, StorageError> {
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(readers_sql!("DISTINCT m.id", "a.document = ? ORDER BY m.id"))
        .bind(&document.0[..])
        .fetch_all(connection)
        .await
        .map_err(failure)?;
    rows.iter().map(|(id,)| super::convert::member_id(id)).collect()
}

pub(super) async fn standing(
    store: &SqliteStore,
    who: Principal,
    document: DocumentId,
) -> Result<Standing, StorageError> {
    let mut reading = store.readers().begin().await.map_err(failure)?;
    let member = members::member_in(&mut reading, who.member).await?.ok_or(StorageError::NotAMember)?;
    Ok(Standing {
        member,
        device_active: device_active(&mut reading, who).await?,
        owed: owed(&mut reading, who).await?,
        document: documents::head_in(&mut reading, document).await?,
        ties: ties_in(&mut reading, document).await?,
        acquainted: acquainted(&mut reading, who.member, document).await?,
    })
}

/// Whether a member wrote in a document, or could read it until they were told of the loss.
async fn acquainted(
    connection: &mut SqliteConnection,
    member: MemberId,
    document: DocumentId,
) -> Result<bool, StorageError> {
    let (acquainted,): (bool,) = sqlx::query_as(
        "SELECT EXISTS (SELECT 1 FROM actor WHERE member = ?1 AND document = ?2)
             OR EXISTS (SELECT 1 FROM feed WHERE what = 'loss' AND document = ?2 AND member = ?1)",
    )
    .bind(&member.0[..])
    .bind(&document.0[..])
    .fetch_one(connection)
    .await
    .map_err(failure)?;
    Ok(acquainted)
}

/// Whether the member is active and the device is theirs, active and not locked.
pub(super) async fn device_active(connection: &mut SqliteConnection, who: Principal) -> Result<bool, StorageError> {
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT 1 FROM device d JOIN member m ON m.id = d.member
         WHERE d.id = ? AND m.id = ? AND d.state = 'active' AND m.state = 'active'
           AND NOT EXISTS (SELECT 1 FROM device_factor f WHERE f.device = d.id AND f.locked_at IS NOT NULL)",
    )
    .bind(&who.device.0[..])
    .bind(&who.member.0[..])
    .fetch_optional(connection)
    .await
    .map_err(failure)?;
    Ok(row.is_some())
}

/// What becomes of words that were written on a device, also on one that is locked.
async fn owed(connection: &mut SqliteConnection, who: Principal) -> Result<Owed, StorageError> {
    let row: Option<(bool, bool, bool, bool)> = sqlx::query_as(
        "SELECT m.state = 'active', d.state = 'active', l.device IS NOT NULL, d.wiped_at IS NOT NULL
         FROM device d JOIN member m ON m.id = d.member LEFT JOIN device_loss l ON l.device = d.id
         WHERE d.id = ? AND m.id = ?",
    )
    .bind(&who.device.0[..])
    .bind(&who.member.0[..])
    .fetch_optional(connection)
    .await
    .map_err(failure)?;
    Ok(row.map_or(Owed::Refused, |(member, device, lost, wiped)| Owed::of((member, device), lost, wiped)))
}

/// Refuses as `Stale` what was judged by rights that have changed since.
pub(super) async fn still_holds(
    connection: &mut SqliteConnection,
    document: DocumentId,
    relied_on: ReliedOn,
) -> Result<(), StorageError> {
    if let Some(member) = relied_on.member {
        let row: Option<(i64,)> = sqlx::query_as("SELECT rev FROM member WHERE id = ?")
            .bind(&member.who.member.0[..])
            .fetch_optional(&mut *connection)
            .await
            .map_err(failure)?;
        let rev = row.map(|(rev,)| count(rev, "a member's revision")).transpose()?;
        let stands = match member.owed {
            Some(relied) => owed(&mut *connection, member.who).await? == relied,
            None => device_active(&mut *connection, member.who).await?,
        };
        if rev != Some(member.rev) || !stands {
            return Err(StorageError::Stale);
        }
    }
    let head = documents::head_in(connection, document).await?;
    if head.map(|head| head.access_rev) == relied_on.access_rev { Ok(()) } else { Err(StorageError::Stale) }
}
