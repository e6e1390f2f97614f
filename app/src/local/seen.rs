//! How a note stood when its person last looked at it: the heads alone, sealed. It must never hold a word.

use minicbor::{Decoder, decode};
use shared::ids::{ChangeHash, DocumentId};

use super::codec;
use super::idb::{How, IdbError};
use super::seal::place;
use super::setup::META;
use super::vault::Vault;

/// How the keys begin.
const SEEN: &str = "seen ";
/// The form of what is kept.
const FORM: u8 = 1;

/// The key of what is kept for a document.
pub(super) fn key(document: DocumentId) -> String {
    format!("{SEEN}{document}")
}

impl Vault {
    /// Keeps what a document was when its person looked at it.
    pub async fn put_seen(&self, document: DocumentId, heads: &[ChangeHash]) -> Result<(), IdbError> {
        let key = key(document);
        let sealed = self.seal.seal(&place(META, &[&key]), &to_bytes(heads)).await?;
        let transaction = self.database.begin(&[META], How::Relaxed).await?;
        transaction.store(META)?.put(&key.into(), &sealed)?;
        transaction.done().await
    }

    /// What a document was then; none if they have not looked, or if it cannot be read.
    pub async fn seen(&self, document: DocumentId) -> Result<Option<Vec<ChangeHash>>, IdbError> {
        let key = key(document);
        let transaction = self.database.begin(&[META], How::Read).await?;
        let found = transaction.store(META)?.get(&key.as_str().into()).await?;
        transaction.done().await?;
        let opened = self.seal.open(&place(META, &[&key]), &found).await.ok();
        Ok(opened.and_then(|bytes| codec::read(&bytes, read)))
    }
}

fn to_bytes(heads: &[ChangeHash]) -> Vec<u8> {
    codec::written(|e| {
        e.array(2)?.u8(FORM)?;
        codec::put_hashes(e, heads)
    })
}

fn read(d: &mut Decoder<'_>) -> Result<Vec<ChangeHash>, decode::Error> {
    codec::array(d, 2)?;
    if d.u8()? != FORM {
        return Err(codec::wrong("of another form"));
    }
    codec::hashes(d)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_come_back_as_they_were_kept_and_nothing_else_is_read() {
        let heads = vec![ChangeHash([1; 32]), ChangeHash([2; 32])];
        let bytes = to_bytes(&heads);
        assert_eq!(codec::read(&bytes, read), Some(heads));
        assert_eq!(codec::read(&bytes[..bytes.len() - 1], read), None);
        assert_eq!(codec::read(&[0x82, 9, 0x80], read), None);
    }
}
