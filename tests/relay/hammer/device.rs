//! A device under the hammer: it writes as fast as it is answered. It must never count a word as acknowledged that the
//! relay did not name.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use shared::documents::visit::{PlanField, Section, create, put_plan, splice_note};
use shared::documents::{Chunk, Document, Splice, Writer};
use shared::domain::{Intent, IntentMethod};
use shared::ids::{Actor, ChangeHash};
use shared::protocol::{FromDevice, FromRelay, Push};
use shared::time::Instant;
use tokio::sync::Notify;

use super::{DOCUMENTS, Dice};
use crate::client::Client;
use crate::relay::{FIRST, SECOND};
use crate::visits::seat;

/// A device that writes as fast as it is answered.
pub(super) struct Device {
    pub(super) token: String,
    pub(super) notes: Vec<Note>,
    pub(super) acknowledged: Vec<ChangeHash>,
    batch: u64,
}

/// A document on a device.
pub(super) struct Note {
    document: Document,
    writer: Writer,
    /// Written and not acknowledged.
    pub(super) owed: Vec<Chunk>,
}

impl Device {
    pub(super) fn new(token: String, dice: &mut Dice) -> Self {
        let notes = (0..DOCUMENTS).map(|_| visit(dice)).collect();
        Self { token, notes, acknowledged: Vec::new(), batch: 0 }
    }

    /// Goes on with new documents, where the relay has all of the old one.
    pub(super) fn begin(&mut self, dice: &mut Dice) {
        for note in self.notes.iter_mut().filter(|note| note.owed.is_empty()) {
            *note = visit(dice);
        }
    }

    /// Writes until the relay is gone.
    pub(super) async fn work(&mut self, address: std::net::SocketAddr, heard: &AtomicU64, more: &Notify) {
        let Some(mut client) = Client::reach(address, &self.token).await else {
            return;
        };
        // One push a document at a time, as the protocol asks; which note a push is of.
        let mut under_way: BTreeMap<u64, (usize, Vec<ChangeHash>)> = BTreeMap::new();
        for index in 0..self.notes.len() {
            self.push(&mut client, index, &mut under_way).await;
        }
        while let Some(message) = client.hear().await {
            match message {
                FromRelay::Ack { batch, .. } => {
                    let (index, hashes) = under_way.remove(&batch).expect("an answer to a push");
                    self.notes[index].owed.retain(|chunk| !hashes.contains(&chunk.hash()));
                    heard.fetch_add(hashes.len() as u64, Ordering::Relaxed);
                    self.acknowledged.extend(hashes);
                    more.notify_one();
                    self.push(&mut client, index, &mut under_way).await;
                }
                FromRelay::Reject { refusal, .. } => panic!("refused: {refusal:?}"),
                _ => {}
            }
        }
    }

    /// Pushes what is owed of a document and a few words more.
    async fn push(
        &mut self,
        client: &mut Client,
        index: usize,
        under_way: &mut BTreeMap<u64, (usize, Vec<ChangeHash>)>,
    ) {
        self.batch += 1;
        let note = &mut self.notes[index];
        for _ in 0..=self.batch % 3 {
            let inserted = format!("{}回目。", self.batch);
            let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted };
            let chunk = splice_note(&mut note.document, &note.writer, Section::Talked, &splice).unwrap().unwrap();
            note.owed.push(chunk);
        }
        let changes = note.owed.iter().map(|chunk| chunk.bytes().to_vec()).collect();
        let push = Push { batch: self.batch, document: note.document.id(), changes, receipts: Vec::new() };
        under_way.insert(self.batch, (index, note.owed.iter().map(Chunk::hash).collect()));
        client.say(&FromDevice::Push(push)).await;
    }
}

/// A visit of the office こころ for a pair, not yet with the relay.
fn visit(dice: &mut Dice) -> Note {
    let intent = Intent {
        day: "2024-12-10".parse().unwrap(),
        method: IntentMethod::Phone,
        confirmed_by: "見本 はな".to_owned(),
    };
    let mut document = create("140007".parse().unwrap(), None, intent, dice.bytes()).unwrap();
    let writer = Writer { actor: Actor(dice.bytes()), at: Instant::from_ms(server::clock::now_ms()) };
    let fields = vec![
        (PlanField::Office, Some("kokoro".to_owned())),
        (PlanField::Hospital, Some("soshu".to_owned())),
        (PlanField::Day, Some("2024-12-18".to_owned())),
        (PlanField::First, seat(FIRST)),
        (PlanField::Second, seat(SECOND)),
    ];
    put_plan(&mut document, &writer, fields).unwrap();
    let owed = document.changes_since(&[]);
    Note { document, writer, owed }
}
