//! Forms that are begun and not sent, each sealed under its name. It must never keep one that was
//! sent or dropped.

use minicbor::{Decoder, decode};
use wasm_bindgen::JsValue;
use web_sys::IdbKeyRange;

use super::codec;
use super::idb::{How, IdbError};
use super::seal::place;
use super::setup::META;
use super::vault::Vault;
use crate::store::drafts::DraftFields;

/// How their keys begin.
const DRAFT: &str = "draft ";
/// What stands behind every such key.
const AFTER: &str = "draft!";
/// The most drafts that are read.
const DRAFTS_MAX: u32 = 1_000;

/// The key of a draft.
pub(super) fn key(name: &str) -> String {
    format!("{DRAFT}{name}")
}

impl Vault {
    /// Keeps a draft in the place of what stood there, or drops it.
    pub async fn put_draft(&self, name: &str, fields: Option<&DraftFields>) -> Result<(), IdbError> {
        let key = key(name);
        let sealed = match fields {
            Some(fields) => Some(self.seal.seal(&place(META, &[&key]), &to_bytes(fields)).await?),
            None => None,
        };
        let transaction = self.database.begin(&[META], How::Strict).await?;
        let meta = transaction.store(META)?;
        match sealed {
            Some(sealed) => meta.put(&key.into(), &sealed)?,
            None => meta.delete(&key.into())?,
        }
        transaction.done().await
    }

    /// Every draft, by name. One whose seal does not fit is left where it is, and not given.
    pub async fn drafts(&self) -> Result<Vec<(String, DraftFields)>, IdbError> {
        let range: JsValue = IdbKeyRange::bound(&DRAFT.into(), &AFTER.into())?.into();
        let transaction = self.database.begin(&[META], How::Read).await?;
        let meta = transaction.store(META)?;
        let keys = meta.keys(&range, DRAFTS_MAX).await?;
        let values = meta.values(&range, DRAFTS_MAX).await?;
        transaction.done().await?;
        let mut drafts = Vec::new();
        for (key, value) in keys.iter().zip(values.iter()) {
            let Some(key) = key.as_string() else { continue };
            let opened = self.seal.open(&place(META, &[&key]), &value).await;
            let fields = opened.ok().and_then(|bytes| codec::read(&bytes, read));
            drafts.extend(key.strip_prefix(DRAFT).map(str::to_owned).zip(fields));
        }
        Ok(drafts)
    }
}

fn to_bytes(fields: &DraftFields) -> Vec<u8> {
    codec::written(|e| {
        e.map(fields.len() as u64)?;
        for (field, value) in fields {
            e.str(field)?.str(value)?;
        }
        Ok(())
    })
}

fn read(d: &mut Decoder<'_>) -> Result<DraftFields, decode::Error> {
    let count = d.map()?.ok_or_else(|| codec::wrong("a map without a length"))?;
    (0..count).map(|_| Ok((d.str()?.to_owned(), d.str()?.to_owned()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_read_as_it_was_written_and_every_key_is_found_again() {
        let fields: DraftFields = [("place", "面会室"), ("day", "令和\n8\n11\n")]
            .map(|(field, value)| (field.to_owned(), value.to_owned()))
            .into();
        assert_eq!(codec::read(&to_bytes(&fields), read), Some(fields));
        for name in ["visit", "arrange 2abc", "\u{ffff}"] {
            let key = key(name);
            assert!(key.as_str() >= DRAFT && key.as_str() < AFTER, "{name}");
        }
    }
}
