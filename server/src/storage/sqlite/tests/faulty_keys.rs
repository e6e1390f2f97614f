//! A disk that fails under the key store: what was acknowledged opens after a power cut, whatever an earlier
//! process left in the key store's log that can be read and is not on the disk.

use std::sync::Arc;
use std::time::Duration;

use faulty_disk::{Disk, Failing, Fault, On};

use crate::keys::Step;
use crate::storage::conformance::fixture::{COORDINATOR, VISITOR, batch, change, document_id, people, visit_ties};
use crate::storage::sqlite::{FILE_NAME, SqliteStore, open};
use crate::storage::{Storage, StorageError};

/// Longer than any machine that is alive takes.
const PATIENCE: Duration = Duration::from_secs(30);
const SYNC_ONCE: Failing = Failing { fault: Fault::Sync, on: On::Log, after: 0, times: 1 };
const SYNC_NEVER: Failing = Failing { fault: Fault::Sync, on: On::Any, after: 0, times: u64::MAX };

/// A store with a disk under the database and another one under the key store.
struct Scene {
    folder: tempfile::TempDir,
    data: Disk,
    keys: Disk,
    store: Option<Arc<SqliteStore>>,
}

impl Scene {
    /// People and a visit, all of them on the medium.
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut scene = Self { folder, data: Disk::new(), keys: Disk::new(), store: None };
        scene.open().await.unwrap();
        let storage: Arc<dyn Storage> = scene.store();
        people(&storage).await;
        scene.bear(1).await.unwrap();
        scene
    }

    fn store(&self) -> Arc<SqliteStore> {
        Arc::clone(self.store.as_ref().unwrap())
    }

    async fn open(&mut self) -> Result<(), StorageError> {
        let file = self.folder.path().join(FILE_NAME);
        let options = open::options(&file, true).vfs(self.data.name());
        let keys = self.keys.name();
        self.store = Some(Arc::new(SqliteStore::open_on_two(options, |options| options.vfs(keys), &file).await?));
        Ok(())
    }

    /// A visit with one change, acknowledged or not.
    async fn bear(&self, document: u8) -> Result<(), StorageError> {
        let (store, changes) = (self.store(), vec![change(document, COORDINATOR, 1, 10)]);
        let born = batch(store.as_ref(), document, changes, Some(visit_ties("east", &[VISITOR]))).await;
        store.commit_all(vec![born]).await?.remove(0).map(|_| ())
    }

    async fn opens(&self, document: u8) {
        assert_eq!(self.store().changes(document_id(document)).await.unwrap().len(), 1, "document {document}");
        assert_eq!(self.store().integrity().await.unwrap(), Vec::<String>::new());
    }

    /// The process dies at once; what the system holds in memory stays.
    async fn kill(&mut self) {
        self.let_go().await;
        self.data.go_on();
        self.keys.go_on();
    }

    /// The power goes and comes back: what was not on the medium is gone.
    async fn power_cut(&mut self) {
        self.let_go().await;
        self.data.power_on(self.folder.path(), || false).unwrap();
        self.keys.power_on(&self.folder.path().join("keys"), || false).unwrap();
    }

    async fn let_go(&mut self) {
        self.data.stop();
        self.keys.stop();
        if let Some(store) = self.store.take() {
            store.close().await;
        }
        let closed = async {
            while self.data.open_files() + self.keys.open_files() > 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, closed).await.expect("files stay open");
    }

    /// A rotation whose end is written, and not on the disk; then the process dies.
    async fn rotation_without_a_disk(&mut self) {
        self.keys.fail(SYNC_ONCE);
        self.store().keys().rotate().await.expect_err("the sync fails");
        self.kill().await;
        assert_eq!(self.keys.failures(), 1);
    }

    fn key_file(&self) -> Vec<u8> {
        std::fs::read(self.folder.path().join("otozure.key")).unwrap()
    }
}

#[tokio::test]
async fn a_document_is_not_acknowledged_under_a_key_that_is_not_on_the_disk() {
    let mut scene = Scene::new().await;
    scene.keys.fail(SYNC_ONCE);
    scene.bear(2).await.expect_err("the sync of its key fails");
    scene.kill().await;
    scene.open().await.unwrap();
    let left = scene.store().keys().key(document_id(2)).await.unwrap();
    assert!(left.is_some(), "the scene is not the one it is meant to be: no key without a disk can be read");
    scene.bear(2).await.unwrap();
    scene.power_cut().await;
    scene.open().await.unwrap();
    scene.opens(1).await;
    scene.opens(2).await;
}

#[tokio::test]
async fn a_document_waits_while_the_key_store_cannot_be_put_on_the_disk() {
    let mut scene = Scene::new().await;
    scene.keys.fail(SYNC_ONCE);
    scene.bear(2).await.expect_err("the sync of its key fails");
    scene.kill().await;
    scene.keys.fail(SYNC_NEVER);
    scene.open().await.unwrap();
    scene.opens(1).await;
    scene.bear(2).await.expect_err("its key can be read and is not on the disk");
    scene.keys.mend();
    scene.bear(2).await.unwrap();
    scene.power_cut().await;
    scene.open().await.unwrap();
    scene.opens(2).await;
}

#[tokio::test]
async fn a_rotation_that_is_not_on_the_disk_destroys_no_key_file() {
    let mut scene = Scene::new().await;
    let before = scene.key_file();
    scene.rotation_without_a_disk().await;
    scene.open().await.unwrap();
    assert_ne!(scene.key_file(), before, "the scene is not the one it is meant to be: the rotation is not finished");
    scene.opens(1).await;
    scene.power_cut().await;
    scene.open().await.unwrap();
    scene.opens(1).await;
    // And where the disk goes on failing, both keys stay, and what is there is read.
    let mut scene = Scene::new().await;
    let before = scene.key_file();
    scene.rotation_without_a_disk().await;
    scene.keys.fail(SYNC_NEVER);
    scene.open().await.unwrap();
    scene.opens(1).await;
    assert_eq!(scene.key_file(), before);
    scene.power_cut().await;
    scene.open().await.unwrap();
    scene.opens(1).await;
    scene.bear(2).await.unwrap();
    scene.opens(2).await;
}

#[tokio::test]
async fn receipts_are_given_under_a_key_that_is_on_the_disk() {
    let mut scene = Scene::new().await;
    scene.keys.fail(SYNC_ONCE);
    scene.store().receipt_key().await.expect_err("the sync fails");
    scene.kill().await;
    scene.open().await.unwrap();
    let given = scene.store().receipt_key().await.unwrap();
    scene.power_cut().await;
    scene.open().await.unwrap();
    assert_eq!(scene.store().receipt_key().await.unwrap(), given);
}

#[tokio::test]
async fn a_rotation_after_one_that_was_cut_off_keeps_the_key_in_force() {
    for last in [Step::Written, Step::Wrapped] {
        let mut scene = Scene::new().await;
        let keys = scene.store();
        keys.keys().rotate_until(|step| step != Step::Wrapped).await.unwrap_err();
        // The same process, or one that was open all the time, begins another one and is cut off as well.
        keys.keys().rotate_until(|step| step != last).await.unwrap_err();
        drop(keys);
        scene.kill().await;
        scene.open().await.unwrap();
        scene.opens(1).await;
    }
}
