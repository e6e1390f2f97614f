//! Changing a person's secret. The vault and the relay cannot change in one breath, so the relay decides: what the
//! vault would open by next is kept beside what it opens by, and put in its place once the relay is known to have
//! taken it. It must never leave a vault that opens by neither, nor one that opens by both without asking the relay.

use js_sys::Uint8Array;
use shared::protocol::signed::PROOF_BYTES;
use shared::time::Instant;
use wasm_bindgen::{JsCast, JsValue};

use super::record::Record;
use super::{LOCK, Lock, NotOpened, Proven, credentials, moment};
use crate::local::Credentials;
use crate::local::idb::{How, IdbError};
use crate::local::keys;
use crate::local::seal::{Seal, place};
use crate::local::setup::META;
use crate::platform::{clock, js, random};

/// The key of what it would open by next.
pub(super) const NEXT: &str = "lock-next";
/// The relay takes what was signed within its challenge's minute: before so long has gone by, an answer that says that
/// it has not taken the change does not say that it never will.
const LATE_MS: i64 = 120_000;

/// A change whose person has shown the secret that holds.
pub struct Changing {
    /// What they come in to the relay with while it is not done.
    pub credentials: Credentials,
    /// What the relay is to be shown from then on.
    pub new_proof: [u8; PROOF_BYTES],
    next: JsValue,
}

impl Lock {
    /// Looks whether the secret is right, which counts like a try at the door, and makes what is needed. Nothing is
    /// kept. `digits`: whether the new one is of digits alone.
    ///
    /// # Errors
    /// Why the old one opens nothing.
    pub async fn begin_change(&self, old: &str, new: &str, digits: bool) -> Result<Changing, NotOpened> {
        let Proven { record, both, seal } = self.try_secret(old).await?;
        let salt = random::bytes::<{ keys::SALT_BYTES }>();
        let salt = salt.ok_or_else(|| IdbError::Failed("the browser gives no randomness".to_owned()))?;
        let next = keys::both(new, &record.device_secret, &salt, record.work).await?;
        let data_key = both.wrap_anew(&record.data_key, &next).await?;
        let data_key = data_key.ok_or_else(|| IdbError::Failed("the data key does not open again".to_owned()))?;
        let proof = seal.seal(&place(META, &[NEXT]), &next.proof).await?;
        let credentials = credentials(&record, &both);
        let record = Record { digits, salt: salt.to_vec(), data_key: data_key.into(), ..record };
        let value = [("lock", record.value()), ("proof", proof.into()), ("at", moment(clock::now()))];
        Ok(Changing { credentials, new_proof: next.proof, next: js::object(&value) })
    }

    /// Keeps it beside what holds, before the relay is asked.
    ///
    /// # Errors
    /// The storage does not take it.
    pub async fn keep_next(&self, changing: &Changing) -> Result<(), IdbError> {
        let transaction = self.database.begin(&[META], How::Strict).await?;
        transaction.store(META)?.put(&NEXT.into(), &changing.next)?;
        transaction.done().await
    }

    /// What the relay has said: with `taken` the new secret opens the vault from now on, and the one before does not.
    /// Otherwise the change is forgotten, unless what was asked may still be on its way.
    ///
    /// # Errors
    /// The storage does not do it.
    pub async fn settle(&self, taken: bool) -> Result<(), IdbError> {
        let transaction = self.database.begin(&[META], How::Strict).await?;
        let meta = transaction.store(META)?;
        let next = meta.get(&NEXT.into()).await?;
        if let Some((record, at)) = read(&next) {
            let late = (clock::now().ms() - at.ms()).abs() >= LATE_MS;
            // What was ended meanwhile stays ended.
            let standing = Record::read(&meta.get(&LOCK.into()).await?).filter(|_| taken);
            if let Some(standing) = standing {
                // A passkey stays what it is by now.
                let record = Record { passkey: standing.passkey, ..record };
                meta.put(&LOCK.into(), &record.value())?;
            }
            if taken || late {
                meta.delete(&NEXT.into())?;
            }
        }
        transaction.done().await
    }

    /// Forgets a change that the relay has refused.
    ///
    /// # Errors
    /// The storage does not do it.
    pub async fn forget_next(&self) -> Result<(), IdbError> {
        let transaction = self.database.begin(&[META], How::Strict).await?;
        transaction.store(META)?.delete(&NEXT.into())?;
        transaction.done().await
    }

    async fn next(&self) -> Result<JsValue, IdbError> {
        let transaction = self.database.begin(&[META], How::Read).await?;
        let next = transaction.store(META)?.get(&NEXT.into()).await?;
        transaction.done().await?;
        Ok(next)
    }

    /// What somebody would come in with by this secret, if it is the one of a change that is not settled.
    pub(super) async fn by_next(&self, record: &Record, secret: &str) -> Result<Option<Credentials>, IdbError> {
        let next = self.next().await?;
        let Some((next, _)) = read(&next) else { return Ok(None) };
        let both = keys::both(secret, &record.device_secret, &next.salt, next.work).await?;
        Ok(both.unwrap(&next.data_key).await?.map(|_| credentials(&next, &both)))
    }

    /// What whoever has opened the vault comes in with, if the relay has taken a change that is not settled here.
    pub(super) async fn next_of(&self, record: &Record, seal: &Seal) -> Result<Option<Credentials>, IdbError> {
        let next = self.next().await?;
        if !next.is_object() {
            return Ok(None);
        }
        let sealed = js::get(&next, "proof")?;
        let proof = seal.open(&place(META, &[NEXT]), &sealed).await.ok().and_then(|proof| proof.try_into().ok());
        Ok(proof.map(|proof| Credentials {
            device_key: record.device_key.clone(),
            device_public: record.device_public,
            member_public: record.member_public,
            proof: Some(proof),
        }))
    }
}

fn read(next: &JsValue) -> Option<(Record, Instant)> {
    if !next.is_object() {
        return None;
    }
    let record = Record::read(&js::get(next, "lock").ok()?)?;
    let at = js::get(next, "at").ok()?.as_f64()?;
    js::get(next, "proof").ok()?.dyn_into::<Uint8Array>().ok()?;
    Some((record, Instant::from_ms(at as i64)))
}
