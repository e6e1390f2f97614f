//! No backup is made of a damaged store, so that no sound one is replaced by it; none is restored.

use std::fs;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Executor};

use crate::backup::{BackupError, backup, tests::filled};
use crate::storage::sqlite::FILE_NAME;

#[tokio::test]
async fn a_damaged_store_gives_no_backup_and_the_older_one_stays() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    filled(&data).await.close().await;
    let file = folder.path().join("backup.sqlite3");
    backup(&data, &file, false).await.unwrap();
    let sound = fs::read(&file).unwrap();
    let mut by_hand = SqliteConnectOptions::new().filename(data.join(FILE_NAME)).connect().await.unwrap();
    by_hand.execute("UPDATE change SET bytes = x'00'").await.unwrap();
    by_hand.close().await.unwrap();
    assert!(matches!(backup(&data, &file, true).await, Err(BackupError::Unsound(_))));
    assert_eq!(fs::read(&file).unwrap(), sound);
}
