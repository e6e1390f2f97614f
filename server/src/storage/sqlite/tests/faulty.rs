//! A disk that fails: what was answered stays, what could not be stored is said, reading goes on,
//! and storing goes on by itself once the disk works.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use faulty_disk::{Disk, Failing, Fault, On};
use shared::ids::ChangeHash;
use sqlx::{ConnectOptions, Connection, Executor};

use crate::storage::conformance::fixture::{VISITOR, batch, change, document_id, people, visit, visit_ties};
use crate::storage::sqlite::{FILE_NAME, SqliteStore, open};
use crate::storage::{Storage, StorageError};

/// Longer than any machine that is alive takes.
const PATIENCE: Duration = Duration::from_secs(30);
/// What the first change weighs, a few pages, and how much more each one after it: the log must grow, for a
/// full disk refuses nothing that finds its place in it.
const CHANGE_BYTES: usize = 9_000;
const MORE_BYTES: usize = 700;

/// A store on a faulty disk, and what it has answered for.
pub struct Scene {
    pub folder: tempfile::TempDir,
    pub disk: Disk,
    store: Option<Arc<SqliteStore>>,
    pub acknowledged: Vec<ChangeHash>,
}

impl Scene {
    /// People and a visit, all of them on the medium.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut scene = Self { folder, disk: Disk::new(), store: None, acknowledged: Vec::new() };
        scene.open().await.unwrap();
        let store: Arc<dyn Storage> = scene.store();
        people(&store).await;
        visit(store.as_ref(), 1, visit_ties("east", &[VISITOR])).await;
        scene
    }

    pub fn store(&self) -> Arc<SqliteStore> {
        Arc::clone(self.store.as_ref().unwrap())
    }

    /// Opens the store as a new process does. The log is folded in every few writes.
    pub async fn open(&mut self) -> Result<(), StorageError> {
        let file = self.folder.path().join(FILE_NAME);
        let options = open::options(&file, true).vfs(self.disk.name()).pragma("wal_autocheckpoint", "16");
        self.store = Some(Arc::new(SqliteStore::open_on(options, &file).await?));
        Ok(())
    }

    /// The next change of the visitor, stored or not.
    pub async fn write(&mut self) -> Result<(), StorageError> {
        let store = self.store();
        // The first change is its coordinator's, all others the visitor's.
        let seq = store.document(document_id(1)).await?.unwrap().changes;
        let next = change(1, VISITOR, seq, CHANGE_BYTES + MORE_BYTES * self.acknowledged.len());
        let hash = next.hash;
        let next = batch(store.as_ref(), 1, vec![next], None).await;
        for result in store.commit_all(vec![next]).await? {
            result?;
        }
        self.acknowledged.push(hash);
        Ok(())
    }

    /// Writes until something fails; says how.
    pub async fn write_until_it_fails(&mut self) -> StorageError {
        for _ in 0..200 {
            if let Err(error) = self.write().await {
                return error;
            }
        }
        panic!("the disk was told to fail and did not")
    }

    /// What was answered for is there, the log of the document is whole, and the file sound.
    pub async fn check(&self) {
        let store = self.store();
        let stored = store.changes(document_id(1)).await.unwrap();
        let there: BTreeSet<ChangeHash> = stored.iter().map(|change| change.hash).collect();
        for hash in &self.acknowledged {
            assert!(there.contains(hash), "{hash} was acknowledged and is gone");
        }
        assert!((1..).zip(&stored).all(|(position, change)| change.position == position));
        assert_eq!(store.integrity().await.unwrap(), Vec::<String>::new());
    }

    /// The process dies at once: nothing of it is written any more, what the system holds in memory stays.
    pub async fn kill(&mut self) {
        self.disk.stop();
        self.let_go().await;
        self.disk.go_on();
    }

    /// The power goes and comes back. Of what was not on the medium, `survives` says what got there.
    pub async fn power_cut(&mut self, survives: impl FnMut() -> bool) {
        self.disk.stop();
        self.let_go().await;
        self.disk.power_on(self.folder.path(), survives).unwrap();
    }

    async fn let_go(&mut self) {
        if let Some(store) = self.store.take() {
            store.close().await;
        }
        // A connection that was given up closes in a thread of its own.
        let closed = async {
            while self.disk.open_files() > 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, closed).await.expect("files stay open");
    }
}

fn once(fault: Fault, on: On) -> Failing {
    Failing { fault, on, after: 1, times: 1 }
}

fn lasting(fault: Fault, on: On) -> Failing {
    Failing { fault, on, after: 2, times: u64::MAX }
}

const FAULTS: [Fault; 5] = [Fault::Full, Fault::Write, Fault::Part(2_000), Fault::Sync, Fault::SyncForgets];

#[tokio::test]
async fn a_disk_that_fails_for_good_is_said_and_reading_goes_on_until_it_works_again() {
    for fault in FAULTS {
        let mut scene = Scene::new().await;
        scene.write().await.unwrap();
        scene.disk.fail(lasting(fault, On::Any));
        let error = scene.write_until_it_fails().await;
        match fault {
            Fault::Full => assert_eq!(error, StorageError::Full, "{fault:?}"),
            _ => assert!(matches!(error, StorageError::Unavailable(_)), "{fault:?}: {error:?}"),
        }
        // Nothing is stored by trying again, and nothing that was is out of reach.
        for _ in 0..3 {
            scene.write().await.expect_err("the disk still fails");
            scene.check().await;
        }
        scene.disk.mend();
        scene.write().await.unwrap_or_else(|error| panic!("{fault:?}: not stored by a disk that works: {error}"));
        scene.check().await;
        scene.power_cut(|| false).await;
        scene.open().await.unwrap();
        scene.check().await;
        assert!(scene.disk.failures() > 0);
    }
}

#[tokio::test]
async fn a_single_failure_anywhere_loses_nothing_that_was_answered_for() {
    for on in [On::Log, On::Database] {
        for fault in FAULTS {
            for survives in [false, true] {
                let mut scene = Scene::new().await;
                scene.disk.fail(once(fault, on));
                // What fails while the log is folded in is tried again: nobody needs to hear of it.
                let mut refused = 0;
                for _ in 0..28 {
                    refused += u32::from(scene.write().await.is_err());
                }
                assert_eq!(scene.disk.failures(), 1, "{fault:?} {on:?}");
                assert!(refused <= 1, "{fault:?} {on:?}: {refused} writes refused after one failure");
                scene.check().await;
                scene.power_cut(|| survives).await;
                scene.open().await.unwrap();
                scene.check().await;
            }
        }
    }
}

/// The trap: the end of a transaction was written, the wait for the disk failed, the process died. The
/// next one reads that transaction in the log, though the disk does not have it, and the system says
/// that all is written. What is stored on top of it must not be cut off with it.
#[tokio::test]
async fn what_is_stored_after_a_failed_sync_and_a_new_start_survives_a_power_cut() {
    let mut scene = Scene::new().await;
    scene.write().await.unwrap();
    scene.disk.fail(Failing { fault: Fault::Sync, on: On::Log, after: 0, times: 1 });
    scene.write().await.expect_err("the sync fails");
    scene.kill().await;
    scene.open().await.unwrap();
    let there = scene.store().changes(document_id(1)).await.unwrap().len();
    assert_eq!(there, 3, "the scene is not the one it is meant to be: the log holds no end without a disk");
    for _ in 0..3 {
        scene.write().await.unwrap();
    }
    scene.power_cut(|| false).await;
    scene.open().await.unwrap();
    scene.check().await;
}

#[tokio::test]
async fn a_store_does_not_begin_to_write_while_the_log_cannot_be_folded_in() {
    let mut scene = Scene::new().await;
    scene.write().await.unwrap();
    scene.kill().await;
    scene.disk.fail(Failing { fault: Fault::Sync, on: On::Any, after: 0, times: u64::MAX });
    scene.open().await.unwrap();
    scene.check().await;
    scene.write().await.expect_err("nothing is stored on a log that may be hollow");
    scene.disk.mend();
    scene.write().await.unwrap();
    scene.power_cut(|| false).await;
    scene.open().await.unwrap();
    scene.check().await;
}

/// That the scene above is what it says: a database that goes on writing to such a log loses what it answered
/// for. Without this, the test above could pass for another reason.
#[tokio::test]
async fn the_trap_is_real_for_who_does_not_fold_the_log_in() {
    let mut scene = Scene::new().await;
    scene.write().await.unwrap();
    scene.disk.fail(Failing { fault: Fault::Sync, on: On::Log, after: 0, times: 1 });
    scene.write().await.expect_err("the sync fails");
    scene.kill().await;
    let (disk, file) = (scene.disk, scene.folder.path().join(FILE_NAME));
    let plain = || open::options(&file, false).vfs(disk.name()).pragma("wal_autocheckpoint", "0");
    let mut naive = plain().connect().await.unwrap();
    naive.execute("INSERT INTO meta (key, value) VALUES ('answered', x'01')").await.unwrap();
    scene.disk.stop();
    drop(naive);
    scene.power_cut(|| false).await;
    let mut after = plain().connect().await.unwrap();
    let found: Vec<(String,)> =
        sqlx::query_as("SELECT key FROM meta WHERE key = 'answered'").fetch_all(&mut after).await.unwrap();
    assert!(found.is_empty(), "this disk does not do what real ones do");
    after.close().await.unwrap();
}
