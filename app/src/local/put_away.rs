//! Visits that have left this device because nothing of them is open any more: of each stays its id and the day since
//! which that is so, sealed. It must never take a document of which something is owed, and never keep a word of one.

use std::collections::BTreeMap;

use minicbor::{Decoder, decode};
use shared::ids::DocumentId;
use shared::time::Day;
use wasm_bindgen::JsValue;
use web_sys::IdbKeyRange;

use super::codec;
use super::idb::{How, IdbError};
use super::keep::remove_gone;
use super::seal::place;
use super::setup::{CHUNKS, DOCUMENTS, META, OWED, RECEIPTS};
use super::vault::{CURSOR, FEED_ANEW, Vault};

/// How their keys begin, and what stands behind every such key.
const AWAY: &str = "away ";
const AFTER: &str = "away!";
/// The most that are read: two visits a week for a hundred years.
const AWAY_MAX: u32 = 10_000;
/// The form of what is kept.
const FORM: u8 = 1;

fn key(document: DocumentId) -> String {
    format!("{AWAY}{document}")
}

impl Vault {
    /// Takes documents off the device, each with the day since which nothing of it is open; those of which something is
    /// owed stay. Gives those that went.
    pub async fn put_away(&self, due: &[(DocumentId, Day)]) -> Result<Vec<DocumentId>, IdbError> {
        let mut sealed = BTreeMap::new();
        for (document, since) in due {
            let key = key(*document);
            sealed.insert(*document, (self.seal.seal(&place(META, &[&key]), &to_bytes(*since)).await?, key));
        }
        let all: Vec<DocumentId> = sealed.keys().copied().collect();
        let transaction = self.database.begin(&[CHUNKS, OWED, RECEIPTS, DOCUMENTS, META], How::Strict).await?;
        let removed = remove_gone(&transaction, &all).await?;
        for document in &removed {
            if let Some((value, key)) = sealed.get(document) {
                transaction.store(META)?.put(&key.as_str().into(), value)?;
            }
        }
        transaction.done().await?;
        self.forget_row_versions(&removed);
        Ok(removed)
    }

    /// What was put away.
    pub async fn all_put_away(&self) -> Result<BTreeMap<DocumentId, Day>, IdbError> {
        let range: JsValue = IdbKeyRange::bound(&AWAY.into(), &AFTER.into())?.into();
        let transaction = self.database.begin(&[META], How::Read).await?;
        let meta = transaction.store(META)?;
        let keys = meta.keys(&range, AWAY_MAX).await?;
        let values = meta.values(&range, AWAY_MAX).await?;
        transaction.done().await?;
        let mut found = BTreeMap::new();
        for (key, value) in keys.iter().zip(values.iter()) {
            let Some(key) = key.as_string() else { continue };
            let opened = self.seal.open(&place(META, &[&key]), &value).await;
            let since = opened.ok().and_then(|bytes| codec::read(&bytes, read));
            let document = key.strip_prefix(AWAY).and_then(|id| id.parse().ok());
            found.extend(document.zip(since));
        }
        Ok(found)
    }

    /// Documents are no longer put away. `feed_anew`: the relay is to send all of them again.
    pub async fn take_out_again(&self, documents: &[DocumentId], feed_anew: bool) -> Result<(), IdbError> {
        let transaction = self.database.begin(&[META], How::Strict).await?;
        let meta = transaction.store(META)?;
        for document in documents {
            meta.delete(&key(*document).into())?;
        }
        if feed_anew {
            meta.delete(&CURSOR.into())?;
            // What the line keeps until it begins anew must not put the cursor back.
            meta.put(&FEED_ANEW.into(), &JsValue::TRUE)?;
        }
        transaction.done().await
    }
}

fn to_bytes(since: Day) -> Vec<u8> {
    codec::written(|e| {
        e.array(2)?.u8(FORM)?.str(&since.to_string())?;
        Ok(())
    })
}

fn read(d: &mut Decoder<'_>) -> Result<Day, decode::Error> {
    codec::array(d, 2)?;
    if d.u8()? != FORM {
        return Err(codec::wrong("of another form"));
    }
    d.str()?.parse().map_err(|_| codec::wrong("a day"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_it_was_written_and_nothing_else_is_one() {
        let since = "2026-11-23".parse().unwrap();
        let bytes = to_bytes(since);
        assert_eq!(codec::read(&bytes, read), Some(since));
        for length in 0..bytes.len() {
            assert_eq!(codec::read(&bytes[..length], read), None);
        }
    }
}
