//! The note of what is being loaded: if loading it ends the program, the next start knows.

use shared::ids::DocumentId;
use wasm_bindgen::JsValue;

use super::{ROWS_PAGE, Vault};
use crate::local::idb::{How, IdbError};
use crate::local::setup::LOADING;

impl Vault {
    /// Notes which document a tab is about to load: if that ends the program, the next start knows.
    pub async fn note_loading(&self, tab: &str, document: Option<DocumentId>) -> Result<(), IdbError> {
        let transaction = self.database.begin(&[LOADING], How::Relaxed).await?;
        let store = transaction.store(LOADING)?;
        match document {
            Some(document) => store.put(&tab.into(), &document.to_string().into())?,
            None => store.delete(&tab.into())?,
        }
        transaction.done().await
    }

    /// The documents that tabs were loading when they ended, but for tabs that are still there.
    /// The notes are cleared.
    pub async fn ended_while_loading(&self, is_alive: impl Fn(&str) -> bool) -> Result<Vec<DocumentId>, IdbError> {
        let transaction = self.database.begin(&[LOADING], How::Strict).await?;
        let store = transaction.store(LOADING)?;
        let keys = store.keys(&JsValue::UNDEFINED, ROWS_PAGE).await?;
        let values = store.values(&JsValue::UNDEFINED, ROWS_PAGE).await?;
        let mut found = Vec::new();
        for (tab, document) in keys.iter().zip(values.iter()) {
            if tab.as_string().is_some_and(|tab| is_alive(&tab)) {
                continue;
            }
            store.delete(&tab)?;
            found.extend(document.as_string().and_then(|id| id.parse::<DocumentId>().ok()));
        }
        transaction.done().await?;
        Ok(found)
    }
}
