//! Opening, migrating and refusing, tried with schemas of before and of later.

use shared::ids::MemberId;
use sqlx::{Connection, SqliteConnection};

use super::*;
use crate::storage::{Cursor, PageLimits, Storage, What};

async fn later(file: &Path) -> Migrator {
    let folder = file.parent().unwrap().join("later");
    std::fs::create_dir_all(&folder).unwrap();
    for migration in MIGRATIONS.iter() {
        let name = format!("{:04}_{}.sql", migration.version, migration.description);
        std::fs::write(folder.join(name), migration.sql.as_str()).unwrap();
    }
    std::fs::write(folder.join("9000_later.sql"), "CREATE TABLE later (x INTEGER);").unwrap();
    Migrator::new(folder.as_path()).await.unwrap()
}

#[tokio::test]
async fn a_migration_copies_the_store_first_and_an_older_program_then_refuses_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE_NAME);
    SqliteStore::open(folder.path()).await.unwrap().close().await;
    let known = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap();
    let copy = folder.path().join(format!("before-schema-{known}.sqlite3"));
    assert!(!copy.exists());

    let later = later(&file).await;
    let newer = SqliteStore::open_file(&file, false, &later).await.unwrap();
    newer.close().await;
    let mut old = SqliteConnection::connect(&format!("sqlite://{}", copy.display())).await.unwrap();
    assert_eq!(schema(&mut old).await.unwrap(), known, "the copy is the store as it was");

    let refused = SqliteStore::open(folder.path()).await.unwrap_err();
    assert_eq!(refused, StorageError::Newer { found: 9000, known });
}

/// A store of the first schema: its migration alone.
async fn first(file: &Path) -> SqliteStore {
    let folder = file.parent().unwrap().join("first");
    std::fs::create_dir_all(&folder).unwrap();
    let migration = MIGRATIONS.iter().find(|migration| migration.version == 1).unwrap();
    let name = format!("{:04}_{}.sql", migration.version, migration.description);
    std::fs::write(folder.join(name), migration.sql.as_str()).unwrap();
    let only = Migrator::new(folder.as_path()).await.unwrap();
    SqliteStore::open_file(file, true, &only).await.unwrap()
}

#[tokio::test]
async fn a_store_with_lines_from_before_tells_of_them_and_keeps_its_cursors() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE_NAME);
    let old = first(&file).await;
    let mut writing = old.writer().begin().await.unwrap();
    let filled = sqlx::raw_sql(
        r#"INSERT INTO member VALUES (x'0101010101010101', '県', 'けん', 'prefecture', NULL, NULL, 0, 'active', 1, 0);
        INSERT INTO feed (mark, what, member) VALUES (x'0202020202020202', 'people', x'0101010101010101');
        INSERT INTO feed (mark, what, member) VALUES (x'0303030303030303', 'people', x'0101010101010101');
        INSERT INTO import VALUES ('paper', zeroblob(32), 7, '');
        INSERT INTO figure VALUES ('paper', 1, '{"request":{"office":"east","when":"2024-10"}}');
        INSERT INTO figure VALUES ('doc', 1, '{"visit":{"day":"2024-12-16","office":"east","hospital":"h","pair":[null,null],"repeat":"wanted"}}');
        INSERT INTO figure VALUES ('doc', 2, '{"content":{"when":"2024-12-16","content":"listen"}}');"#,
    )
    .execute(writing.connection())
    .await
    .map(|_| ())
    .map_err(failure);
    writing.end(filled).await.unwrap();
    let before: Vec<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT number, mark FROM feed").fetch_all(old.readers()).await.unwrap();
    old.close().await;

    let store = SqliteStore::open(folder.path()).await.unwrap();
    let after: Vec<(i64, Vec<u8>)> = sqlx::query_as("SELECT number, mark FROM feed ORDER BY number LIMIT 2")
        .fetch_all(store.readers())
        .await
        .unwrap();
    assert_eq!(after, before);
    let officer = MemberId([1; 8]);
    let limits = PageLimits { rows_max: 10, bytes_max: 10_000 };
    let known = Cursor { number: 2, mark: [3; 8] };
    assert!(store.cursor_known(known).await.unwrap());
    let page = store.feed(officer, Some(known), limits).await.unwrap();
    let told: Vec<_> = page
        .rows
        .into_iter()
        .map(|row| match row.what {
            What::Figures(figures) => (figures.source, figures.office, figures.lines.len()),
            other => panic!("{other:?}"),
        })
        .collect();
    let east = "east".parse().ok();
    assert_eq!(told, [("doc".to_owned(), east, 2), ("paper".to_owned(), None, 1)]);
    assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_failing_migration_leaves_the_store_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE_NAME);
    SqliteStore::open(folder.path()).await.unwrap().close().await;
    let scripts = folder.path().join("later");
    later(&file).await;
    let bad = "CREATE TABLE half (x INTEGER); INSERT INTO nowhere VALUES (1);";
    std::fs::write(scripts.join("9000_later.sql"), bad).unwrap();
    let broken = Migrator::new(scripts.as_path()).await.unwrap();
    assert!(SqliteStore::open_file(&file, false, &broken).await.is_err());

    let store = SqliteStore::open(folder.path()).await.unwrap();
    let half: Option<(i64,)> = sqlx::query_as("SELECT 1 FROM sqlite_schema WHERE name = 'half'")
        .fetch_optional(store.readers())
        .await
        .unwrap();
    assert_eq!(half, None);
}

#[tokio::test]
async fn every_connection_waits_for_the_disk_and_keeps_references() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).await.unwrap();
    let mut writing = store.writer().begin().await.unwrap();
    let pragmas: (i64, i64, String) = sqlx::query_as(
        "SELECT (SELECT synchronous FROM pragma_synchronous),
                (SELECT foreign_keys FROM pragma_foreign_keys),
                (SELECT journal_mode FROM pragma_journal_mode)",
    )
    .fetch_one(writing.connection())
    .await
    .unwrap();
    assert_eq!(pragmas, (2, 1, "wal".to_owned()));
}

#[tokio::test]
async fn a_file_that_is_no_database_is_called_damaged() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(FILE_NAME), "not a database at all, but words").unwrap();
    let error = SqliteStore::open(folder.path()).await.unwrap_err();
    assert!(matches!(error, StorageError::Damaged { .. }), "{error:?}");
}

#[tokio::test]
async fn a_store_that_a_relay_serves_is_not_brought_to_a_newer_form_by_a_command() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE_NAME);
    let old = first(&file).await;
    let served = ServedFolder::take(folder.path()).unwrap();
    let refused = SqliteStore::open_existing(folder.path()).await.unwrap_err();
    assert!(matches!(refused, StorageError::Unavailable(_)), "{refused:?}");
    let mut reading = old.readers().acquire().await.unwrap();
    assert_eq!(schema(&mut reading).await.unwrap(), 1, "the relay goes on with what it knows");
    drop(reading);
    old.close().await;
    let relay = SqliteStore::open_to_serve(folder.path(), KeyPlaces::within(folder.path()), &served).await.unwrap();
    // Now that it is the newest, a command comes beside it.
    SqliteStore::open_existing(folder.path()).await.unwrap().close().await;
    relay.close().await;
}
