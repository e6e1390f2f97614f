//! What a vault gives back. It must never give bytes whose seal does not fit.

use futures::future::join_all;
use js_sys::Array;
use shared::ids::{Actor, ChangeHash, DocumentId};
use shared::protocol::{Cursor, Receipt};
use shared::time::Instant;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbKeyRange;

use super::{
    CHUNKS_MAX, CURSOR, FEED_ANEW, Found, INCREMENTAL, OFFERING, Owed, PEOPLE, ROWS_PAGE, SNAPSHOT, Stored, Vault,
    beginning, chunk_place, key,
};
use crate::local::idb::{How, IdbError};
use crate::local::row::DocumentRow;
use crate::local::seal::place;
use crate::local::setup::{CHUNKS, DOCUMENTS, META, OWED, RECEIPTS};
use crate::local::{keep, receipts};
use crate::platform::js;

impl Vault {
    /// A page of rows, beginning after a document. `None` for a row that could not be read: it is
    /// to be made again from its document. An empty page is the end.
    pub async fn rows_after(
        &self,
        after: Option<DocumentId>,
    ) -> Result<Vec<(DocumentId, Option<DocumentRow>)>, IdbError> {
        let range = match after {
            None => JsValue::UNDEFINED,
            Some(last) => IdbKeyRange::lower_bound_with_open(&last.to_string().into(), true)?.into(),
        };
        let transaction = self.database.begin(&[DOCUMENTS], How::Read).await?;
        let store = transaction.store(DOCUMENTS)?;
        let keys = store.keys(&range, ROWS_PAGE).await?;
        let values = store.values(&range, ROWS_PAGE).await?;
        transaction.done().await?;
        let opening = keys.iter().zip(values.iter()).filter_map(|(key, value)| {
            let id: DocumentId = key.as_string()?.parse().ok()?;
            Some(async move { (id, self.open_row(id, &value).await) })
        });
        Ok(join_all(opening).await)
    }

    /// One row.
    pub async fn row(&self, document: DocumentId) -> Result<Option<DocumentRow>, IdbError> {
        let transaction = self.database.begin(&[DOCUMENTS], How::Read).await?;
        let found = transaction.store(DOCUMENTS)?.get(&document.to_string().into()).await?;
        transaction.done().await?;
        Ok(self.open_row(document, &found).await)
    }

    async fn open_row(&self, document: DocumentId, value: &JsValue) -> Option<DocumentRow> {
        let place = place(DOCUMENTS, &[&document.to_string()]);
        DocumentRow::from_bytes(&self.seal.open(&place, value).await.ok()?)
    }

    /// Everything that is kept of one document. Chunks whose seal does not fit are set aside as
    /// they are, and counted.
    pub async fn chunks(&self, document: DocumentId) -> Result<Found, IdbError> {
        let id = document.to_string();
        let range = beginning(&id)?;
        let transaction = self.database.begin(&[CHUNKS], How::Read).await?;
        let store = transaction.store(CHUNKS)?;
        let keys = store.keys(&range, CHUNKS_MAX).await?;
        let values = store.values(&range, CHUNKS_MAX).await?;
        transaction.done().await?;
        let id = &id;
        let opening = keys.iter().zip(values.iter()).filter_map(|(key, value)| {
            let parts: Array = key.dyn_into().ok()?;
            let (kind, name) = (parts.get(1).as_string()?, parts.get(2).as_string()?);
            Some(async move {
                let opened = self.seal.open(&chunk_place(id, &kind, &name), &value).await;
                (kind, name, opened.ok())
            })
        });
        let mut found = Found::default();
        let mut broken = Vec::new();
        for (kind, name, bytes) in join_all(opening).await {
            match bytes {
                Some(bytes) if kind == SNAPSHOT => found.snapshots.push(Stored { name, bytes }),
                Some(bytes) => found.incrementals.push(Stored { name, bytes }),
                None => broken.push((kind, name)),
            }
        }
        found.broken = broken.len();
        for (kind, name) in broken {
            self.set_broken_aside(document, &kind, &name).await?;
        }
        Ok(found)
    }

    /// One change; `None` if it is not there, or broken.
    pub async fn chunk(&self, document: DocumentId, hash: ChangeHash) -> Result<Option<Vec<u8>>, IdbError> {
        let (id, name) = (document.to_string(), hash.to_string());
        let transaction = self.database.begin(&[CHUNKS], How::Read).await?;
        let found = transaction.store(CHUNKS)?.get(&key(&[&id, INCREMENTAL, &name])).await?;
        transaction.done().await?;
        Ok(self.seal.open(&chunk_place(&id, INCREMENTAL, &name), &found).await.ok())
    }

    /// What is owed, in the order of writing, beginning after a number.
    pub async fn owed_after(&self, number: u64) -> Result<Vec<Owed>, IdbError> {
        // Numbers count single changes; a f64 counts them exactly.
        let range = IdbKeyRange::lower_bound_with_open(&JsValue::from_f64(number as f64), true)?;
        let transaction = self.database.begin(&[OWED], How::Read).await?;
        let store = transaction.store(OWED)?;
        let keys = store.keys(&range, u32::MAX).await?;
        let values = store.values(&range, u32::MAX).await?;
        transaction.done().await?;
        let read = |key: JsValue, value: JsValue| {
            Some(Owed {
                number: key.as_f64()? as u64,
                document: js::text(&value, "d")?.parse().ok()?,
                hash: js::text(&value, "h")?.parse().ok()?,
                at: Instant::from_ms(js::get(&value, "at").ok()?.as_f64()? as i64),
            })
        };
        Ok(keys.iter().zip(values.iter()).filter_map(|(key, value)| read(key, value)).collect())
    }

    /// The receipts of a document, and the writing sessions that this device began.
    pub async fn receipts(&self, document: DocumentId) -> Result<(Vec<Receipt>, Vec<Actor>), IdbError> {
        let range = beginning(&document.to_string())?;
        let transaction = self.database.begin(&[RECEIPTS], How::Read).await?;
        let store = transaction.store(RECEIPTS)?;
        let keys = store.keys(&range, u32::MAX).await?;
        let values = store.values(&range, u32::MAX).await?;
        transaction.done().await?;
        let (mut receipts, mut mine) = (Vec::new(), Vec::new());
        for (key, value) in keys.iter().zip(values.iter()) {
            let actor = key.dyn_into::<Array>().ok().and_then(|key| key.get(1).as_string());
            let Some(actor) = actor.and_then(|actor| actor.parse().ok()) else { continue };
            match receipts::open(&self.seal, document, actor, &value).await {
                Some(Some(receipt)) => receipts.push(receipt),
                Some(None) => mine.push(actor),
                None => {}
            }
        }
        Ok((receipts, mine))
    }

    /// Where the feed of a new line goes on, and whether everything must be offered to the relay. From here on what the
    /// line keeps moves the cursor.
    pub async fn begin_feed(&self) -> Result<(Option<Cursor>, bool), IdbError> {
        let transaction = self.database.begin(&[META], How::Strict).await?;
        let store = transaction.store(META)?;
        let cursor = store.get(&CURSOR.into()).await?;
        let offering = store.get(&OFFERING.into()).await?;
        store.delete(&FEED_ANEW.into())?;
        transaction.done().await?;
        Ok((keep::read_cursor(&cursor), offering.as_bool().unwrap_or(false)))
    }

    /// The names this person may know, as they last came.
    pub async fn people(&self) -> Result<Option<Vec<u8>>, IdbError> {
        let transaction = self.database.begin(&[META], How::Read).await?;
        let found = transaction.store(META)?.get(&PEOPLE.into()).await?;
        transaction.done().await?;
        Ok(self.seal.open(&place(META, &[PEOPLE]), &found).await.ok())
    }
}
