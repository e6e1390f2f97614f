//! How much everybody's vaults in this browser owe the relay, counted from outside and without anybody's key, for the
//! number on the app's mark. It must never open a vault, nor say whose words they are.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Browser;
use crate::local::IdbError;
use crate::store::Owed;

impl Browser {
    /// Counts, while whoever waits goes on. What cannot be counted now is counted the next time.
    pub(super) fn count_owed_soon(&self) {
        let own = self.own.clone();
        spawn_local(async move {
            let Some(own) = own.upgrade() else { return };
            let counted = own.count_owed().await.unwrap_or_default();
            own.store.owed.set(Some(counted));
        });
    }

    async fn count_owed(&self) -> Result<Vec<Owed>, IdbError> {
        let persons = self.persons.borrow().clone();
        let Some(persons) = persons else { return Ok(Vec::new()) };
        let mut owed = Vec::new();
        for person in persons.all().await? {
            let Some(lock) = self.door_of(&person).await? else { continue };
            let unsent = lock.unsent().await;
            lock.leave();
            owed.push(Owed { member: person.member, changes: unsent?.changes as usize });
        }
        Ok(owed)
    }
}
