//! The names this person may know, as they are kept for when there is no network. It must never
//! hold more than the relay said.

use shared::domain::{Category, Role};
use shared::ids::MemberId;
use shared::protocol::Person;

use super::codec;
use super::idb::{How, IdbError};
use super::seal::place;
use super::setup::META;
use super::vault::{PEOPLE, Vault};

impl Vault {
    /// Keeps the names this person may know.
    pub async fn put_people(&self, bytes: &[u8]) -> Result<(), IdbError> {
        let sealed = self.seal.seal(&place(META, &[PEOPLE]), bytes).await?;
        let transaction = self.database.begin(&[META], How::Relaxed).await?;
        transaction.store(META)?.put(&PEOPLE.into(), &sealed)?;
        transaction.done().await
    }
}

/// The bytes to seal.
pub fn to_bytes(people: &[Person]) -> Vec<u8> {
    codec::written(|e| {
        e.array(people.len() as u64)?;
        for person in people {
            e.array(5)?.bytes(&person.member.0)?.str(&person.name)?.str(person.role.code())?;
            codec::put_text(e, person.category.map(Category::code))?;
            e.bool(person.appointed)?;
        }
        Ok(())
    })
}

/// Reads opened bytes.
pub fn from_bytes(bytes: &[u8]) -> Option<Vec<Person>> {
    codec::read(bytes, |d| {
        codec::list(d, |d| {
            codec::array(d, 5)?;
            Ok(Person {
                member: MemberId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a member"))?,
                name: d.str()?.to_owned(),
                role: Role::from_code(d.str()?).ok_or_else(|| codec::wrong("a role"))?,
                category: codec::text(d)?.as_deref().and_then(Category::from_code),
                appointed: d.bool()?,
            })
        })
    })
}
