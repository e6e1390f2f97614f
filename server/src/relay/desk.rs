//! Takes pushes in groups: loads what a judgement needs, judges off the async threads, stores the
//! group with one wait for the disk, and only then answers. It must never answer `Stored` for
//! what the store has not committed, and a panic in one judgement refuses that push alone.

mod aside;
mod batch;
mod dependants;
mod open;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use batch::batch;
use open::{Open, Size};
use shared::documents::Chunk;
use shared::ids::{ChangeHash, DocumentId};
use shared::protocol::{Push, Receipt, ReceiptKey, Refusal};

use super::judge::{Author, Case, Refused, Tail, Verdict, judge_read, parse};
use crate::storage::{Batch, DocumentState, Owed, Principal, Storage, StorageError};

/// How often a push is judged anew because rights or history moved meanwhile.
const JUDGED_AGAIN_MAX: usize = 4;

/// A push that is stored for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its changes.
    pub hashes: Vec<ChangeHash>,
    /// Receipts for them.
    pub receipts: Vec<Receipt>,
    /// The row of the feed up to which they are stored.
    pub row: Option<u64>,
}

/// What became of a push.
pub type Outcome = Result<Taken, Refused>;

/// The desk.
pub struct Desk {
    storage: Arc<dyn Storage>,
    key: ReceiptKey,
    open: BTreeMap<DocumentId, Open>,
    turn: u64,
}

/// A judged push on its way into the store.
struct Judged {
    index: usize,
    id: DocumentId,
    verdict: Verdict,
    batch: Batch,
    size: Size,
    taken: Taken,
}

impl Desk {
    /// A desk on a store.
    pub fn new(storage: Arc<dyn Storage>, key: ReceiptKey) -> Self {
        Self { storage, key, open: BTreeMap::new(), turn: 0 }
    }

    /// A desk on the same store that holds nothing.
    #[must_use]
    pub fn anew(&self) -> Self {
        Self::new(Arc::clone(&self.storage), self.key.clone())
    }

    /// Takes a group of pushes, in order; answers each in its place. `now_ms` is the relay's
    /// clock.
    pub async fn take(&mut self, now_ms: i64, pushes: &[(Principal, Push)]) -> Vec<Outcome> {
        let later = || Err(Refused { refusal: Refusal::Later, hashes: Vec::new() });
        let mut answers: Vec<Option<Outcome>> = pushes.iter().map(|_| None).collect();
        for _ in 0..=JUDGED_AGAIN_MAX.max(pushes.len()) {
            let waiting: Vec<usize> =
                (0..pushes.len()).filter(|index| answers.get(*index).is_some_and(Option::is_none)).collect();
            if waiting.is_empty() {
                break;
            }
            self.round(now_ms, pushes, &waiting, &mut answers).await;
        }
        answers.into_iter().map(|answer| answer.unwrap_or_else(later)).collect()
    }

    /// One group commit: of each document the first push that waits.
    async fn round(
        &mut self,
        now_ms: i64,
        pushes: &[(Principal, Push)],
        waiting: &[usize],
        answers: &mut [Option<Outcome>],
    ) {
        let mut documents = BTreeSet::new();
        let mut judged = Vec::new();
        for index in waiting {
            let Some((who, push)) = pushes.get(*index) else {
                continue;
            };
            if !documents.insert(push.document) {
                continue;
            }
            match self.judge(now_ms, *index, *who, push).await {
                Ok(one) => judged.push(one),
                Err(refused) => {
                    let kept = self.quarantine(now_ms, *who, push, &refused).await;
                    // Words that could not be kept apart stay owed: what is refused is not sent again.
                    answer(answers, *index, Err(kept.err().unwrap_or(refused)));
                }
            }
        }
        let batches = judged.iter().map(|one| one.batch.clone()).collect();
        match self.storage.commit_all(batches).await {
            Err(error) => {
                tracing::error!(%error, "a group of changes could not be stored");
                for one in judged {
                    answer(answers, one.index, Err(put_off()));
                }
            }
            Ok(results) => {
                let end = self.storage.feed_end().await.ok().flatten().map(|cursor| cursor.number);
                for (mut one, result) in judged.into_iter().zip(results) {
                    one.taken.row = end;
                    self.settle(one, result, answers);
                }
            }
        }
    }

    fn settle(
        &mut self,
        one: Judged,
        result: Result<crate::storage::Committed, StorageError>,
        answers: &mut [Option<Outcome>],
    ) {
        match result {
            Ok(_) => {
                self.keep_open(one.id, one.verdict.document, one.size);
                answer(answers, one.index, Ok(one.taken));
            }
            // Judged upon what has changed meanwhile: the next round judges anew.
            Err(StorageError::Stale) => {
                self.open.remove(&one.id);
            }
            Err(StorageError::NotAMember) => {
                answer(answers, one.index, Err(refuse(Refusal::NoRight)));
            }
            Err(error) => {
                tracing::error!(%error, "a change could not be stored");
                self.open.remove(&one.id);
                answer(answers, one.index, Err(put_off()));
            }
        }
    }

    async fn judge(&mut self, now_ms: i64, index: usize, who: Principal, push: &Push) -> Result<Judged, Refused> {
        let standing = match self.storage.standing(who, push.document).await {
            Ok(standing) if standing.owed != Owed::Refused => standing,
            Ok(_) | Err(StorageError::NotAMember) => return Err(refuse(Refusal::NoRight)),
            Err(_) => return Err(put_off()),
        };
        if standing.document.as_ref().is_some_and(|head| head.state == DocumentState::Purged) {
            self.open.remove(&push.document);
            return Err(refuse(Refusal::Gone));
        }
        // What is too much is found before anything else is done with it, and off the async threads.
        let push_again = push.clone();
        let (read, push_again) = guarded(move || (parse(&push_again), push_again)).await?;
        let chunks = read?;
        let tails = self.tails(push.document, &chunks).await?;
        let hidden = self.is_hidden(push, &standing);
        let (changes, tails) = match hidden {
            true => (0, BTreeMap::new()),
            false => (standing.document.as_ref().map_or(0, |head| head.changes), tails),
        };
        let (document, bytes) = match self.document(push.document, changes).await? {
            Some((document, bytes)) => (Some(document), bytes),
            None => (None, 0),
        };
        let member = standing.member.who();
        let (key, streams) = (self.key.clone(), tails.clone());
        let judged = guarded(move || {
            let case = Case {
                who: &member,
                device: who.device,
                push: &push_again,
                document: document.as_ref(),
                changes: usize::try_from(changes).unwrap_or(usize::MAX),
                bytes,
                tails: &tails,
                key: &key,
            };
            let hashes = chunks.iter().map(Chunk::hash).collect::<Vec<_>>();
            judge_read(&case, &chunks).map(|verdict| (verdict, hashes))
        })
        .await?;
        let (verdict, hashes) = match judged {
            Ok(taken) => taken,
            Err(refused) => return Err(self.considered(who, push, &streams, refused).await),
        };
        if hidden {
            return Err(refuse(Refusal::NoRight));
        }
        if standing.document.is_none() {
            self.room_for_one_more(who).await?;
        }
        let size = Size {
            changes: changes + verdict.fresh.len() as u64,
            bytes: bytes + verdict.fresh.iter().map(|accepted| accepted.chunk.bytes().len()).sum::<usize>(),
        };
        let batch = batch(now_ms, who, push, &standing, &verdict).ok_or_else(|| apart(push, &verdict))?;
        let taken = Taken { hashes, receipts: verdict.receipts.clone(), row: None };
        Ok(Judged { index, id: push.document, verdict, batch, size, taken })
    }
}

fn answer(answers: &mut [Option<Outcome>], index: usize, outcome: Outcome) {
    if let Some(slot) = answers.get_mut(index) {
        *slot = Some(outcome);
    }
}

/// Work on hostile bytes: off the async threads, and a panic of Automerge ends this work and nothing else.
async fn guarded<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refused> {
    let done = tokio::task::spawn_blocking(move || catch_unwind(AssertUnwindSafe(work))).await;
    match done {
        Ok(Ok(done)) => Ok(done),
        _ => Err(refuse(Refusal::Malformed)),
    }
}

/// Words of somebody who has ended, judged to the end: all that is new lacks the right.
fn apart(push: &Push, verdict: &Verdict) -> Refused {
    let mut refused = refuse(Refusal::NoRight);
    if verdict.fresh.len() < push.changes.len() {
        refused.hashes = verdict.fresh.iter().map(|accepted| accepted.chunk.hash()).collect();
    }
    refused
}

fn refuse(refusal: Refusal) -> Refused {
    Refused { refusal, hashes: Vec::new() }
}

fn put_off() -> Refused {
    refuse(Refusal::Later)
}
