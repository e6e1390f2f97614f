//! Who is told of a source of figures: the one SQL that says so. A source that names a visitor must never be told to
//! anybody but the coordinators of that visitor's offices, whatever their role is given otherwise.

use std::collections::BTreeSet;

use shared::domain::Role;
use shared::ids::{MemberId, OfficeId};
use sqlx::SqliteConnection;

use super::give_anew;
use crate::access::{FiguresOf, figures_of};
use crate::storage::StorageError;
use crate::storage::sqlite::convert::{failure, member_id};

/// Whether source `s` is told to a member, who has a scope: two expressions.
macro_rules! told_sql {
    ($member:literal, $scope:literal) => {
        concat!(
            "CASE WHEN s.visitor IS NULL THEN s.imported AND ",
            $scope,
            " >= 1 OR ",
            $scope,
            " >= 2 OR s.ended AND ",
            $scope,
            " >= 1 AND s.office IN (SELECT mine.office FROM member_office mine WHERE mine.member = ",
            $member,
            ") ELSE ",
            $scope,
            " = 1 AND EXISTS (SELECT 1 FROM member_office mine
                JOIN member_office theirs ON theirs.office = mine.office
                WHERE mine.member = ",
            $member,
            " AND theirs.member = s.visitor) END"
        )
    };
}

pub(in crate::storage::sqlite) use told_sql;

/// A role's scope as statements take it: 1 what was imported, what ended documents of the member's offices left and
/// the calls that are due to their visitors; 2 every document's lines for the tables too, and no such call.
pub(in crate::storage::sqlite) fn scope(role: Role) -> i64 {
    match figures_of(role) {
        FiguresOf::Nobody => 0,
        FiguresOf::Imports => 1,
        FiguresOf::Everybody => 2,
    }
}

/// The members who are told of a source's lines now: an import's are for more than a document's.
pub(in crate::storage::sqlite) async fn told_members(
    connection: &mut SqliteConnection,
    source: &str,
) -> Result<BTreeSet<MemberId>, StorageError> {
    let mut members = BTreeSet::new();
    for role in Role::ALL {
        let rows: Vec<(Vec<u8>,)> = sqlx::query_as(concat!(
            "SELECT m.id FROM member m JOIN figure_source s ON s.source = ?1
             WHERE m.state = 'active' AND m.role = ?2 AND ",
            told_sql!("m.id", "?3")
        ))
        .bind(source)
        .bind(role.code())
        .bind(scope(*role))
        .fetch_all(&mut *connection)
        .await
        .map_err(failure)?;
        for (id,) in rows {
            members.insert(member_id(&id)?);
        }
    }
    Ok(members)
}

/// A visitor's offices have become others: the coordinators of those they had and of those they have forget and are
/// given anew, where there is anything to be told of that visitor.
pub(in crate::storage::sqlite) async fn visitor_moved(
    connection: &mut SqliteConnection,
    visitor: MemberId,
    offices: BTreeSet<&OfficeId>,
) -> Result<(), StorageError> {
    let offices = serde_json::to_string(&offices).map_err(|e| StorageError::Conflict(e.to_string()))?;
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
        "SELECT DISTINCT m.id FROM member m JOIN member_office o ON o.member = m.id
         WHERE m.state = 'active' AND m.role = ?1 AND o.office IN (SELECT value FROM json_each(?2))
           AND EXISTS (SELECT 1 FROM figure_source s WHERE s.visitor = ?3)
         ORDER BY m.id",
    )
    .bind(Role::Coordinator.code())
    .bind(offices)
    .bind(&visitor.0[..])
    .fetch_all(&mut *connection)
    .await
    .map_err(failure)?;
    for (id,) in rows {
        give_anew(connection, member_id(&id)?, Role::Coordinator).await?;
    }
    Ok(())
}
