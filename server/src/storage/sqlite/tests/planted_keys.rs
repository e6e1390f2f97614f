//! Damage between a store and its keys: `verify` finds each and names it.

use std::path::Path;

use shared::ids::DocumentId;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

use super::planted::sound;
use crate::keys::{About, Entry, seal};
use crate::storage::Storage;
use crate::storage::sqlite::{FILE_NAME, SqliteStore};
use crate::verify::{Fault, Verified, verify};

async fn by_hand(file: &Path, statements: String) {
    let mut connection = SqliteConnectOptions::new().filename(file).foreign_keys(false).connect().await.unwrap();
    connection.execute(AssertSqlSafe(statements)).await.unwrap();
    connection.close().await.unwrap();
}

fn finds(verified: &Verified, fault: Fault, words: &str) {
    let found = verified.findings.iter().any(|finding| finding.fault == fault && finding.what.contains(words));
    assert!(found, "{words}\n{:#?}", verified.findings);
}

async fn scene() -> (tempfile::TempDir, SqliteStore, DocumentId) {
    let folder = tempfile::tempdir().unwrap();
    let (store, id) = sound(folder.path()).await;
    assert_eq!(verify(&store).await.unwrap().findings, vec![], "sound before");
    (folder, store, id)
}

fn hex(id: DocumentId) -> String {
    format!("x'{}'", shared::ids::hex(&id.0))
}

#[tokio::test]
async fn a_missing_key_is_named() {
    let (folder, store, id) = scene().await;
    store.close().await;
    by_hand(&folder.path().join("keys/keys.sqlite3"), format!("DELETE FROM document_key WHERE document = {}", hex(id)))
        .await;
    let store = SqliteStore::open(folder.path()).await.unwrap();
    let verified = verify(&store).await.unwrap();
    finds(&verified, Fault::Database, "文書の鍵がありません");
    finds(&verified, Fault::DamagedChunk, &format!("文書 {id} の鍵がありません"));
    store.close().await;
}

#[tokio::test]
async fn a_key_that_was_changed_is_named() {
    let (folder, store, id) = scene().await;
    store.close().await;
    let changed =
        "UPDATE document_key SET wrapped = CAST(substr(wrapped, 1, 40) || zeroblob(8) || substr(wrapped, 49) AS BLOB)";
    by_hand(&folder.path().join("keys/keys.sqlite3"), format!("{changed} WHERE document = {}", hex(id))).await;
    let store = SqliteStore::open(folder.path()).await.unwrap();
    finds(&verify(&store).await.unwrap(), Fault::DamagedChunk, "鍵が壊れています");
    store.close().await;
}

#[tokio::test]
async fn a_tombstone_with_bytes_is_named() {
    let (folder, store, id) = scene().await;
    by_hand(
        &folder.path().join(FILE_NAME),
        format!("UPDATE document SET state = 'purged', root = x'' WHERE id = {}", hex(id)),
    )
    .await;
    let verified = verify(&store).await.unwrap();
    finds(&verified, Fault::Database, "終わった文書の記録が残っています");
    finds(&verified, Fault::Database, "終わった文書の鍵が残っています");
    store.close().await;
}

#[tokio::test]
async fn a_document_that_lives_beyond_its_end_is_named() {
    let (folder, store, id) = scene().await;
    let dead = format!("INSERT INTO tombstone VALUES ({}, 'visit', '140007', 5)", hex(id));
    by_hand(&folder.path().join("keys/keys.sqlite3"), dead).await;
    finds(&verify(&store).await.unwrap(), Fault::Database, "終わったはずの文書が、まだあります");
    store.close().await;
}

#[tokio::test]
async fn bytes_that_open_but_are_another_change_are_named() {
    let (folder, store, id) = scene().await;
    let changes = store.changes(id).await.unwrap();
    let key = store.keys().key(id).await.unwrap().unwrap();
    let other = seal(&key, About::Change(id, changes[1].hash), &changes[0].bytes).unwrap();
    let put = format!("UPDATE change SET bytes = x'{}' WHERE position = 2 AND document = {}", hex_of(&other), hex(id));
    by_hand(&folder.path().join(FILE_NAME), put).await;
    finds(&verify(&store).await.unwrap(), Fault::DamagedChunk, "の中身は");
    store.close().await;
}

fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn entries_of_endings_that_were_cut_off_the_trail_are_missed() {
    let (folder, store, id) = scene().await;
    assert!(store.purge(id, 5).await.unwrap());
    assert_eq!(verify(&store).await.unwrap().findings, vec![]);
    let cut = "DROP TRIGGER trail_remains; DELETE FROM trail WHERE number = (SELECT max(number) FROM trail)";
    by_hand(&folder.path().join("keys/keys.sqlite3"), cut.to_owned()).await;
    finds(&verify(&store).await.unwrap(), Fault::Database, "だれが終えたかの記録がありません");
    store.close().await;
}

#[tokio::test]
async fn a_trail_that_was_changed_is_named() {
    let (folder, store, _) = scene().await;
    let entry = |what: &str| Entry { at_ms: 5, who: "係".to_owned(), what: what.to_owned() };
    store.keys().write_trail(vec![entry("one"), entry("two"), entry("three")]).await.unwrap();
    assert_eq!(verify(&store).await.unwrap().findings, vec![]);
    let file = folder.path().join("keys/keys.sqlite3");
    let mut connection = SqliteConnectOptions::new().filename(&file).connect().await.unwrap();
    assert!(connection.execute("UPDATE trail SET what = 'x'").await.is_err(), "the trail is only added to");
    assert!(connection.execute("DELETE FROM trail").await.is_err());
    connection.close().await.unwrap();
    by_hand(&file, "DROP TRIGGER trail_stays; UPDATE trail SET what = 'x' WHERE number = 2".to_owned()).await;
    finds(&verify(&store).await.unwrap(), Fault::Database, "監査の記録が、2番目で");
    store.close().await;
}
