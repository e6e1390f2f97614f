//! The feed as one member may see it: rows, rights and changes read in one transaction. It must
//! never show a row by a right that has ended, nor carry a change twice because of two rights.

use futures::TryStreamExt;
use shared::ids::{DocumentId, MemberId};
use sqlx::SqliteConnection;

use super::SqliteStore;
use super::access::{readers_sql, since_sql};
use super::commit::cursor_from;
use super::convert::{count, damaged, document_id, failure, limit, member_id, stored};
use super::documents::changes_between;
use super::{figures, members, people};
use crate::keys::KeyRing;
use crate::storage::{Carried, Cursor, FeedPage, FeedRow, MemberRow, PageLimits, StorageError, What};

/// Rows looked at for one page: more than a member's own, as most may be meant for others.
const SCANNED_ROWS_MAX: u64 = 20_000;

pub(super) async fn known(store: &SqliteStore, cursor: Cursor) -> Result<bool, StorageError> {
    let row: Option<(i64,)> = sqlx::query_as("SELECT 1 FROM feed WHERE number = ? AND mark = ?")
        .bind(stored(cursor.number))
        .bind(&cursor.mark[..])
        .fetch_optional(store.readers())
        .await
        .map_err(failure)?;
    Ok(row.is_some())
}

pub(super) async fn end(store: &SqliteStore) -> Result<Option<Cursor>, StorageError> {
    let mut connection = store.readers().acquire().await.map_err(failure)?;
    newest(&mut connection, u64::MAX).await
}

/// The newest row up to a number.
pub(super) async fn newest(connection: &mut SqliteConnection, up_to: u64) -> Result<Option<Cursor>, StorageError> {
    let row: Option<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT number, mark FROM feed WHERE number <= ? ORDER BY number DESC LIMIT 1")
            .bind(stored(up_to))
            .fetch_optional(connection)
            .await
            .map_err(failure)?;
    row.map(cursor_from).transpose()
}

pub(super) async fn page(
    store: &SqliteStore,
    member: MemberId,
    after: Option<Cursor>,
    limits: PageLimits,
) -> Result<FeedPage, StorageError> {
    let mut reading = store.readers().begin().await.map_err(failure)?;
    let me =
        members::member_in(&mut reading, member).await?.filter(|row| row.active).ok_or(StorageError::NotAMember)?;
    let start = after.map_or(0, |cursor| cursor.number);
    let scanned_to = start.saturating_add(SCANNED_ROWS_MAX);
    let candidates = visible(&mut reading, &me, (start, scanned_to), limits.rows_max).await?;
    let whole = candidates.len() < limits.rows_max;
    let filled = fill(&mut reading, &store.keys, &me, candidates, limits.bytes_max).await?;
    let next = if whole && filled.all {
        newest(&mut reading, scanned_to).await?.or(after)
    } else {
        Some(filled.last).or(after)
    };
    let next = next.filter(|cursor| cursor.number > start).or(after);
    let end = newest(&mut reading, u64::MAX).await?;
    Ok(FeedPage {
        rows: filled.rows,
        at_end: end.map(|cursor| cursor.number) <= next.map(|cursor| cursor.number),
        next,
    })
}

/// A row that this member may see, its changes not read yet.
struct Candidate {
    cursor: Cursor,
    what: String,
    document: Option<DocumentId>,
    member: Option<MemberId>,
    source: Option<String>,
    span: (u64, u64),
}

type CandidateRow = (i64, Vec<u8>, String, Option<Vec<u8>>, Option<Vec<u8>>, Option<String>, Option<i64>, Option<i64>);

async fn visible(
    connection: &mut SqliteConnection,
    me: &MemberRow,
    (start, end): (u64, u64),
    rows_max: usize,
) -> Result<Vec<Candidate>, StorageError> {
    // `held` is from when on this member has read the row's document by any right that holds
    // now; null without one. A change is carried if the right is older than the row, and by the
    // grant of that very right otherwise. Of a source's figures the newest row counts, and what was
    // given anew with the member's role until there is a newer one; the lines are read as they are
    // now.
    let since = members::role_since(connection, me.id).await?;
    let mut rows = sqlx::query_as::<_, CandidateRow>(concat!(
        "SELECT number, mark, what, document, member, source, first, last FROM (
           SELECT f.*, (",
        readers_sql!(concat!("min(", since_sql!(), ")"), "a.document = f.document AND m.id = ?1"),
        ") AS held
           FROM feed f WHERE f.number > ?2 AND f.number <= ?3) AS r
         WHERE CASE what
             WHEN 'change' THEN held <= number
             WHEN 'grant' THEN held = coalesce(since, number) AND coalesce(member, ?1) = ?1
             WHEN 'loss' THEN held IS NULL AND member = ?1
             WHEN 'purged' THEN member = ?1
             WHEN 'figures' THEN coalesce(member, ?1) = ?1 AND number > ?5 AND
               CASE WHEN source IS NULL THEN 1 ELSE EXISTS (
                 SELECT 1 FROM figure_source s
                 WHERE s.source = r.source AND ",
        figures::told_sql!("?1", "?6"),
        " AND CASE WHEN r.member IS NULL THEN s.number = r.number ELSE s.number < r.number END)
               END
             ELSE 1
           END
         ORDER BY number LIMIT ?4"
    ))
    .bind(me.id.0.to_vec())
    .bind(stored(start))
    .bind(stored(end))
    .bind(limit(rows_max))
    .bind(stored(since))
    .bind(figures::scope(me.fields.role))
    .fetch(connection);
    let mut candidates = Vec::new();
    while let Some(row) = rows.try_next().await.map_err(failure)? {
        candidates.push(candidate_from(row)?);
    }
    Ok(candidates)
}

fn candidate_from(row: CandidateRow) -> Result<Candidate, StorageError> {
    let (number, mark, what, document, member, source, first, last) = row;
    Ok(Candidate {
        cursor: cursor_from((number, mark))?,
        what,
        document: document.as_deref().map(document_id).transpose()?,
        member: member.as_deref().map(member_id).transpose()?,
        source,
        span: (count(first.unwrap_or(0), "a first position")?, count(last.unwrap_or(0), "a last position")?),
    })
}

struct Filled {
    rows: Vec<FeedRow>,
    /// The last candidate that was looked at.
    last: Cursor,
    /// Whether every candidate found room.
    all: bool,
}

async fn fill(
    connection: &mut SqliteConnection,
    keys: &KeyRing,
    me: &MemberRow,
    candidates: Vec<Candidate>,
    bytes_max: usize,
) -> Result<Filled, StorageError> {
    let mut filled =
        Filled { rows: Vec::with_capacity(candidates.len()), last: Cursor { number: 0, mark: [0; 8] }, all: true };
    let mut room = bytes_max;
    for candidate in candidates {
        let what = match content(connection, keys, me, &candidate, bytes_max).await? {
            // More figures than a page holds: they stand alone in theirs.
            Some((what @ What::Figures(_), bytes)) if bytes > bytes_max && room == bytes_max => {
                room = 0;
                Some(what)
            }
            Some((_, bytes)) if bytes > room => {
                filled.all = false;
                break;
            }
            Some((what, bytes)) => {
                room = room.saturating_sub(bytes);
                Some(what)
            }
            None => None,
        };
        filled.last = candidate.cursor;
        filled.rows.extend(what.map(|what| FeedRow { cursor: candidate.cursor, what }));
    }
    Ok(filled)
}

/// What a row says, and how many bytes of changes it brings; none if it is not for this member.
async fn content(
    connection: &mut SqliteConnection,
    keys: &KeyRing,
    me: &MemberRow,
    candidate: &Candidate,
    bytes_max: usize,
) -> Result<Option<(What, usize)>, StorageError> {
    let named = || damaged(format!("feed row {} names nothing", candidate.cursor.number));
    if candidate.what == "people" {
        let member = candidate.member.ok_or_else(named)?;
        let seen = people::may_see(connection, me, member).await?;
        return Ok(seen.then_some((What::People { member }, 0)));
    }
    if candidate.what == "figures" {
        return Ok(Some(match &candidate.source {
            Some(source) => {
                let (figures, bytes) = figures::told(connection, source).await?;
                (What::Figures(figures), bytes)
            }
            None => (What::FiguresForgotten, 0),
        }));
    }
    let document = candidate.document.ok_or_else(named)?;
    match candidate.what.as_str() {
        "loss" => return Ok(Some((What::Loss { document }, 0))),
        "purged" => return Ok(Some((What::Purged { document }, 0))),
        _ => {}
    }
    let (changes, bytes) = carried(connection, keys, document, candidate.span, bytes_max).await?;
    let what = match candidate.what.as_str() {
        "change" => What::Changes { document, changes },
        "grant" => What::Grant { document, changes },
        other => return Err(damaged(format!("feed row of kind {other}"))),
    };
    Ok(Some((what, bytes)))
}

async fn carried(
    connection: &mut SqliteConnection,
    keys: &KeyRing,
    document: DocumentId,
    span: (u64, u64),
    bytes_max: usize,
) -> Result<(Carried, usize), StorageError> {
    let changes = changes_between(connection, keys, document, span, bytes_max).await?;
    let bytes: usize = changes.iter().map(|change| change.bytes.len()).sum();
    let (first, last) = span;
    let complete = changes.last().map(|change| change.position) == Some(last);
    if complete && bytes <= bytes_max {
        Ok((Carried::Here(changes), bytes))
    } else {
        Ok((Carried::TooLarge { first, last }, 0))
    }
}
