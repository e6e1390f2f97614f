//! The names that a member may know. It must never tell one that the store does not give them.

use shared::protocol::{Person, limits};

use crate::storage::{Principal, Storage, StorageError};

/// The names a member may know.
///
/// # Errors
/// What the store could not do.
pub async fn people(storage: &dyn Storage, who: Principal) -> Result<Vec<Person>, StorageError> {
    let people = storage.people_for(who.member).await?;
    Ok(people
        .into_iter()
        .take(limits::PEOPLE_MAX)
        .map(|person| Person {
            member: person.id,
            name: person.name,
            role: person.role,
            category: person.category,
            appointed: person.active && person.appointed_on.is_some(),
        })
        .collect())
}
