//! Making a vault with its door, for somebody who is being enrolled. It must never stand open without having been
//! kept first: what is written into it could not be opened again.

use std::rc::Rc;

use super::record::{Record, tries_value};
use super::{LOCK, Lock, MEMBER_KEY, Opened, TRIES, credentials};
use crate::local::idb::{How, IdbError, OpenEvent};
use crate::local::keys;
use crate::local::seal::{Seal, place};
use crate::local::setup::META;
use crate::local::tries::Tries;
use crate::local::vault::Vault;
use crate::local::{Credentials, RelayKeys};
use crate::platform::random;
use crate::store::Me;

/// A vault whose keys are kept, and whose person the relay does not know yet.
pub struct Fresh {
    lock: Lock,
    seal: Seal,
    /// What its person will come in with.
    pub credentials: Credentials,
}

impl Fresh {
    /// Makes the keys of a new vault, and keeps them. `digits`: whether the secret is of digits alone.
    ///
    /// # Errors
    /// The browser or its storage does not do it.
    pub async fn make(secret: &str, digits: bool, heard: Rc<dyn Fn(OpenEvent)>) -> Result<Self, IdbError> {
        let chance = || IdbError::Failed("the browser gives no randomness".to_owned());
        let name = shared::ids::hex(&random::bytes::<8>().ok_or_else(chance)?);
        let salt = random::bytes::<{ keys::SALT_BYTES }>().ok_or_else(chance)?;
        let device = keys::new_pair(false).await?;
        let member = keys::new_pair(true).await?;
        let device_secret = keys::new_device_secret().await?;
        let work = keys::calibrated().await?;
        let both = keys::both(secret, &device_secret, &salt, work).await?;
        let (seal, wrapped) = both.new_data_key().await?;
        let record = Record {
            digits,
            salt: salt.to_vec(),
            work,
            device_key: device.private,
            device_public: device.public,
            member_public: member.public,
            device_secret,
            data_key: wrapped.into(),
            passkey: None,
        };
        let member_key = keys::for_seal(&member.private).await?;
        let member_key = seal.seal(&place(META, &[MEMBER_KEY]), &member_key).await?;
        let lock = Lock::of(&name, heard);
        let transaction = lock.database.begin(&[META], How::Strict).await?;
        let meta = transaction.store(META)?;
        meta.put(&LOCK.into(), &record.value())?;
        meta.put(&TRIES.into(), &tries_value(Tries::none()))?;
        meta.put(&MEMBER_KEY.into(), &member_key)?;
        transaction.done().await?;
        Ok(Self { lock, seal, credentials: credentials(&record, &both) })
    }

    /// The door that it was made with.
    pub fn lock(&self) -> &Lock {
        &self.lock
    }

    /// The relay knows its person: the vault is theirs.
    ///
    /// # Errors
    /// The storage does not take it.
    pub async fn given_to(self, me: &Me, relay: RelayKeys) -> Result<Opened, IdbError> {
        let Lock { database, name } = self.lock;
        let mut vault = Vault::of(database, self.seal);
        vault.put_me(me).await?;
        vault.put_relay_keys(relay).await?;
        vault.begin_sealing((me.member, me.device)).await?;
        Ok(Opened { vault, name, me: me.clone(), credentials: self.credentials, next: None })
    }

    /// It is nobody's: it goes.
    pub async fn drop_it(self) {
        self.lock.leave();
        // What stays opens for nobody, and holds nothing.
        let _ = Vault::remove(&self.lock.name).await;
    }
}
