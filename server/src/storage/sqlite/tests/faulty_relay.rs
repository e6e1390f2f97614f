//! The relay on a disk that fails: devices are told to come again, readers are served, and what was put
//! off is taken once the disk works, by the same relay.

use std::sync::Arc;

use faulty_disk::{Disk, Failing, Fault, On};
use shared::documents::visit::{Section, splice_note};
use shared::documents::{Document, Splice, Writer};
use shared::ids::{Actor, DeviceId};
use shared::protocol::{Push, Refusal};
use shared::time::Instant;
use tokio::sync::watch;

use super::planted::{COORDINATOR, planned_visit};
use crate::relay::{Outcome, Relay, page};
use crate::storage::sqlite::{FILE_NAME, SqliteStore, open};
use crate::storage::{NewToken, Principal, SecretHash, Storage};
use crate::verify::verify;
use crate::{dataset, samples};

const WHO: Principal = Principal { member: COORDINATOR, device: DeviceId([2; 8]) };

async fn store(disk: &Disk, folder: &std::path::Path) -> Arc<SqliteStore> {
    let file = folder.join(FILE_NAME);
    let options = open::options(&file, true).vfs(disk.name());
    Arc::new(SqliteStore::open_on(options, &file).await.unwrap())
}

async fn fill(store: &SqliteStore) {
    let text = dataset::bundled(dataset::bundled::KANAGAWA_R6).unwrap();
    let data = dataset::load_dataset(text, "kanagawa-r6").unwrap();
    dataset::store(store, &data, 5).await.unwrap();
    samples::ensure(store).await.unwrap();
    let secret = SecretHash([2; 32]);
    let token = NewToken { secret, who: WHO, label: "test".to_owned(), created_at_ms: 0, expires_at_ms: i64::MAX };
    store.add_token(token).await.unwrap();
}

async fn push(relay: &Relay, batch: u64, document: &Document) -> Outcome {
    let changes = document.changes_since(&[]).into_iter().map(|chunk| chunk.into_bytes()).collect();
    let push = Push { batch, document: document.id(), changes, receipts: Vec::new() };
    relay.writer.take(WHO, push).await.expect("the relay runs")
}

fn write(document: &mut Document, text: &str) {
    let writer = Writer { actor: Actor([2; 16]), at: Instant::from_ms(1_734_000_000_001) };
    let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: text.to_owned() };
    splice_note(document, &writer, Section::Talked, &splice).unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_cannot_be_kept_apart_stay_owed_until_they_can() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::new();
    let opened = store(&disk, folder.path()).await;
    fill(&opened).await;
    let (_stop, stopping) = watch::channel(false);
    let relay = Relay::start(opened.clone(), stopping).await.unwrap();
    let mut document = planned_visit();
    push(&relay, 1, &document).await.unwrap();
    // The coordinator is of another office now, and wrote before they knew.
    let mut fields = opened.member(COORDINATOR).await.unwrap().unwrap().fields;
    fields.offices = vec!["yuimaru".parse().unwrap()];
    opened.put_member(COORDINATOR, fields).await.unwrap();
    write(&mut document, &"話したこと。".repeat(400));

    disk.fail(Failing { fault: Fault::Full, on: On::Any, after: 0, times: u64::MAX });
    assert_eq!(push(&relay, 2, &document).await.unwrap_err().refusal, Refusal::Later);
    disk.mend();
    assert_eq!(push(&relay, 3, &document).await.unwrap_err().refusal, Refusal::NoRight);
    let kept = opened.refused(document.id()).await.unwrap();
    assert_eq!(kept.len(), 1, "and what the store has already is not kept again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_has_ended_leaves_the_memory_of_the_desk() {
    let folder = tempfile::tempdir().unwrap();
    let opened = Arc::new(SqliteStore::open(folder.path()).await.unwrap());
    fill(&opened).await;
    let key = shared::protocol::ReceiptKey::new(opened.receipt_key().await.unwrap());
    let mut desk = crate::relay::Desk::new(opened.clone(), key);
    let document = planned_visit();
    let changes = document.changes_since(&[]).into_iter().map(|chunk| chunk.into_bytes()).collect();
    let push = Push { batch: 1, document: document.id(), changes, receipts: Vec::new() };
    let taken = desk.take(5, &[(WHO, push.clone())]).await.remove(0);
    taken.unwrap();
    desk.forget_ended().await;
    assert_eq!(desk.held(), 1, "it lives");
    opened.purge(document.id(), 6).await.unwrap();
    desk.forget_ended().await;
    assert_eq!(desk.held(), 0);
    let refused = desk.take(7, &[(WHO, push)]).await.remove(0);
    assert_eq!(refused.unwrap_err().refusal, Refusal::Gone);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_is_told_later_and_the_same_relay_takes_it_when_the_disk_works() {
    for fault in [Fault::Full, Fault::Write, Fault::Sync, Fault::SyncForgets] {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::new();
        let opened = store(&disk, folder.path()).await;
        fill(&opened).await;
        let (stop, stopping) = watch::channel(false);
        let storage: Arc<dyn Storage> = opened.clone();
        let relay = Relay::start(storage, stopping).await.unwrap();
        let mut document = planned_visit();
        push(&relay, 1, &document).await.unwrap();

        write(&mut document, &"話したこと。".repeat(400));
        disk.fail(Failing { fault, on: On::Any, after: 0, times: u64::MAX });
        for batch in 2..5 {
            let refused = push(&relay, batch, &document).await.unwrap_err();
            assert_eq!(refused.refusal, Refusal::Later, "{fault:?}");
        }
        let seen = page(relay.storage.as_ref(), &relay.key, WHO, None, 1 << 20).await.unwrap();
        assert!(seen.is_some(), "{fault:?}: readers are served");
        disk.mend();
        push(&relay, 5, &document).await.unwrap_or_else(|refused| panic!("{fault:?}: {refused:?}"));

        // And it is there after the power goes.
        disk.stop();
        stop.send(true).unwrap();
        drop(relay);
        opened.close().await;
        let closed = async {
            while disk.open_files() > 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(30), closed).await.expect("files stay open");
        drop(opened);
        disk.power_on(folder.path(), || false).unwrap();
        let again = store(&disk, folder.path()).await;
        let stored = again.changes(document.id()).await.unwrap();
        let chunks: Vec<&[u8]> = stored.iter().map(|change| change.bytes.as_slice()).collect();
        assert_eq!(Document::open(&chunks).unwrap().heads(), document.heads(), "{fault:?}");
        assert_eq!(verify(again.as_ref()).await.unwrap().findings, vec![], "{fault:?}");
    }
}
