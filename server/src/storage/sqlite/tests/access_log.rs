//! The access log in a file: rows are only added, and what somebody does to it all the same is seen.

use shared::ids::{DeviceId, DocumentId};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

use super::planted::sound;
use crate::storage::sqlite::{FILE_NAME, SqliteStore};
use crate::storage::{Access, Deed, Ledger, NewToken, Principal, SecretHash, Storage};
use crate::verify::{Fault, verify};

/// A sound store whose access log has four rows.
async fn scene() -> (tempfile::TempDir, SqliteStore) {
    let folder = tempfile::tempdir().unwrap();
    let (store, document) = sound(folder.path()).await;
    let member = store.members().await.unwrap().first().unwrap().id;
    let who = Principal { member, device: DeviceId([77; 8]) };
    let (secret, label) = (SecretHash([77; 32]), "test".to_owned());
    store.add_token(NewToken { secret, who, label, created_at_ms: 0, expires_at_ms: i64::MAX }).await.unwrap();
    let access = |at_ms, document| Access { at_ms, device_at_ms: None, who, document, deed: Deed::Served };
    store.write_accesses(vec![access(1, document), access(2, document)]).await.unwrap();
    store.write_accesses(vec![access(3, document), access(4, DocumentId([9; 16]))]).await.unwrap();
    let verified = verify(&store).await.unwrap();
    assert_eq!((verified.accesses, verified.findings), (4, Vec::new()), "sound before");
    (folder, store)
}

async fn by_hand(folder: &std::path::Path, statements: &str) -> Result<(), sqlx::Error> {
    let mut connection = SqliteConnectOptions::new().filename(folder.join(FILE_NAME)).connect().await?;
    let done = connection.execute(AssertSqlSafe(statements.to_owned())).await;
    connection.close().await?;
    done.map(|_| ())
}

#[tokio::test]
async fn no_row_of_the_access_log_is_changed_or_taken_away() {
    let (folder, store) = scene().await;
    for statement in ["UPDATE access_log SET at = 9 WHERE number = 2", "DELETE FROM access_log"] {
        let refused = by_hand(folder.path(), statement).await.unwrap_err();
        assert!(refused.to_string().contains("only added to"), "{refused}");
    }
    assert_eq!(verify(&store).await.unwrap().accesses, 4);
    store.close().await;
}

#[tokio::test]
async fn whatever_is_done_to_the_access_log_is_seen() {
    let free = "DROP TRIGGER access_log_stays; DROP TRIGGER access_log_remains;";
    for (done, at) in [
        ("UPDATE access_log SET what = 'print' WHERE number = 2", 2),
        ("UPDATE access_log SET device_at = 0 WHERE number = 4", 4),
        ("UPDATE access_log SET document = zeroblob(16) WHERE number = 1", 1),
        ("DELETE FROM access_log WHERE number = 3", 3),
        ("DELETE FROM access_log WHERE number = 1", 1),
        ("UPDATE access_log SET number = number + 10 WHERE number = 4", 4),
    ] {
        let (folder, store) = scene().await;
        by_hand(folder.path(), &format!("{free} {done}")).await.unwrap();
        let findings = verify(&store).await.unwrap().findings;
        let told = format!("{at}番目で前とつながりません");
        let found = findings.iter().any(|finding| finding.fault == Fault::BrokenRule && finding.what.contains(&told));
        assert!(found, "{done}: {findings:?}");
        store.close().await;
    }
}
