//! A relay in this process: on port 0, on a folder of its own, with a handful of members. It must
//! never outlive its test.

use std::net::SocketAddr;
use std::path::PathBuf;

use server::auth::tokens;
use server::config::DatasetChoice;
use server::serve::Prepared;
use server::storage::sqlite::SqliteStore;
use server::storage::{MemberFields, Storage};
use server::{Config, verify};
use shared::domain::{Category, Role};
use shared::ids::MemberId;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::client::Client;

/// Who takes part.
pub const COORDINATOR: MemberId = MemberId(*b"coordina");
pub const FIRST: MemberId = MemberId(*b"visitor1");
pub const SECOND: MemberId = MemberId(*b"visitor2");
pub const STRANGER: MemberId = MemberId(*b"visitor3");
pub const OTHER_OFFICE: MemberId = MemberId(*b"coordin2");
pub const OFFICER: MemberId = MemberId(*b"officer1");

/// A relay that runs.
pub struct Relay {
    pub folder: TempDir,
    pub address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

/// What a relay is told about a folder.
pub fn config(data: PathBuf) -> Config {
    Config {
        app: data.join("app"),
        data,
        key_file: None,
        dataset: DatasetChoice::KanagawaR6,
        behind_proxy: None,
        reminders: None,
        oldest_app: None,
    }
}

/// Registers everybody in a store.
pub async fn register(storage: &dyn Storage) {
    let members = [
        (COORDINATOR, Role::Coordinator, Some("kokoro")),
        (OTHER_OFFICE, Role::Coordinator, Some("yuimaru")),
        (FIRST, Role::Visitor, None),
        (SECOND, Role::Visitor, None),
        (STRANGER, Role::Visitor, None),
        (OFFICER, Role::Prefecture, None),
    ];
    for (member, role, office) in members {
        let fields = MemberFields {
            name: format!("見本 {member}"),
            yomi: "みほん".to_owned(),
            role,
            category: (role == Role::Visitor).then_some(Category::Peer),
            appointed_on: (role == Role::Visitor).then(|| "2024-10-25".parse().unwrap()),
            offices: office.into_iter().map(|office| office.parse().unwrap()).collect(),
            safeguarding: false,
        };
        storage.put_member(member, fields).await.unwrap();
    }
}

impl Relay {
    /// Starts one.
    pub async fn start() -> Self {
        Self::start_with(|config| config).await
    }

    /// Starts one that was told something else.
    pub async fn start_with(told: impl FnOnce(Config) -> Config) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let prepared = Prepared::new(told(config(folder.path().join("data")))).await.unwrap();
        register(prepared.storage()).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let served = tokio::spawn(async move {
            let told = async {
                let _gone = stopped.await;
            };
            prepared.serve(listener, told).await.unwrap();
        });
        Self { folder, address, stop, served }
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The store, opened beside the relay as the command line does.
    pub async fn store(&self) -> SqliteStore {
        SqliteStore::open_existing(&self.data()).await.unwrap()
    }

    /// A new device of a member, by a bearer token.
    pub async fn join(&self, member: MemberId) -> Client {
        let store = self.store().await;
        let token = tokens::make(&store, member, "test", server::clock::now_ms()).await.unwrap();
        store.close().await;
        Client::by_token(self.address, &token.text()).await
    }

    /// Stops the relay; gives its folder, which goes when it is dropped, and the data in it.
    pub async fn stop(self) -> (TempDir, PathBuf) {
        self.stop.send(()).unwrap();
        self.served.await.unwrap();
        let data = self.folder.path().join("data");
        (self.folder, data)
    }

    /// Stops the relay and has everything that it stored verified.
    pub async fn stop_and_verify(self) {
        self.stop.send(()).unwrap();
        self.served.await.unwrap();
        let store = SqliteStore::open_existing(&self.folder.path().join("data")).await.unwrap();
        let verified = verify::verify(&store).await.unwrap();
        store.close().await;
        assert_eq!(verified.findings, Vec::new());
        assert!(verified.documents > 0, "nothing was verified");
    }
}
