//! Tells a story: makes the members that are missing and brings each document that is not there, turn by turn, to the
//! relay's desk. A telling that was cut short is told again from the first document that is missing.

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::documents::{EditError, OpenError};
use shared::domain::{Category, ProgrammeData};
use shared::ids::{DeviceId, DocumentId, MemberId};
use shared::protocol::{Push, ReceiptKey, Refusal};
use shared::time::Instant;

use super::super::Dataset;
use super::file::{At, PersonMark};
use super::script::{Script, bytes_of};
use super::{care, request};
use crate::auth::Secret;
use crate::auth::secret::{NoRandomness, random};
use crate::relay::Desk;
use crate::storage::{NewToken, Principal, Storage, StorageError};

/// Why a story could not be told to its end.
#[derive(Debug, thiserror::Error)]
pub enum StoryError {
    /// The store could not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A change could not be made.
    #[error("見本の文書を作れません（{0}）。")]
    Edit(#[from] EditError),
    /// A document could not be begun.
    #[error("見本の文書を始められません（{0}）。")]
    Open(#[from] OpenError),
    /// No randomness for a telling device.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// The relay's own rules refused a change: the story is wrong.
    #[error("見本の「{label}」は、決まりに合わないため入れられません（{}）。", refusal.code())]
    Refused {
        /// Which document.
        label: String,
        /// Why.
        refusal: Refusal,
    },
    /// The story names what it does not have.
    #[error("見本の「{0}」が、事例の中で先に出てきません。")]
    Unknown(String),
}

/// PersonMark tells.
pub(super) struct Teller<'a> {
    pub programme: &'a ProgrammeData,
    /// The name of the import, from which ids follow.
    pub name: &'a str,
    /// How many days later it is told.
    pub later: i32,
    storage: Arc<dyn Storage>,
    desk: Desk,
    now_ms: i64,
    hands: BTreeMap<MemberId, Principal>,
    categories: BTreeMap<MemberId, Category>,
}

/// Tells the story of a dataset in its store: what stands already stays as it is. Gives how many documents were
/// brought in.
///
/// # Errors
/// When the store fails, or the story breaks a rule. What was told stands.
pub async fn tell(storage: Arc<dyn Storage>, dataset: &Dataset, now_ms: i64) -> Result<usize, StoryError> {
    let story = &dataset.story;
    if dataset.programme.sample.is_none() || story.cases() == 0 {
        return Ok(0);
    }
    // The days of a visit's confirmed wish are part of its identity: told again, they are those of the first time.
    let first = storage.imported(dataset.name.clone()).await?.map_or(now_ms, |import| import.at_ms);
    for member in story.members() {
        if storage.member(member.id).await?.is_none() {
            storage.put_member(member.id, member.fields).await?;
        }
    }
    let key = ReceiptKey::new(storage.receipt_key().await?);
    let mut teller = Teller {
        programme: &dataset.programme,
        name: &dataset.name,
        later: story.later_by(Instant::from_ms(first).tokyo_day()),
        desk: Desk::new(Arc::clone(&storage), key),
        storage,
        now_ms,
        hands: BTreeMap::new(),
        categories: story.members().into_iter().filter_map(|one| Some((one.id, one.fields.category?))).collect(),
    };
    let mut told = 0;
    for case in &story.cases {
        for script in request::scripts(&teller, case)?.into_iter().chain(care::scripts(&teller, case)?) {
            told += usize::from(teller.bring(script).await?);
        }
    }
    teller.rest().await?;
    Ok(told)
}

impl Teller<'_> {
    /// A moment of the story.
    pub fn at(&self, at: At) -> Instant {
        at.later(self.later)
    }

    /// A visitor's category, as a seat holds it.
    pub fn category(&self, member: MemberId) -> Option<Category> {
        self.categories.get(&member).copied()
    }

    /// A label that is another in every story.
    pub fn label(&self, parts: &[&str]) -> String {
        format!("{} {}", self.name, parts.join(" "))
    }

    /// A nonce for a root.
    pub fn nonce(&self, label: &str) -> [u8; 16] {
        bytes_of(&[label, "nonce"])
    }

    /// Brings a document if it is not there. Says whether it did.
    async fn bring(&mut self, script: Script) -> Result<bool, StoryError> {
        let (id, label) = (script.document.id(), script.label.clone());
        if self.storage.document(id).await?.is_some() {
            return Ok(false);
        }
        for (batch, (by, changes)) in (1..).zip(script.turns()) {
            self.turn((id, &label), by, (batch, changes)).await?;
        }
        Ok(true)
    }

    async fn turn(
        &mut self,
        (document, label): (DocumentId, &str),
        by: MemberId,
        (batch, changes): (u64, Vec<Vec<u8>>),
    ) -> Result<(), StoryError> {
        let hand = self.hand(by).await?;
        let push = Push { batch, document, changes, receipts: Vec::new() };
        match self.desk.take(self.now_ms, &[(hand, push)]).await.pop() {
            Some(Ok(_)) => Ok(()),
            Some(Err(refused)) => Err(StoryError::Refused { label: label.to_owned(), refusal: refused.refusal }),
            None => Err(StoryError::Unknown(label.to_owned())),
        }
    }

    /// A device of a member for this telling alone: its token is known to nobody.
    async fn hand(&mut self, member: MemberId) -> Result<Principal, StoryError> {
        if let Some(hand) = self.hands.get(&member) {
            return Ok(*hand);
        }
        let who = Principal { member, device: DeviceId(random()?) };
        let token = NewToken {
            secret: Secret::random()?.hash(),
            who,
            label: "見本の文書を入れるため".to_owned(),
            created_at_ms: self.now_ms,
            expires_at_ms: self.now_ms,
        };
        self.storage.add_token(token).await?;
        self.hands.insert(member, who);
        Ok(who)
    }

    /// Ends the devices of this telling.
    async fn rest(self) -> Result<(), StoryError> {
        for hand in self.hands.values() {
            self.storage.end_device(hand.device).await?;
        }
        Ok(())
    }
}

/// The member that a file names.
pub(super) fn id(who: &super::super::parsed::Parsed<PersonMark>) -> MemberId {
    who.0.0
}
