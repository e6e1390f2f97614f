//! The door of a vault: what stands there while it is shut, and the one way in. It must never open by one factor
//! alone, never let a try go uncounted, and never keep a key that opens it.

mod changing;
mod making;
mod passkey;
mod record;

use std::rc::Rc;

use shared::ids::{DeviceId, MemberId};
use shared::time::Instant;
use wasm_bindgen::JsValue;

use super::alone::RelayKeys;
use super::credentials::Credentials;
use super::idb::{Database, How, IdbError, OpenEvent};
use super::keys::{self, Both};
use super::me;
use super::outbox::Sealer;
use super::seal::{Seal, place};
use super::setup::META;
use super::tries::Tries;
use super::vault::{self, Vault};
use crate::platform::clock;
use crate::store::Me;

pub use changing::Changing;
pub use making::Fresh;
pub use passkey::{NewPasskey, Shown};
use record::Record;
pub(super) use record::ended;

pub(super) const LOCK: &str = "lock";
const TRIES: &str = "tries";
const ME: &str = "me";
const MEMBER_KEY: &str = "member-key";

/// What is to be seen of a vault from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    /// A secret opens it.
    Locked {
        /// Whether the secret is of digits alone.
        digits: bool,
        /// What was tried since it was last open.
        tries: Tries,
        /// Whether a passkey opens it as well.
        passkey: bool,
    },
    /// Too many wrong ones: nothing opens it any more.
    Ended,
    /// The relay has ordered that it goes; what is owed is handed over first.
    Ordered,
    /// There is nothing: the browser has cleared it.
    Nothing,
}

/// Why a vault did not open.
#[derive(Debug, thiserror::Error)]
pub enum NotOpened {
    /// It was not the secret.
    #[error("a wrong secret")]
    Wrong(Tries),
    /// The next try must wait.
    #[error("too early")]
    TooEarly(Tries),
    /// Nothing opens it any more.
    #[error("the keys have gone")]
    Ended,
    /// It is the one that somebody was about to change to: only the relay knows whether it holds. With what they
    /// would come in by.
    #[error("a change of the secret is not settled")]
    Unsettled(Box<Credentials>),
    /// The storage or the browser did not do it.
    #[error(transparent)]
    Storage(#[from] IdbError),
}

/// That somebody knows the secret, and what follows from it.
struct Proven {
    record: Record,
    both: Both,
    seal: Seal,
}

/// A vault that is open.
pub struct Opened {
    /// It.
    pub vault: Vault,
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub me: Me,
    /// What they come in to the relay with.
    pub credentials: Credentials,
    /// What they come in with instead, if a change of the secret was begun and the relay has taken it.
    pub next: Option<Box<Credentials>>,
}

/// A vault's door.
pub struct Lock {
    pub(super) database: Database,
    pub(super) name: String,
}

impl Lock {
    /// The door of the vault of this name. Nothing is opened yet.
    pub fn of(name: &str, heard: Rc<dyn Fn(OpenEvent)>) -> Self {
        Self { database: vault::database(name, heard), name: name.to_owned() }
    }

    /// What is to be seen from outside.
    ///
    /// # Errors
    /// The storage does not answer.
    pub async fn shut(&self) -> Result<Shut, IdbError> {
        let transaction = self.database.begin(&[META], How::Read).await?;
        let meta = transaction.store(META)?;
        let (record, tries) = (meta.get(&LOCK.into()).await?, meta.get(&TRIES.into()).await?);
        transaction.done().await?;
        Ok(match Record::read(&record) {
            _ if record::is_ordered(&record) => Shut::Ordered,
            _ if record::is_ended(&record) => Shut::Ended,
            Some(record) => {
                Shut::Locked { digits: record.digits, tries: record::tries(&tries), passkey: record.passkey.is_some() }
            }
            None => Shut::Nothing,
        })
    }

    /// Leaves it as it is.
    pub fn leave(&self) {
        self.database.close();
    }

    /// Opens it with the person's secret.
    ///
    /// # Errors
    /// Why it stays shut. The tenth wrong one ends the keys.
    pub async fn open(self, secret: &str) -> Result<Opened, NotOpened> {
        let opened = self.try_secret(secret).await;
        if opened.is_err() {
            self.database.close();
        }
        let Proven { record, both, seal } = opened?;
        let read = self.read_me(&seal).await;
        if read.is_err() {
            self.database.close();
        }
        let me = read?;
        let next = self.next_of(&record, &seal).await?.map(Box::new);
        let credentials = credentials(&record, &both);
        let mut vault = Vault::of(self.database, seal);
        vault.begin_sealing((me.member, me.device)).await?;
        Ok(Opened { vault, name: self.name, me, credentials, next })
    }

    /// A secret that opens it is taken, and counts every other try as over.
    async fn try_secret(&self, secret: &str) -> Result<Proven, NotOpened> {
        let (record, before) = self.count_try().await?;
        let both = keys::both(secret, &record.device_secret, &record.salt, record.work).await?;
        if let Some(seal) = both.unwrap(&record.data_key).await? {
            self.put_tries(Tries::none()).await?;
            return Ok(Proven { record, both, seal });
        }
        if let Some(next) = self.by_next(&record, secret).await? {
            // It is nobody's guess.
            self.put_tries(before).await?;
            return Err(NotOpened::Unsettled(Box::new(next)));
        }
        let tries = before.one_more(clock::now());
        if tries.left() > 0 {
            return Err(NotOpened::Wrong(tries));
        }
        self.end_keys().await?;
        Err(NotOpened::Ended)
    }

    /// Counts a try before it is made: whoever ends the program in between has made it all the same. Gives what was
    /// tried before.
    async fn count_try(&self) -> Result<(Record, Tries), NotOpened> {
        let transaction = self.database.begin(&[META], How::Strict).await?;
        let meta = transaction.store(META)?;
        let found = meta.get(&LOCK.into()).await?;
        let tries = record::tries(&meta.get(&TRIES.into()).await?);
        let Some(record) = Record::read(&found) else { return Err(NotOpened::Ended) };
        let now = clock::now();
        if tries.wait_ms(now) > 0 {
            return Err(NotOpened::TooEarly(tries));
        }
        meta.put(&TRIES.into(), &record::tries_value(tries.one_more(now)))?;
        transaction.done().await?;
        Ok((record, tries))
    }

    async fn put_tries(&self, tries: Tries) -> Result<(), IdbError> {
        let transaction = self.database.begin(&[META], How::Strict).await?;
        transaction.store(META)?.put(&TRIES.into(), &record::tries_value(tries))?;
        transaction.done().await
    }

    /// What opens the vault goes; what signs for the device stays, and what is owed to the relay.
    async fn end_keys(&self) -> Result<(), IdbError> {
        let transaction = self.database.begin(&[META], How::Strict).await?;
        let meta = transaction.store(META)?;
        let record = meta.get(&LOCK.into()).await?;
        meta.put(&LOCK.into(), &ended(&record, false))?;
        meta.delete(&changing::NEXT.into())?;
        transaction.done().await
    }

    async fn read_me(&self, seal: &Seal) -> Result<Me, IdbError> {
        let transaction = self.database.begin(&[META], How::Read).await?;
        let found = transaction.store(META)?.get(&ME.into()).await?;
        transaction.done().await?;
        let opened = seal.open(&place(META, &[ME]), &found).await.ok();
        let me = opened.and_then(|bytes| me::from_bytes(&bytes));
        me.ok_or_else(|| IdbError::Failed("whose vault this is cannot be read".to_owned()))
    }
}

impl Opened {
    /// Keeps who they are, as the relay said last, and its keys.
    ///
    /// # Errors
    /// The storage does not take it.
    pub async fn keep_me(&mut self, me: Me, relay: RelayKeys) -> Result<(), IdbError> {
        self.vault.put_me(&me).await?;
        self.vault.put_relay_keys(relay).await?;
        self.vault.begin_sealing((me.member, me.device)).await?;
        self.me = me;
        Ok(())
    }
}

impl Vault {
    /// From now on what is owed is sealed to the relay as well, where its key is known.
    async fn begin_sealing(&mut self, who: (MemberId, DeviceId)) -> Result<(), IdbError> {
        let Some(relay) = self.relay_keys().await? else { return Ok(()) };
        let transaction = self.database.begin(&[META], How::Read).await?;
        let found = transaction.store(META)?.get(&MEMBER_KEY.into()).await?;
        transaction.done().await?;
        if let Ok(kept) = self.seal.open(&place(META, &[MEMBER_KEY]), &found).await {
            self.sealer = Some(Sealer::new(who, keys::from_seal(&kept).await?, relay.outbox).await?);
        }
        Ok(())
    }

    async fn put_me(&self, me: &Me) -> Result<(), IdbError> {
        let sealed = self.seal.seal(&place(META, &[ME]), &me::to_bytes(me)).await?;
        let transaction = self.database.begin(&[META], How::Strict).await?;
        transaction.store(META)?.put(&ME.into(), &sealed)?;
        transaction.done().await
    }

    /// After how many minutes without a touch this person's things are hidden; none if they never said.
    ///
    /// # Errors
    /// The storage does not answer.
    pub async fn idle_minutes(&self) -> Result<Option<u8>, IdbError> {
        let transaction = self.database.begin(&[META], How::Read).await?;
        let found = transaction.store(META)?.get(&IDLE.into()).await?;
        transaction.done().await?;
        Ok(self.seal.open(&place(META, &[IDLE]), &found).await.ok().and_then(|bytes| bytes.first().copied()))
    }

    /// Keeps after how many.
    ///
    /// # Errors
    /// The storage does not take it.
    pub async fn put_idle_minutes(&self, minutes: u8) -> Result<(), IdbError> {
        let sealed = self.seal.seal(&place(META, &[IDLE]), &[minutes]).await?;
        let transaction = self.database.begin(&[META], How::Strict).await?;
        transaction.store(META)?.put(&IDLE.into(), &sealed)?;
        transaction.done().await
    }
}

const IDLE: &str = "idle-minutes";

fn credentials(record: &Record, both: &Both) -> Credentials {
    Credentials {
        device_key: record.device_key.clone(),
        device_public: record.device_public,
        member_public: record.member_public,
        proof: Some(both.proof),
    }
}

/// A time as the store keeps it.
pub(super) fn moment(at: Instant) -> JsValue {
    JsValue::from_f64(at.ms() as f64)
}
