//! What the relay keeps in quarantine for a document, as it last answered: sealed, so that who may
//! hand it over sees it without a network and in every tab. It must never be taken for a part of the
//! document.

use minicbor::{Decoder, decode};
use shared::ids::{ChangeHash, DeviceId, DocumentId, MemberId};
use shared::protocol::{Quarantined, Refusal};
use shared::time::Instant;

use super::codec;
use super::idb::{How, IdbError};
use super::seal::place;
use super::setup::META;
use super::vault::Vault;

/// How the keys begin.
const REFUSED: &str = "refused ";
/// The form of what is kept.
const FORM: u8 = 1;

/// The key of what is kept for a document.
pub(super) fn key(document: DocumentId) -> String {
    format!("{REFUSED}{document}")
}

impl Vault {
    /// Keeps an answer in the place of the one before; nothing is kept of an empty one.
    pub async fn put_refused(&self, document: DocumentId, kept: &[Quarantined], all: bool) -> Result<(), IdbError> {
        let key = key(document);
        let sealed = match kept.is_empty() {
            true => None,
            false => Some(self.seal.seal(&place(META, &[&key]), &to_bytes(kept, all)).await?),
        };
        let transaction = self.database.begin(&[META], How::Relaxed).await?;
        let meta = transaction.store(META)?;
        match sealed {
            Some(sealed) => meta.put(&key.into(), &sealed)?,
            None => meta.delete(&key.into())?,
        }
        transaction.done().await
    }

    /// The last answer, and whether that was all; nothing if none was kept.
    pub async fn refused(&self, document: DocumentId) -> Result<(Vec<Quarantined>, bool), IdbError> {
        let key = key(document);
        let transaction = self.database.begin(&[META], How::Read).await?;
        let found = transaction.store(META)?.get(&key.as_str().into()).await?;
        transaction.done().await?;
        // What cannot be read comes again with the next answer.
        let opened = self.seal.open(&place(META, &[&key]), &found).await.ok();
        Ok(opened.and_then(|bytes| codec::read(&bytes, read)).unwrap_or((Vec::new(), true)))
    }
}

fn to_bytes(kept: &[Quarantined], all: bool) -> Vec<u8> {
    codec::written(|e| {
        e.array(3)?.u8(FORM)?.bool(all)?.array(kept.len() as u64)?;
        for one in kept {
            e.array(6)?.bytes(&one.hash.0)?.bytes(&one.member.0)?.bytes(&one.device.0)?;
            e.str(one.refusal.code())?.i64(one.at.ms())?.bytes(&one.chunk)?;
        }
        Ok(())
    })
}

fn read(d: &mut Decoder<'_>) -> Result<(Vec<Quarantined>, bool), decode::Error> {
    codec::array(d, 3)?;
    if d.u8()? != FORM {
        return Err(codec::wrong("of another form"));
    }
    let all = d.bool()?;
    let kept = codec::list(d, |d| {
        codec::array(d, 6)?;
        Ok(Quarantined {
            hash: ChangeHash::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a hash"))?,
            member: MemberId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a member"))?,
            device: DeviceId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a device"))?,
            refusal: Refusal::from_code(d.str()?).ok_or_else(|| codec::wrong("a refusal"))?,
            at: Instant::from_ms(d.i64()?),
            chunk: d.bytes()?.to_vec(),
        })
    })?;
    Ok((kept, all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_as_it_was_written_and_nothing_else_is_one() {
        let one = Quarantined {
            hash: ChangeHash([1; 32]),
            member: MemberId([2; 8]),
            device: DeviceId([3; 8]),
            refusal: Refusal::NoRight,
            at: Instant::from_ms(5),
            chunk: vec![7, 8],
        };
        let bytes = to_bytes(std::slice::from_ref(&one), false);
        assert_eq!(codec::read(&bytes, read), Some((vec![one], false)));
        for length in 0..bytes.len() {
            assert_eq!(codec::read(&bytes[..length], read), None);
        }
    }
}
