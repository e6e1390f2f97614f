//! IndexedDB, thinly: transactions with a durability, resolved when they are complete, a handle
//! that is opened again when the browser closed it. It must never resolve on a request's success,
//! and never leave half a transaction behind.
//!
//! An own adapter: of the crates, none gives the reason of an aborted transaction, and that is
//! where a full disk shows.

mod transaction;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbFactory, IdbOpenDbRequest, IdbVersionChangeEvent};

use crate::platform::events::Listener;
use crate::platform::js;

pub use transaction::{How, Store, Transaction};

use transaction::{answer, start};

/// Why the storage did not do it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdbError {
    /// The browser lacks a part that this needs.
    #[error("the browser has no {0}")]
    Unsupported(&'static str),
    /// The storage may not be used here.
    #[error("no storage: {0}")]
    NoStorage(String),
    /// No room is left.
    #[error("the storage is full")]
    Full,
    /// A newer version of the app made this database.
    #[error("the data is of a newer version of the app")]
    Newer,
    /// Another tab took the database over for a newer version, or removed it.
    #[error("the data was taken over by another tab")]
    TakenOver,
    /// The disk, the browser, or a fault of the program.
    #[error("the storage failed: {0}")]
    Failed(String),
}

impl From<JsValue> for IdbError {
    fn from(error: JsValue) -> Self {
        match js::error_name(&error).as_str() {
            "QuotaExceededError" => Self::Full,
            "VersionError" => Self::Newer,
            "SecurityError" => Self::NoStorage("SecurityError".to_owned()),
            name => Self::Failed(name.to_owned()),
        }
    }
}

/// What happened while, or after, a database was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenEvent {
    /// Another tab keeps an older version open; opening goes on when it is gone.
    Blocked,
    /// Another tab wants a newer version, and waits until this one is closed.
    Newer,
    /// Another tab removes the database, and waits until this one is closed.
    Removed,
}

/// Makes the stores of a version, from the version before (0 for none).
pub type Upgrade = fn(&IdbDatabase, u32) -> Result<(), JsValue>;

/// A database that is opened when it is needed, and again when the browser closed it.
pub struct Database {
    name: String,
    version: u32,
    upgrade: Upgrade,
    heard: Rc<dyn Fn(OpenEvent)>,
    handle: Rc<RefCell<Option<IdbDatabase>>>,
    closed: Cell<bool>,
    listeners: RefCell<Vec<Listener>>,
}

impl Database {
    /// Names a database. Nothing is opened yet.
    pub fn new(name: String, version: u32, upgrade: Upgrade, heard: Rc<dyn Fn(OpenEvent)>) -> Self {
        Self {
            name,
            version,
            upgrade,
            heard,
            handle: Rc::default(),
            closed: Cell::new(false),
            listeners: RefCell::default(),
        }
    }

    /// Closes it for good.
    pub fn close(&self) {
        self.closed.set(true);
        if let Some(database) = self.handle.borrow_mut().take() {
            database.close();
        }
    }

    /// The open handle.
    pub async fn handle(&self) -> Result<IdbDatabase, IdbError> {
        if self.closed.get() {
            return Err(IdbError::TakenOver);
        }
        if let Some(database) = self.handle.borrow().as_ref() {
            return Ok(database.clone());
        }
        let request = factory()?.open_with_u32(&self.name, self.version)?;
        let database = self.opened(&request).await?;
        if self.closed.get() {
            database.close();
            return Err(IdbError::TakenOver);
        }
        let first = self.handle.borrow().clone();
        if let Some(first) = first {
            // Somebody else was waiting for it as well, and was first.
            database.close();
            return Ok(first);
        }
        self.listen(&database);
        *self.handle.borrow_mut() = Some(database.clone());
        Ok(database)
    }

    async fn opened(&self, request: &IdbOpenDbRequest) -> Result<IdbDatabase, IdbError> {
        let failed: Rc<RefCell<Option<JsValue>>> = Rc::default();
        let upgrading = {
            let (request, upgrade, failed) = (request.clone(), self.upgrade, Rc::clone(&failed));
            Closure::<dyn FnMut(IdbVersionChangeEvent)>::new(move |event: IdbVersionChangeEvent| {
                let database = request.result().and_then(|database| database.dyn_into::<IdbDatabase>());
                // Versions are small whole numbers.
                let from = event.old_version() as u32;
                if let Err(error) = database.and_then(|database| upgrade(&database, from)) {
                    *failed.borrow_mut() = Some(error);
                    if let Some(transaction) = request.transaction() {
                        let _ = transaction.abort();
                    }
                }
            })
        };
        let heard = Rc::clone(&self.heard);
        let blocked = Closure::<dyn FnMut()>::new(move || heard(OpenEvent::Blocked));
        request.set_onupgradeneeded(Some(upgrading.as_ref().unchecked_ref()));
        request.set_onblocked(Some(blocked.as_ref().unchecked_ref()));
        let result = answer(request).await;
        if let Some(error) = failed.borrow_mut().take() {
            return Err(error.into());
        }
        Ok(result?.dyn_into::<IdbDatabase>()?)
    }

    /// What happens to a handle later: the browser may close it by itself (iOS does to free
    /// memory), and another tab may want the database for itself.
    fn listen(&self, database: &IdbDatabase) {
        let closed = {
            let handle = Rc::clone(&self.handle);
            Listener::new(database, "close", move |_| {
                handle.borrow_mut().take();
            })
        };
        let heard = Rc::clone(&self.heard);
        let changing = Listener::new(database, "versionchange", move |event| {
            let event: IdbVersionChangeEvent = event.unchecked_into();
            heard(match event.new_version() {
                Some(_) => OpenEvent::Newer,
                None => OpenEvent::Removed,
            });
        });
        *self.listeners.borrow_mut() = vec![closed, changing];
    }

    /// Begins a transaction. If the handle turns out dead, it is opened once more.
    pub async fn begin(&self, stores: &[&str], how: How) -> Result<Transaction, IdbError> {
        let database = self.handle().await?;
        match start(&database, stores, how) {
            Ok(begun) => Ok(begun),
            Err(_) => {
                // `InvalidStateError`: closed without our hearing of it (WebKit, after standby).
                self.handle.borrow_mut().take();
                let database = self.handle().await?;
                Ok(start(&database, stores, how)?)
            }
        }
    }

    /// Removes a database by its name.
    pub async fn remove(name: &str) -> Result<(), IdbError> {
        let request = factory()?.delete_database(name)?;
        answer(&request).await.map(drop)
    }
}

fn factory() -> Result<IdbFactory, IdbError> {
    let none = || IdbError::Unsupported("IndexedDB");
    let window = web_sys::window().ok_or_else(none)?;
    window.indexed_db()?.ok_or_else(none)
}
