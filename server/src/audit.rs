//! The access log's clerk: hears who was given or wrote what, and writes it down in groups, a moment later. It
//! must never forget a row that it has taken: whoever has more waits, and a relay that stops writes the rest.
//! What one device does again with one document within `SAME_MS` stands in the row that is there.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use shared::ids::DocumentId;
use tokio::sync::{mpsc, oneshot};

use crate::storage::{Access, Deed, Principal, Storage, StorageError};

/// One row stands for what a device does in the same way with the same document for so long.
pub const SAME_MS: i64 = 10 * 60 * 1000;
/// Rows that wait to be written.
const QUEUE_MAX: usize = 4_096;
/// Rows written together.
const GROUP_MAX: usize = 4_096;
/// Of how many accesses it is known that they stand in a row already.
const KNOWN_MAX: usize = 200_000;
/// Between two groups: many small writes would hold up the changes of documents.
const PAUSE: Duration = Duration::from_millis(200);
/// Before a group that could not be written is tried again.
const AGAIN: Duration = Duration::from_secs(1);

type Key = (Principal, DocumentId, Deed);

enum Job {
    Write(Access),
    /// Answered once all before it is written.
    Flush(oneshot::Sender<()>),
}

/// A handle to the clerk.
#[derive(Clone)]
pub struct Audit {
    jobs: mpsc::Sender<Job>,
    known: Arc<Mutex<HashMap<Key, i64>>>,
}

impl Audit {
    /// Starts the clerk; it ends when all handles are gone.
    pub fn start(storage: Arc<dyn Storage>) -> Self {
        let (jobs, queue) = mpsc::channel(QUEUE_MAX);
        tokio::spawn(run(storage, queue));
        Self { jobs, known: Arc::default() }
    }

    /// Notes an access; waits while too many wait.
    pub async fn note(&self, access: Access) {
        if self.is_new(&access) {
            // The clerk ends with its last handle: it is there.
            let _there = self.jobs.send(Job::Write(access)).await;
        }
    }

    /// Waits until everything noted so far is written.
    pub async fn flush(&self) {
        let (done, waited) = oneshot::channel();
        if self.jobs.send(Job::Flush(done)).await.is_ok() {
            let _written = waited.await;
        }
    }

    fn is_new(&self, access: &Access) -> bool {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let since = access.at_ms.saturating_sub(SAME_MS);
        if known.len() >= KNOWN_MAX {
            known.retain(|_, at_ms| *at_ms > since);
            if known.len() >= KNOWN_MAX {
                // More rows than need be, never fewer.
                known.clear();
            }
        }
        let key = (access.who, access.document, access.deed);
        match known.get(&key) {
            Some(at_ms) if *at_ms > since => false,
            _ => {
                known.insert(key, access.at_ms);
                true
            }
        }
    }
}

async fn run(storage: Arc<dyn Storage>, mut queue: mpsc::Receiver<Job>) {
    let mut jobs = Vec::with_capacity(GROUP_MAX);
    while queue.recv_many(&mut jobs, GROUP_MAX).await > 0 {
        let mut accesses = Vec::new();
        let mut waiting = Vec::new();
        for job in jobs.drain(..) {
            match job {
                Job::Write(access) => accesses.push(access),
                Job::Flush(done) => waiting.push(done),
            }
        }
        write(storage.as_ref(), accesses, waiting.is_empty()).await;
        let rests = waiting.is_empty();
        for done in waiting {
            let _gone = done.send(());
        }
        if rests {
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// Writes a group, and tries again until it is written; a relay that stops tries once.
async fn write(storage: &dyn Storage, accesses: Vec<Access>, again: bool) {
    while let Err(error) = storage.write_accesses(accesses.clone()).await {
        tracing::error!(%error, rows = accesses.len(), "the access log cannot be written");
        if let StorageError::Conflict(_) = error {
            // One row that can never be written holds up no other.
            for access in &accesses {
                if let Err(error) = storage.write_accesses(vec![*access]).await {
                    tracing::error!(%error, document = %access.document, "a row of the access log is lost");
                }
            }
            return;
        }
        if !again {
            return;
        }
        tokio::time::sleep(AGAIN).await;
    }
}

#[cfg(test)]
mod tests {
    use shared::domain::Role;
    use shared::ids::{DeviceId, MemberId};

    use super::*;
    use crate::storage::sqlite::SqliteStore;
    use crate::storage::{Ledger, MemberFields, NewToken, SecretHash};

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_done_again_within_a_while_stands_in_one_row() {
        let folder = tempfile::tempdir().unwrap();
        let store = Arc::new(SqliteStore::open(folder.path()).await.unwrap());
        let who = Principal { member: MemberId([1; 8]), device: DeviceId([2; 8]) };
        let fields = MemberFields {
            name: "見本".to_owned(),
            yomi: "みほん".to_owned(),
            role: Role::Visitor,
            category: None,
            appointed_on: None,
            offices: Vec::new(),
            safeguarding: false,
        };
        store.put_member(who.member, fields).await.unwrap();
        let (secret, label) = (SecretHash([1; 32]), "test".to_owned());
        store.add_token(NewToken { secret, who, label, created_at_ms: 0, expires_at_ms: 9 }).await.unwrap();
        let audit = Audit::start(store.clone());
        let access = |document: u8, deed, at_ms| Access {
            at_ms,
            device_at_ms: None,
            who,
            document: DocumentId([document; 16]),
            deed,
        };
        for (document, deed, at_ms) in [
            (1, Deed::Served, 0),
            (1, Deed::Served, SAME_MS - 1),
            (1, Deed::Edit, 5),
            (2, Deed::Served, 6),
            (1, Deed::Served, SAME_MS),
        ] {
            audit.note(access(document, deed, at_ms)).await;
        }
        audit.flush().await;
        let rows = store.accesses(0, 100).await.unwrap();
        let told: Vec<_> =
            rows.iter().map(|row| (row.number, row.access.document.0[0], row.access.deed, row.access.at_ms)).collect();
        let expected =
            [(1, 1, Deed::Served, 0), (2, 1, Deed::Edit, 5), (3, 2, Deed::Served, 6), (4, 1, Deed::Served, SAME_MS)];
        assert_eq!(told, expected);
        store.close().await;
    }
}
