//! Whom new rows of the feed may concern, read at one moment. It must never look at what a row carries: who is
//! concerned asks for that by a right of their own.

use std::collections::BTreeSet;

use shared::ids::{DocumentId, MemberId};
use sqlx::SqliteConnection;

use super::access::{device_active, reading_members};
use super::convert::{document_id, failure, limit, member_id, stored};
use super::{SqliteStore, feed, figures};
use crate::storage::{Heard, Principal, StorageError, Whom};

/// Rows that are looked at one by one; more of them concern everybody.
const ROWS_MAX: usize = 500;

type Row = (String, Option<Vec<u8>>, Option<Vec<u8>>, Option<String>);

pub(super) async fn heard(store: &SqliteStore, after: u64) -> Result<Heard, StorageError> {
    let mut reading = store.readers().begin().await.map_err(failure)?;
    let to = feed::newest(&mut reading, u64::MAX).await?;
    let rows: Vec<Row> =
        sqlx::query_as("SELECT what, document, member, source FROM feed WHERE number > ? ORDER BY number LIMIT ?")
            .bind(stored(after))
            .bind(limit(ROWS_MAX + 1))
            .fetch_all(&mut *reading)
            .await
            .map_err(failure)?;
    let whom = if rows.len() > ROWS_MAX || rows.iter().any(|(what, ..)| what == "people") {
        Whom::Everybody
    } else {
        Whom::Members(concerned(&mut reading, rows).await?)
    };
    Ok(Heard { to, whom })
}

/// A row that names a member is for that member alone. Any other one is for the readers of its document, or for
/// those who are told of its source.
async fn concerned(connection: &mut SqliteConnection, rows: Vec<Row>) -> Result<BTreeSet<MemberId>, StorageError> {
    let mut members = BTreeSet::new();
    let mut documents: BTreeSet<DocumentId> = BTreeSet::new();
    let mut sources: BTreeSet<String> = BTreeSet::new();
    for (_, document, member, source) in rows {
        match (member, document, source) {
            (Some(member), ..) => {
                members.insert(member_id(&member)?);
            }
            (None, Some(document), _) => {
                documents.insert(document_id(&document)?);
            }
            (None, None, source) => sources.extend(source),
        }
    }
    for document in documents {
        members.extend(reading_members(connection, document).await?);
    }
    for source in sources {
        members.extend(figures::told_members(connection, &source).await?);
    }
    Ok(members)
}

/// Those of these who do not stand any more.
pub(super) async fn ended_among(
    store: &SqliteStore,
    principals: BTreeSet<Principal>,
) -> Result<BTreeSet<Principal>, StorageError> {
    let mut reading = store.readers().begin().await.map_err(failure)?;
    let mut ended = BTreeSet::new();
    for who in principals {
        if !device_active(&mut reading, who).await? {
            ended.insert(who);
        }
    }
    Ok(ended)
}
