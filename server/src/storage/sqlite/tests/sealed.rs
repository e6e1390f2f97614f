//! What lies on the disk: no word of a document in any file but under its key, also where an older
//! program had stored it plain; and no store opens without the keys that belong to it.

use std::path::Path;
use std::sync::Arc;

use shared::ids::ChangeHash;
use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Executor};

use crate::keys::{KeyError, KeyPlaces};
use crate::storage::conformance::fixture::*;
use crate::storage::sqlite::{FILE_NAME, SqliteStore};
use crate::storage::{RefusedChange, Storage, StorageError};

/// What somebody said, and must be found in no file.
const WORDS: &str = "廊下で泣いていた。また来てほしいと言われた。";

/// The files below a folder that hold the words.
fn files_with_words(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with_words(&path));
        } else if std::fs::read(&path).unwrap().windows(12).any(|part| part == &WORDS.as_bytes()[12..24]) {
            found.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    found.sort();
    found
}

fn refused(document: u8) -> RefusedChange {
    RefusedChange {
        document: document_id(document),
        hash: ChangeHash([9; 32]),
        author: who(VISITOR),
        code: "guarded".to_owned(),
        at_ms: 1,
        bytes: WORDS.as_bytes().to_vec(),
    }
}

/// People and a visit whose root, change and quarantine hold the words.
async fn told(store: &Arc<SqliteStore>) {
    let storage: Arc<dyn Storage> = store.clone();
    people(&storage).await;
    let mut said = change(1, COORDINATOR, 1, 1);
    said.bytes = WORDS.as_bytes().to_vec();
    let mut born = batch(store.as_ref(), 1, vec![said], Some(visit_ties("east", &[VISITOR]))).await;
    born.birth.as_mut().unwrap().root = WORDS.as_bytes().to_vec();
    commit(store.as_ref(), born).await.unwrap();
    store.keep_refused(vec![refused(1)]).await.unwrap();
}

/// That everything is read back as it was written.
async fn reads_back(store: &SqliteStore) {
    assert_eq!(store.root(document_id(1)).await.unwrap().as_deref(), Some(WORDS.as_bytes()));
    let changes = store.changes(document_id(1)).await.unwrap();
    assert_eq!(changes.iter().map(|change| change.bytes.as_slice()).collect::<Vec<_>>(), [WORDS.as_bytes()]);
    assert_eq!(store.refused(document_id(1)).await.unwrap(), [refused(1)]);
}

#[tokio::test]
async fn no_file_holds_a_word_of_a_document() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(SqliteStore::open(folder.path()).await.unwrap());
    told(&store).await;
    reads_back(&store).await;
    assert_eq!(files_with_words(folder.path()), Vec::<String>::new(), "while it is open");
    store.close().await;
    assert_eq!(files_with_words(folder.path()), Vec::<String>::new());
    let key = store.keys().key(document_id(1)).await.unwrap().unwrap();
    for file in [folder.path().join(FILE_NAME), folder.path().join("keys/keys.sqlite3")] {
        let bytes = std::fs::read(file).unwrap();
        assert!(!bytes.windows(32).any(|part| part == key.bytes()), "nor a key unwrapped");
    }
}

/// A store as the program of the third schema wrote it, with the words in it.
async fn plain_store(folder: &Path) -> [u8; 32] {
    let scripts = tempfile::tempdir().unwrap();
    for migration in super::super::open::MIGRATIONS.iter().filter(|migration| migration.version <= 3) {
        let name = format!("{:04}_{}.sql", migration.version, migration.description);
        std::fs::write(scripts.path().join(name), migration.sql.as_str()).unwrap();
    }
    let third = Migrator::new(scripts.path()).await.unwrap();
    let options = SqliteConnectOptions::new().filename(folder.join(FILE_NAME)).create_if_missing(true);
    let mut old = options.connect().await.unwrap();
    third.run(&mut old).await.unwrap();
    old.execute(
        "INSERT INTO member VALUES (x'0303030303030303', '訪問', 'ほう', 'visitor', 'peer_supporter', NULL, 0, 'active', 1, 0);
         INSERT INTO device VALUES (x'0303030303030303', x'0303030303030303', 0, 0, 'active');
         INSERT INTO meta VALUES ('receipt_key', x'0707070707070707070707070707070707070707070707070707070707070707')",
    )
    .await
    .unwrap();
    let words = WORDS.as_bytes();
    let (id, hash) = (document_id(1).0.to_vec(), vec![8u8; 32]);
    sqlx::query(
        "INSERT INTO document (id, kind, prefecture, root, created_at, state, changes, access_rev)
                 VALUES (?, 'visit', '140007', ?, 1, 'live', 1, 0)",
    )
    .bind(&id)
    .bind(words)
    .execute(&mut old)
    .await
    .unwrap();
    sqlx::query("INSERT INTO actor VALUES (?, ?, NULL, NULL)")
        .bind(&id)
        .bind(vec![3u8; 16])
        .execute(&mut old)
        .await
        .unwrap();
    sqlx::query(
        "INSERT INTO change (document, position, hash, actor, seq, received_at, bytes) VALUES (?, 1, ?, ?, 1, 1, ?)",
    )
    .bind(&id)
    .bind(&hash)
    .bind(vec![3u8; 16])
    .bind(words)
    .execute(&mut old)
    .await
    .unwrap();
    sqlx::query("INSERT INTO refused VALUES (?, ?, x'0303030303030303', x'0303030303030303', 'guarded', 1, ?)")
        .bind(&id)
        .bind(vec![9u8; 32])
        .bind(words)
        .execute(&mut old)
        .await
        .unwrap();
    old.close().await.unwrap();
    [7; 32]
}

#[tokio::test]
async fn what_an_older_program_stored_plain_is_sealed_and_swept_from_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let receipt_key = plain_store(folder.path()).await;
    assert_eq!(files_with_words(folder.path()), [FILE_NAME], "the search finds what is plain");
    // The copy from before outlives the sealing until the sealed store has been opened again.
    for plain in [&["before-schema-3.sqlite3"][..], &[]] {
        let store = SqliteStore::open(folder.path()).await.unwrap();
        reads_back(&store).await;
        assert_eq!(store.receipt_key().await.unwrap(), receipt_key, "receipts that were given stay good");
        store.close().await;
        assert_eq!(files_with_words(folder.path()), plain);
    }
    let bytes = std::fs::read(folder.path().join(FILE_NAME)).unwrap();
    assert!(!bytes.windows(32).any(|part| part == receipt_key));
}

#[tokio::test]
async fn a_store_opens_with_its_own_keys_alone() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for folder in [&folder, &other] {
        let store = Arc::new(SqliteStore::open(folder.path()).await.unwrap());
        assert!(store.keys().has_made_its_file());
        told(&store).await;
        store.close().await;
    }
    let (own, foreign) = (folder.path().join("otozure.key"), other.path().join("otozure.key"));
    let kept = std::fs::read(&own).unwrap();
    let refusal = async || match SqliteStore::open(folder.path()).await {
        Err(StorageError::Keys(error)) => error,
        other => panic!("{other:?}"),
    };
    std::fs::copy(&foreign, &own).unwrap();
    assert_eq!(refusal().await, KeyError::OtherKeyFile(own.clone()));
    std::fs::remove_file(&own).unwrap();
    assert_eq!(refusal().await, KeyError::NoKeyFile(own.clone()));
    assert!(!own.exists(), "no new key where an older one is expected");
    std::fs::write(&own, "not a key").unwrap();
    assert_eq!(refusal().await, KeyError::BadKeyFile(own.clone()));
    std::fs::write(&own, &kept).unwrap();

    let (keys, away) = (folder.path().join("keys"), folder.path().join("away"));
    std::fs::rename(&keys, &away).unwrap();
    assert_eq!(refusal().await, KeyError::NoKeyStore(keys.clone()));
    assert!(!keys.exists());
    std::fs::rename(other.path().join("keys"), &keys).unwrap();
    assert_eq!(refusal().await, KeyError::OtherKeyFile(own.clone()));
    std::fs::copy(&foreign, &own).unwrap();
    assert_eq!(refusal().await, KeyError::OtherKeyStore(keys.clone()));
    std::fs::write(&own, &kept).unwrap();
    std::fs::remove_dir_all(&keys).unwrap();
    std::fs::rename(&away, &keys).unwrap();
    let store = SqliteStore::open(folder.path()).await.unwrap();
    assert!(!store.keys().has_made_its_file());
    reads_back(&store).await;
    store.close().await;
}

#[tokio::test]
async fn a_key_file_that_was_named_is_found_again_without_its_name() {
    let (folder, safe) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let named = |name: &str| KeyPlaces::within(folder.path()).with_file(Some(safe.path().join(name)));
    let store = Arc::new(SqliteStore::open_with_keys(folder.path(), named("first.key")).await.unwrap());
    told(&store).await;
    store.close().await;
    assert!(!folder.path().join("otozure.key").exists());
    let store = SqliteStore::open(folder.path()).await.unwrap();
    reads_back(&store).await;
    store.close().await;
    // Moved, and named anew.
    std::fs::rename(safe.path().join("first.key"), safe.path().join("second.key")).unwrap();
    assert!(matches!(SqliteStore::open(folder.path()).await, Err(StorageError::Keys(KeyError::NoKeyFile(_)))));
    SqliteStore::open_with_keys(folder.path(), named("second.key")).await.unwrap().close().await;
    SqliteStore::open(folder.path()).await.unwrap().close().await;
}

#[tokio::test]
async fn the_key_of_a_new_document_is_durable_before_the_document_is() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<SqliteStore> = Arc::new(SqliteStore::open(folder.path()).await.unwrap());
    let storage: Arc<dyn Storage> = store.clone();
    people(&storage).await;
    // A batch that the database refuses: its key is there, the document is not.
    let gap = vec![change(1, COORDINATOR, 1, 5), change(1, COORDINATOR, 3, 5)];
    let refused = batch(store.as_ref(), 1, gap, Some(visit_ties("east", &[]))).await;
    assert!(commit(store.as_ref(), refused).await.is_err());
    assert_eq!(store.document(document_id(1)).await.unwrap(), None);
    store.close().await;

    let store = SqliteStore::open(folder.path()).await.unwrap();
    let key = store.keys().key(document_id(1)).await.unwrap();
    assert!(key.is_some());
    visit(&store, 1, visit_ties("east", &[VISITOR])).await;
    assert_eq!(store.keys().key(document_id(1)).await.unwrap(), key, "and stays its key");
    // A change of a document that is there asks nothing of the key store.
    let before = store.keys().rows().documents(None, 10).await.unwrap();
    store.keys().rows().close().await.unwrap();
    write(&store, 1, VISITOR, 1).await;
    assert_eq!(before, [document_id(1)]);
    store.close().await;
}
