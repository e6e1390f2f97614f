//! A relay on a listener: everything is opened, filled and checked before the first request is
//! taken, and what is under way is finished when it is told to stop.

use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

use crate::audit::Audit;
use crate::auth::relay_keys::NoKeys;
use crate::auth::secret::NoRandomness;
use crate::auth::{Attempts, Challenges, RelayKeys, Tickets};
use crate::config::{Config, DatasetChoice, PlainHttp, Site};
use crate::dataset::{self, Dataset, StoreError};
use crate::folder::{FolderError, ServedFolder};
use crate::handbook::{self, HandbookError, Standing};
use crate::keys::{KeyPlaces, KeyRing};
use crate::push;
use crate::relay::Relay;
use crate::router::router;
use crate::state::{AppState, READING_MAX};
use crate::storage::sqlite::SqliteStore;
use crate::storage::{Storage, StorageError};

/// How long requests under way may take to end after the relay is told to stop.
const FAREWELL: std::time::Duration = std::time::Duration::from_secs(5);

/// How often the relay looks for older changes to pack.
const PACK_EVERY: std::time::Duration = std::time::Duration::from_secs(30);
/// How long packing rests between two turns, so that who writes never waits for more than one.
const PACK_REST: std::time::Duration = std::time::Duration::from_millis(200);

/// Why a relay does not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The data folder cannot be taken.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The store cannot be opened or read.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The sample's people and cases could not be brought in.
    #[error(transparent)]
    Story(#[from] dataset::StoryError),
    /// The dataset could not be stored.
    #[error(transparent)]
    Dataset(#[from] StoreError),
    /// The file to fill an empty folder with could not be read.
    #[error("{0}")]
    DatasetFile(String),
    /// The address would carry secrets in the clear.
    #[error(transparent)]
    PlainHttp(#[from] PlainHttp),
    /// No randomness for what devices are given to sign.
    #[error("この機械では秘密の値を作れません（{0}）。")]
    NoRandomness(#[from] NoRandomness),
    /// The relay's own keys cannot be made.
    #[error("この機械では秘密の値を作れません（{0}）。")]
    NoKeys(#[from] NoKeys),
    /// A backup was brought back, and nobody has confirmed who has which role and office.
    #[error(
        "バックアップから戻したままです。役割と所属が、いま正しいものかを otozure member confirm で確かめてから、始めてください。"
    )]
    MembersToConfirm,
    /// The drafts of the handbook were not taken.
    #[error("手引きの下書きを書けません（{0}）。otozure verify で確かめてください。")]
    Handbook(#[from] HandbookError),
    /// The listener failed.
    #[error("接続を受け付けられません（{0}）。")]
    Listener(#[from] std::io::Error),
}

/// A relay that is ready: its folder taken, its store open and filled.
pub struct Prepared {
    folder: ServedFolder,
    store: Arc<SqliteStore>,
    config: Config,
}

impl Prepared {
    /// Takes the data folder, opens the store and fills it if it is empty.
    ///
    /// # Errors
    /// What is in the way; nothing is served then.
    pub async fn new(config: Config) -> Result<Self, ServeError> {
        let folder = ServedFolder::take(&config.data)?;
        let places = KeyPlaces::within(&config.data).with_file(config.key_file.clone());
        let store = Arc::new(SqliteStore::open_to_serve(&config.data, places, &folder).await?);
        if store.members_to_confirm().await? {
            store.close().await;
            return Err(ServeError::MembersToConfirm);
        }
        store.begin_to_serve().await?;
        fill(&store, &config.dataset).await?;
        Ok(Self { folder, store, config })
    }

    /// The store.
    pub fn storage(&self) -> &dyn Storage {
        self.store.as_ref()
    }

    /// The keys of the store's documents.
    pub fn keys(&self) -> &KeyRing {
        self.store.keys()
    }

    /// Answers requests until `shutdown`, then finishes those under way and closes the store.
    ///
    /// # Errors
    /// When the listener is not for plain http, or fails.
    pub async fn serve(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ServeError> {
        let site = Site::new(listener.local_addr()?, self.config.behind_proxy.clone())?;
        let (stop, stopping) = watch::channel(false);
        let storage: Arc<dyn Storage> = self.store.clone();
        let audit = Audit::start(Arc::clone(&storage));
        let keys = Arc::new(RelayKeys::new(&storage.receipt_key().await?)?);
        let reminding = self.config.reminders.map(|reminders| {
            let told = (reminders, site.contact());
            tokio::spawn(push::run(Arc::clone(&storage), Arc::clone(&keys), told, stopping.clone()))
        });
        let state = AppState {
            reminders: self.config.reminders,
            relay: Relay::start(storage, stopping.clone()).await?.with_oldest_app(self.config.oldest_app),
            tickets: Arc::new(Tickets::default()),
            audit: audit.clone(),
            keys,
            challenges: Arc::new(Challenges::start()?),
            attempts: Attempts::start(),
            connections: Arc::default(),
            reading: Arc::new(Semaphore::new(READING_MAX)),
            site: Arc::new(site),
            app: Arc::new(self.config.app.clone()),
        };
        let packing = tokio::spawn(pack(Arc::clone(&self.store), stopping.clone()));
        let service = router(state).into_make_service_with_connect_info::<SocketAddr>();
        let told = async move {
            shutdown.await;
            // Sockets are told to close; requests that are under way go on.
            let _nobody = stop.send(true);
        };
        let server = axum::serve(listener, service).with_graceful_shutdown(told);
        let mut stopped = stopping;
        let late = async move {
            // The value read is not kept over the wait below.
            drop(stopped.wait_for(|stopping| *stopping).await);
            tokio::time::sleep(FAREWELL).await;
        };
        let served = tokio::select! {
            served = server.into_future() => served,
            () = late => Ok(()),
        };
        if let Some(reminding) = reminding {
            reminding.abort();
        }
        packing.abort();
        // Ended or cut off: a turn that was under way has stored all or nothing.
        let _ended = packing.await;
        audit.flush().await;
        self.store.close().await;
        drop(self.folder);
        Ok(served?)
    }
}

/// Packs older changes in the background, one bounded turn after the other.
async fn pack(store: Arc<SqliteStore>, mut stopping: watch::Receiver<bool>) {
    loop {
        store.tend().await;
        let pause = match store.pack_some().await {
            Ok(Some(_)) => PACK_REST,
            Ok(None) => PACK_EVERY,
            Err(error) => {
                tracing::error!(%error, "older changes could not be packed; they stay as they are");
                PACK_EVERY
            }
        };
        tokio::select! {
            _ = stopping.wait_for(|stopping| *stopping) => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// A whole relay on a listener: for tests, and for the command without links.
///
/// # Errors
/// What is in the way, or the listener's failure.
pub async fn serve(
    config: Config,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    // Refused before the folder is touched.
    Site::new(listener.local_addr()?, config.behind_proxy.clone())?;
    Prepared::new(config).await?.serve(listener, shutdown).await
}

/// Fills an empty store. What a sample tells beyond its figures is told until it is whole, so that a start that was cut
/// off leaves nothing out.
async fn fill(store: &Arc<SqliteStore>, choice: &DatasetChoice) -> Result<(), ServeError> {
    let now_ms = crate::clock::now_ms();
    let Some(dataset) = chosen(choice)? else {
        return Ok(());
    };
    if store.info().await?.is_none() {
        dataset::store(store.as_ref(), &dataset, now_ms).await?;
        if dataset.programme.sample.is_some() {
            let drafts = handbook::load(handbook::DRAFT, "draft.json")
                .map_err(|error| ServeError::DatasetFile(error.to_string()))?;
            handbook::put(store.as_ref(), &drafts, Standing::Left, now_ms).await?;
        }
    }
    let same = |import: crate::storage::Import| import.content_sha256 == dataset.content_sha256;
    if store.imported(dataset.name.clone()).await?.is_some_and(same) {
        dataset::tell(Arc::<SqliteStore>::clone(store), &dataset, now_ms).await?;
    }
    Ok(())
}

fn chosen(choice: &DatasetChoice) -> Result<Option<Dataset>, ServeError> {
    let read = |result: Result<Dataset, dataset::ImportError>| {
        result.map(Some).map_err(|error| ServeError::DatasetFile(error.to_string()))
    };
    let of = |name| dataset::load_dataset(dataset::bundled(name).unwrap_or_default(), name);
    match choice {
        DatasetChoice::None => Ok(None),
        DatasetChoice::KanagawaR6 => read(of(dataset::bundled::KANAGAWA_R6)),
        DatasetChoice::Demo => read(of(dataset::bundled::DEMO)),
        DatasetChoice::File(file) => read_file(file).map(Some),
    }
}

fn read_file(file: &Path) -> Result<Dataset, ServeError> {
    crate::cli::import::read(file).map_err(|failure| ServeError::DatasetFile(failure.to_string()))
}
