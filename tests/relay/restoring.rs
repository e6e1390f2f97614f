//! The restore drill: the real program, a backup made while it works, a day after it, a lost disk. What any
//! device still has comes back, once; who was revoked stays out; what was purged stays gone.

use std::path::{Path, PathBuf};
use std::time::Duration;

use server::storage::Storage;
use server::storage::sqlite::SqliteStore;
use shared::documents::{Chunk, Document};
use shared::ids::{DocumentId, MemberId};
use tempfile::TempDir;

use crate::client::Client;
use crate::device::Device;
use crate::kill::PROGRAM;
use crate::process::{Process, registered, run, serve, tokens_of, verify};
use crate::relay::{COORDINATOR, FIRST, SECOND, STRANGER};
use crate::visits::{planned, session, talked, write};

/// Far longer than a drill takes.
const PATIENCE: Duration = Duration::from_secs(300);

/// Somebody looks at roles and offices, and says that they are right.
fn confirm_roles(program: &Path, data: &Path) {
    let data = data.to_str().unwrap();
    let (_, shown) = run(program, &["member", "confirm", "--data", data]);
    let number: String =
        shown.rsplit_once("member confirm ").unwrap().1.chars().take_while(char::is_ascii_hexdigit).collect();
    let (confirmed, said) = run(program, &["member", "confirm", &number, "--data", data]);
    assert!(confirmed, "{said}");
}

struct Drill {
    folder: TempDir,
    process: Option<Process>,
    office: Device,
    first: Device,
    second: Device,
}

impl Drill {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let process = Process::start(serve(Path::new(PROGRAM), &data));
        registered(&data).await;
        let mut tokens = tokens_of(&data, &[COORDINATOR, FIRST, SECOND]).await.into_iter();
        let mut next = || Device::new(tokens.next().unwrap());
        let (office, first, second) = (next(), next(), next());
        Self { folder, process: Some(process), office, first, second }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn backup(&self) -> PathBuf {
        self.folder.path().join("backup.sqlite3")
    }

    fn address(&self) -> std::net::SocketAddr {
        self.process.as_ref().unwrap().address
    }

    async fn settle(&mut self) {
        let address = self.address();
        // Twice, so that each has what the others brought.
        for _ in 0..2 {
            self.office.settle(address).await;
            self.first.settle(address).await;
            self.second.settle(address).await;
            self.office.close();
            self.first.close();
            self.second.close();
        }
    }

    /// A visit of the office with a pair, on the office's device.
    fn plan(&mut self, pair: &[MemberId]) -> DocumentId {
        let document = planned(&session(), pair);
        self.office.write(document.id(), document.changes_since(&[]));
        document.id()
    }
}

fn says(device: &mut Device, document: DocumentId, text: &str) -> Chunk {
    let mut opened = device.open(document);
    let chunk = write(&mut opened, &session(), 0, text);
    device.write(document, vec![chunk.clone()]);
    chunk
}

fn text_of(device: &Device, document: DocumentId) -> String {
    talked(&device.open(document))
}

async fn purge(data: &Path, document: DocumentId) {
    let store = SqliteStore::open_existing(data).await.unwrap();
    assert!(store.purge(document, server::clock::now_ms()).await.unwrap());
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restore_nothing_that_a_device_has_is_lost_and_what_ended_stays_ended() {
    tokio::time::timeout(PATIENCE, drill()).await.expect("the drill takes too long");
}

async fn drill() {
    let program = Path::new(PROGRAM);
    let mut drill = Drill::new().await;
    let data = drill.data();
    let note = drill.plan(&[FIRST, SECOND]);
    let ends_later = drill.plan(&[FIRST, SECOND]);
    drill.settle().await;
    says(&mut drill.first, note, "控えの前。");
    drill.settle().await;
    let revoked = tokens_of(&data, &[STRANGER]).await.remove(0);
    drop(Client::by_token(drill.address(), &revoked).await);

    let (made, said) = run(program, &["backup", drill.backup().to_str().unwrap(), "--data", data.to_str().unwrap()]);
    assert!(made, "{said}");

    // The day after it. A device that is enrolled now, writes, and is lost for good.
    says(&mut drill.first, note, "控えのあと。");
    let token = tokens_of(&data, &[SECOND]).await.remove(0);
    let mut lost = Device::new(token);
    lost.settle(drill.address()).await;
    says(&mut lost, note, "なくした端末で。");
    lost.settle(drill.address()).await;
    drop(lost);
    let born_later = drill.plan(&[FIRST]);
    let born_and_ended = drill.plan(&[FIRST, SECOND]);
    drill.settle().await;
    says(&mut drill.first, born_later, "新しい訪問で。");
    // One who has heard nothing since the backup but their own `ack`, and one who owes.
    drill.settle().await;
    purge(&data, ends_later).await;
    purge(&data, born_and_ended).await;
    let (ended, said) = run(program, &["member", "end", &STRANGER.to_string(), "--data", data.to_str().unwrap()]);
    assert!(ended, "{said}");
    says(&mut drill.second, note, "まだ送っていない。");
    let before: Document = drill.office.open(note);

    // The disk is lost; the keys, kept apart, are not.
    drill.process.take().unwrap().kill();
    let anew = drill.folder.path().join("anew");
    let keys = data.to_str().unwrap();
    let (back, said) =
        run(program, &["restore", drill.backup().to_str().unwrap(), "--data", anew.to_str().unwrap(), "--keys", keys]);
    assert!(back, "{said}");
    confirm_roles(program, &anew);
    std::fs::remove_dir_all(&data).unwrap();
    drill.process = Some(Process::start(serve(program, &anew)));
    drill.settle().await;

    for device in [&drill.office, &drill.first, &drill.second] {
        assert_eq!(device.restarts, 1, "every device begins anew, once");
        assert!(device.disk.aside.is_empty(), "{:?}", device.disk.aside);
        assert!(!device.documents().contains(&ends_later), "what was purged comes back from no device");
        assert!(!device.documents().contains(&born_and_ended), "nor what the backup never knew");
        let text = text_of(device, note);
        for words in ["控えの前。", "控えのあと。", "なくした端末で。", "まだ送っていない。"]
        {
            assert_eq!(text.matches(words).count(), 1, "{words} in {text}");
        }
    }
    assert!(text_of(&drill.first, born_later).contains("新しい訪問で。"));
    let after = drill.office.open(note);
    assert!(before.heads().iter().all(|head| after.has(*head)));
    assert_eq!(after.heads(), drill.first.open(note).heads());
    assert_eq!(after.heads(), drill.second.open(note).heads());
    // One who was revoked after the backup gets no socket.
    let knocked = Client::try_knock(drill.address(), &[("authorization", format!("Bearer {revoked}"))]).await;
    assert!(knocked.is_none(), "a revoked member is let in by a backup");

    // A fresh device gets all of it from the relay alone, and the relay's folder is sound.
    let token = tokens_of(&anew, &[COORDINATOR]).await.remove(0);
    let mut fresh = Device::new(token);
    fresh.settle(drill.address()).await;
    assert_eq!(fresh.open(note).heads(), after.heads());
    assert_eq!(fresh.documents(), drill.office.documents());
    drill.process.take().unwrap().kill();
    verify(program, &anew);
}
