//! The door and a passkey: which one is asked for, opening by what it gave, putting it and taking it away by the
//! person's secret. A wrong secret counts here as at the door itself.

use shared::protocol::signed::PUBLIC_KEY_BYTES;
use wasm_bindgen::JsValue;

use super::record::Record;
use super::{LOCK, Lock, NotOpened, Opened, Proven};
use crate::local::credentials::Credentials;
use crate::local::idb::{How, IdbError};
use crate::local::keys::Both;
use crate::local::passkey::DoorPasskey;
use crate::local::seal::Seal;
use crate::local::setup::META;
use crate::local::tries::Tries;
use crate::local::vault::Vault;
use crate::platform::passkey::PRF_BYTES;
use crate::store::Me;

/// Whoever has shown their secret at the door, to change what stands there.
pub struct Shown {
    record: Record,
    both: Both,
    /// Both factors.
    pub credentials: Credentials,
}

/// A passkey that was made, and what it gives.
pub struct NewPasskey {
    /// By which it is asked for.
    pub id: Vec<u8>,
    /// Its public key, for the relay.
    pub key: [u8; PUBLIC_KEY_BYTES],
    /// What it is asked for.
    pub salt: [u8; PRF_BYTES],
    /// What it gave.
    pub opens: [u8; PRF_BYTES],
}

impl Lock {
    async fn record(&self) -> Result<Option<Record>, IdbError> {
        let transaction = self.database.begin(&[META], How::Read).await?;
        let found = transaction.store(META)?.get(&LOCK.into()).await?;
        transaction.done().await?;
        Ok(Record::read(&found))
    }

    /// The passkey that opens it beside the secret.
    ///
    /// # Errors
    /// The storage does not answer.
    pub async fn passkey(&self) -> Result<Option<DoorPasskey>, IdbError> {
        Ok(self.record().await?.and_then(|record| record.passkey))
    }

    /// What speaks for the device alone: it opens nothing by itself.
    ///
    /// # Errors
    /// The storage does not answer.
    pub async fn device_credentials(&self) -> Result<Option<Credentials>, IdbError> {
        Ok(self.record().await?.map(|record| by_device(&record, None)))
    }

    /// Opens it with what the passkey gave.
    ///
    /// # Errors
    /// Why it stays shut. It counts as no wrong secret: nobody guesses 32 bytes.
    pub async fn open_by_passkey(self, opens: &[u8; PRF_BYTES]) -> Result<Opened, NotOpened> {
        let opened = self.try_passkey(opens).await;
        if opened.is_err() {
            self.database.close();
        }
        let (seal, me, credentials) = opened?;
        let mut vault = Vault::of(self.database, seal);
        vault.begin_sealing((me.member, me.device)).await?;
        Ok(Opened { vault, name: self.name, me, credentials, next: None })
    }

    async fn try_passkey(&self, opens: &[u8; PRF_BYTES]) -> Result<(Seal, Me, Credentials), NotOpened> {
        let record = self.record().await?.ok_or(NotOpened::Ended)?;
        let seal = match &record.passkey {
            Some(passkey) => passkey.open(opens, &record.device_secret).await?,
            None => None,
        };
        let seal = seal.ok_or(NotOpened::Wrong(Tries::none()))?;
        let me = self.read_me(&seal).await?;
        Ok((seal, me, by_device(&record, None)))
    }

    /// Looks whether the secret is theirs, without opening anything.
    ///
    /// # Errors
    /// Why it is not.
    pub async fn show(&self, secret: &str) -> Result<Shown, NotOpened> {
        let Proven { record, both, .. } = self.try_secret(secret).await?;
        let credentials = by_device(&record, Some(&both));
        Ok(Shown { record, both, credentials })
    }
}

impl Lock {
    /// Puts a passkey beside the secret, or takes it away.
    ///
    /// # Errors
    /// The browser or its storage does not do it.
    pub async fn put_passkey(&self, shown: Shown, new: Option<NewPasskey>) -> Result<(), IdbError> {
        let Shown { record, both, .. } = shown;
        let passkey = match new {
            None => None,
            Some(new) => {
                let with = (&both, &record.data_key, &record.device_secret);
                let wrapped = DoorPasskey::wrap(with, (new.id, new.salt, &new.opens)).await?;
                Some(wrapped.ok_or_else(|| IdbError::Failed("the data key does not open".to_owned()))?)
            }
        };
        let value: JsValue = Record { passkey, ..record }.value();
        let transaction = self.database.begin(&[META], How::Strict).await?;
        let meta = transaction.store(META)?;
        // Another tab may have ended the keys, or changed the secret: what stands there then stays.
        let standing = Record::read(&meta.get(&LOCK.into()).await?);
        if standing.is_none_or(|standing| standing.salt != record_salt(&value)) {
            return Err(IdbError::Failed("the door has changed".to_owned()));
        }
        meta.put(&LOCK.into(), &value)?;
        transaction.done().await
    }
}

fn by_device(record: &Record, both: Option<&Both>) -> Credentials {
    Credentials {
        device_key: record.device_key.clone(),
        device_public: record.device_public,
        member_public: record.member_public,
        proof: both.map(|both| both.proof),
    }
}

fn record_salt(value: &JsValue) -> Vec<u8> {
    Record::read(value).map(|record| record.salt).unwrap_or_default()
}
