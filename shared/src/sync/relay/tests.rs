//! What the relay's end of one connection promises: frames in, effects out.

mod again;
mod answers;
mod feed;
mod handshake;
mod passing;
mod presence;
mod rights;

use super::*;
use crate::documents::visit::{self, Section};
use crate::documents::{Chunk, Kind, Splice, Writer};
use crate::domain::{Intent, IntentMethod};
use crate::ids::Actor;
use crate::ids::{DeviceId, DocumentId, MemberId};
use crate::protocol::{Entry, Offer, Push, Refusal};
use crate::protocol::{What, decode_from_relay, encode_from_device};

const MEMBER: MemberId = MemberId([1; 8]);
const DEVICE: DeviceId = DeviceId([2; 8]);
const DOCUMENT: DocumentId = DocumentId([3; 16]);

/// A connection with nothing behind it: what it sends, and what it asks of its host.
struct Line {
    session: RelaySession,
    now: Instant,
    sent: Vec<FromRelay>,
    asked: Vec<RelayEffect>,
}

impl Line {
    fn opened() -> Self {
        let now = Instant::from_ms(1_000_000);
        Self { session: RelaySession::new(now), now, sent: Vec::new(), asked: Vec::new() }
    }

    /// A connection whose handshake is done.
    fn live() -> Self {
        let mut line = Self::opened();
        line.device(&join(VERSION));
        line.event(RelayEvent::Admitted { member: MEMBER, device: DEVICE });
        line.sent.clear();
        line.asked.clear();
        line
    }

    fn event(&mut self, event: RelayEvent) {
        for effect in self.session.handle(self.now, event) {
            match effect {
                RelayEffect::Send(frame) => self.sent.push(decode_from_relay(&frame).unwrap()),
                other => self.asked.push(other),
            }
        }
    }

    fn device(&mut self, message: &FromDevice) {
        self.event(RelayEvent::Frame(encode_from_device(message)));
    }

    fn sent(&mut self) -> Vec<FromRelay> {
        core::mem::take(&mut self.sent)
    }

    fn asked(&mut self) -> Vec<RelayEffect> {
        core::mem::take(&mut self.asked)
    }

    fn later(&mut self, ms: i64) {
        self.now = self.now.plus_ms(ms);
        self.event(RelayEvent::Tick);
    }

    /// Closed, and the last word was this reason.
    fn assert_closed(&mut self, code: CloseCode) {
        assert_eq!(self.sent().pop(), Some(FromRelay::Error(code)));
        assert_eq!(self.asked().pop(), Some(RelayEffect::Close));
        self.device(&FromDevice::Ping);
        assert!(self.sent().is_empty() && self.asked().is_empty());
    }
}

fn join(version: &str) -> FromDevice {
    FromDevice::Join {
        sender: "device".to_owned(),
        versions: vec!["1".to_owned(), version.to_owned()],
        app: "0.1.0".to_owned(),
        ticket: Some("ticket".to_owned()),
    }
}

fn cursor(number: u64) -> Option<Cursor> {
    Some(Cursor { number, mark: [9; 8] })
}

fn feed(after: u64, wait: bool) -> FromDevice {
    FromDevice::Feed { after: cursor(after), bytes: 1_000, wait }
}

fn read(after: u64) -> RelayEffect {
    RelayEffect::ReadFeed { after: cursor(after), bytes: 1_000 }
}

fn page(entries: Vec<Entry>, next: u64, end: bool) -> RelayEvent {
    RelayEvent::Page { entries, next: cursor(next), end }
}

fn entry(what: What, changes: Vec<Vec<u8>>) -> Entry {
    Entry { document: DOCUMENT, kind: Kind::Visit, what, writable: true, changes, receipts: Vec::new() }
}

fn push(batch: u64) -> Push {
    Push { batch, document: DOCUMENT, changes: vec![vec![1]], receipts: Vec::new() }
}

fn stored(batch: u64, hashes: Vec<ChangeHash>) -> RelayEvent {
    RelayEvent::Stored { batch, document: DOCUMENT, hashes, receipts: Vec::new(), row: None }
}

/// Two changes as they travel.
fn two_changes() -> [Chunk; 2] {
    let intent =
        Intent { day: "2024-12-10".parse().unwrap(), method: IntentMethod::Phone, confirmed_by: "見本".to_owned() };
    let mut document = visit::create("140007".parse().unwrap(), None, intent, [1; 16]).unwrap();
    [1, 2].map(|session| {
        let writer = Writer { actor: Actor([session; 16]), at: Instant::from_ms(0) };
        let splice = Splice { at_utf16: 0, deleted_utf16: 0, inserted: "あ".to_owned() };
        let made = visit::splice_note(&mut document, &writer, Section::Talked, &splice);
        made.unwrap().unwrap()
    })
}
