//! The device without its person: one tab of this browser at a time says to the relay that the device is there, hands
//! over what is owed while nobody has it open, and hears what became of the device. It must never need anybody's secret,
//! and never hold up who writes.

use std::rc::Rc;

use futures::channel::oneshot;
use futures::future::{self, Either};
use leptos::prelude::*;
use shared::ids::MemberId;
use shared::time::Instant;
use wasm_bindgen_futures::spawn_local;

use super::{Browser, LEAVING};
use crate::local::{Enrolled, IdbError, Lock};
use crate::open_documents::line_lock;
use crate::platform::elsewhere::Wanted;
use crate::platform::{clock, locks, random};
use crate::store::Contact;
use crate::sync::alone::{self, NotSaid, Told};

/// The lock of the tab that speaks for the device.
const LOCK: &str = "otozure-alone";
/// How often the relay hears that the device is there.
const CONTACT_MS: i64 = 10 * 60_000;
/// So soon after the last time nothing is said again, unless something is owed: pages that are loaded one after another
/// are one visit.
const FRESH_MS: i64 = 10_000;
/// What is this old while its person's things are open goes this way too: their own line had its time.
const LINE_HAD_MS: i64 = 60_000;
/// The first wait after an attempt that came to nothing; it doubles up to the longest.
const RETRY_MS_MIN: i64 = 5_000;
/// The longest wait between attempts.
const RETRY_MS_MAX: i64 = CONTACT_MS;

/// How long to wait after so many attempts in a row that came to nothing. `chance` spreads the devices of an office.
fn wait_ms(failures: u32, chance: u64) -> i64 {
    let whole = match failures.checked_sub(1) {
        None => CONTACT_MS,
        Some(doubled) => (RETRY_MS_MIN << doubled.min(16)).min(RETRY_MS_MAX),
    };
    // Up to a quarter less: below what a f64 or an i64 would mind.
    whole - i64::try_from(chance % 1_000).unwrap_or(0) * (whole / 4) / 1_000
}

impl Browser {
    /// Speaks for the device as long as this tab is there; one tab does at a time.
    pub(super) fn follow_relay(&self) {
        let own = self.own.clone();
        spawn_local(async move {
            // Where the browser has no locks, each tab does: the same again does no harm.
            let _turn = locks::hold(LOCK).await;
            let mut failures = 0;
            while let Some(browser) = own.upgrade() {
                browser.wished.set(false);
                failures = match browser.speak().await {
                    true => 0,
                    false => failures + 1,
                };
                if browser.wished.get() {
                    continue;
                }
                let (wish, heard) = oneshot::channel();
                *browser.wish.borrow_mut() = Some(wish);
                drop(browser);
                let wait = Box::pin(clock::sleep_ms(wait_ms(failures, random::number())));
                if let Either::Right(_) = future::select(wait, heard).await {
                    failures = 0;
                }
            }
        });
    }

    /// Now is a good time: in the tab that speaks for the device, whichever it is.
    pub(super) fn speak_soon(&self) {
        self.speak_here();
        if let Some(elsewhere) = self.elsewhere.borrow().as_ref() {
            elsewhere.want(Wanted::Spoken);
        }
    }

    pub(super) fn speak_here(&self) {
        self.wished.set(true);
        let wish = self.wish.borrow_mut().take();
        // Whoever waited may have gone on by itself.
        let _ = wish.map(|wish| wish.send(()));
    }

    /// Speaks for everybody who is enrolled here; false if something is left to be tried again.
    async fn speak(&self) -> bool {
        let persons = self.persons.borrow().clone();
        let Some(persons) = persons else { return false };
        let Ok(all) = persons.all().await else { return false };
        let mut done = true;
        for person in all {
            done &= self.speak_for(&person).await.unwrap_or(false);
        }
        self.count_owed_soon();
        done
    }

    /// Speaks for one person's device; false if something of it is left.
    pub(super) async fn speak_for(&self, person: &Enrolled) -> Result<bool, NotSaid> {
        let Some(lock) = self.door_of(person).await? else { return Ok(true) };
        let said = self.speak_at(person, &lock).await;
        lock.leave();
        match said? {
            Said::Done(done) => Ok(done),
            Said::Ordered { lost, deliver } => self.wipe(person, lost, deliver).await,
        }
    }

    /// The door of somebody who is enrolled here. None if they have just been taken off: looking would make it anew.
    pub(super) async fn door_of(&self, person: &Enrolled) -> Result<Option<Rc<Lock>>, IdbError> {
        let _leaving = locks::hold(LEAVING).await;
        let persons = self.persons.borrow().clone();
        let Some(persons) = persons else { return Ok(None) };
        let stands = persons.all().await?.iter().any(|one| one.member == person.member && one.vault == person.vault);
        if !stands {
            return Ok(None);
        }
        let lock = Rc::new(Lock::of(&person.vault, Rc::new(|_| {})));
        // The database is opened while nobody leaves.
        lock.shut().await?;
        Ok(Some(lock))
    }

    async fn speak_at(&self, person: &Enrolled, lock: &Lock) -> Result<Said, NotSaid> {
        let Some(device) = lock.alone((person.member, person.device)).await? else { return Ok(Said::Done(true)) };
        let contact_at = lock.contact_at().await?;
        self.show_contact(person.member, contact_at, None);
        let unsent = lock.unsent().await?;
        if unsent.changes == 0 && (0..FRESH_MS).contains(&(clock::now().ms() - contact_at.ms())) {
            return Ok(Said::Done(false));
        }
        let told = match alone::contact(&device, unsent).await {
            // The relay does not know this device: nothing follows from that.
            Err(NotSaid::Refused) => return Ok(Said::Done(true)),
            told => told?,
        };
        let now = clock::now();
        lock.put_contact(now).await?;
        self.show_contact(person.member, now, Some(told == Told::Locked));
        if let Told::Wipe { lost, deliver } = told {
            return Ok(Said::Ordered { lost, deliver });
        }
        let held = locks::held_names().await.unwrap_or_default();
        let up_to = held.contains(&line_lock(&person.vault)).then(|| Instant::from_ms(now.ms() - LINE_HAD_MS));
        match alone::deliver(&device, lock, up_to).await {
            Err(NotSaid::Refused) => Ok(Said::Done(true)),
            left => left.map(|left| Said::Done(left.later + left.missing == 0)),
        }
    }

    fn show_contact(&self, member: MemberId, at: Instant, locked: Option<bool>) {
        self.store.contacts.update(|all| {
            let before = all.iter().position(|one| one.member == member).map(|place| all.remove(place));
            let locked = locked.unwrap_or(before.is_some_and(|before| before.locked));
            all.push(Contact { member, at, locked });
        });
    }
}

/// What came of speaking for one device.
enum Said {
    /// Whether nothing is left.
    Done(bool),
    /// The relay orders that it goes.
    Ordered {
        /// Everybody's.
        lost: bool,
        /// What is owed first.
        deliver: bool,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_for_the_relay_grow_and_are_bounded() {
        assert_eq!(wait_ms(0, 0), CONTACT_MS);
        assert_eq!(wait_ms(1, 0), RETRY_MS_MIN);
        assert_eq!(wait_ms(2, 0), 2 * RETRY_MS_MIN);
        assert_eq!(wait_ms(u32::MAX, 0), RETRY_MS_MAX);
        for failures in 0..40 {
            let (shortest, longest) = (wait_ms(failures, 999), wait_ms(failures, 0));
            assert!(longest * 3 / 4 <= shortest && shortest <= longest, "{failures}");
        }
    }
}
