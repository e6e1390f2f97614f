//! The documents as a part of the app: fetched while the device is asked who is here, and kept for offline use with
//! all other parts. It must never be begun for somebody before it is there: a link would be used up for nothing.

use std::rc::Rc;

use futures::future::LocalBoxFuture;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{Documents, OpenDocuments};
use crate::local::{IdbError, Opened};
use crate::store::Store;

/// Why a person's documents were not taken up.
#[derive(Debug)]
pub enum CannotStart {
    /// The part is not on this device, and the network does not bring it.
    NotFetched,
    /// The storage did not open.
    Storage(IdbError),
}

impl From<IdbError> for CannotStart {
    fn from(error: IdbError) -> Self {
        Self::Storage(error)
    }
}

type Starting = LocalBoxFuture<'static, Result<Rc<dyn Documents>, IdbError>>;

#[wasm_split(documents, fallible, preload(fetch_part))]
fn begin(store: Store, opened: Opened) -> Result<Starting, SplitLoaderError> {
    Ok(Box::pin(async move {
        let documents: Rc<dyn Documents> = OpenDocuments::start(store, opened).await?;
        Ok(documents)
    }))
}

/// Fetches the part, unless it is there.
///
/// # Errors
/// It is not on this device, and the network does not bring it.
pub async fn fetch() -> Result<(), CannotStart> {
    fetch_part().await.map_err(|_| CannotStart::NotFetched)
}

/// Takes up a person's documents in this tab.
///
/// # Errors
/// The part is missing, or the storage did not open.
pub async fn start(store: Store, opened: Opened) -> Result<Rc<dyn Documents>, CannotStart> {
    let starting = begin(store, opened).await.map_err(|_| CannotStart::NotFetched)?;
    Ok(starting.await?)
}
