//! Removing a person from this browser with all of theirs. It must never remove anyone whose words the relay lacks.

use leptos::prelude::*;
use shared::ids::MemberId;

use super::enrolling::EnrolError;
use super::{Browser, LEAVING};
use crate::local::{Enrolled, Lock, Vault};
use crate::platform::{http, loading, locks, session};
use crate::store::Boot;

impl Browser {
    /// Removes a person and all of theirs from this browser; whether the relay was told.
    ///
    /// # Errors
    /// `WordsOwed` while the relay lacks words of theirs.
    pub async fn remove(&self, member: MemberId) -> Result<bool, EnrolError> {
        let persons = self.persons.borrow().clone().ok_or(EnrolError::NobodyHere)?;
        let all = persons.all().await?;
        let person = all.iter().find(|person| person.member == member).ok_or(EnrolError::NobodyHere)?;
        let owed = self.owed_by(person).await?;
        if owed > 0 {
            return Err(EnrolError::WordsOwed(owed));
        }
        let _changing = self.changing.lock().await;
        let is_here = self.documents().is_some_and(|documents| documents.me().member == member);
        if is_here {
            self.let_go().await.map_err(EnrolError::Storage)?;
        }
        let _leaving = locks::hold(LEAVING).await;
        Vault::remove(&person.vault).await?;
        loading::forget(&person.vault);
        persons.remove(member).await?;
        // Last: while any tab has the vault open, it would come in again.
        let told = http::post("/api/signout", &[("member", &member.to_string())]).await;
        let left = self.show_persons(&persons).await?;
        if left.is_empty() {
            session::set_enrolled(false);
        }
        if is_here {
            match left.is_empty() {
                false => self.stand_before(None).await?,
                true => {
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
            && documents.me().member == person.member
        {
            documents.flush().await.map_err(EnrolError::Storage)?;
        }
        let lock = Lock::of(&person.vault, std::rc::Rc::new(|_| {}));
        let count = lock.owed_count().await;
        lock.leave();
        Ok(count?)
    }
}
