//! IndexedDB, thinly: transactions with a durability, resolved when they are complete, a handle
//! that is opened again when the browser closed it. It must never resolve on a request's success,
//! and never leave half a transaction behind.
//!
//! An own adapter: of the crates, none gives the reason of an aborted transaction, and that is
//! where a full disk shows.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbVersionChangeEvent,
};

use crate::platform::events::Listener;
use crate::platform::js;

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
        self.listen(&database);
        let first = self.handle.borrow_mut().get_or_insert_with(|| database.clone()).clone();
        if first != database {
            database.close();
        }
        Ok(first)
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

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// To read.
    Read,
    /// To write words: complete only when they are on the disk.
    Strict,
    /// To write what can be made again: complete when the browser has handed it on.
    Relaxed,
}

fn start(database: &IdbDatabase, stores: &[&str], how: How) -> Result<Transaction, JsValue> {
    let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
    let (mode, durability) = match how {
        How::Read => ("readonly", "default"),
        How::Strict => ("readwrite", "strict"),
        How::Relaxed => ("readwrite", "relaxed"),
    };
    let options = js::object(&[("durability", durability.into())]);
    let begun = js::call(database, "transaction", &[names.into(), mode.into(), options])?;
    let transaction: IdbTransaction = begun.dyn_into()?;
    let done = Promise::new(&mut |complete, aborted| {
        transaction.set_oncomplete(Some(&complete));
        transaction.set_onabort(Some(&aborted));
    });
    Ok(Transaction { transaction, done: Some(JsFuture::from(done)) })
}

/// A transaction. It ends by itself when nothing is asked of it any more, so nothing but its own
/// requests may be awaited while it runs. Dropped before `done`, it is undone.
pub struct Transaction {
    transaction: IdbTransaction,
    done: Option<JsFuture>,
}

impl Transaction {
    /// One of its stores.
    pub fn store(&self, name: &str) -> Result<Store, IdbError> {
        Ok(Store(self.transaction.object_store(name)?))
    }

    /// Waits until all of it is durable, or says why none of it is.
    pub async fn done(mut self) -> Result<(), IdbError> {
        let Some(done) = self.done.take() else {
            return Ok(());
        };
        // Where there is no `commit`, or the transaction has begun to end, it ends by itself.
        let _ = js::call(&self.transaction, "commit", &[]);
        match done.await {
            Ok(_) => Ok(()),
            Err(_) => match self.transaction.error() {
                Some(error) => Err(JsValue::from(error).into()),
                None => Err(IdbError::Failed("AbortError".to_owned())),
            },
        }
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if self.done.is_some() {
            // Fails only if it has ended already.
            let _ = self.transaction.abort();
        }
    }
}

/// A store within a transaction. Writes answer nothing: whether they hold, `done` says.
pub struct Store(IdbObjectStore);

impl Store {
    /// Writes a value.
    pub fn put(&self, key: &JsValue, value: &JsValue) -> Result<(), IdbError> {
        self.0.put_with_key(value, key)?;
        Ok(())
    }

    /// Writes a value under the next number.
    pub fn push(&self, value: &JsValue) -> Result<(), IdbError> {
        self.0.put(value)?;
        Ok(())
    }

    /// Removes what stands under a key or in a range.
    pub fn delete(&self, key: &JsValue) -> Result<(), IdbError> {
        self.0.delete(key)?;
        Ok(())
    }

    /// Reads a value; `undefined` if there is none.
    pub async fn get(&self, key: &JsValue) -> Result<JsValue, IdbError> {
        answer(&self.0.get(key)?).await
    }

    /// Reads keys of a range (or all, for `undefined`).
    pub async fn keys(&self, range: &JsValue, count_max: u32) -> Result<Array, IdbError> {
        list(&self.0.get_all_keys_with_key_and_limit(range, count_max)?).await
    }

    /// Reads values of a range (or all, for `undefined`).
    pub async fn values(&self, range: &JsValue, count_max: u32) -> Result<Array, IdbError> {
        list(&self.0.get_all_with_key_and_limit(range, count_max)?).await
    }

    /// The keys of the values with this key in an index.
    pub async fn keys_by(&self, index: &str, key: &JsValue) -> Result<Array, IdbError> {
        list(&self.0.index(index)?.get_all_keys_with_key(key)?).await
    }

    /// How many values there are.
    pub async fn count(&self) -> Result<usize, IdbError> {
        let count = answer(&self.0.count()?).await?;
        Ok(count.as_f64().map_or(0, |count| count as usize))
    }
}

async fn list(request: &IdbRequest) -> Result<Array, IdbError> {
    Ok(answer(request).await?.dyn_into::<Array>()?)
}

/// The result of a request, while its transaction is still alive: the task goes on within the
/// event's own microtasks.
async fn answer(request: &IdbRequest) -> Result<JsValue, IdbError> {
    let asked = Promise::new(&mut |done, failed| {
        request.set_onsuccess(Some(&done));
        request.set_onerror(Some(&failed));
    });
    match JsFuture::from(asked).await {
        Ok(_) => Ok(request.result()?),
        Err(_) => match request.error()? {
            Some(error) => Err(JsValue::from(error).into()),
            None => Err(IdbError::Failed("no reason given".to_owned())),
        },
    }
}
