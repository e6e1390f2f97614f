//! The door: who stands before it, and opening it by the person's own secret, with or without a network. It must
//! never open for one person what is another's, and never while another's words are in memory alone.

use leptos::prelude::*;
use shared::ids::MemberId;
use shared::time::Instant;

use super::{Browser, EnrolError};
use crate::local::{Enrolled, IdbError, Lock, NotOpened, Opened, Shut, Tries};
use crate::platform::clock;
use crate::store::{Boot, Door, DoorState};

/// Why a door stays shut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoorProblem {
    /// It was not the secret; so many wrong ones are left.
    Wrong {
        /// How many.
        left: u32,
    },
    /// The next try is not taken yet.
    TooEarly,
    /// Nothing opens it any more.
    Ended,
    /// It is the new secret of a change of which only the relay knows whether it was done, and it does not answer.
    Unsettled,
    /// Words of somebody else are in memory alone: they come first.
    OthersWords,
}

impl DoorProblem {
    pub(super) fn of(error: &NotOpened) -> Self {
        match error {
            NotOpened::Wrong(tries) => Self::Wrong { left: tries.left() },
            NotOpened::TooEarly(_) => Self::TooEarly,
            NotOpened::Unsettled(_) => Self::Unsettled,
            NotOpened::Ended | NotOpened::Storage(_) => Self::Ended,
        }
    }
}

impl Browser {
    /// Shows the door of a person; without one, that of the only one there is, or the choice of all.
    pub(super) async fn stand_before(&self, chosen: Option<MemberId>) -> Result<(), IdbError> {
        let persons = self.persons.borrow().clone().ok_or_else(|| IdbError::Failed("not started".to_owned()))?;
        let all = persons.all().await?;
        let only = if let [person] = all.as_slice() { Some(person) } else { None };
        let person = all.iter().find(|person| Some(person.member) == chosen).or(only);
        let door = match person {
            Some(person) => Some(self.look_at(person).await?),
            None => None,
        };
        self.store.door.set(door);
        self.store.boot.set(Boot::Locked);
        self.count_owed_soon();
        Ok(())
    }

    async fn look_at(&self, person: &Enrolled) -> Result<Door, IdbError> {
        let state = match self.shut(person).await? {
            Shut::Locked { digits, tries, passkey } => locked(digits, tries, passkey),
            Shut::Ended => DoorState::Ended,
            Shut::Ordered => DoorState::Ordered,
            Shut::Nothing => DoorState::Nothing,
        };
        Ok(Door { member: person.member, state })
    }

    /// What is to be seen of a person's vault from outside.
    pub(super) async fn shut(&self, person: &Enrolled) -> Result<Shut, IdbError> {
        let lock = Lock::of(&person.vault, self.heard_of_blocking());
        let shut = lock.shut().await;
        lock.leave();
        shut
    }

    /// Goes to the door of somebody else, or back to the choice of all.
    ///
    /// # Errors
    /// The storage does not answer.
    pub async fn choose(&self, member: Option<MemberId>) -> Result<(), EnrolError> {
        if self.store.boot.get_untracked() != Boot::Locked {
            return Ok(());
        }
        match member {
            Some(_) => Ok(self.stand_before(member).await?),
            None => {
                self.store.door.set(None);
                Ok(())
            }
        }
    }

    /// Opens a person's things by their secret.
    ///
    /// # Errors
    /// Why they stay shut.
    pub async fn unlock(&self, member: MemberId, secret: &str) -> Result<(), EnrolError> {
        let _changing = self.changing.lock().await;
        let person = self.enrolled(member).await?;
        if !self.has_let_go_of_others(member).await {
            return Err(EnrolError::Door(DoorProblem::OthersWords));
        }
        let opened = match self.open_settled(&person, secret).await {
            Ok(opened) => opened,
            Err(error) => {
                self.stand_before(Some(member)).await?;
                return Err(error.into());
            }
        };
        self.store.by_passkey.set(false);
        self.come_in(opened, person).await
    }

    /// Who is enrolled here by this id.
    pub(super) async fn enrolled(&self, member: MemberId) -> Result<Enrolled, EnrolError> {
        let persons = self.persons.borrow().clone().ok_or(EnrolError::NobodyHere)?;
        let all = persons.all().await?;
        all.into_iter().find(|person| person.member == member).ok_or(EnrolError::NobodyHere)
    }

    /// Whether nothing of anybody else is in this tab any more.
    pub(super) async fn has_let_go_of_others(&self, member: MemberId) -> bool {
        let others = self.documents().is_some_and(|documents| documents.me().member != member);
        !others || self.let_go().await.is_ok()
    }

    /// Shows what was opened.
    pub(super) async fn come_in(&self, opened: Opened, person: Enrolled) -> Result<(), EnrolError> {
        match self.documents() {
            // Its words could not be stored when it was hidden, and are there still.
            Some(documents) => {
                opened.vault.close();
                self.hidden.set(false);
                self.touched();
                self.store.me.set(Some(documents.me().clone()));
                self.store.door.set(None);
                self.store.boot.set(Boot::Ready);
                Ok(())
            }
            None => Ok(self.take_up(opened, person).await?),
        }
    }
}

fn locked(digits: bool, tries: Tries, passkey: bool) -> DoorState {
    let now = clock::now();
    let wait_ms = tries.wait_ms(now);
    DoorState::Locked {
        digits,
        left: (tries.wrong > 0).then(|| tries.left()),
        not_before: (wait_ms > 0).then(|| Instant::from_ms(now.ms() + wait_ms)),
        passkey,
    }
}
