//! Takes pushes in groups: loads what a judgement needs, judges off the async threads, stores the
//! group with one wait for the disk, and only then answers. It must never answer `Stored` for
//! what the store has not committed, and a panic in one judgement refuses that push alone.

mod aside;
mod batch;
mod dependants;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use batch::batch;
use shared::documents::{Chunk, Document};
use shared::ids::{ChangeHash, DocumentId};
use shared::protocol::{Push, Receipt, ReceiptKey, Refusal};

use super::judge::{Author, Case, Refused, Tail, Verdict, judge};
use crate::storage::{Batch, DocumentState, Principal, Storage, StorageError};

/// Documents kept open between pushes.
const OPEN_MAX: usize = 64;
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

struct Open {
    document: Document,
    size: Size,
    used: u64,
}

/// How large a document is: its changes, and the bytes of all of them in their plain form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Size {
    changes: u64,
    bytes: usize,
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
                    self.quarantine(now_ms, *who, push, &refused).await;
                    answer(answers, *index, Err(refused));
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
            Ok(standing) if standing.member.active && standing.device_delivers => standing,
            Ok(_) | Err(StorageError::NotAMember) => return Err(refuse(Refusal::NoRight)),
            Err(_) => return Err(put_off()),
        };
        if standing.document.as_ref().is_some_and(|head| head.state == DocumentState::Purged) {
            self.open.remove(&push.document);
            return Err(refuse(Refusal::Gone));
        }
        let tails = self.tails(push).await?;
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
        let (key, push_again, streams) = (self.key.clone(), push.clone(), tails.clone());
        let judged = tokio::task::spawn_blocking(move || {
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
            // Automerge may panic on hostile bytes: that ends this judgement, nothing else.
            catch_unwind(AssertUnwindSafe(|| judge(&case))).unwrap_or_else(|_| Err(refuse(Refusal::Malformed)))
        })
        .await
        .unwrap_or_else(|_| Err(refuse(Refusal::Malformed)));
        let verdict = match judged {
            Ok(verdict) => verdict,
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
        let batch = batch(now_ms, who, push, &standing, &verdict).ok_or_else(|| refuse(Refusal::NoRight))?;
        let taken = Taken {
            hashes: push
                .changes
                .iter()
                .filter_map(|bytes| Chunk::parse(bytes).ok())
                .map(|chunk| chunk.hash())
                .collect(),
            receipts: verdict.receipts.clone(),
            row: None,
        };
        Ok(Judged { index, id: push.document, verdict, batch, size, taken })
    }

    /// Lets go of the documents that have ended since they were opened. One of which the store says nothing is
    /// read again when somebody writes to it.
    pub async fn forget_ended(&mut self) {
        for id in self.open.keys().copied().collect::<Vec<_>>() {
            let head = self.storage.document(id).await.ok().flatten();
            if head.is_none_or(|head| head.state == DocumentState::Purged) {
                self.open.remove(&id);
            }
        }
    }

    /// How many documents it holds in memory.
    pub fn held(&self) -> usize {
        self.open.len()
    }

    /// The document as the store has it, and the bytes of its changes; none if it has none.
    async fn document(&mut self, id: DocumentId, changes: u64) -> Result<Option<(Document, usize)>, Refused> {
        if changes == 0 {
            return Ok(None);
        }
        self.turn += 1;
        if let Some(open) = self.open.get_mut(&id)
            && open.size.changes == changes
        {
            open.used = self.turn;
            return Ok(Some((open.document.clone(), open.size.bytes)));
        }
        let stored = self.storage.changes(id).await.map_err(|_| put_off())?;
        let size = Size { changes: stored.len() as u64, bytes: stored.iter().map(|change| change.bytes.len()).sum() };
        let document = tokio::task::spawn_blocking(move || {
            let chunks: Vec<&[u8]> = stored.iter().map(|c| c.bytes.as_slice()).collect();
            catch_unwind(AssertUnwindSafe(|| Document::open(&chunks)))
        })
        .await;
        match document {
            Ok(Ok(Ok(document))) => {
                self.keep_open(id, document.clone(), size);
                Ok(Some((document, size.bytes)))
            }
            Ok(Ok(Err(error))) => {
                tracing::error!(document = %id, %error, "a stored document cannot be opened");
                Err(put_off())
            }
            _ => {
                tracing::error!(document = %id, "a stored document stops the program");
                Err(put_off())
            }
        }
    }

    fn keep_open(&mut self, id: DocumentId, document: Document, size: Size) {
        self.turn += 1;
        let used = self.turn;
        self.open.insert(id, Open { document, size, used });
        while self.open.len() > OPEN_MAX {
            let oldest = self.open.iter().min_by_key(|(_, open)| open.used);
            let Some(id) = oldest.map(|(id, _)| *id) else {
                break;
            };
            self.open.remove(&id);
        }
    }
}

fn answer(answers: &mut [Option<Outcome>], index: usize, outcome: Outcome) {
    if let Some(slot) = answers.get_mut(index) {
        *slot = Some(outcome);
    }
}

fn refuse(refusal: Refusal) -> Refused {
    Refused { refusal, hashes: Vec::new() }
}

fn put_off() -> Refused {
    refuse(Refusal::Later)
}
