//! Tells a story: makes the members that are missing and brings each document that is not there, turn by turn, to the
//! relay's desk. A telling that was cut short is told again from the first document that is missing.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use shared::documents::{EditError, OpenError};
use shared::domain::{Category, ProgrammeData};
use shared::ids::{DeviceId, DocumentId, MemberId};
use shared::protocol::{Push, ReceiptKey, Refusal};
use shared::time::Instant;

use super::super::Dataset;
use super::file::{At, PersonMark};
use super::script::{Script, Turn, bytes_of};
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

/// So many documents, or a few more, are brought at once.
const AT_ONCE: usize = 64;

/// A document on its way.
struct Bringing {
    document: DocumentId,
    label: String,
    turns: VecDeque<Turn>,
}

/// Who tells.
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
    let (mut told, mut scripts) = (0, Vec::new());
    for case in &story.cases {
        scripts.extend(request::scripts(&teller, case)?);
        scripts.extend(care::scripts(&teller, case)?);
        if scripts.len() >= AT_ONCE {
            told += teller.bring(std::mem::take(&mut scripts)).await?;
        }
    }
    told += teller.bring(scripts).await?;
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

    /// Brings those documents that are not there: the next turn of each in one group, so that they wait for the disk
    /// together. Gives how many.
    async fn bring(&mut self, scripts: Vec<Script>) -> Result<usize, StoryError> {
        let mut waiting = Vec::new();
        for script in scripts {
            let (document, label) = (script.document.id(), script.label.clone());
            if self.storage.document(document).await?.is_none() {
                waiting.push(Bringing { document, label, turns: script.turns().into() });
            }
        }
        let brought = waiting.len();
        while !waiting.is_empty() {
            let mut pushes = Vec::with_capacity(waiting.len());
            for (batch, one) in (1..).zip(&mut waiting) {
                let Some((by, changes)) = one.turns.pop_front() else { continue };
                let push = Push { batch, document: one.document, changes, receipts: Vec::new() };
                pushes.push((self.hand(by).await?, push));
            }
            let outcomes = self.desk.take(self.now_ms, &pushes).await;
            for (one, outcome) in waiting.iter().zip(outcomes) {
                outcome
                    .map_err(|refused| StoryError::Refused { label: one.label.clone(), refusal: refused.refusal })?;
            }
            waiting.retain(|one| !one.turns.is_empty());
        }
        Ok(brought)
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
