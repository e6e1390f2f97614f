//! Figure lines by their source, kept as JSON, and the feed rows that tell of them. Nothing here counts
//! or changes a line, and no lines change without a row that says so.

mod told;

use shared::domain::Role;
use shared::ids::{DocumentId, MemberId, OfficeId};
use shared::protocol::within_limits;
use sqlx::SqliteConnection;

use super::SqliteStore;
use super::commit::cursor_from;
use super::convert::{damaged, failure, stored};
use crate::storage::{Cursor, FigureSource, Figures, Line, StorageError};

pub(super) use told::{scope, told_members, told_sql, visitor_moved};

/// Whose lines they are.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    /// A document's id as text, or an import's name.
    pub(super) name: &'a str,
    /// Whether an import brought them.
    pub(super) imported: bool,
}

/// Makes this the source's office and these its lines (none: as they were), inside a transaction. Gives the
/// feed row that tells of it; none where nothing is new.
pub(super) async fn settle(
    connection: &mut SqliteConnection,
    source: Source<'_>,
    office: Option<&OfficeId>,
    lines: Option<&[Line]>,
) -> Result<Option<Cursor>, StorageError> {
    let known: Option<(Option<String>,)> = sqlx::query_as("SELECT office FROM figure_source WHERE source = ?")
        .bind(source.name)
        .fetch_optional(&mut *connection)
        .await
        .map_err(failure)?;
    let had = texts(connection, source.name).await?;
    let wanted = match lines {
        Some(lines) => written(source.name, lines)?,
        None => had.clone(),
    };
    let before = known.as_ref().and_then(|(office,)| office.clone());
    let office = office.map(ToString::to_string);
    // Of whom a source tells stays, also while it has no line: who heard of it hears that too.
    let visitor = lines.and_then(|lines| lines.iter().find_map(Line::visitor)).map(|visitor| visitor.0.to_vec());
    if (had.is_empty() && wanted.is_empty()) || (known.is_some() && had == wanted && before == office) {
        return Ok(None);
    }
    if had != wanted {
        replace(connection, source.name, &wanted).await?;
    }
    let cursor = insert_row(connection, source.name).await?;
    sqlx::query(
        "INSERT INTO figure_source (source, imported, office, number, visitor) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (source) DO UPDATE SET office = ?3, number = ?4, visitor = coalesce(?5, visitor)",
    )
    .bind(source.name)
    .bind(source.imported)
    .bind(office)
    .bind(stored(cursor.number))
    .bind(visitor)
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(Some(cursor))
}

fn written(source: &str, lines: &[Line]) -> Result<Vec<String>, StorageError> {
    if !within_limits(source, lines) {
        return Err(StorageError::Conflict(format!("{source} has more lines than a device can be told")));
    }
    let write = |line| serde_json::to_string(line).map_err(|e| StorageError::Conflict(e.to_string()));
    lines.iter().map(write).collect()
}

async fn texts(connection: &mut SqliteConnection, source: &str) -> Result<Vec<String>, StorageError> {
    let rows: Vec<(String,)> = sqlx::query_as("SELECT line FROM figure WHERE source = ? ORDER BY position")
        .bind(source)
        .fetch_all(connection)
        .await
        .map_err(failure)?;
    Ok(rows.into_iter().map(|(line,)| line).collect())
}

async fn replace(connection: &mut SqliteConnection, source: &str, lines: &[String]) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM figure WHERE source = ?").bind(source).execute(&mut *connection).await.map_err(failure)?;
    for (position, line) in (1i64..).zip(lines) {
        sqlx::query("INSERT INTO figure (source, position, line) VALUES (?, ?, ?)")
            .bind(source)
            .bind(position)
            .bind(line)
            .execute(&mut *connection)
            .await
            .map_err(failure)?;
    }
    Ok(())
}

async fn insert_row(connection: &mut SqliteConnection, source: &str) -> Result<Cursor, StorageError> {
    let row: (i64, Vec<u8>) = sqlx::query_as(
        "INSERT INTO feed (mark, what, source) VALUES (randomblob(8), 'figures', ?) RETURNING number, mark",
    )
    .bind(source)
    .fetch_one(connection)
    .await
    .map_err(failure)?;
    cursor_from(row)
}

/// A document has ended: its lines stay, and its office, which counted the document itself until now, is told of
/// them from here on. A line that names a visitor is no figure: it goes with its document.
pub(super) async fn ended(connection: &mut SqliteConnection, document: DocumentId) -> Result<(), StorageError> {
    let source = document.to_string();
    let counted: Option<(bool,)> = sqlx::query_as(
        "SELECT s.visitor IS NOT NULL FROM figure_source s
         WHERE s.source = ? AND NOT s.ended AND EXISTS (SELECT 1 FROM figure f WHERE f.source = s.source)",
    )
    .bind(&source)
    .fetch_optional(&mut *connection)
    .await
    .map_err(failure)?;
    let Some((names_a_visitor,)) = counted else {
        return Ok(());
    };
    if names_a_visitor {
        replace(&mut *connection, &source, &[]).await?;
    }
    let cursor = insert_row(connection, &source).await?;
    sqlx::query("UPDATE figure_source SET ended = 1, number = ? WHERE source = ?")
        .bind(stored(cursor.number))
        .bind(source)
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}

/// Takes a member's figures away and gives those that their new role may have, in the feed.
pub(super) async fn give_anew(
    connection: &mut SqliteConnection,
    member: MemberId,
    role: Role,
) -> Result<(), StorageError> {
    sqlx::query("INSERT INTO feed (mark, what, member) VALUES (randomblob(8), 'figures', ?)")
        .bind(&member.0[..])
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    sqlx::query(concat!(
        "INSERT INTO feed (mark, what, member, source)
         SELECT randomblob(8), 'figures', ?1, s.source FROM figure_source s WHERE ",
        told_sql!("?1", "?2"),
        " AND EXISTS (SELECT 1 FROM figure f WHERE f.source = s.source) ORDER BY s.source"
    ))
    .bind(&member.0[..])
    .bind(scope(role))
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}

/// What a source contributes now, as the feed says it, and how many bytes that takes.
pub(super) async fn told(connection: &mut SqliteConnection, source: &str) -> Result<(Figures, usize), StorageError> {
    let row: Option<(Option<String>,)> = sqlx::query_as("SELECT office FROM figure_source WHERE source = ?")
        .bind(source)
        .fetch_optional(&mut *connection)
        .await
        .map_err(failure)?;
    let texts = texts(connection, source).await?;
    let bytes = texts.iter().map(String::len).sum();
    let lines = (1i64..).zip(texts).map(|(position, text)| line_from((source.to_owned(), position, text)));
    let office = row.and_then(|(office,)| office);
    Ok((
        Figures { source: source.to_owned(), office: office_from(office)?, lines: lines.collect::<Result<_, _>>()? },
        bytes,
    ))
}

fn office_from(code: Option<String>) -> Result<Option<OfficeId>, StorageError> {
    code.map(|code| code.parse().map_err(|_| damaged(format!("office {code} of figures")))).transpose()
}

fn line_from((source, position, json): (String, i64, String)) -> Result<Line, StorageError> {
    serde_json::from_str(&json).map_err(|e| damaged(format!("line {position} of {source}: {e}")))
}

pub(super) async fn figures(store: &SqliteStore, source: String) -> Result<Vec<Line>, StorageError> {
    let rows: Vec<(String, i64, String)> =
        sqlx::query_as("SELECT source, position, line FROM figure WHERE source = ? ORDER BY position")
            .bind(source)
            .fetch_all(store.readers())
            .await
            .map_err(failure)?;
    rows.into_iter().map(line_from).collect()
}

pub(super) async fn names(store: &SqliteStore) -> Result<Vec<String>, StorageError> {
    let rows: Vec<(String,)> = sqlx::query_as("SELECT DISTINCT source FROM figure ORDER BY source")
        .fetch_all(store.readers())
        .await
        .map_err(failure)?;
    Ok(rows.into_iter().map(|(source,)| source).collect())
}

type SourceRow = (String, i64, String, bool, Option<String>);

pub(super) async fn sources(store: &SqliteStore) -> Result<Vec<FigureSource>, StorageError> {
    let rows: Vec<SourceRow> = sqlx::query_as(
        "SELECT f.source, f.position, f.line, s.imported, s.office
         FROM figure f JOIN figure_source s ON s.source = f.source
         WHERE s.visitor IS NULL ORDER BY f.source, f.position",
    )
    .fetch_all(store.readers())
    .await
    .map_err(failure)?;
    let mut sources: Vec<FigureSource> = Vec::new();
    for (source, position, line, imported, office) in rows {
        let line = line_from((source.clone(), position, line))?;
        match sources.last_mut() {
            Some(last) if last.figures.source == source => last.figures.lines.push(line),
            _ => {
                let figures = Figures { source, office: office_from(office)?, lines: vec![line] };
                sources.push(FigureSource { imported, figures });
            }
        }
    }
    Ok(sources)
}

pub(super) async fn lines(store: &SqliteStore) -> Result<Vec<Line>, StorageError> {
    let rows: Vec<(String, i64, String)> = sqlx::query_as(
        "SELECT f.source, f.position, f.line FROM figure f JOIN figure_source s ON s.source = f.source
             WHERE s.visitor IS NULL ORDER BY f.source, f.position",
    )
    .fetch_all(store.readers())
    .await
    .map_err(failure)?;
    rows.into_iter().map(line_from).collect()
}
