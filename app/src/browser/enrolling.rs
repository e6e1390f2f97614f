//! Adding a person to this browser by a one-time link. It must never use a link up for what this device cannot keep.

use leptos::prelude::*;
use shared::domain::{Category, Role};
use shared::ids::{DeviceId, MemberId};
use wasm_bindgen::JsValue;

use super::{Browser, DoorProblem};
use crate::local::{Credentials, Enrolled, Fresh, IdbError, Lock, NotOpened, Opened, Shut, Vault};
use crate::open_documents::{self, CannotStart};
use crate::platform::http::{self, Answer};
use crate::platform::{base64url, clock, js, loading, session};
use crate::store::{CannotSave, Me};

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

    async fn given_to(self, me: Me) -> Result<Opened, IdbError> {
        match self {
            Self::New(fresh) => fresh.given_to(&me).await,
            Self::Kept(mut opened) => {
                opened.keep_me(me).await?;
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
        let known = persons.all().await?.into_iter().find(|person| person.member == wanted.member);
        open_documents::fetch().await?;
        let _changing = self.changing.lock().await;
        if let Some(documents) = self.documents() {
            documents.flush().await.map_err(EnrolError::Storage)?;
        }
        let door = self.door_for(&wanted, known.as_ref()).await?;
        let kept_device = known.as_ref().map(|person| person.device);
        let me = match ask_to_enrol(&wanted, door.credentials(), kept_device).await {
            Ok(me) => me,
            Err(error) => {
                door.drop_it().await;
                return Err(error);
            }
        };
        self.let_go().await.map_err(EnrolError::Storage)?;
        let opened = door.given_to(me).await?;
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
            // Nothing opens it any more; a browser that keeps it keeps what nobody reads.
            let _ = Vault::remove(&old.vault).await;
            loading::forget(&old.vault);
        }
        session::set_enrolled(true);
        self.store.storage.update(|report| report.evicted = false);
        self.take_up(opened, person).await?;
        Ok(member)
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

/// Asks the relay to enrol this device.
async fn ask_to_enrol(wanted: &Enrolling, with: &Credentials, kept: Option<DeviceId>) -> Result<Me, EnrolError> {
    let signature = with.sign_enrolment(wanted.link.trim()).await?;
    let Conditions { managed, passcode, encrypted } = wanted.conditions;
    let conditions = [("managed", managed), ("passcode", passcode), ("encrypted", encrypted)];
    let text = |bytes: &[u8]| JsValue::from_str(&base64url::written(bytes));
    let mut body = vec![
        ("secret", JsValue::from_str(wanted.link.trim())),
        ("device_key", text(&with.device_public)),
        ("member_key", text(&with.member_public)),
        ("proof", text(&with.proof)),
        ("pledge", JsValue::from_str(&wanted.pledge)),
        ("conditions", js::object(&conditions.map(|(name, is)| (name, is.into())))),
        ("signature", text(&signature)),
    ];
    if let Some(device) = kept {
        body.push(("device", JsValue::from_str(&device.to_string())));
    }
    let answer = http::post_object("/api/enrol", &js::object(&body)).await.map_err(|_| EnrolError::Offline)?;
    if !answer.is_ok() {
        return Err(EnrolError::Relay(answer.code()));
    }
    read_me(&answer).ok_or_else(|| EnrolError::Relay("answer".to_owned()))
}

fn read_invitation(answer: &Answer) -> Option<Invitation> {
    let pledge = js::get(&answer.body, "pledge").ok()?;
    Some(Invitation {
        member: answer.text("member")?.parse().ok()?,
        name: answer.text("name")?,
        role: Role::from_code(&answer.text("role")?)?,
        pledge_version: js::text(&pledge, "version")?,
        pledge: js::text(&pledge, "text")?,
        known_digits: None,
    })
}

fn read_me(answer: &Answer) -> Option<Me> {
    let sample = answer.flag("sample").then(|| answer.text("label").unwrap_or_default());
    Some(Me {
        member: answer.text("member")?.parse().ok()?,
        name: answer.text("name")?,
        role: Role::from_code(&answer.text("role")?)?,
        offices: answer.texts("offices").iter().filter_map(|office| office.parse().ok()).collect(),
        category: answer.text("category").as_deref().and_then(Category::from_code),
        device: answer.text("device")?.parse().ok()?,
        prefecture: answer.text("prefecture")?.parse().ok()?,
        sample,
    })
}
