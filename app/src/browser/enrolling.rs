//! Adding a person to this browser by a one-time link. It must never use a link up for what this device cannot keep.

mod asking;

use std::rc::Rc;

use leptos::prelude::*;
use shared::domain::Role;
use shared::ids::MemberId;

use super::{Browser, DoorProblem, LEAVING};
use crate::local::{Credentials, Enrolled, Fresh, IdbError, Lock, NotOpened, Opened, RelayKeys, Shut, Vault};
use crate::open_documents::{self, CannotStart};
use crate::platform::elsewhere::Wanted;
use crate::platform::{clock, http, loading, locks, session};
use crate::store::{CannotSave, Me};

use asking::{ask_to_enrol, read_invitation};

/// Why somebody was not added, shown or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnrolError {
    /// The app has not started, or nobody of this id is enrolled.
    NobodyHere,
    /// The relay cannot be reached.
    Offline,
    /// The relay said no, by this code.
    Relay(String),
    /// Words are on this device alone.
    WordsOwed(usize),
    /// The storage does not do it.
    Storage(CannotSave),
    /// The secret of somebody who is enrolled here already is not theirs.
    Door(DoorProblem),
}

impl From<IdbError> for EnrolError {
    fn from(error: IdbError) -> Self {
        Self::Storage(match error {
            IdbError::Full => CannotSave::Full,
            IdbError::Newer | IdbError::TakenOver => CannotSave::TakenOver,
            IdbError::Unsupported(_) | IdbError::NoStorage(_) | IdbError::Failed(_) => CannotSave::Failing,
        })
    }
}

impl From<NotOpened> for EnrolError {
    fn from(error: NotOpened) -> Self {
        match error {
            NotOpened::Storage(error) => error.into(),
            shut => Self::Door(DoorProblem::of(&shut)),
        }
    }
}

impl From<CannotStart> for EnrolError {
    fn from(error: CannotStart) -> Self {
        match error {
            // What is missing comes with the network.
            CannotStart::NotFetched => Self::Offline,
            CannotStart::Storage(error) => error.into(),
        }
    }
}

/// Whom a link is for, and what they are asked to accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Whom.
    pub member: MemberId,
    /// Their display name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// The version of the pledge.
    pub pledge_version: String,
    /// The pledge, a paragraph a line.
    pub pledge: String,
    /// If they are enrolled in this browser and their vault still opens: whether by digits alone.
    pub known_digits: Option<bool>,
}

/// What is said of the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Conditions {
    /// Whether an office or the prefecture manages it.
    pub managed: bool,
    /// Whether it is locked by a code of its own.
    pub passcode: bool,
    /// Whether what it stores is encrypted.
    pub encrypted: bool,
}

/// What somebody enrols with.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolling {
    /// The part behind `#` of the link.
    pub link: String,
    /// Whom it is for.
    pub member: MemberId,
    /// The version of the pledge that was accepted.
    pub pledge: String,
    /// What is said of the device.
    pub conditions: Conditions,
    /// The person's own secret.
    pub secret: String,
    /// Whether it opens the vault that is here already; if not, a new one is made in its place.
    pub keeps_vault: bool,
}

/// A vault for whoever is being enrolled.
enum Door {
    New(Fresh),
    Kept(Opened),
}

impl Door {
    fn credentials(&self) -> &Credentials {
        match self {
            Self::New(fresh) => &fresh.credentials,
            Self::Kept(opened) => &opened.credentials,
        }
    }

    async fn given_to(self, me: Me, relay: RelayKeys) -> Result<Opened, IdbError> {
        match self {
            Self::New(fresh) => fresh.given_to(&me, relay).await,
            Self::Kept(mut opened) => {
                opened.keep_me(me, relay).await?;
                Ok(opened)
            }
        }
    }

    async fn drop_it(self) {
        match self {
            Self::New(fresh) => fresh.drop_it().await,
            Self::Kept(opened) => opened.vault.close(),
        }
    }
}

impl Browser {
    /// Whom a link is for. It is not used up.
    ///
    /// # Errors
    /// Why it is not known.
    pub async fn invitation(&self, link: &str) -> Result<Invitation, EnrolError> {
        let persons = self.persons.borrow().clone().ok_or(EnrolError::Storage(CannotSave::Failing))?;
        let answer = http::post("/api/invitation", &[("secret", link)]).await.map_err(|_| EnrolError::Offline)?;
        if !answer.is_ok() {
            return Err(EnrolError::Relay(answer.code()));
        }
        let mut invitation = read_invitation(&answer).ok_or_else(|| EnrolError::Relay("answer".to_owned()))?;
        let all = persons.all().await?;
        if let Some(person) = all.iter().find(|person| person.member == invitation.member)
            && let Shut::Locked { digits, .. } = self.shut(person).await?
        {
            invitation.known_digits = Some(digits);
        }
        Ok(invitation)
    }

    /// Takes a one-time link, adds its person and shows them.
    ///
    /// # Errors
    /// Why the link was not taken. A link that was taken is used up, also if the storage fails
    /// after it.
    pub async fn enrol(&self, wanted: Enrolling) -> Result<MemberId, EnrolError> {
        // First the storage, the app's own part and the words of whoever is here: the link is not used up for nothing.
        let persons = self.persons.borrow().clone().ok_or(EnrolError::Storage(CannotSave::Failing))?;
        open_documents::fetch().await?;
        let is_of_wanted = |person: &Enrolled| person.member == wanted.member;
        if let Some(person) = persons.all().await?.into_iter().find(is_of_wanted).filter(|_| !wanted.keeps_vault) {
            self.before_another_vault(&person).await;
        }
        let persons = self.persons.borrow().clone().unwrap_or(persons);
        let known = persons.all().await?.into_iter().find(is_of_wanted);
        let _changing = self.changing.lock().await;
        if let Some(documents) = self.documents() {
            documents.flush().await.map_err(EnrolError::Storage)?;
        }
        let door = self.door_for(&wanted, known.as_ref()).await?;
        let old = known.as_ref().filter(|_| !wanted.keeps_vault);
        let old = old.map(|person| Lock::of(&person.vault, Rc::new(|_| {})));
        let taken = match (&door, &old) {
            (Door::New(fresh), Some(old)) => fresh.lock().take_parcels_of(old, 0).await?,
            _ => 0,
        };
        let kept_device = known.as_ref().map(|person| person.device);
        let (me, relay) = match ask_to_enrol(&wanted, door.credentials(), kept_device).await {
            Ok(entered) => entered,
            Err(error) => {
                old.iter().for_each(Lock::leave);
                door.drop_it().await;
                return Err(error);
            }
        };
        self.let_go().await.map_err(EnrolError::Storage)?;
        if let (Door::New(fresh), Some(old)) = (&door, &old) {
            // What another tab stored meanwhile.
            fresh.lock().take_parcels_of(old, taken).await?;
            old.leave();
        }
        let opened = door.given_to(me, relay).await?;
        let (member, vault) = (opened.me.member, opened.name.clone());
        let person = Enrolled {
            member,
            name: opened.me.name.clone(),
            role: opened.me.role,
            device: opened.me.device,
            vault: vault.clone(),
            last_at: clock::now(),
        };
        persons.put(&person).await?;
        if let Some(old) = known.filter(|old| old.vault != vault) {
            let _leaving = locks::hold(LEAVING).await;
            // Nothing opens it any more; a browser that keeps it keeps what nobody reads.
            let _ = Vault::remove(&old.vault).await;
            loading::forget(&old.vault);
        }
        session::set_enrolled(true);
        session::set_wiped(None);
        self.store.wiped.set(None);
        self.store.storage.update(|report| report.evicted = false);
        self.take_up(opened, person).await?;
        self.speak_soon();
        Ok(member)
    }

    /// Before somebody who forgot their secret begins anew: what they owe leaves by the keys that are here still, and no
    /// other tab writes into the old vault any more. What does not leave now goes with them into the new one.
    async fn before_another_vault(&self, person: &Enrolled) {
        if let Some(elsewhere) = self.elsewhere.borrow().as_ref() {
            elsewhere.want(Wanted::Hidden);
        }
        // Without a network nothing leaves, and no link is taken either.
        let _ = self.speak_for(person).await;
    }

    async fn door_for(&self, wanted: &Enrolling, known: Option<&Enrolled>) -> Result<Door, EnrolError> {
        if let Some(person) = known.filter(|_| wanted.keeps_vault) {
            let lock = Lock::of(&person.vault, self.heard_of_vault());
            return Ok(Door::Kept(lock.open(&wanted.secret).await?));
        }
        let digits = wanted.secret.bytes().all(|byte| byte.is_ascii_digit());
        Ok(Door::New(Fresh::make(&wanted.secret, digits, self.heard_of_vault()).await?))
    }
}
