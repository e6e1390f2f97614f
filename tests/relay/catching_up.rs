//! An office with many visits, put into a store as the relay itself puts them there, and devices of its
//! coordinator that catch up with it.

use std::path::Path;

use server::access;
use server::auth::tokens;
use server::storage::sqlite::SqliteStore;
use server::storage::{Batch, Birth, NewChange, NewToken, Principal, SecretHash, Storage};
use shared::documents::visit::{PlanField, Section, create, put_plan, splice_note};
use shared::documents::{Document, Splice, Writer, figures, ties};
use shared::domain::{Intent, IntentMethod};
use shared::ids::{Actor, DeviceId, DocumentId};
use shared::time::Instant;

use crate::device::Device;
use crate::relay::COORDINATOR;

/// How many documents a device knows.
pub const DOCUMENTS: usize = 500;
/// How many changes it has missed.
pub const MISSED: usize = 20;

/// Batches stored with one wait for the disk.
const GROUP: usize = 500;
const WHO: Principal = Principal { member: COORDINATOR, device: DeviceId(*b"another1") };

/// The office's store, beside the relay, and its documents as they stand.
pub struct Office {
    store: SqliteStore,
    documents: Vec<Document>,
    written: u64,
}

impl Office {
    /// Puts `DOCUMENTS` visits into a store whose members are registered.
    pub async fn fill(data: &Path) -> Self {
        let mut office = Self::open(data).await;
        let ids = office.add(DOCUMENTS).await;
        assert_eq!(ids.len(), DOCUMENTS);
        office
    }

    /// An office without visits.
    pub async fn open(data: &Path) -> Self {
        let store = SqliteStore::open_existing(data).await.unwrap();
        let token = NewToken {
            secret: SecretHash([3; 32]),
            who: WHO,
            label: "test".to_owned(),
            created_at_ms: 0,
            expires_at_ms: i64::MAX,
        };
        store.add_token(token).await.unwrap();
        Self { store, documents: Vec::new(), written: 0 }
    }

    /// Adds so many visits.
    pub async fn add(&mut self, count: usize) -> Vec<DocumentId> {
        let mut ids = Vec::with_capacity(count);
        let mut waiting = Vec::with_capacity(GROUP);
        for _ in 0..count {
            let document = self.visit();
            ids.push(document.id());
            waiting.push(born(&document));
            // Few are written to later: all of a large store need not be in memory here.
            if self.documents.len() < DOCUMENTS {
                self.documents.push(document);
            }
            if waiting.len() == GROUP {
                self.commit(std::mem::take(&mut waiting)).await;
            }
        }
        self.commit(waiting).await;
        ids
    }

    fn visit(&mut self) -> Document {
        self.written += 1;
        let mut nonce = [7; 16];
        nonce[..8].copy_from_slice(&self.written.to_be_bytes());
        let intent = Intent {
            day: "2024-12-10".parse().unwrap(),
            method: IntentMethod::Phone,
            confirmed_by: "見本 はな".to_owned(),
        };
        let mut document = create("140007".parse().unwrap(), None, intent, nonce).unwrap();
        let plan = vec![
            (PlanField::Office, Some("kokoro".to_owned())),
            (PlanField::Hospital, Some("soshu".to_owned())),
            (PlanField::Day, Some("2024-12-18".to_owned())),
        ];
        put_plan(&mut document, &writer(), plan).unwrap();
        document
    }

    /// Writes into so many documents, beside the relay; gives the changes.
    pub async fn write(&mut self, count: usize) -> Vec<Vec<u8>> {
        let mut changes = Vec::new();
        let mut batches = Vec::new();
        for document in self.documents.iter_mut().take(count) {
            let before = document.changes_since(&[]).len() as u64;
            let splice =
                Splice { at_utf16: 0, deleted_utf16: 0, inserted: "あとから書いたこと。".to_owned() };
            let chunk = splice_note(document, &writer(), Section::Talked, &splice).unwrap().unwrap();
            let head = self.store.document(document.id()).await.unwrap();
            changes.push(chunk.bytes().to_vec());
            batches.push(Batch {
                access: access::command_line(document.id(), head.as_ref()),
                birth: None,
                judged_upon: before,
                changes: vec![NewChange {
                    hash: chunk.hash(),
                    actor: chunk.actor(),
                    seq: chunk.seq(),
                    author: Some(WHO),
                    bytes: chunk.into_bytes(),
                }],
                ties: None,
                figures: None,
                received_at_ms: server::clock::now_ms(),
            });
        }
        self.commit(batches).await;
        changes
    }

    async fn commit(&self, batches: Vec<Batch>) {
        for result in self.store.commit_all(batches).await.unwrap() {
            result.unwrap();
        }
    }

    /// The store, beside the relay.
    #[allow(dead_code, reason = "the measurements read and fill it")]
    pub fn store(&self) -> &SqliteStore {
        &self.store
    }

    /// A new device of the coordinator.
    pub async fn device(&self) -> Device {
        let token = tokens::make(&self.store, COORDINATOR, "test", server::clock::now_ms()).await.unwrap();
        Device::new(token.text())
    }

    /// Closes the store.
    pub async fn close(self) {
        self.store.close().await;
    }
}

fn writer() -> Writer {
    Writer { actor: Actor([9; 16]), at: Instant::from_ms(server::clock::now_ms()) }
}

fn born(document: &Document) -> Batch {
    let changes = document.changes_since(&[]).into_iter().map(|chunk| NewChange {
        hash: chunk.hash(),
        actor: chunk.actor(),
        seq: chunk.seq(),
        author: (chunk.actor() == writer().actor).then_some(WHO),
        bytes: chunk.into_bytes(),
    });
    Batch {
        access: access::command_line(document.id(), None),
        birth: Some(Birth {
            kind: document.kind(),
            prefecture: document.root().prefecture.clone(),
            root: document.root().canonical(),
        }),
        judged_upon: 0,
        changes: changes.collect(),
        ties: Some(ties(document)),
        figures: Some(figures::figures(document)),
        received_at_ms: server::clock::now_ms(),
    }
}
