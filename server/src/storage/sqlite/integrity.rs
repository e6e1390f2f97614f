//! What the file says of itself, and the rules between tables that no constraint can hold. It
//! must never look into a document: that is `crate::verify`.

mod keys;

pub(super) use keys::{documents, held};

use sqlx::SqliteConnection;

use super::SqliteStore;
use super::convert::failure;
use crate::storage::StorageError;

/// Findings of one kind that are told at most.
const TOLD_MAX: usize = 100;

/// Rules that must hold: what is wrong where one row is found, and how to find it.
const RULES: [(&str, &str); 10] = [
    (
        "古い変更をまとめたものが、変更とそろいません",
        "SELECT lower(hex(d.id)) FROM document d WHERE
           d.packed <> (SELECT coalesce(sum(p.last - p.first + 1), 0) FROM pack p WHERE p.document = d.id)
           OR d.packed <> (SELECT coalesce(max(p.last), 0) FROM pack p WHERE p.document = d.id)
           OR d.packed <> (SELECT count(*) FROM change c
                           WHERE c.document = d.id AND c.position <= d.packed AND length(c.bytes) = 4)
           OR EXISTS (SELECT 1 FROM change c
                      WHERE c.document = d.id AND c.position > d.packed AND length(c.bytes) = 4)",
    ),
    (
        "終わった文書の記録が残っています",
        "SELECT lower(hex(d.id)) FROM document d WHERE d.state = 'purged' AND (length(d.root) > 0
           OR EXISTS (SELECT 1 FROM change c WHERE c.document = d.id)
           OR EXISTS (SELECT 1 FROM pack p WHERE p.document = d.id)
           OR EXISTS (SELECT 1 FROM access a WHERE a.document = d.id)
           OR EXISTS (SELECT 1 FROM refused r WHERE r.document = d.id))",
    ),
    (
        "変更の書き手が、結びつけられた著者と違います",
        "SELECT DISTINCT lower(hex(c.document)) FROM change c
         LEFT JOIN actor a ON a.document = c.document AND a.actor = c.actor
         WHERE a.actor IS NULL OR a.member IS NOT c.member OR a.device IS NOT c.device",
    ),
    (
        "変更の数が合いません",
        "SELECT lower(hex(d.id)) FROM document d WHERE d.state = 'live' AND d.changes <>
           (SELECT count(*) FROM change c WHERE c.document = d.id)",
    ),
    (
        "届け先の記録（フィード）が、変更をちょうど1回ずつ含んでいません",
        "SELECT lower(hex(d.id)) FROM document d WHERE d.state = 'live' AND d.changes <>
           (SELECT coalesce(sum(f.last - f.first + 1), 0) FROM feed f
            WHERE f.document = d.id AND f.what = 'change')",
    ),
    (
        "フィードに、同じ変更が2回あります",
        "SELECT DISTINCT lower(hex(f.document)) FROM feed f JOIN feed g
           ON g.document = f.document AND g.what = 'change' AND g.number > f.number
         WHERE f.what = 'change' AND g.first <= f.last",
    ),
    (
        "読める人の行が、フィードの行から始まっていません",
        "SELECT lower(hex(a.document)) || ' ' || a.relation || ' ' || a.subject FROM access a
         LEFT JOIN feed f ON f.number = a.since AND f.document = a.document
           AND f.what IN ('change', 'grant')
         WHERE f.number IS NULL",
    ),
    (
        "読める人がいません",
        "SELECT lower(hex(d.id)) FROM document d WHERE d.state = 'live'
           AND NOT EXISTS (SELECT 1 FROM access a WHERE a.document = d.id)",
    ),
    (
        "実績の行の届け先の記録（フィード）がありません",
        "SELECT DISTINCT g.source FROM figure g LEFT JOIN figure_source s ON s.source = g.source
         LEFT JOIN feed f ON f.number = s.number AND f.source = g.source AND f.what = 'figures'
           AND f.member IS NULL
         WHERE f.number IS NULL",
    ),
    (
        "フィードの番号が、まだ出していない番号です",
        "SELECT CAST(number AS TEXT) FROM feed
         WHERE number > (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'feed')",
    ),
];

pub(super) async fn integrity(store: &SqliteStore) -> Result<Vec<String>, StorageError> {
    // One look each: none of them keeps the log from being folded longer than it takes.
    let mut reading = store.readers().acquire().await.map_err(failure)?;
    let checked: Vec<(String,)> =
        sqlx::query_as("PRAGMA integrity_check(100)").fetch_all(&mut *reading).await.map_err(failure)?;
    let mut problems: Vec<String> = checked.into_iter().map(|(line,)| line).filter(|line| line != "ok").collect();
    problems.extend(dangling(&mut reading).await?);
    for (what, rule) in RULES {
        let rows: Vec<(String,)> = sqlx::query_as(rule).fetch_all(&mut *reading).await.map_err(failure)?;
        problems.extend(rows.into_iter().take(TOLD_MAX).map(|(at,)| format!("{what}（{at}）")));
    }
    drop(reading);
    problems.extend(keys::problems(store).await?);
    Ok(problems)
}

async fn dangling(connection: &mut SqliteConnection) -> Result<Vec<String>, StorageError> {
    let rows: Vec<(String, i64, String)> =
        sqlx::query_as("SELECT \"table\", count(*), parent FROM pragma_foreign_key_check GROUP BY 1, 3")
            .fetch_all(connection)
            .await
            .map_err(failure)?;
    let told = rows
        .into_iter()
        .map(|(table, count, parent)| format!("{table} の{count}行が、存在しない {parent} を指しています"));
    Ok(told.collect())
}
