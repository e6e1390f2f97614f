//! One transaction and its stores. It must never resolve on a request's success: only `done` says
//! that something is on the disk.

use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction};

use super::IdbError;
use crate::platform::js;

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

pub(super) fn start(database: &IdbDatabase, stores: &[&str], how: How) -> Result<Transaction, JsValue> {
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

    /// Removes everything.
    pub fn clear(&self) -> Result<(), IdbError> {
        self.0.clear()?;
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

    /// How many entries an index has.
    pub async fn count_by(&self, index: &str) -> Result<usize, IdbError> {
        let count = answer(&self.0.index(index)?.count()?).await?;
        Ok(count.as_f64().map_or(0, |count| count as usize))
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
pub(super) async fn answer(request: &IdbRequest) -> Result<JsValue, IdbError> {
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
