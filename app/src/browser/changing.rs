//! Changing one's own secret, and settling a change that was interrupted: the relay knows which one holds. It must
//! never say that one was changed that the relay did not take.

use std::rc::Rc;

use super::{Browser, DoorProblem, EnrolError};
use crate::local::{Changing, Credentials, Enrolled, Lock, NotOpened, Opened, Tries};
use crate::sync::{Entering, NotIn};

impl Browser {
    /// Puts another secret in the place of one's own. Done, everything is hidden in every tab: the new one opens it.
    ///
    /// # Errors
    /// Why not; the one before holds then, and `Door(Unsettled)` where that is not known yet.
    pub async fn change_secret(&self, old: &str, new: &str) -> Result<(), EnrolError> {
        {
            let _changing = self.changing.lock().await;
            let me = self.documents().ok_or(EnrolError::NobodyHere)?.me().clone();
            let persons = self.persons.borrow().clone().ok_or(EnrolError::NobodyHere)?;
            let all = persons.all().await?;
            let person = all.into_iter().find(|person| person.member == me.member).ok_or(EnrolError::NobodyHere)?;
            let lock = Lock::of(&person.vault, Rc::new(|_| {}));
            let changed = change_in(&lock, &person, old, new).await;
            lock.leave();
            changed?;
        }
        self.hide_everywhere();
        Ok(())
    }

    /// Opens a person's vault; where a change of its secret was interrupted, as the relay says.
    pub(super) async fn open_settled(&self, person: &Enrolled, secret: &str) -> Result<Opened, NotOpened> {
        let opened = Lock::of(&person.vault, self.heard_of_vault()).open(secret).await;
        match opened {
            Err(NotOpened::Unsettled(next)) => {
                let come_in = entering(person, (*next).clone()).sign_in().await;
                let lock = Lock::of(&person.vault, Rc::new(|_| {}));
                let settled = match come_in {
                    Ok(()) => lock.settle(true).await,
                    Err(NotIn::WrongSecret) => lock.settle(false).await,
                    Err(NotIn::Refused | NotIn::NotNow) => Ok(()),
                };
                lock.leave();
                settled?;
                match come_in {
                    // The relay knows the one before.
                    Err(NotIn::WrongSecret) => Err(NotOpened::Wrong(Tries::none())),
                    Ok(()) => Lock::of(&person.vault, self.heard_of_vault()).open(secret).await,
                    Err(_) => Err(NotOpened::Unsettled(next)),
                }
            }
            Ok(mut opened) => {
                if let Some(next) = opened.next.clone() {
                    let lock = Lock::of(&person.vault, Rc::new(|_| {}));
                    let taken = has_taken(person, &opened.credentials, &next).await;
                    if let Some(taken) = taken {
                        lock.settle(taken).await?;
                    }
                    lock.leave();
                    if taken == Some(true) {
                        opened.credentials = *next;
                        opened.next = None;
                    }
                }
                Ok(opened)
            }
            shut => shut,
        }
    }
}

async fn change_in(lock: &Lock, person: &Enrolled, old: &str, new: &str) -> Result<(), EnrolError> {
    let digits = new.bytes().all(|byte| byte.is_ascii_digit());
    let changing = lock.begin_change(old, new, digits).await?;
    let Changing { credentials, new_proof, .. } = &changing;
    let entering = entering(person, credentials.clone());
    let nonce = entering.challenge().await.map_err(|_| EnrolError::Offline)?;
    lock.keep_next(&changing).await?;
    match entering.change_proof(&nonce, new_proof).await {
        Ok(()) => Ok(lock.settle(true).await?),
        Err(NotIn::WrongSecret | NotIn::Refused) => {
            lock.forget_next().await?;
            Err(EnrolError::Relay("signed_out".to_owned()))
        }
        Err(NotIn::NotNow) => {
            let next = credentials.with_proof(*new_proof);
            match has_taken(person, credentials, &next).await {
                Some(true) => Ok(lock.settle(true).await?),
                Some(false) => Err(EnrolError::Offline),
                None => Err(EnrolError::Door(DoorProblem::Unsettled)),
            }
        }
    }
}

/// Whether the relay knows the new secret; none where it does not answer, or knows neither.
async fn has_taken(person: &Enrolled, before: &Credentials, next: &Credentials) -> Option<bool> {
    match entering(person, before.clone()).sign_in().await {
        Ok(()) => Some(false),
        Err(NotIn::WrongSecret) => entering(person, next.clone()).sign_in().await.ok().map(|()| true),
        Err(NotIn::Refused | NotIn::NotNow) => None,
    }
}

fn entering(person: &Enrolled, credentials: Credentials) -> Entering {
    Entering { member: person.member, device: person.device, credentials, next: None, relay: Rc::default() }
}
