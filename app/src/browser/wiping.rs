//! Taking away what the relay has ordered to go. First nothing opens it any more, then what is owed is handed over, then
//! everything goes, then the relay hears of it. Each step may be the last for a while: the next time the relay is
//! reached it begins again with what is left. It must never begin without an order that was checked.

use std::rc::Rc;

use leptos::prelude::*;

use super::{Browser, LEAVING};
use crate::local::{Enrolled, IdbError, Lock, Persons, Vault};
use crate::open_documents::TAB_LOCK;
use crate::platform::elsewhere::Wanted;
use crate::platform::{clock, loading, locks, session};
use crate::store::{Boot, Wiped};
use crate::sync::alone::{self, Left, NotSaid};

/// How long the tabs have to store what is in memory and let go. A tab that needs longer is waited for the next time.
const LET_GO_MS_MAX: i64 = 30_000;
/// How often they are looked at.
const LOOK_MS: i64 = 100;

impl Browser {
    /// Hands over and takes away one person's things, or everybody's; false if it has to go on another time.
    pub(super) async fn wipe(&self, ordered: &Enrolled, lost: bool, deliver: bool) -> Result<bool, NotSaid> {
        let persons = self.persons.borrow().clone();
        let Some(persons) = persons else { return Ok(false) };
        let all = persons.all().await?;
        let going: Vec<&Enrolled> = all.iter().filter(|person| lost || person.member == ordered.member).collect();
        let mut doors = Vec::new();
        for person in going {
            if let Some(lock) = self.door_of(person).await? {
                doors.push((person, lock));
            }
        }
        let wiped = self.wipe_behind(ordered, &doors, deliver).await;
        doors.iter().for_each(|(_, lock)| lock.leave());
        let Some(left) = wiped? else { return Ok(false) };
        let names: Vec<&Enrolled> = doors.iter().map(|(person, _)| *person).collect();
        self.take_off(&persons, &names).await?;
        self.show_wiped(Wiped { lost, left: Some(left) }).await?;
        Ok(true)
    }

    /// Whether something was owed that nobody takes any more; none if it has to go on another time.
    async fn wipe_behind(
        &self,
        ordered: &Enrolled,
        doors: &[(&Enrolled, Rc<Lock>)],
        deliver: bool,
    ) -> Result<Option<bool>, NotSaid> {
        for (_, lock) in doors {
            lock.end_by_order().await?;
        }
        self.hide_everywhere();
        // Whoever was at a door sees that it does not open any more.
        let _ = self.stand_before(Some(ordered.member)).await;
        if !all_let_go().await {
            return Ok(None);
        }
        let mut left = Left::default();
        for (person, lock) in doors {
            let Some(device) = lock.alone((person.member, person.device)).await? else { continue };
            let is_taken = deliver || person.member != ordered.member;
            let delivered = match is_taken {
                true => alone::deliver(&device, lock, None).await,
                false => Err(NotSaid::Refused),
            };
            match delivered {
                Ok(one) => left = left.and(one),
                // Nothing is taken from it any more.
                Err(NotSaid::Refused) => left.missing += lock.unsent().await?.changes as usize,
                Err(error) => return Err(error),
            }
        }
        if left.later > 0 {
            return Ok(None);
        }
        let is_left = left != Left::default();
        for (_, lock) in doors {
            lock.empty().await?;
        }
        for (person, lock) in doors.iter().filter(|(person, _)| person.member == ordered.member) {
            if let Some(device) = lock.alone((person.member, person.device)).await? {
                match alone::say_wiped(&device).await {
                    Ok(()) | Err(NotSaid::Refused) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(Some(is_left))
    }

    async fn take_off(&self, persons: &Persons, gone: &[&Enrolled]) -> Result<(), IdbError> {
        let _leaving = locks::hold(LEAVING).await;
        for person in gone {
            Vault::remove(&person.vault).await?;
            loading::forget(&person.vault);
            persons.remove(person.member).await?;
        }
        Ok(())
    }

    /// Says what happened, here and in the other tabs.
    async fn show_wiped(&self, wiped: Wiped) -> Result<(), IdbError> {
        // The browser may have cleared who was enrolled with the key that it was sealed with.
        let persons = Rc::new(Persons::open(self.heard_of_persons()).await?);
        if let Some(before) = self.persons.borrow_mut().replace(Rc::clone(&persons)) {
            before.close();
        }
        session::set_wiped(Some(wiped.lost));
        let left = self.show_persons(&persons).await?;
        self.store.contacts.update(|all| all.retain(|one| left.iter().any(|person| person.member == one.member)));
        self.store.wiped.set(Some(wiped));
        match left.is_empty() {
            true => {
                session::set_enrolled(false);
                self.store.door.set(None);
                self.store.boot.set(Boot::NobodyYet);
            }
            false => self.stand_before(None).await?,
        }
        if let Some(elsewhere) = self.elsewhere.borrow().as_ref() {
            elsewhere.want(Wanted::Begun);
        }
        Ok(())
    }
}

/// Waits until no tab of this browser has anybody's things open; false if one still has.
async fn all_let_go() -> bool {
    let end = clock::now().ms() + LET_GO_MS_MAX;
    loop {
        let held = locks::held_names().await.unwrap_or_default();
        if !held.iter().any(|name| name.starts_with(TAB_LOCK)) {
            return true;
        }
        if clock::now().ms() > end {
            return false;
        }
        clock::sleep_ms(LOOK_MS).await;
    }
}
