//! Rules about the database.

use super::Rule;
use super::paths::paths;
use super::scan::{Piece, pieces};
use super::source::{Finding, Source};

/// The one folder that speaks to the database.
const STORAGE: [&str; 1] = ["server/src/storage"];
/// How a statement begins.
const STATEMENTS: [&str; 12] = [
    "SELECT ",
    "INSERT INTO ",
    "INSERT OR ",
    "UPDATE ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "CREATE INDEX ",
    "ALTER TABLE ",
    "DROP TABLE ",
    "PRAGMA ",
    "BEGIN IMMEDIATE",
    "VACUUM",
];

/// One folder speaks to the database.
pub const SQL_IN_STORAGE: Rule = Rule {
    says: "SQL and sqlx stand only in server/src/storage",
    why: "both databases pass one conformance suite, which sees only what stands behind the trait",
    find: |sources| {
        let others = sources
            .iter()
            .filter(|source| source.is_rust_in(&["app/src", "server/src", "shared/src"]) && !source.is_in(&STORAGE));
        others.flat_map(|source| statements(source).chain(drivers(source)).collect::<Vec<_>>()).collect()
    },
};

/// The texts of a file that are SQL.
fn statements(source: &Source) -> impl Iterator<Item = Finding> + '_ {
    pieces(&source.text).into_iter().filter_map(|(line, piece)| {
        let Piece::Text(text) = piece else {
            return None;
        };
        let text = text.trim_start();
        let statement = STATEMENTS.iter().find(|statement| text.starts_with(**statement))?;
        Some(source.finding(line, format!("has an SQL statement ({})", statement.trim_end())))
    })
}

/// Where a file names the database's driver.
fn drivers(source: &Source) -> impl Iterator<Item = Finding> + '_ {
    let driver = |path: &str| path.starts_with("sqlx::");
    let found = paths(source).into_iter().filter(move |(_, path)| driver(path));
    found.map(|(line, path)| source.finding(line, format!("names `{path}`")))
}

#[cfg(test)]
mod tests {
    use super::super::source::planted;
    use super::*;

    fn finds(path: &str, text: &str) -> bool {
        !(SQL_IN_STORAGE.find)(&[planted(path, text)]).is_empty()
    }

    #[test]
    fn a_statement_outside_storage_is_found() {
        assert!(finds("server/src/routes/link.rs", "let q = \"\n  SELECT id FROM member\";"));
        assert!(finds("server/src/auth.rs", "sqlx::query(q)"));
        assert!(!finds("server/src/storage/sqlite.rs", "sqlx::query(\"SELECT 1\")"));
        assert!(!finds("server/src/routes/link.rs", "// SELECT is for storage\nlet text = \"please SELECT one\";"));
    }
}
