//! What restoring promises: an empty folder gets a sound store that no device takes for the one it knew.

use std::fs;

use super::{LostKeys, RestoreError, restore};
use crate::auth::links;
use crate::backup::{backup, backup_keys, tests::filled};
use crate::keys::KeyPlaces;
use crate::storage::sqlite::{FILE_NAME, SqliteStore};
use crate::storage::{Linked, SignIns, Storage, StorageError};
use crate::verify::verify;

#[tokio::test]
async fn a_restored_store_is_the_one_of_the_backup_and_knows_no_cursor_from_before() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let store = filled(&data).await;
    let mut members = store.members().await.unwrap();
    let (member, ended) = (members.remove(0), members.remove(0));
    let link = links::invite(&store, member.id, 1_000).await.unwrap();
    let file = folder.path().join("backup.sqlite3");
    let made = backup(&data, &file, false).await.unwrap();
    let cursor = store.feed_end().await.unwrap().unwrap();
    store.end_member(ended.id).await.unwrap();
    store.close().await;

    let anew = folder.path().join("anew");
    let restored = restore(&file, &anew, Some(&data), LostKeys::Refuse).await.unwrap();
    assert_eq!(restored.verified, made.verified);
    let store = SqliteStore::open_existing(&anew).await.unwrap();
    assert!(!store.cursor_known(cursor).await.unwrap(), "every device begins anew");
    assert!(store.feed_end().await.unwrap().unwrap().number >= cursor.number, "no number is given twice");
    let again = store.members().await.unwrap().into_iter().find(|row| row.id == ended.id).unwrap();
    assert!(!again.active, "who was ended since stays out");
    let linked = store.invitation(link.hash(), 2_000).await.unwrap();
    assert_eq!(linked, Linked::Expired, "a link may have been used since");
    assert_eq!(verify(&store).await.unwrap().findings, Vec::new());
    store.close().await;
}

#[tokio::test]
async fn a_folder_that_holds_anything_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    filled(&data).await.close().await;
    let file = folder.path().join("backup.sqlite3");
    backup(&data, &file, false).await.unwrap();
    let refused = restore(&file, &data, None, LostKeys::Refuse).await;
    assert!(matches!(refused, Err(RestoreError::NotEmpty(..))), "{refused:?}");
    let other = folder.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("diary.txt"), "x").unwrap();
    assert!(matches!(restore(&file, &other, None, LostKeys::Refuse).await, Err(RestoreError::NotEmpty(..))));
    assert!(!other.join(FILE_NAME).exists());
    let missing = restore(&folder.path().join("none"), &folder.path().join("x"), None, LostKeys::Refuse).await;
    assert!(matches!(missing, Err(RestoreError::NoBackup(_))));
}

#[tokio::test]
async fn what_is_no_backup_leaves_no_store_behind() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("words");
    fs::write(&file, "not a database, but words that somebody saved under this name").unwrap();
    let anew = folder.path().join("anew");
    let refused = restore(&file, &anew, None, LostKeys::Refuse).await;
    assert!(matches!(refused, Err(RestoreError::Storage(StorageError::Damaged { .. }))), "{refused:?}");
    assert!(!anew.join(FILE_NAME).exists());
    // It can be tried again with the right file.
    let data = folder.path().join("data");
    filled(&data).await.close().await;
    let sound = folder.path().join("backup.sqlite3");
    backup(&data, &sound, false).await.unwrap();
    restore(&sound, &anew, Some(&data), LostKeys::Refuse).await.unwrap();
}

#[tokio::test]
async fn without_its_keys_a_backup_is_not_restored() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    filled(&data).await.close().await;
    let file = folder.path().join("backup.sqlite3");
    backup(&data, &file, false).await.unwrap();
    let anew = folder.path().join("anew");
    assert!(restore(&file, &anew, None, LostKeys::Refuse).await.is_err());
    assert!(!anew.join(FILE_NAME).exists());
    let nowhere = folder.path().join("nowhere");
    assert!(matches!(restore(&file, &anew, Some(&nowhere), LostKeys::Refuse).await, Err(RestoreError::NoKeys(_))));
    // Named by the folder of the keys themselves; and put in place by hand.
    restore(&file, &anew, Some(&data.join("keys")), LostKeys::Refuse).await.unwrap();
    let again = folder.path().join("again");
    fs::create_dir(&again).unwrap();
    fs::create_dir(again.join("keys")).unwrap();
    fs::copy(anew.join("keys/keys.sqlite3"), again.join("keys/keys.sqlite3")).unwrap();
    fs::copy(anew.join("otozure.key"), again.join("otozure.key")).unwrap();
    assert!(matches!(restore(&file, &again, Some(&data), LostKeys::Refuse).await, Err(RestoreError::OtherKeys(_))));
    restore(&file, &again, None, LostKeys::Refuse).await.unwrap();
}

#[tokio::test]
async fn with_an_older_key_store_the_rest_is_restored_where_that_was_said() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let store = filled(&data).await;
    store.close().await;
    let older = folder.path().join("older");
    fs::create_dir_all(older.join("keys")).unwrap();
    let places = |folder: &std::path::Path| KeyPlaces::within(folder);
    let copy = older.join("keys/keys.sqlite3");
    let held = backup_keys((&data, places(&data)), &copy, false, None).await.unwrap();
    fs::copy(data.join("otozure.key"), older.join("otozure.key")).unwrap();
    let store = SqliteStore::open(&data).await.unwrap();
    let document = crate::storage::sqlite::planted_visit(&store).await;
    let lines = store.lines().await.unwrap().len();
    store.close().await;
    let file = folder.path().join("backup.sqlite3");
    let made = backup(&data, &file, false).await.unwrap();
    let paired = folder.path().join("paired.sqlite3");
    assert_eq!(backup_keys((&data, places(&data)), &paired, false, Some(&made)).await.unwrap(), held + 1);
    let unpaired = backup_keys((&data, places(&older)), &folder.path().join("x"), false, Some(&made)).await;
    assert!(
        matches!(unpaired, Err(crate::backup::BackupError::Unsound(_))),
        "a key store that does not open the backup is no pair to it: {unpaired:?}"
    );

    let anew = folder.path().join("anew");
    let refused = restore(&file, &anew, Some(&older), LostKeys::Refuse).await;
    assert!(matches!(&refused, Err(RestoreError::LostKeys(lost)) if *lost == [document]), "{refused:?}");
    assert!(!anew.join(FILE_NAME).exists());
    let anew = folder.path().join("without");
    let restored = restore(&file, &anew, Some(&older), LostKeys::LeaveOut).await.unwrap();
    assert_eq!(restored.left_out, [document]);
    assert_eq!(restored.verified.findings, Vec::new());
    let store = SqliteStore::open(&anew).await.unwrap();
    assert_eq!(store.document(document).await.unwrap(), None);
    // A device that has it bears it anew.
    assert_eq!(crate::storage::sqlite::planted_visit(&store).await, document);
    assert_eq!(store.lines().await.unwrap().len(), lines);
    assert_eq!(verify(&store).await.unwrap().findings, Vec::new());
    store.close().await;
}

#[tokio::test]
async fn the_key_that_a_rotation_left_beside_its_file_is_brought_along() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let store = filled(&data).await;
    let file = folder.path().join("backup.sqlite3");
    let made = backup(&data, &file, false).await.unwrap();
    store.keys().rotate_until(|step| step != crate::keys::Step::Wrapped).await.unwrap_err();
    store.close().await;
    let anew = folder.path().join("anew");
    fs::create_dir(&anew).unwrap();
    // An attempt that was killed, and the lock that every rotation leaves.
    fs::create_dir(anew.join(format!(".{FILE_NAME}.unfinished-abc"))).unwrap();
    fs::write(anew.join("otozure.key.lock"), "").unwrap();
    let restored = restore(&file, &anew, Some(&data), LostKeys::Refuse).await.unwrap();
    assert_eq!(restored.verified, made.verified);
}

#[tokio::test]
async fn keys_are_not_taken_from_a_folder_that_is_being_served() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    filled(&data).await.close().await;
    let file = folder.path().join("backup.sqlite3");
    backup(&data, &file, false).await.unwrap();
    let served = crate::folder::ServedFolder::take(&data).unwrap();
    let refused = restore(&file, &folder.path().join("anew"), Some(&data), LostKeys::Refuse).await;
    assert!(matches!(refused, Err(RestoreError::Folder(_))), "{refused:?}");
    drop(served);
    restore(&file, &folder.path().join("again"), Some(&data), LostKeys::Refuse).await.unwrap();
}

#[test]
fn a_file_with_a_log_beside_it_is_not_all_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE_NAME);
    fs::write(&file, "x").unwrap();
    super::whole(&file).unwrap();
    let log = folder.path().join(format!("{FILE_NAME}-wal"));
    fs::write(&log, "").unwrap();
    super::whole(&file).unwrap();
    fs::write(&log, "what was written last").unwrap();
    assert!(matches!(super::whole(&file), Err(RestoreError::File(..))));
}
