//! Coming in by a passkey, putting one and taking it away. The vault opens here, by the device and the passkey together;
//! the relay is shown the answer and the device's signature. It must never send what opens the vault.

use futures::future::{self, Either};
use leptos::prelude::*;
use shared::ids::MemberId;
use shared::protocol::signed::{self, NONCE_BYTES};
use wasm_bindgen::JsValue;

use super::{Browser, DoorProblem, EnrolError};
use crate::local::{Credentials, Enrolled, Lock, NewPasskey, Shown};
use crate::platform::passkey::{self, Assertion, NoAnswer, PRF_BYTES};
use crate::platform::{base64url, clock, http, js, random};

/// How long the relay may take to give a challenge, or to let somebody in, before the door opens without it.
const RELAY_MS_MAX: i64 = 2_500;

/// Why it was not done by a passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PasskeyProblem {
    /// The person broke it off.
    BrokenOff,
    /// Passkeys of this device do not open a vault.
    NotPossible,
    /// The relay must be reached for it.
    Offline,
    /// Anything that may keep a door shut, or a storage from storing.
    Other(EnrolError),
}

impl<E: Into<EnrolError>> From<E> for PasskeyProblem {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

impl From<NoAnswer> for PasskeyProblem {
    fn from(error: NoAnswer) -> Self {
        match error {
            NoAnswer::BrokenOff => Self::BrokenOff,
            NoAnswer::NotPossible => Self::NotPossible,
        }
    }
}

/// What may be done about a passkey on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyState {
    /// None is offered here.
    NotOffered,
    /// One may be made.
    Offered,
    /// It opens this person's things.
    Here,
}

type Done<T = ()> = Result<T, PasskeyProblem>;

impl Browser {
    /// What may be done about a passkey.
    ///
    /// # Errors
    /// The relay must be asked, and cannot be.
    pub async fn passkey_state(&self) -> Done<PasskeyState> {
        // What several people take in their hands is opened by what each alone knows.
        if !passkey::is_possible().await || self.store.persons.with_untracked(Vec::len) != 1 {
            return Ok(PasskeyState::NotOffered);
        }
        let person = self.person_here().await?;
        let lock = Lock::of(&person.vault, self.heard_of_vault());
        let here = lock.passkey().await;
        lock.leave();
        if here?.is_some() {
            return Ok(PasskeyState::Here);
        }
        let member = person.member.to_string();
        let answer = http::post("/api/passkey", &[("member", &member)]).await.map_err(|_| PasskeyProblem::Offline)?;
        Ok(if answer.is_ok() && answer.flag("offered") { PasskeyState::Offered } else { PasskeyState::NotOffered })
    }

    /// Makes a passkey that opens this person's things, having seen their secret.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn add_passkey(&self, secret: &str) -> Done {
        self.at_door(secret, true).await
    }

    /// Takes it away, having seen the secret.
    ///
    /// # Errors
    /// Why it is still there.
    pub async fn remove_passkey(&self, secret: &str) -> Done {
        self.at_door(secret, false).await
    }

    async fn at_door(&self, secret: &str, is_new: bool) -> Done {
        let person = self.person_here().await?;
        let lock = Lock::of(&person.vault, self.heard_of_vault());
        let done = change(&lock, &person, secret, is_new).await;
        lock.leave();
        done
    }

    /// Opens a person's things by their passkey, with or without a network.
    ///
    /// # Errors
    /// Why they stay shut.
    pub async fn unlock_by_passkey(&self, member: MemberId) -> Done {
        let _changing = self.changing.lock().await;
        let person = self.enrolled(member).await?;
        if !self.has_let_go_of_others(member).await {
            return Err(EnrolError::Door(DoorProblem::OthersWords).into());
        }
        let door = Lock::of(&person.vault, self.heard_of_vault());
        let passkey_there = door.passkey().await;
        door.leave();
        let door = passkey_there?.ok_or(PasskeyProblem::NotPossible)?;
        let nonce = within(challenge(&person)).await.flatten();
        let chance = random::bytes::<NONCE_BYTES>().ok_or(PasskeyProblem::NotPossible)?;
        let message = signed::passkey_sign_in(&nonce.unwrap_or(chance), (person.member, person.device));
        let answered = passkey::ask(&door.id, &message, &door.salt).await?;
        let opens = answered.opens.ok_or(PasskeyProblem::NotPossible)?;
        let opened = Lock::of(&person.vault, self.heard_of_vault()).open_by_passkey(&opens).await?;
        if let Some(nonce) = nonce {
            // Who is not let in now is told so by the line, and comes in once more.
            within(sign_in(&person, &opened.credentials, &nonce, &answered.assertion)).await;
        }
        self.store.by_passkey.set(true);
        Ok(self.come_in(opened, person).await?)
    }

    /// Comes in at the relay by the passkey, with everything open: a session has ended, and the secret is not known.
    ///
    /// # Errors
    /// Why not.
    pub async fn connect_by_passkey(&self) -> Done {
        let person = self.person_here().await?;
        let lock = Lock::of(&person.vault, self.heard_of_vault());
        let (door, keys) = (lock.passkey().await, lock.device_credentials().await);
        lock.leave();
        let (Some(door), Some(keys)) = (door?, keys?) else { return Err(PasskeyProblem::NotPossible) };
        let nonce = challenge(&person).await.ok_or(PasskeyProblem::Offline)?;
        let message = signed::passkey_sign_in(&nonce, (person.member, person.device));
        let answered = passkey::ask(&door.id, &message, &door.salt).await?;
        sign_in(&person, &keys, &nonce, &answered.assertion).await.ok_or(PasskeyProblem::Offline)?;
        if let Some(documents) = self.documents() {
            documents.try_line();
        }
        Ok(())
    }

    async fn person_here(&self) -> Result<Enrolled, EnrolError> {
        let member = self.store.me.with_untracked(|me| me.as_ref().map(|me| me.member));
        self.enrolled(member.ok_or(EnrolError::NobodyHere)?).await
    }
}

/// Puts a passkey at a door, or takes it away: first at the relay, so that none opens the vault that it does not know.
async fn change(lock: &Lock, person: &Enrolled, secret: &str, is_new: bool) -> Done {
    let shown = lock.show(secret).await?;
    let new = if is_new { Some(make().await?) } else { None };
    tell_relay(person, &shown, new.as_ref()).await?;
    Ok(lock.put_passkey(shown, new).await?)
}

async fn make() -> Done<NewPasskey> {
    let chance = || random::bytes::<PRF_BYTES>().ok_or(PasskeyProblem::NotPossible);
    let salt = chance()?;
    let made = passkey::make(&salt).await?;
    if !made.has_prf {
        return Err(PasskeyProblem::NotPossible);
    }
    // What it gives is only known once it was asked.
    let opens = passkey::ask(&made.id, &chance()?, &salt).await?.opens.ok_or(PasskeyProblem::NotPossible)?;
    Ok(NewPasskey { id: made.id, key: made.key, salt, opens })
}

/// Waits for the relay, and not for long.
async fn within<T>(asked: impl Future<Output = T>) -> Option<T> {
    match future::select(Box::pin(asked), Box::pin(clock::sleep_ms(RELAY_MS_MAX))).await {
        Either::Left((answer, _)) => Some(answer),
        Either::Right(_) => None,
    }
}

async fn challenge(person: &Enrolled) -> Option<[u8; NONCE_BYTES]> {
    let (member, device) = (person.member.to_string(), person.device.to_string());
    let answer = http::post("/api/challenge", &[("member", &member), ("device", &device)]).await.ok()?;
    base64url::read::<NONCE_BYTES>(&answer.text("nonce")?)
}

async fn sign_in(
    person: &Enrolled,
    keys: &Credentials,
    nonce: &[u8; NONCE_BYTES],
    assertion: &Assertion,
) -> Option<()> {
    let message = signed::passkey_sign_in(nonce, (person.member, person.device));
    let signature = keys.sign(&message).await.ok()?;
    let text = |bytes: &[u8]| base64url::written(bytes);
    let shown = [
        ("member", person.member.to_string()),
        ("device", person.device.to_string()),
        ("nonce", text(nonce)),
        ("authenticator", text(&assertion.authenticator)),
        ("client", text(&assertion.client)),
        ("assertion", text(&assertion.signature)),
        ("signature", text(&signature)),
    ];
    let fields: Vec<(&str, &str)> = shown.iter().map(|(name, value)| (*name, value.as_str())).collect();
    http::post("/api/signin/passkey", &fields).await.ok().filter(http::Answer::is_ok).map(drop)
}

/// Puts a passkey at the relay, or takes it away.
async fn tell_relay(person: &Enrolled, shown: &Shown, new: Option<&NewPasskey>) -> Done {
    let nonce = challenge(person).await.ok_or(PasskeyProblem::Offline)?;
    let proof = shown.credentials.proof.ok_or(PasskeyProblem::NotPossible)?;
    let (id, key) = new.map_or((&[][..], &[][..]), |new| (&new.id[..], &new.key[..]));
    let message = signed::passkey(&nonce, (person.member, person.device), &proof, key, id);
    let signature = shown.credentials.sign(&message).await?;
    let text = |bytes: &[u8]| JsValue::from_str(&base64url::written(bytes));
    let passkey = match new {
        None => JsValue::NULL,
        Some(_) => js::object(&[("id", text(id)), ("key", text(key))]),
    };
    let body = js::object(&[
        ("member", JsValue::from_str(&person.member.to_string())),
        ("device", JsValue::from_str(&person.device.to_string())),
        ("nonce", text(&nonce)),
        ("proof", text(&proof)),
        ("passkey", passkey),
        ("signature", text(&signature)),
    ]);
    let answer = http::post_object("/api/passkey/put", &body).await.map_err(|_| PasskeyProblem::Offline)?;
    if answer.is_ok() { Ok(()) } else { Err(EnrolError::Relay(answer.code()).into()) }
}
