//! Who is enrolled in this browser, each with the name of their vault, sealed. It must never hold
//! anything of a document.

use std::rc::Rc;

use minicbor::{Decoder, decode};
use shared::domain::{Category, Role};
use shared::ids::{DeviceId, MemberId};
use shared::time::Instant;
use wasm_bindgen::JsValue;

use super::codec::{self, Out, Written};
use super::idb::{Database, How, IdbError, OpenEvent};
use super::seal::{Seal, place};
use super::setup::{META, PERSONS, PERSONS_VERSION, persons};
use super::vault::device_seal;
use crate::store::Me;

/// The name of the database.
const NAME: &str = "otozure-persons";
/// More people than a browser is shared by.
const PERSONS_MAX: u32 = 200;
/// The form of a person's row.
const FORM: u8 = 1;

/// A person enrolled here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolled {
    /// Who.
    pub me: Me,
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
        let key = person.me.member.to_string();
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
    let me = &person.me;
    e.array(11)?.u8(FORM)?.bytes(&me.member.0)?.str(&me.name)?.str(me.role.code())?;
    e.array(me.offices.len() as u64)?;
    for office in &me.offices {
        e.str(office.as_str())?;
    }
    codec::put_text(e, me.category.map(Category::code))?;
    e.bytes(&me.device.0)?.str(me.prefecture.as_str())?;
    codec::put_text(e, me.sample.as_deref())?;
    e.str(&person.vault)?.i64(person.last_at.ms())?;
    Ok(())
}

fn read(d: &mut Decoder<'_>) -> Result<Enrolled, decode::Error> {
    codec::array(d, 11)?;
    if d.u8()? != FORM {
        return Err(codec::wrong("a person of another form"));
    }
    let text = |d: &mut Decoder<'_>| d.str().map(str::to_owned);
    Ok(Enrolled {
        me: Me {
            member: MemberId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a member"))?,
            name: text(d)?,
            role: Role::from_code(d.str()?).ok_or_else(|| codec::wrong("a role"))?,
            offices: codec::list(d, |d| d.str()?.parse().map_err(|_| codec::wrong("an office")))?,
            category: codec::text(d)?.as_deref().and_then(Category::from_code),
            device: DeviceId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a device"))?,
            prefecture: d.str()?.parse().map_err(|_| codec::wrong("a prefecture"))?,
            sample: codec::text(d)?,
        },
        vault: text(d)?,
        last_at: Instant::from_ms(d.i64()?),
    })
}
