//! Adding a person to this browser by a one-time link, and removing one with all of theirs. It must
//! never remove anyone whose words the relay lacks.

use leptos::prelude::*;
use shared::domain::{Category, Role};
use shared::ids::MemberId;

use super::{Browser, LEAVING};
use crate::local::{Enrolled, IdbError, Vault};
use crate::open_documents::{self, CannotStart};
use crate::platform::http::{self, Answer};
use crate::platform::{clock, loading, locks, random, session};
use crate::store::{Boot, CannotSave, Me};

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

impl From<CannotStart> for EnrolError {
    fn from(error: CannotStart) -> Self {
        match error {
            // What is missing comes with the network.
            CannotStart::NotFetched => Self::Offline,
            CannotStart::Storage(error) => error.into(),
        }
    }
}

impl Browser {
    /// Takes a one-time link, adds its person and shows them.
    ///
    /// # Errors
    /// Why the link was not taken. A link that was taken is used up, also if the storage fails
    /// after it.
    pub async fn enrol(&self, secret: &str) -> Result<MemberId, EnrolError> {
        // First the storage and the app's own part: without them the link would be used up for nothing.
        let persons = self.persons.borrow().clone().ok_or(EnrolError::Storage(CannotSave::Failing))?;
        let all = persons.all().await?;
        open_documents::fetch().await?;
        let answer = http::post("/api/link", &[("secret", secret)]).await.map_err(|_| EnrolError::Offline)?;
        if !answer.is_ok() {
            let code = answer.text("code").unwrap_or_else(|| answer.status.to_string());
            return Err(EnrolError::Relay(code));
        }
        let me = read_me(&answer).ok_or_else(|| EnrolError::Relay("answer".to_owned()))?;
        let member = me.member;
        let known = all.into_iter().find(|person| person.me.member == member);
        let vault = match known {
            Some(person) => person.vault,
            None => {
                let name = random::bytes::<8>().ok_or(EnrolError::Storage(CannotSave::Failing))?;
                shared::ids::hex(&name)
            }
        };
        let person = Enrolled { me, vault, last_at: clock::now() };
        persons.put(&person).await?;
        session::set_enrolled(true);
        self.store.storage.update(|report| report.evicted = false);
        self.take_up(person).await?;
        Ok(member)
    }

    /// Removes a person and all of theirs from this browser; whether the relay was told.
    ///
    /// # Errors
    /// `WordsOwed` while the relay lacks words of theirs.
    pub async fn remove(&self, member: MemberId) -> Result<bool, EnrolError> {
        let persons = self.persons.borrow().clone().ok_or(EnrolError::NobodyHere)?;
        let all = persons.all().await?;
        let person = all.iter().find(|person| person.me.member == member).ok_or(EnrolError::NobodyHere)?;
        let owed = self.owed_by(person).await?;
        if owed > 0 {
            return Err(EnrolError::WordsOwed(owed));
        }
        let told = http::post("/api/signout", &[("member", &member.to_string())]).await;
        let is_here = self.documents().is_some_and(|documents| documents.me().member == member);
        if is_here {
            self.let_go().await.map_err(EnrolError::Storage)?;
        }
        let _leaving = locks::hold(LEAVING).await;
        Vault::remove(&person.vault).await?;
        loading::forget(&person.vault);
        persons.remove(member).await?;
        let left = self.show_persons(&persons).await?;
        if left.is_empty() {
            session::set_enrolled(false);
        }
        if is_here {
            match left.first() {
                Some(next) => self.take_up(next.clone()).await?,
                None => {
                    self.store.me.set(None);
                    self.report_sample();
                    self.store.boot.set(Boot::NobodyYet);
                }
            }
        }
        Ok(told.is_ok_and(|answer| answer.is_ok()))
    }

    /// How many changes of a person are on this device alone, in whatever tab they were written.
    async fn owed_by(&self, person: &Enrolled) -> Result<usize, EnrolError> {
        if let Some(documents) = self.documents()
            && documents.me().member == person.me.member
        {
            documents.flush().await.map_err(EnrolError::Storage)?;
        }
        let vault = Vault::open(&person.vault, std::rc::Rc::new(|_| {})).await?;
        let count = vault.owed_count().await;
        vault.close();
        Ok(count?)
    }
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
