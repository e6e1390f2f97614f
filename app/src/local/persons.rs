//! Who is enrolled in this browser, each with the name of their vault, sealed with a key of this device: so much
//! is known before anybody shows that it is they. It must never hold anything of a document, nor more of a person
//! than the door of their vault says.

use std::rc::Rc;

use minicbor::{Decoder, decode};
use shared::domain::Role;
use shared::ids::{DeviceId, MemberId};
use shared::time::Instant;
use wasm_bindgen::JsValue;

use super::codec::{self, Out, Written};
use super::idb::{Database, How, IdbError, OpenEvent};
use super::seal::{Seal, place};
use super::setup::{META, PERSONS, PERSONS_VERSION, persons};
use super::vault::device_seal;

/// The name of the database.
const NAME: &str = "otozure-persons";
/// More people than a browser is shared by.
const PERSONS_MAX: u32 = 200;
/// The form of a person's row.
const FORM: u8 = 2;

/// A person enrolled here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolled {
    /// Who.
    pub member: MemberId,
    /// Their display name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// This browser, as the relay knows it.
    pub device: DeviceId,
    /// The name of their vault: random.
    pub vault: String,
    /// When they were last on the screen here.
    pub last_at: Instant,
}

/// The database of who is enrolled.
pub struct Persons {
    database: Database,
    seal: Seal,
}

impl Persons {
    /// Opens it, and makes it the first time.
    pub async fn open(heard: Rc<dyn Fn(OpenEvent)>) -> Result<Self, IdbError> {
        let database = Database::new(NAME.to_owned(), PERSONS_VERSION, persons, heard);
        let seal = device_seal(&database).await?;
        Ok(Self { database, seal })
    }

    /// Closes it.
    pub fn close(&self) {
        self.database.close();
    }

    /// Everybody, the last used first. A row whose seal does not fit is left out: signing in again
    /// makes it anew.
    pub async fn all(&self) -> Result<Vec<Enrolled>, IdbError> {
        let transaction = self.database.begin(&[PERSONS], How::Read).await?;
        let store = transaction.store(PERSONS)?;
        let keys = store.keys(&JsValue::UNDEFINED, PERSONS_MAX).await?;
        let values = store.values(&JsValue::UNDEFINED, PERSONS_MAX).await?;
        transaction.done().await?;
        let mut found = Vec::new();
        for (key, value) in keys.iter().zip(values.iter()) {
            let Some(member) = key.as_string() else { continue };
            if let Ok(bytes) = self.seal.open(&place(PERSONS, &[&member]), &value).await
                && let Some(person) = codec::read(&bytes, read)
            {
                found.push(person);
            }
        }
        found.sort_by_key(|person| core::cmp::Reverse(person.last_at));
        Ok(found)
    }

    /// Adds a person, or replaces what was known of them.
    pub async fn put(&self, person: &Enrolled) -> Result<(), IdbError> {
        let key = person.member.to_string();
        let bytes = codec::written(|e| write(e, person));
        let sealed = self.seal.seal(&place(PERSONS, &[&key]), &bytes).await?;
        let transaction = self.database.begin(&[PERSONS], How::Strict).await?;
        transaction.store(PERSONS)?.put(&key.into(), &sealed)?;
        transaction.done().await
    }

    /// Removes a person.
    pub async fn remove(&self, member: MemberId) -> Result<(), IdbError> {
        let transaction = self.database.begin(&[PERSONS, META], How::Strict).await?;
        transaction.store(PERSONS)?.delete(&member.to_string().into())?;
        transaction.done().await
    }
}

fn write(e: &mut Out<'_>, person: &Enrolled) -> Written {
    e.array(7)?.u8(FORM)?.bytes(&person.member.0)?.str(&person.name)?.str(person.role.code())?;
    e.bytes(&person.device.0)?.str(&person.vault)?.i64(person.last_at.ms())?;
    Ok(())
}

fn read(d: &mut Decoder<'_>) -> Result<Enrolled, decode::Error> {
    codec::array(d, 7)?;
    if d.u8()? != FORM {
        return Err(codec::wrong("a person of another form"));
    }
    Ok(Enrolled {
        member: MemberId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a member"))?,
        name: d.str()?.to_owned(),
        role: Role::from_code(d.str()?).ok_or_else(|| codec::wrong("a role"))?,
        device: DeviceId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a device"))?,
        vault: d.str()?.to_owned(),
        last_at: Instant::from_ms(d.i64()?),
    })
}
