//! A relay in this process, with a sample store and a small app folder, on a port of its own.

use std::net::SocketAddr;
use std::path::Path;

use server::auth::Secret;
use server::auth::links;
use server::config::{Config, DatasetChoice};
use server::storage::sqlite::SqliteStore;
use server::storage::{Invitation, SecretHash, Storage};
use server::{Prepared, ServeError, samples};
use shared::ids::MemberId;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub const OFFICER: MemberId = MemberId(*b"sample01");
pub const VISITOR: MemberId = MemberId(*b"sample03");
pub const SECOND_VISITOR: MemberId = MemberId(*b"sample04");

/// A running relay; ends with the test.
pub struct Running {
    pub address: SocketAddr,
    pub folder: TempDir,
    /// A second hand on the same store.
    pub store: SqliteStore,
    stop: oneshot::Sender<()>,
    served: JoinHandle<Result<(), ServeError>>,
}

pub fn config(folder: &Path) -> Config {
    Config {
        data: folder.join("data"),
        app: folder.join("web"),
        dataset: DatasetChoice::KanagawaR6,
        behind_proxy: None,
        key_file: None,
        reminders: None,
        oldest_app: None,
    }
}

impl Running {
    pub async fn start() -> Self {
        Self::start_with(|config| config).await
    }

    pub async fn start_with(change: impl FnOnce(Config) -> Config) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = change(config(folder.path()));
        let prepared = Prepared::new(config).await.unwrap();
        samples::ensure(prepared.storage()).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let told = async {
            let _dropped = stopped.await;
        };
        let served = tokio::spawn(prepared.serve(listener, told));
        let store = SqliteStore::open_existing(&folder.path().join("data")).await.unwrap();
        Self { address, folder, store, stop, served }
    }

    /// A fresh one-time link's secret.
    pub async fn invite(&self, member: MemberId) -> String {
        let secret = links::invite(&self.store, member, server::clock::now_ms()).await.unwrap();
        secret.text()
    }

    /// A link whose days are over.
    pub async fn expired_link(&self, member: MemberId) -> String {
        let secret = Secret::random().unwrap();
        let SecretHash(hash) = secret.hash();
        let now_ms = server::clock::now_ms();
        let invitation = Invitation {
            secret: SecretHash(hash),
            member,
            made_by: None,
            created_at_ms: now_ms - links::LINK_MS,
            expires_at_ms: now_ms,
        };
        self.store.add_invitation(invitation).await.unwrap();
        secret.text()
    }

    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.address.port())
    }

    /// Runs blocking client code away from the relay's own threads.
    pub async fn ask<T: Send + 'static>(&self, ask: impl FnOnce(SocketAddr) -> T + Send + 'static) -> T {
        let address = self.address;
        tokio::task::spawn_blocking(move || ask(address)).await.unwrap()
    }

    pub async fn stop(self) {
        let _gone = self.stop.send(());
        self.served.await.unwrap().unwrap();
        self.store.close().await;
    }
}
