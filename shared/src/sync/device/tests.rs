//! What the device's end promises, told as a host would see it: events in, effects out.

mod bringing_back;
mod figures;
mod line;
mod owed;
mod pages;
mod passing;
mod presence;
mod quarantine;
mod refused;
mod rights;

use super::*;
use crate::documents::visit::{self, Section};
use crate::documents::{Document, Splice, Writer};
use crate::domain::{Intent, IntentMethod};
use crate::ids::{Actor, ChangeHash, DeviceId, MemberId};
use crate::protocol::{FromRelay, Push, Receipt, Refusal, VERSION, decode_from_device, encode_from_relay, limits};

const MEMBER: MemberId = MemberId([1; 8]);
const DEVICE: DeviceId = DeviceId([2; 8]);

/// A device's host with nothing behind it: it keeps what it is told and remembers what it is asked.
struct Host {
    session: DeviceSession,
    now: Instant,
    sent: Vec<FromDevice>,
    keeps: Vec<(u64, Keep)>,
    others: Vec<DeviceEffect>,
    status: Status,
}

impl Host {
    fn new(cursor: Option<Cursor>, offering: bool, owed: Vec<OwedChange>) -> Self {
        let now = Instant::from_ms(1_000_000);
        Self {
            session: DeviceSession::new(now, "0.1.0".to_owned(), cursor, offering, owed),
            now,
            sent: Vec::new(),
            keeps: Vec::new(),
            others: Vec::new(),
            status: Status::default(),
        }
    }

    /// A host whose handshake is done and whose first page was empty: it may push.
    fn online(owed: Vec<OwedChange>) -> Self {
        let mut host = Self::new(Some(cursor(1)), false, owed);
        host.connect();
        host.relay(empty_page());
        host
    }

    fn event(&mut self, event: DeviceEvent) {
        for effect in self.session.handle(self.now, 0, event) {
            match effect {
                DeviceEffect::Send(frame) => self.sent.push(decode_from_device(&frame).unwrap()),
                DeviceEffect::Keep { number, keep } => self.keeps.push((number, *keep)),
                DeviceEffect::Status(status) => self.status = status,
                other => self.others.push(other),
            }
        }
    }

    fn relay(&mut self, message: FromRelay) {
        self.event(DeviceEvent::Frame(encode_from_relay(&message)));
    }

    /// From the first attempt to the end of the handshake.
    fn connect(&mut self) {
        self.event(DeviceEvent::Tick);
        assert!(self.others.contains(&DeviceEffect::Connect));
        self.event(DeviceEvent::Connected { ticket: Some("ticket".to_owned()) });
        self.relay(peer(VERSION));
        assert!(self.status.online);
    }

    fn reconnect(&mut self) {
        self.event(DeviceEvent::NotConnected { code: None });
        assert!(!self.status.online);
        self.sent.clear();
        self.others.clear();
        self.later(limits::RETRY_MS_MAX);
        self.connect();
    }

    fn later(&mut self, ms: i64) {
        self.now = self.now.plus_ms(ms);
    }

    /// What was sent since the last look.
    fn sent(&mut self) -> Vec<FromDevice> {
        core::mem::take(&mut self.sent)
    }

    fn pushes(&mut self) -> Vec<Push> {
        let pushes = self.sent().into_iter().filter_map(|message| match message {
            FromDevice::Push(push) => Some(push),
            _ => None,
        });
        pushes.collect()
    }

    fn kept(&mut self, number: u64, keep: &Keep) {
        self.event(DeviceEvent::Kept(Kept { number, cursor: keep.cursor }));
    }

    /// Makes everything durable that waits for it; gives what it was.
    fn keep_all(&mut self) -> Vec<Keep> {
        let mut kept = Vec::new();
        while !self.keeps.is_empty() {
            for (number, keep) in core::mem::take(&mut self.keeps) {
                self.kept(number, &keep);
                kept.push(keep);
            }
        }
        kept
    }

    fn ack(&mut self, push: &Push) {
        self.relay(FromRelay::Ack { batch: push.batch, document: push.document, receipts: Vec::new(), row: None });
    }

    /// An acknowledgement at a row of the log.
    fn ack_at(&mut self, push: &Push, row: u64) {
        self.relay(FromRelay::Ack { batch: push.batch, document: push.document, receipts: Vec::new(), row: Some(row) });
    }

    fn reject(&mut self, push: &Push, refusal: Refusal, hashes: Vec<ChangeHash>) {
        self.relay(FromRelay::Reject { batch: push.batch, document: push.document, refusal, hashes });
    }
}

fn cursor(number: u64) -> Cursor {
    Cursor { number, mark: [9; 8] }
}

fn peer(version: &str) -> FromRelay {
    let (version, now) = (version.to_owned(), Instant::from_ms(1_000_000));
    FromRelay::Peer { version, member: MEMBER, device: DEVICE, now, read_only: false }
}

fn empty_page() -> FromRelay {
    FromRelay::Feed { entries: Vec::new(), next: None, end: true }
}

/// A visit and what its writers wrote, each change after what it builds on.
struct Written {
    document: Document,
    changes: Vec<OwedChange>,
}

fn visit_number(nonce: u8) -> Document {
    let intent =
        Intent { day: "2024-12-10".parse().unwrap(), method: IntentMethod::Phone, confirmed_by: "見本".to_owned() };
    visit::create("140007".parse().unwrap(), None, intent, [nonce; 16]).unwrap()
}

impl Written {
    fn new(nonce: u8) -> Self {
        Self { document: visit_number(nonce), changes: Vec::new() }
    }

    fn by(mut self, session: u8, words: &str) -> Self {
        let writer = Writer { actor: Actor([session; 16]), at: Instant::from_ms(0) };
        for (at, word) in words.chars().enumerate() {
            let splice = Splice { at_utf16: at, deleted_utf16: 0, inserted: word.to_string() };
            let made = visit::splice_note(&mut self.document, &writer, Section::Talked, &splice);
            self.changes.push(owed(&self.document, made.unwrap().unwrap()));
        }
        self
    }
}

fn owed(document: &Document, chunk: crate::documents::Chunk) -> OwedChange {
    OwedChange { document: document.id(), hash: chunk.hash(), bytes: chunk.into_bytes() }
}

fn hashes(changes: &[OwedChange]) -> Vec<ChangeHash> {
    changes.iter().map(|change| change.hash).collect()
}

fn bytes(changes: &[OwedChange]) -> Vec<Vec<u8>> {
    changes.iter().map(|change| change.bytes.clone()).collect()
}

fn receipt(session: u8, seq: u64, change: &OwedChange) -> Receipt {
    Receipt {
        actor: Actor([session; 16]),
        seq,
        hash: change.hash,
        member: MemberId([session; 8]),
        device: DeviceId([session; 8]),
        mac: [0; 32],
    }
}
