//! What a backup promises: one moment of a store that is being written, sound, whole or not there.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{BackupError, backup};
use crate::keys::KeyPlaces;
use crate::storage::sqlite::{FILE_NAME, SqliteStore};
use crate::storage::{MemberFields, Storage};
use crate::verify::verify;
use crate::{dataset, samples};

pub(crate) async fn filled(folder: &Path) -> SqliteStore {
    let store = SqliteStore::open(folder).await.unwrap();
    let text = dataset::bundled(dataset::bundled::KANAGAWA_R6).unwrap();
    let data = dataset::load_dataset(text, "kanagawa-r6").unwrap();
    dataset::store(&store, &data, 5).await.unwrap();
    samples::ensure(&store).await.unwrap();
    store
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_store_that_is_being_written_is_one_moment_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let store = Arc::new(filled(&data).await);
    let member = store.members().await.unwrap().remove(0);
    let stop = Arc::new(AtomicBool::new(false));
    let writing = tokio::spawn({
        let (store, stop, member) = (Arc::clone(&store), Arc::clone(&stop), member.clone());
        async move {
            let mut written = 0u64;
            while !stop.load(Ordering::Relaxed) {
                let fields = MemberFields { name: format!("名前{written}"), ..member.fields.clone() };
                store.put_member(member.id, fields).await.unwrap();
                written += 1;
            }
            written
        }
    });
    let shelf = folder.path().join("shelf");
    fs::create_dir(&shelf).unwrap();
    for number in 0..3 {
        let before = store.feed_end().await.unwrap().unwrap();
        let file = shelf.join(format!("{number}.sqlite3"));
        let made = backup(&data, &file, false).await.unwrap();
        assert!(made.verified.documents > 0 && made.bytes > 0);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let opened = folder.path().join(format!("opened-{number}"));
        fs::create_dir(&opened).unwrap();
        fs::copy(&file, opened.join(FILE_NAME)).unwrap();
        let copy = SqliteStore::open_existing_with_keys(&opened, KeyPlaces::within(&data)).await.unwrap();
        assert!(copy.feed_end().await.unwrap().unwrap() >= before, "what was stored before is in it");
        assert!(copy.cursor_known(before).await.unwrap());
        assert_eq!(verify(&copy).await.unwrap().findings, Vec::new());
        copy.close().await;
    }
    stop.store(true, Ordering::Relaxed);
    assert!(writing.await.unwrap() > 0, "nothing was written meanwhile");
    assert_eq!(names(&shelf), ["0.sqlite3", "1.sqlite3", "2.sqlite3"], "nothing unfinished stays");
    store.close().await;
}

#[tokio::test]
async fn a_backup_takes_no_files_place_unless_that_was_said() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    filled(&data).await.close().await;
    let file = folder.path().join("backup.sqlite3");
    fs::write(&file, "the only copy of something").unwrap();
    assert!(matches!(backup(&data, &file, false).await, Err(BackupError::Exists(_))));
    assert_eq!(fs::read_to_string(&file).unwrap(), "the only copy of something");
    backup(&data, &file, true).await.unwrap();
    assert!(fs::read(&file).unwrap().starts_with(b"SQLite format 3"));
    assert_eq!(names(folder.path()), ["backup.sqlite3", "data"]);
}
