//! What was done with records on this device and the relay cannot see: looked at, taken out, printed. Each is kept
//! sealed until the relay has it. It must never be taken away before that.

use js_sys::Array;
use minicbor::{Decoder, decode};
use shared::ids::DocumentId;
use shared::time::Instant;
use wasm_bindgen::{JsCast, JsValue};

use super::codec;
use super::idb::{How, IdbError};
use super::seal::place;
use super::setup::META;
use super::vault::{Vault, beginning, key};
use crate::platform::random;

/// So many are kept; what is done beyond them is not written down (a device that was without a network for months).
pub const ACTS_KEPT_MAX: u32 = 5_000;
/// What the keys begin with.
const ACT: &str = "act";
/// The form of one.
const FORM: u8 = 1;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// It was opened.
    View,
    /// It was taken out of the app.
    Export,
    /// It was printed.
    Print,
}

impl Act {
    const ALL: [Self; 3] = [Self::View, Self::Export, Self::Print];

    /// The relay's code for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Export => "export",
            Self::Print => "print",
        }
    }
}

/// Something that was done, and when by this device's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// With which record.
    pub document: DocumentId,
    /// What.
    pub act: Act,
    /// When.
    pub at: Instant,
}

/// The name under which one is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptName(String);

impl Vault {
    /// Keeps that something was done; false where so many wait that it is not kept.
    ///
    /// # Errors
    /// The storage does not take it.
    pub async fn keep_act(&self, done: &Done) -> Result<bool, IdbError> {
        let chance = random::bytes::<8>().ok_or_else(|| IdbError::Failed("no randomness".to_owned()))?;
        // In the order in which they were done, as far as the clock goes on.
        let name = format!("{:016x}-{}", done.at.ms().max(0), shared::ids::hex(&chance));
        let sealed = self.seal.seal(&place(META, &[ACT, &name]), &to_bytes(done)).await?;
        let transaction = self.database.begin(&[META], How::Strict).await?;
        let meta = transaction.store(META)?;
        let fits = meta.keys(&beginning(ACT)?, ACTS_KEPT_MAX).await?.length() < ACTS_KEPT_MAX;
        if fits {
            meta.put(&key(&[ACT, &name]), &sealed)?;
        }
        transaction.done().await?;
        Ok(fits)
    }

    /// The oldest of them, so many at most. One that cannot be read comes as none.
    ///
    /// # Errors
    /// The storage does not answer.
    pub async fn acts(&self, most: u32) -> Result<Vec<(KeptName, Option<Done>)>, IdbError> {
        let transaction = self.database.begin(&[META], How::Read).await?;
        let meta = transaction.store(META)?;
        let range = beginning(ACT)?;
        let (keys, values) = (meta.keys(&range, most).await?, meta.values(&range, most).await?);
        transaction.done().await?;
        let mut acts = Vec::new();
        for (key, value) in keys.iter().zip(values.iter()) {
            let Some(name) = name_of(&key) else { continue };
            let opened = self.seal.open(&place(META, &[ACT, &name]), &value).await.ok();
            acts.push((KeptName(name), opened.and_then(|bytes| codec::read(&bytes, read))));
        }
        Ok(acts)
    }

    /// Takes away those that the relay has.
    ///
    /// # Errors
    /// The storage does not do it.
    pub async fn drop_acts(&self, names: &[KeptName]) -> Result<(), IdbError> {
        let transaction = self.database.begin(&[META], How::Strict).await?;
        let meta = transaction.store(META)?;
        for KeptName(name) in names {
            meta.delete(&key(&[ACT, name]))?;
        }
        transaction.done().await
    }
}

fn name_of(key: &JsValue) -> Option<String> {
    key.clone().dyn_into::<Array>().ok()?.get(1).as_string()
}

fn to_bytes(done: &Done) -> Vec<u8> {
    codec::written(|e| {
        e.array(4)?.u8(FORM)?.bytes(&done.document.0)?.str(done.act.code())?.i64(done.at.ms())?;
        Ok(())
    })
}

fn read(d: &mut Decoder<'_>) -> Result<Done, decode::Error> {
    codec::array(d, 4)?;
    if d.u8()? != FORM {
        return Err(codec::wrong("of another form"));
    }
    let document = DocumentId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a document"))?;
    let code = d.str()?;
    let act = Act::ALL.into_iter().find(|act| act.code() == code).ok_or_else(|| codec::wrong("an act"))?;
    Ok(Done { document, act, at: Instant::from_ms(d.i64()?) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_read_back_whole_and_nothing_else_is() {
        for act in Act::ALL {
            let done = Done { document: DocumentId([7; 16]), act, at: Instant::from_ms(1_764_000_000_000) };
            let bytes = to_bytes(&done);
            assert_eq!(codec::read(&bytes, read), Some(done));
            assert_eq!(codec::read(&bytes[..bytes.len() - 1], read), None);
        }
    }
}
